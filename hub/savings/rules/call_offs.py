"""Something is learnt of a call-off: it is extended, ends early, costs less, was tendered, is shared with one more."""

from dataclasses import replace

from hub.savings.book import TENDER, Book, HeldClaim
from hub.savings.entry import AddSharer, Decision, EndEarly, Extend, Finding, RecordSpend, RecordTenderRun
from hub.savings.rules import sources, term
from hub.savings.rules.outcome import decided, refused


def extend(book: Book, entry: Extend) -> Decision:
    """Later years may be claimed; nothing is added to any claim."""
    call_off = book.call_offs[entry.call_off]
    if entry.new_end <= call_off.end:
        words = (
            f"The contract ends on {term.day(call_off.end)} already. Nothing was changed. "
            "Give a later day, or record that it ended early."
        )
        return refused(book, Finding("R7", "reject", "", words))
    return decided(book, book.with_call_off(replace(call_off, end=entry.new_end)), [])


def end_early(book: Book, entry: EndEarly) -> Decision:
    """Claims lose what is dated after it; of a contract that ends before it begins they lapse."""
    call_off = book.call_offs[entry.call_off]
    ended = replace(call_off, end=min(entry.on, call_off.end))
    after, findings = book.with_call_off(ended), list[Finding]()
    for claim in book.live(entry.call_off):
        if ended.lapsed:
            after = after.with_claim(replace(claim, state="lapsed"))
            findings.append(Finding("R7", "adjust", claim.key, _lapsed(book, claim)))
        elif term.reaches(claim, ended.end):
            after = after.with_claim(replace(claim, cut_at=ended.end))
            findings.append(Finding("R7", "adjust", claim.key, term.cut_words(book.name(claim.key), ended.end)))
    return decided(book, after, findings)


def _lapsed(book: Book, claim: HeldClaim) -> str:
    return (
        f"{book.name(claim.key)}: the contract ended before it began, so nothing was saved. The claim has lapsed and "
        "counts no longer. If the date is wrong, correct it and claim again."
    )


def record_spend(book: Book, entry: RecordSpend) -> Decision:
    """Claims that rest on more than was spent count in part."""
    spent = replace(book.call_offs[entry.call_off], actual_spend_pence=entry.pence)
    short = [
        Finding("R7", "adjust", claim.key, f"{book.name(claim.key)}: {words}", line.number)
        for claim in book.live(entry.call_off)
        for line in claim.lines
        if (words := term.spent_less(claim, line, entry.pence))
    ]
    return decided(book, book.with_call_off(spent), short)


def record_tender_run(book: Book, entry: RecordTenderRun) -> Decision:
    """R9: tendering that was claimed as avoided comes to nothing."""
    run = replace(book.call_offs[entry.call_off], tender_run=True)
    found = [
        Finding("R9", "adjust", claim.key, f"{book.name(claim.key)}: {LEARNT}", line.number)
        for claim in book.live(entry.call_off)
        for line in claim.lines
        if line.type == TENDER
    ]
    return decided(book, book.with_call_off(run), found)


LEARNT = (
    "a tender was run for this call-off all the same, so its cost was not avoided. It counts as £0.00. "
    "If no tender was run, correct that on the call-off."
)


def add_sharer(book: Book, entry: AddSharer) -> Decision:
    """R2: shares are 100 % at most."""
    call_off = book.call_offs[entry.call_off]
    sharers = (*call_off.sharers, entry.sharer)
    if over := sources.too_much(sharers):
        return refused(book, Finding("R2", "reject", "", over))
    return decided(book, book.with_call_off(replace(call_off, sharers=sharers)), [])
