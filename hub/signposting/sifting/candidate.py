"""A framework as far as the six questions depend on it."""

from dataclasses import dataclass

from hub.signposting.award.limits import OrderLimit
from hub.signposting.eligibility import Rule
from hub.signposting.evidence import Evidence
from hub.signposting.term import Term
from hub.status import Assessment


@dataclass(frozen=True)
class FoundIn:
    """Words searched for, and where they were found. ``names_it``: a part that says what it is, such as the title."""

    words: tuple[str, ...]
    place: str
    names_it: bool
    evidence: Evidence


@dataclass(frozen=True)
class Ceiling:
    """The most that may be called off, for all buyers together, in pence without VAT, with it, or both."""

    net_pence: int | None
    gross_pence: int | None
    currency: str | None
    text: str


@dataclass(frozen=True)
class LotCeiling:
    """A lot by name and its own ceiling; None where none is published."""

    name: str
    ceiling: Ceiling | None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is published of a framework; whatever is not published is empty or None.

    ``rules`` are those on who may use it, each with its words. ``length_limits`` are published sentences on how long a
    call-off may be, ``value_limits`` on how much it may be worth. ``regions`` are codes that it or any lot of it names,
    ``lot_regions`` those of lots where the framework as a whole names none. ``lots_differ``: some lots have dates of
    their own. ``dates`` and ``end_note`` say its term in words, and how its end was worked out if it was; ``called`` is
    what its source calls its status, ``whole_ended`` when the framework ended that it is a part of, where that is all
    that is known of its end.
    """

    key: str
    status: Assessment
    term: Term = Term()
    dates: str = ""
    end_note: str = ""
    called: str = ""
    whole_ended: str = ""
    lots_differ: bool = False
    found_in: tuple[FoundIn, ...] = ()
    ceiling: Ceiling | None = None
    lots: tuple[LotCeiling, ...] = ()
    regions: tuple[str, ...] = ()
    lot_regions: tuple[str, ...] = ()
    rules: tuple[tuple[Rule, Evidence], ...] = ()
    length_limits: tuple[OrderLimit, ...] = ()
    value_limits: tuple[OrderLimit, ...] = ()
