"""R10, R3 and R2: figures that are no saving, are somebody else's, or are claimed by the wrong council."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from hub.savings.book import Book, Sharer
from hub.savings.entry import Finding, ImportValue
from hub.savings.fields import decimal_text
from hub.savings.pence import rounded, shown
from hub.savings.rules.case import Case, listed

NOT_SAVINGS = {
    "framework_maximum": "the most a framework may be used for",
    "gca_export": "a figure taken out of the government’s Commercial Value Tool",
    "pipeline": "the expected value of a contract still to come",
    "target": "a target",
    "programme_total": "the total of a whole programme",
}
MARKS = {
    "maximum": "framework_maximum",
    "max": "framework_maximum",
    "ceiling": "framework_maximum",
    "gca": "gca_export",
    "cvt": "gca_export",
    "export": "gca_export",
    "pipeline": "pipeline",
    "target": "target",
    "programme": "programme_total",
}
"""A word by which such a figure is known, in the many ways it is called."""


def not_a_saving(case: Case) -> Iterator[Finding]:
    """R10: a ceiling, an export, a plan, a target or a programme's total is neither a saving nor a price paid."""
    for line in case.claim.lines:
        if kind := kind_of(line.baseline_source):
            yield case.reject(
                "R10",
                f"The figure this rests on is {NOT_SAVINGS[kind]}: nobody paid it, so nothing can be saved against it. "
                "The claim was not taken. Give the price paid before, or another price somebody really offered.",
                line,
            )


def imported(entry: ImportValue) -> str:
    """R10, for a figure brought in from somewhere: what is told to whoever brings it."""
    what = NOT_SAVINGS.get(kind_of(entry.kind) or "", "a figure that no council claimed for a call-off")
    amount = shown(entry.pence) if entry.pence is not None else f"“{entry.text}”"
    return (
        f"{amount} is {what}, not a saving. It was not added to any total. "
        "Keep it as a target or in the notes, and claim what a call-off really saved."
    )


def kind_of(source: str) -> str | None:
    """Which figure that is no saving a source names, however it is written."""
    words = source.lower().replace("-", "_").replace(" ", "_").split("_")
    return next((MARKS[word] for word in words if word in MARKS), None)


def owners_word(case: Case) -> Iterator[Finding]:
    """R3: the owner's statement alone is the owner's figure, which has a column of its own."""
    if case.claim.evidence == {"owner_statement"}:
        yield case.reject(
            "R3",
            "The only evidence is a statement by the framework’s owner, whose figures are shown in a column of their "
            "own. The claim was not taken. Add the council’s own evidence, such as invoices or the old contract.",
        )


def joint(case: Case) -> Iterator[Finding]:
    """R2: of a joint call-off only the lead claims, in one book, and its shares are 100 % at most."""
    call_off = case.call_off
    if call_off.elsewhere:
        yield case.reject("R2", elsewhere(case.book.name(each) for each in call_off.elsewhere))
        return
    if not call_off.joint:
        return
    if case.claim.organisation != call_off.leader:
        yield case.reject("R2", _not_the_lead(case.book, case))
    elif over := too_much(call_off.sharers):
        yield case.reject("R2", over)


def too_much(sharers: tuple[Sharer, ...]) -> str:
    """What is told when shares come to more than all of it; empty when they do not."""
    total = sum((sharer.share for sharer in sharers), Fraction(0))
    if total <= 1:
        return ""
    percent = decimal_text(Fraction(rounded(total * 10**6), 10**4))
    return (
        f"The shares of this call-off come to {percent}%, which is more than all of it. "
        "Nothing was changed. Correct the shares so that they come to 100% at most."
    )


def elsewhere(claimants: Iterable[str]) -> str:
    """What is told when those who share a contract claim on it in two places: the names of the others."""
    names = listed(list(claimants))
    return (
        f"A saving on this reference is claimed by {names} already, and you share this contract: the same money would "
        "count twice, so nothing was changed. The lead claims for all. Agree with them who leads, and let the others "
        "withdraw their claims. If it is another contract, give it another reference."
    )


def _not_the_lead(book: Book, case: Case) -> str:
    lead, mine = book.name(case.call_off.leader), book.name(case.claim.organisation)
    among = any(sharer.organisation == case.claim.organisation for sharer in case.call_off.sharers)
    cure = f"Ask {lead} to claim it; your part follows from your share." if among else f"Ask {lead} if you took part."
    return (
        f"This call-off is joint, and {lead} claims its saving for all who share it. "
        f"The claim of {mine} was not taken, or the same money would count twice. {cure}"
    )
