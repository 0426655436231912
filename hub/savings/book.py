"""What a decision about savings looks at: call-offs, what is known of them, and the claims made on them.

All of it is frozen and knows no database. Money is whole pence; years are written 2025-26. Organisations, call-offs
and claims are named by text of the caller's choosing (slugs, keys): it is only compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

LIVE = frozenset({"submitted", "verified", "validated"})
"""The states in which a claim takes its place: nobody else may claim the same."""

PENDING = frozenset({"submitted", "verified"})

TENDER = "TENDER_COST_AVOIDED"
RISE = "PRICE_RISE_AVOIDED"
PRICE = "PRICE_PREV"
OWNER = "owner_declared"


@dataclass(frozen=True)
class ByYear:
    """An amount given year by year, in pence. Also a one-off: its one year."""

    pence: Mapping[str, int]


@dataclass(frozen=True)
class Total:
    """An amount for a period, both ends included, spread by days."""

    pence: int
    start: date
    end: date


@dataclass(frozen=True)
class InYear:
    """The prices of the line, multiplied by its volume: all in one year."""

    year: str


@dataclass(frozen=True)
class Prices:
    """The prices a line compares, in pence for ``per`` units, and the volume bought at them.

    ``last`` is what was paid before and ``indices`` its indices in per cent; ``proposed`` the rise that was not paid.
    Lines with the same ``volume_ref`` on a call-off speak of the same goods.
    """

    agreed: Fraction
    volume: Fraction
    volume_ref: str = ""
    last: Fraction | None = None
    indices: tuple[Fraction, ...] = ()
    proposed: Fraction | None = None
    per: Fraction = Fraction(1)


@dataclass(frozen=True)
class Line:
    """A line of a claim: what kind of saving (``type``, as PRICE_PREV), how much (``sum``) and what that rests on.

    Of a line that hub.savings.figures reckons, ``sum`` need only tell the years: Total with the period of one that
    recurs (whatever its pence), ByYear for a one-off or what is typed by years; the amounts are figures' own.
    ``prices`` where the line compares unit prices, ``previous_value_pence`` where it compares whole contracts (as
    typed, before indices). ``framework_cost_pence`` is what was to be spent through the framework, where typed;
    ``formula_pence`` what the formula for tendering gives for a typed amount. ``baseline_source`` says where the
    baseline comes from.
    """

    type: str
    sum: ByYear | Total | InYear
    number: int = 1
    prices: Prices | None = None
    previous_value_pence: int | None = None
    framework_cost_pence: int | None = None
    formula_pence: int | None = None
    baseline_source: str = ""


@dataclass(frozen=True)
class HeldClaim:
    """A claim: entered, or already held.

    ``column`` of a claim to be submitted is what was ticked (empty: nothing), of a held one what counts:
    collaborative, local or owner_declared. ``basis`` is actual or estimated. ``call_off`` is empty and ``framework``
    filled for what an owner declares; ``organisation`` is then the owner. ``evidence`` names its kinds
    (owner_statement, invoices …). ``editors`` changed a figure in it since, and so cannot be its second person.
    ``cut_at``: the end of the contract by which this claim was shortened. It stays when the contract is extended later,
    since an extension adds no money by itself: it is the fact contract_end_actual, kept with the claim.
    """

    key: str
    organisation: str
    call_off: str
    basis: str
    lines: tuple[Line, ...]
    state: str = "submitted"
    column: str = ""
    reporter: str = ""
    verifier: str = ""
    editors: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    supersedes: str = ""
    framework: str = ""
    cut_at: date | None = None

    @property
    def live(self) -> bool:
        return self.state in LIVE


@dataclass(frozen=True)
class Sharer:
    """An organisation's part of a joint call-off, exact: 1 is all of it."""

    organisation: str
    share: Fraction


@dataclass(frozen=True)
class HeldCallOff:
    """A call-off with what is known of it.

    ``end`` is the last day as it stands now: as agreed, as extended, or the day it really ended. It lies before
    ``start`` where the contract ended before it began. ``framework`` is None where nothing was bought through one;
    ``predecessor`` names the call-off before it, which must be in the book as well, if it is known. ``elsewhere``
    names organisations that share the contract and have live claims on it in a book of their own.
    """

    ref: str
    organisation: str
    start: date
    end: date
    route: str
    framework: str | None = None
    lead: str = ""
    sharers: tuple[Sharer, ...] = ()
    predecessor: str = ""
    unit_price_pence: int | None = None
    value_pence: int | None = None
    tender_run: bool = False
    actual_spend_pence: int | None = None
    elsewhere: tuple[str, ...] = ()

    @property
    def joint(self) -> bool:
        """Whether several bought through it together, so that one claims for all."""
        return self.route == "joint_contract" or bool(self.lead) or bool(self.sharers)

    @property
    def leader(self) -> str:
        return self.lead or self.organisation

    @property
    def column(self) -> str:
        return "collaborative" if self.route in ("framework", "joint_contract") else "local"

    @property
    def lapsed(self) -> bool:
        """Whether it ended before it began."""
        return self.end < self.start


@dataclass(frozen=True)
class Book:
    """All that bears on a decision: the call-offs concerned, their predecessors, and every claim on them.

    Claims stand in the order they were submitted, dead ones among them (so that superseding one is refused by name).
    ``names`` says how an organisation, call-off or claim is called in a sentence, where not by its own text.
    """

    call_offs: Mapping[str, HeldCallOff] = field(default_factory=dict)
    claims: Mapping[str, HeldClaim] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str) -> str:
        return self.names.get(key, key)

    def live(self, call_off: str) -> Iterator[HeldClaim]:
        """The claims on a call-off that take a place."""
        return (claim for claim in self.claims.values() if claim.live and claim.call_off == call_off)

    def without(self, *keys: str) -> "Book":
        return replace(self, claims={key: claim for key, claim in self.claims.items() if key not in keys})

    def with_claim(self, claim: HeldClaim) -> "Book":
        return replace(self, claims={**self.claims, claim.key: claim})

    def with_call_off(self, call_off: HeldCallOff) -> "Book":
        return replace(self, call_offs={**self.call_offs, call_off.ref: call_off})
