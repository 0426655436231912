"""What came of an entry, out of all that the rules found."""

from hub.savings.book import Book
from hub.savings.entry import Decision, Finding
from hub.savings.standing import standing

NAMED = ("R6", "R11", "R8", "R9", "R7", "R5", "R4", "R3")
"""Which rule is named where several bit."""


def decided(before: Book, after: Book, findings: list[Finding]) -> Decision:
    """Taken: as it was entered, or adjusted."""
    first = min(findings, key=lambda finding: NAMED.index(finding.rule), default=None)
    outcome = "adjust" if any(each.outcome != "accept" for each in findings) else "accept"
    rule, words = (first.rule, first.words) if first else (None, "")
    return Decision(outcome, rule, words, tuple(findings), after, _changed(before, after))


def refused(book: Book, *findings: Finding) -> Decision:
    """Not taken: the book is as it was. The last finding is the one that refused it."""
    return Decision("reject", findings[-1].rule, findings[-1].words, findings, book, ())


def _changed(before: Book, after: Book) -> tuple[str, ...]:
    """The claims that are new, or stand otherwise."""
    return tuple(
        key
        for key, claim in after.claims.items()
        if before.claims.get(key) != claim or standing(before, key) != standing(after, key)
    )
