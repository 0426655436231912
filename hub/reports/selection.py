"""What of some savings is looked at: chosen by filters, all of which stand in the address of a page. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from hub.reports.bands import BANDS, COLUMNS, KINDS, OWNERS
from hub.reports.facts import Claim, Part
from hub.savings.states import STATES

FILTERS = ("year", "framework", "category", "kind", "state")
"""What people choose by themselves; the others come with the number they open."""

MEMBER, OUTSIDE, UNATTRIBUTED = "member", "outside", "unattributed"

NOBODY = "none"
"""What stands for the organisation of a part whose sharer the hub knows by name only, or that has none."""

PARTS = {
    MEMBER: "Parts of members of the network",
    OUTSIDE: "Parts of organisations outside the network",
    UNATTRIBUTED: "Not attributed: of no organisation the hub knows",
}

KNOWN: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "state": STATES,
    "band": {band.key: band.title for band in BANDS},
    "column": COLUMNS,
    "cashable": {"yes": "Cashable", "no": "Not cashable"},
    "part": PARTS,
}
"""The values of those filters that have a fixed set of them, in words."""


Told = Callable[[Any], str]


def part_of(part: Part) -> str:
    """Whose it is, as a network adds it up. A member may be one the hub knows by its name only."""
    if part.member:
        return MEMBER
    return OUTSIDE if part.organisation else UNATTRIBUTED


OF_PART: Mapping[str, Told] = {
    "year": lambda part: part.year,
    "kind": lambda part: part.kind,
    "organisation": lambda part: part.organisation or NOBODY,
    "cashable": lambda part: "yes" if part.cashable else "no",
    "part": part_of,
}

OF_CLAIM: Mapping[str, Told] = {
    "framework": lambda claim: claim.named,
    "category": lambda claim: claim.category,
    "state": lambda claim: claim.state,
    "band": lambda claim: claim.band,
}


def value_of(part: Part, name: str) -> str:
    """What a filter would have to be set to for a part."""
    return OF_PART[name](part) if name in OF_PART else OF_CLAIM[name](part.claim)


@dataclass(frozen=True)
class Selection:
    """Empty fields choose nothing. ``column`` "council" is collaborative and local together."""

    year: str = ""
    framework: str = ""
    category: str = ""
    kind: str = ""
    state: str = ""
    band: str = ""
    column: str = ""
    cashable: str = ""
    organisation: str = ""
    part: str = ""

    @classmethod
    def read(cls, sent: Callable[[str], str]) -> "Selection":
        """Of an address; what a filter does not know is left out."""
        asked = {name: sent(name)[:120] for name in cls.__dataclass_fields__}
        return cls(**{name: text for name, text in asked.items() if name not in KNOWN or text in KNOWN[name]})

    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def of(self, **changes: str) -> "Selection":
        return replace(self, **changes)

    def takes_claim(self, claim: Claim) -> bool:
        return all(told(claim) == wanted for told, wanted in self._asked(OF_CLAIM)) and self._takes_column(claim)

    def taken(self, parts: Iterable[Part]) -> list[Part]:
        """Those of some parts that are chosen."""
        of_part, of_claim = self._asked(OF_PART), self._asked(OF_CLAIM)
        return [
            part
            for part in parts
            if all(told(part) == wanted for told, wanted in of_part)
            and all(told(part.claim) == wanted for told, wanted in of_claim)
            and self._takes_column(part.claim)
        ]

    @property
    def asks_for_money(self) -> bool:
        """Whether only claims that have a part of some sort are meant."""
        return bool(self.year or self.kind or self.organisation or self.cashable or self.part or self.band)

    def _asked(self, told: Mapping[str, Told]) -> list[tuple[Told, str]]:
        return [(each, getattr(self, name)) for name, each in told.items() if getattr(self, name)]

    def _takes_column(self, claim: Claim) -> bool:
        """A draft has no column yet; it is no framework owner's."""
        if self.column == "council":
            return claim.column != OWNERS
        return self.column in ("", claim.column)
