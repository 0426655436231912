"""Is a complete listing to be believed? Pure.

A page whose structure has changed often still reads as a list: an empty, a short, or a bare one. Such a list must not
take the place of what the hub holds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.ingest.statement import FIELDS, known
from scrapers.record import Record
from scrapers.site import Guards
from scrapers.source import Row

COMPARED = (*FIELDS, "lots", "suppliers", "documents", "notices")
FLAGGED = 0.15
FAILED = 0.5
COMPARED_FROM = 0.2
"""The share of the last list's records that had a field, from which its loss shows something about the page."""

FEWEST = 5
"""Records of the last list that had a field, below which their loss shows nothing."""


@dataclass(frozen=True)
class Listing:
    """What a list holds: the source ids of its entries, and of each field the share of them that have it."""

    entries: frozenset[str] = frozenset()
    filled: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"entries": sorted(self.entries), "filled": dict(self.filled)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Listing":
        """Empty for what no good crawl has filled yet."""
        return cls(frozenset(kept.get("entries", ())), kept.get("filled", {}))


@dataclass(frozen=True)
class Judgement:
    """Why a list is not believed, and what a person should look at though it is. Both in words.

    ``may_be_true`` is whether a person may believe it all the same: it only differs from the last one.
    """

    failures: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    may_be_true: bool = False


def measure(rows: Iterable[Row]) -> Listing:
    """What these rows hold; an entry listed twice counts once."""
    entries: set[str] = set()
    filled: Counter[str] = Counter()
    for record in (row.record for row in rows if row.record is not None):
        if record.source_id not in entries:
            entries.add(record.source_id)
            filled.update(_filled(record))
    shares = {name: round(count / len(entries), 4) for name, count in sorted(filled.items())}
    return Listing(frozenset(entries), shares)


def _filled(record: Record) -> Iterator[str]:
    """The fields that a record has something in; "suppliers" are those of its lots."""
    yield from (name for name in Record.model_fields if known(getattr(record, name)))
    if any(lot.suppliers for lot in record.lots):
        yield "suppliers"


def judge(guards: Guards, listing: Listing, last: Listing) -> Judgement:
    """Whether a list is believed. ``last`` is that of the last good crawl, empty to be judged by itself alone."""
    failures = list(_floors(guards, listing))
    may_be_true = not failures
    flags: list[str] = []
    for fall, words in _falls(listing, last):
        if fall > FAILED:
            failures.append(words)
        elif fall > FLAGGED:
            flags.append(words)
    return Judgement(tuple(failures), tuple(flags), may_be_true)


def _floors(guards: Guards, listing: Listing) -> Iterable[str]:
    count = len(listing.entries)
    if count < guards.least:
        yield f"Its list has {_counted(count)} where at least {guards.least} are expected."
    if not count:
        return
    for name, least in guards.filled.items():
        share = listing.filled.get(name, 0.0)
        if share < least:
            yield f"Only {share:.0%} of its {count} entries have {_called(name)}; {least:.0%} are expected."


def _falls(listing: Listing, last: Listing) -> Iterable[tuple[float, str]]:
    """How far each number fell since the last good crawl, with the words that say so."""
    if not last.entries:
        return
    count, before_that = len(listing.entries), len(last.entries)
    yield _fall(before_that, count), f"Its list has {_counted(count)}; at the last good crawl there were {before_that}."
    still = len(last.entries & listing.entries)
    if still < min(count, before_that):
        yield _fall(before_that, still), f"{still} of the {before_that} entries of the last good crawl are still there."
    for name in COMPARED:
        before, share = last.filled.get(name, 0.0), listing.filled.get(name, 0.0)
        if before >= COMPARED_FROM and before * before_that >= FEWEST and count:
            words = f"{share:.0%} of its entries have {_called(name)}; at the last good crawl {before:.0%} had."
            yield _fall(before, share), words


def _fall(before: float, now: float) -> float:
    """By what share of it a number fell, rounded: 85 of 100 is no more than 15 per cent."""
    return round(1 - now / before, 6)


def _counted(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _called(name: str) -> str:
    """A field of a record as people call it: "a value for “max end”"."""
    return f"a value for “{name.replace('_', ' ')}”"
