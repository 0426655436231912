"""The rules asked, and what they refuse turned into what a person is told."""

from hub.errors import Refused
from hub.savings.book import Book
from hub.savings.entry import Decision, Entry
from hub.savings.rules.deciding import decide


class RuleRefused(Refused):
    """A rule does not allow it; nothing has changed. ``decision`` says which, and why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.words)
        self.decision = decision


def ruled(book: Book, entry: Entry) -> Decision:
    """What comes of an entry. Raises RuleRefused."""
    decision = decide(book, entry)
    if decision.outcome == "reject":
        raise RuleRefused(decision)
    return decision
