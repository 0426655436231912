"""What somebody wants to do about a saving, and what came of it."""

from dataclasses import dataclass
from datetime import date

from hub.savings.book import Book, HeldClaim, Line, Sharer


@dataclass(frozen=True)
class Submit:
    """A claim is submitted. Its ``state`` is the one it shall have: submitted, or validated where both approvals are
    done already (draft: only looked at, it takes no place). It may be in the book as a draft or returned."""

    claim: HeldClaim


@dataclass(frozen=True)
class OwnerDeclare:
    """The owner of a framework says what all its users saved: ``claim`` has a framework and no call-off."""

    claim: HeldClaim


@dataclass(frozen=True)
class Verify:
    """A second person of the council approves. ``organisation``: theirs, where it is known."""

    claim: str
    by: str
    organisation: str = ""


@dataclass(frozen=True)
class Validate:
    """The network approves."""

    claim: str
    by: str


@dataclass(frozen=True)
class GiveBack:
    """Whoever looks at it next gives it back to its reporter (returned)."""

    claim: str
    by: str


@dataclass(frozen=True)
class Refuse:
    """The network rejects it for good (rejected)."""

    claim: str
    by: str


@dataclass(frozen=True)
class Edit:
    """Fields of a claim are changed. ``lines``: as they are then, where amounts change (None: they stay)."""

    claim: str
    by: str
    fields: frozenset[str]
    lines: tuple[Line, ...] | None = None


@dataclass(frozen=True)
class Withdraw:
    claim: str
    by: str


@dataclass(frozen=True)
class Extend:
    call_off: str
    new_end: date


@dataclass(frozen=True)
class EndEarly:
    """``on`` is its last day."""

    call_off: str
    on: date


@dataclass(frozen=True)
class RecordSpend:
    call_off: str
    pence: int


@dataclass(frozen=True)
class RecordTenderRun:
    call_off: str


@dataclass(frozen=True)
class AddSharer:
    call_off: str
    sharer: Sharer


@dataclass(frozen=True)
class ImportValue:
    """A figure from somewhere is offered as a saving: ``kind`` as framework_maximum, gca_export, pipeline, target."""

    kind: str
    pence: int | None = None
    text: str = ""


Entry = (
    Submit
    | OwnerDeclare
    | Verify
    | Validate
    | GiveBack
    | Refuse
    | Edit
    | Withdraw
    | Extend
    | EndEarly
    | RecordSpend
    | RecordTenderRun
    | AddSharer
    | ImportValue
)


@dataclass(frozen=True)
class Finding:
    """A rule that bit: R1 to R11 or STATE, adjust or reject (accept: R3 of an owner's figure), on which claim and line
    (None: all of it), and the sentences for the person: what was found, what the hub did, what they can do."""

    rule: str
    outcome: str
    claim: str
    words: str
    line: int | None = None


@dataclass(frozen=True)
class Decision:
    """What came of an entry.

    ``outcome`` is accept, adjust or reject, ``rule`` the one that is named for it (None: none bit) and ``words`` its
    sentences. ``findings`` are all that bit, also on other claims. ``book`` is the book afterwards (rejected: the same
    as before); ``changed`` names the claims that stand otherwise than before, the entered one among them:
    hub.savings.standing.standing(book, key) tells how each stands now.
    """

    outcome: str
    rule: str | None
    words: str
    findings: tuple[Finding, ...]
    book: Book
    changed: tuple[str, ...]
