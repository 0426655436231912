"""The states of a claim: who may do what next, and R6, which opens again what was approved."""

from dataclasses import replace

from hub.savings.book import Book, HeldClaim
from hub.savings.entry import Decision, Edit, Finding, GiveBack, Refuse, Validate, Verify, Withdraw
from hub.savings.rules.outcome import decided, refused


def verify(book: Book, entry: Verify) -> Decision:
    """By a second person of the same council."""
    claim = book.claims.get(entry.claim)
    if claim is None or claim.state != "submitted":
        return refused(book, state_finding(book, claim, "verified"))
    if entry.by == claim.reporter or entry.by in claim.editors:
        return refused(book, _stopped(claim, OWN_CLAIM))
    if entry.organisation not in ("", claim.organisation):
        return refused(book, _stopped(claim, OTHER_COUNCIL))
    return decided(book, book.with_claim(replace(claim, state="verified", verifier=entry.by)), [])


def validate(book: Book, entry: Validate) -> Decision:
    """By the network, after the council."""
    claim = book.claims.get(entry.claim)
    if claim is None or claim.state != "verified":
        return refused(book, state_finding(book, claim, "validated"))
    if entry.by in {claim.reporter, claim.verifier} | claim.editors:
        return refused(book, _stopped(claim, OWN_CLAIM))
    return decided(book, book.with_claim(replace(claim, state="validated")), [])


OWN_CLAIM = (
    "You reported this claim, changed it or approved it already. It stays as it is. Somebody else must approve it."
)

OTHER_COUNCIL = "Only somebody of the council that claims it can verify it. It stays as it is. Ask a colleague there."


def give_back(book: Book, entry: GiveBack) -> Decision:
    """Back to its reporter; until it is submitted again it takes no place."""
    return _moved(book, entry.claim, "returned", frozenset({"submitted", "verified"}), "given back")


def refuse(book: Book, entry: Refuse) -> Decision:
    return _moved(book, entry.claim, "rejected", frozenset({"submitted", "verified"}), "rejected")


def withdraw(book: Book, entry: Withdraw) -> Decision:
    """Out of the totals, and its place is free."""
    open_states = frozenset({"draft", "submitted", "returned", "verified", "validated"})
    return _moved(book, entry.claim, "withdrawn", open_states, "withdrawn")


def reopened(claim: HeldClaim, entry: Edit) -> tuple[HeldClaim, list[Finding]]:
    """R6: the claim as it is after an edit that moves a figure or its baseline: to be approved again."""
    lines = claim.lines if entry.lines is None else entry.lines
    edited = replace(claim, lines=lines, editors=claim.editors | {entry.by} - {claim.reporter})
    if claim.state not in ("verified", "validated"):
        return edited, []
    words = (
        f"What the saving rests on changed after it was {claim.state}. It counts no longer and is submitted again. "
        "It counts once the council has verified it and the network has validated it."
    )
    return replace(edited, state="submitted", verifier=""), [Finding("R6", "adjust", claim.key, words)]


def state_finding(book: Book, claim: HeldClaim | None, done: str) -> Finding:
    """STATE: why it cannot be done to a claim as it stands."""
    if claim is None:
        return Finding("STATE", "reject", "", f"There is no such claim, so it cannot be {done}.")
    return Finding("STATE", "reject", claim.key, f"{book.name(claim.key)} is {claim.state}{NEXT.get(claim.state, '')}")


NEXT = {
    "draft": ". It must be submitted first.",
    "returned": ". Its reporter must submit it again first.",
    "submitted": ". A second person of the council must verify it first.",
    "verified": " by the council. The network validates it next.",
    "validated": ". It counts already.",
    "withdrawn": ". Enter a new claim instead.",
    "superseded": ". Look at the claim that took its place.",
    "rejected": ". Enter a new claim instead.",
    "lapsed": ": its contract ended before it began.",
}


def _moved(book: Book, key: str, state: str, allowed: frozenset[str], done: str) -> Decision:
    claim = book.claims.get(key)
    if claim is None or claim.state not in allowed:
        return refused(book, state_finding(book, claim, done))
    return decided(book, book.with_claim(replace(claim, state=state)), [])


def _stopped(claim: HeldClaim, words: str) -> Finding:
    return Finding("STATE", "reject", claim.key, words)
