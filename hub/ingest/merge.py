"""What the records about one framework add up to. Pure: no database, no clock.

Field by field the strongest voice wins (rulings, Identity): a locked officer value, then the owner's own statement,
Find a Tender, other notices, an unlocked officer value, a directory, a reseller, a register. Among equals the later
published date wins, then the later as-of date, then the content hash. An empty field never hides a known one, and
losers are simply the other records.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indexer.analysis import reference_key
from scrapers.record import Kind, Lot, Record, Regulation
from scrapers.source import Voice

STRENGTH = {voice: strength for strength, voice in enumerate(Voice)}

FIELDS = (
    "title", "owner", "reference", "parent_reference", "listing_of_owner", "kind", "regulation", "stage", "summary",
    "description", "categories", "keywords", "cpv", "regions", "start", "end", "max_end", "extension", "max_value",
    "routes", "fee", "eligibility", "how_to_buy", "stock_only", "replaces", "replaced_by", "url",
)  # fmt: skip
"""The fields merged one by one. ``source_status`` and ``parent_lot`` travel with ``stage`` and ``parent_reference``."""

UNKNOWN = (None, "", (), Kind.UNKNOWN, Regulation.UNKNOWN)


@dataclass(frozen=True)
class Statement:
    """A record with what decides whose word counts.

    ``hash`` names the stored record, ``owner`` is a slug, ``precision`` is how exactly ``as_of`` is known.
    """

    record: Record
    source: str
    owner: str
    voice: Voice
    as_of: date
    hash: str
    precision: str = "day"

    @property
    def precedence(self) -> tuple[Any, ...]:
        """Sorts the strongest statement first."""
        published = self.record.published or date.min
        return (STRENGTH[self.voice], -published.toordinal(), -self.as_of.toordinal(), self.hash)


@dataclass(frozen=True)
class Merged:
    """The values of a framework and, for each, the hash of the record that gave it."""

    values: Mapping[str, Any]
    provenance: Mapping[str, str]
    statements: Sequence[Statement] = field(default_factory=tuple)

    def source_of(self, name: str) -> str:
        """The source whose word counted for a field; empty where no source has one."""
        winner = self.winner(name)
        return winner.source if winner else ""

    def as_of(self, name: str) -> date | None:
        """The day for which the winner of a field spoke: a notice for the day it was published."""
        winner = self.winner(name)
        return (winner.record.published or winner.as_of) if winner else None

    def precision(self, name: str) -> str:
        """How exactly that day is known: day, month, year, or about."""
        winner = self.winner(name)
        return "day" if winner is None or winner.record.published else winner.precision

    def winner(self, name: str) -> Statement | None:
        """The statement whose value is shown; None where no source has one, or an officer locked it."""
        return next((s for s in self.statements if s.hash == self.provenance.get(name)), None)


def merge(statements: Iterable[Statement], locked: Mapping[str, Any] | None = None) -> Merged:
    """The strongest known value of each field. ``locked`` values, an officer's decisions, win over all."""
    ranked = sorted(statements, key=lambda s: s.precedence)
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    for name in FIELDS:
        winner = next((s for s in ranked if known(getattr(s.record, name))), None)
        if winner is not None:
            values[name] = getattr(winner.record, name)
            provenance[name] = winner.hash
    _keep_company(values, provenance, ranked)
    values["lots"], lots_from = merge_lots(ranked, values)
    if lots_from:
        provenance["lots"] = lots_from
    values["documents"] = _union(ranked, "documents", "url")
    values["notices"] = _union(ranked, "notices", "identifier")
    for name, value in (locked or {}).items():
        values[name], provenance[name] = value, "locked"
    return Merged(values, provenance, ranked)


def known(value: Any) -> bool:
    """False for what only says that nothing is published."""
    return value not in UNKNOWN


def contradictions(merged: Merged, name: str) -> list[Statement]:
    """The statements that know a field and mean something else than the one whose value is shown."""
    winner = merged.winner(name)
    if winner is None:
        return []
    return [s for s in merged.statements if known(getattr(s.record, name)) and meant(name, s) != meant(name, winner)]


def meant(name: str, said: Statement) -> Any:
    """What a statement means by a field, however it spells it: CCS is Crown Commercial Service, rm 6100 is RM6100."""
    value = getattr(said.record, name)
    if name == "owner":
        return said.owner
    if name == "reference":
        return reference_key(value)
    if name == "lots":
        return frozenset(map(lot_key, value))
    return frozenset(map(comparable, value)) if isinstance(value, tuple) else comparable(value)


def comparable(value: Any) -> Any:
    """What two sources must agree on: of a date the day, of a text its letters."""
    if hasattr(value, "precision"):
        return value.value
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    return value


def _keep_company(values: dict[str, Any], provenance: Mapping[str, str], ranked: Sequence[Statement]) -> None:
    """Words that only make sense beside their field come from the record that won the field."""
    by_hash = {s.hash: s.record for s in ranked}
    for leader, companion in (("stage", "source_status"), ("parent_reference", "parent_lot")):
        if leader in provenance:
            values[companion] = getattr(by_hash[provenance[leader]], companion)


def merge_lots(
    ranked: Sequence[Statement], term: Mapping[str, Any] | None = None
) -> tuple[tuple[Lot, ...], str | None]:
    """The lots of the strongest record that lists any, each completed from the others' entry for the same lot.

    A weaker record's further lots are not added: a shorter or longer list is a contradiction a person can see.
    ``term`` has the framework's start and end as merged.
    """
    listing = [s for s in ranked if s.record.lots]
    if not listing:
        return (), None
    lots, *others = [_lots_in_term(s.record, term or {}) for s in listing]
    keys = Counter(map(lot_key, lots))
    completed = (_completed(lot, others) if keys[lot_key(lot)] == 1 else lot for lot in lots)
    return in_order(completed), listing[0].hash


def in_order(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots by number, 2 before 10 and 2a before 2b, if all have one; else in the order published."""
    found = tuple(lots)
    if all(lot.number for lot in found):
        return tuple(sorted(found, key=lambda lot: _natural(lot_number(lot.number))))
    return found


def _natural(number: str) -> list[tuple[int, str]]:
    return [(int(digits or 0), letters) for digits, letters in re.findall(r"(\d*)(\D*)", number[:80])]


def _lots_in_term(record: Record, term: Mapping[str, Any]) -> tuple[Lot, ...]:
    """A record whose own end date is out of date says nothing of use about when its lots end; likewise the start.

    GCA's agreements service of 2022 gives lots the end of their framework before it was extended.
    """
    lost = [
        name
        for name in ("start", "end")
        if known(getattr(record, name)) and comparable(getattr(record, name)) != comparable(term.get(name))
    ]
    return tuple(lot.model_copy(update=dict.fromkeys(lost)) for lot in record.lots) if lost and term else record.lots


def _completed(lot: Lot, others: Sequence[tuple[Lot, ...]]) -> Lot:
    """Filled in from the one lot of each other list that is the same; where two could be, from neither."""
    for lots in others:
        twins = [other for other in lots if same_lot(lot, other)]
        if len(twins) == 1:
            missing = {f: v for f, v in dict(twins[0]).items() if known(v) and not known(getattr(lot, f))}
            lot = lot.model_copy(update=missing)
    return lot


def same_lot(lot: Lot, other: Lot) -> bool:
    """Lots are the same by number where both have one, else by title."""
    if lot.number and other.number:
        return lot_number(lot.number) == lot_number(other.number)
    return bool(lot.title) and comparable(lot.title) == comparable(other.title)


def lot_number(text: str) -> str:
    """ "Lot 2A" and "2a" are one lot."""
    return text.casefold().removeprefix("lot").strip(" .:-") or text


def lot_key(lot: Lot) -> str:
    """What tells a lot from the others of its framework: its number, else its title."""
    return lot_number(lot.number) if lot.number else str(comparable(lot.title))


def lot_keys(lots: Iterable[Lot]) -> list[str]:
    """A key for each lot. Lots without a number may share a title (RM6088 has one for each value band): they are told
    apart by their order.
    """
    seen: Counter[str] = Counter()
    keys = []
    for key in map(lot_key, lots):
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} #{seen[key]}")
    return keys


def _union(ranked: Sequence[Statement], name: str, key: str) -> tuple[Any, ...]:
    """Evidence adds up: every notice and document any record names, the strongest voice's wording of each."""
    found: dict[str, Any] = {}
    for statement in ranked:
        for item in getattr(statement.record, name):
            found.setdefault(getattr(item, key), item)
    return tuple(found.values())
