"""Is a complete listing to be believed? Pure.

A page whose structure has changed often still reads as a list: an empty, a short, or a bare one. Such a list must not
take the place of what the hub holds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.ingest.statement import FIELDS, known
from scrapers.record import Record
from scrapers.site import Guards
from scrapers.source import Row

FLAGGED = 0.15
FAILED = 0.5
COMPARED_FROM = 0.2
"""The share of the last list's records that had a field, from which its loss shows something about the page."""

FEWEST = 5
"""Records of the last list that had a field, below which their loss shows nothing."""


@dataclass(frozen=True)
class Listing:
    """What a list holds: how many entries, and of each field the share of them that have it."""

    records: int
    filled: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"records": self.records, "filled": dict(self.filled)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Listing":
        """Empty for what no good crawl has filled yet."""
        return cls(kept.get("records", 0), kept.get("filled", {}))


@dataclass(frozen=True)
class Judgement:
    """Why a list is not believed, and what a person should look at though it is. Both in words."""

    failures: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def measure(rows: Iterable[Row]) -> Listing:
    """What these rows hold; an entry listed twice counts once."""
    entries: set[str] = set()
    filled: Counter[str] = Counter()
    for record in (row.record for row in rows if row.record is not None):
        if record.source_id not in entries:
            entries.add(record.source_id)
            filled.update(name for name in Record.model_fields if known(getattr(record, name)))
    return Listing(len(entries), {name: round(count / len(entries), 4) for name, count in sorted(filled.items())})


def judge(guards: Guards, listing: Listing, last: Listing) -> Judgement:
    """Whether a list is believed. ``last`` is that of the last good crawl, empty to be judged by itself alone."""
    failures = list(_floors(guards, listing))
    flags: list[str] = []
    for fall, words in _falls(listing, last):
        if fall > FAILED:
            failures.append(words)
        elif fall > FLAGGED:
            flags.append(words)
    return Judgement(tuple(failures), tuple(flags))


def _floors(guards: Guards, listing: Listing) -> Iterable[str]:
    if listing.records < guards.least:
        yield f"Its list has {_entries(listing.records)} where at least {guards.least} are expected."
    if not listing.records:
        return
    for name, least in guards.filled.items():
        share = listing.filled.get(name, 0.0)
        if share < least:
            yield f"Only {share:.0%} of its {listing.records} entries have {_called(name)}; {least:.0%} are expected."


def _falls(listing: Listing, last: Listing) -> Iterable[tuple[float, str]]:
    """How far each number fell since the last good crawl, with the words that say so."""
    if not last.records:
        return
    words = f"Its list has {_entries(listing.records)}; at the last good crawl there were {last.records}."
    yield _fall(last.records, listing.records), words
    for name in FIELDS:
        before, share = last.filled.get(name, 0.0), listing.filled.get(name, 0.0)
        if before >= COMPARED_FROM and before * last.records >= FEWEST and listing.records:
            words = f"{share:.0%} of its entries have {_called(name)}; at the last good crawl {before:.0%} had."
            yield _fall(before, share), words


def _fall(before: float, now: float) -> float:
    """By what share of it a number fell, rounded: 85 of 100 is no more than 15 per cent."""
    return round(1 - now / before, 6)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _called(name: str) -> str:
    """A field of a record as people call it: "a value for “max end”"."""
    return f"a value for “{name.replace('_', ' ')}”"
