"""A record with what decides whose word counts. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scrapers.record import Edition, Kind, Record, Regulation
from scrapers.source import Voice

STRENGTH = {voice: strength for strength, voice in enumerate(Voice)}

FIELDS = (
    "title", "owner", "reference", "parent_reference", "listing_of_owner", "kind", "regulation", "stage", "summary",
    "description", "categories", "keywords", "cpv", "regions", "start", "end", "max_end", "extension", "max_value",
    "routes", "fee", "eligibility", "eligibility_rules", "how_to_buy", "stock_only", "replaces", "replaced_by", "url",
)  # fmt: skip
"""The fields merged one by one. ``source_status`` and ``parent_lot`` travel with ``stage`` and ``parent_reference``."""

CHANGED = frozenset({"stage", "start", "end", "max_end", "extension", "max_value"})
"""What a change notice (UK10, UK12, UK16) says with more weight than the owner's own page."""

UNKNOWN = (None, "", (), Kind.UNKNOWN, Regulation.UNKNOWN)


@dataclass(frozen=True)
class Statement:
    """A record with what decides whose word counts.

    ``hash`` names the stored record, ``owner`` is a slug, ``precision`` is how exactly ``as_of`` is known, ``entry``
    is the key of the source's entry that this is an edition of. ``crowded`` is whether its reference is one that so
    many entries have that it says nothing.
    """

    record: Record
    source: str
    owner: str
    voice: Voice
    as_of: date
    hash: str
    precision: str = "day"
    entry: str = ""
    crowded: bool = False

    @property
    def precedence(self) -> tuple[Any, ...]:
        """Sorts the strongest statement first."""
        published = self.record.published or date.min
        later = (-published.toordinal(), -self.released, -self.as_of.toordinal())
        return (STRENGTH[self.voice], self.record.evidence_only, *later, self.hash)

    @property
    def released(self) -> float:
        """The instant of publication in seconds, 0 where only the day is known."""
        return self.record.released.timestamp() if self.record.released else 0.0

    @property
    def precedence_in_changes(self) -> tuple[Any, ...]:
        """The same for the fields a change notice is heard first in."""
        return (self.record.edition is not Edition.CHANGE, *self.precedence)


def known(value: Any) -> bool:
    """False for what only says that nothing is published."""
    return value not in UNKNOWN


def comparable(value: Any) -> Any:
    """What two sources must agree on: of a date the day, of a text its letters."""
    if hasattr(value, "precision"):
        return value.value
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    return value
