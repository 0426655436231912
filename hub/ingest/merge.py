"""What the records about one framework add up to. Pure: no database, no clock.

Field by field the strongest voice wins (rulings, Identity): a locked officer value, then a notice that changes the
framework, the owner's own statement, Find a Tender, other notices, an unlocked officer value, a directory, a reseller,
a register. Among equals the later published date wins, then the later as-of date, then the content hash. An empty
field never hides a known one, and losers are simply the other records.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.ingest.lots import lot_key, merge_lots
from hub.ingest.statement import CHANGED, FIELDS, STRENGTH, Statement, comparable, known
from indexer.analysis import reference_key

LOCKED = -1
"""Stronger than the strongest voice."""

LOCK = "locked"
"""What provenance has in place of a record's hash."""


COMPANIONS = {"stage": "source_status", "parent_reference": "parent_lot"}
"""Fields whose words only make sense beside another's."""


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

    def strength(self, name: str) -> int:
        """How much the voice behind a field counts, the strongest lowest; an officer's lock goes before all voices."""
        winner = self.winner(name)
        return STRENGTH[winner.voice] if winner else LOCKED

    def winner(self, name: str) -> Statement | None:
        """The statement whose value is shown; None where no source has one, or an officer locked it."""
        return next((s for s in self.statements if s.hash == self.provenance.get(name)), None)


def merge(statements: Iterable[Statement], locked: Mapping[str, Any] | None = None) -> Merged:
    """The strongest known value of each field. ``locked`` values, an officer's decisions, win over all."""
    ranked = sorted(statements, key=lambda s: s.precedence)
    changes_first = sorted(ranked, key=lambda s: s.precedence_in_changes)
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    for name in FIELDS:
        voices = changes_first if name in CHANGED else ranked
        winner = next((s for s in voices if known(getattr(s.record, name))), None)
        if winner is not None:
            values[name] = getattr(winner.record, name)
            provenance[name] = winner.hash
    _keep_company(values, provenance, ranked)
    _hold(values, provenance, locked or {})
    values["lots"], lots_from = merge_lots(ranked, values)
    if lots_from:
        provenance["lots"] = lots_from
    values["documents"] = _union(ranked, "documents", "url")
    values["notices"] = _union(ranked, "notices", "identifier")
    return Merged(values, provenance, ranked)


def contradictions(merged: Merged, name: str) -> list[Statement]:
    """The statements that know a field and mean something else than the one whose value is shown."""
    winner = merged.winner(name)
    if winner is None:
        return []
    return [s for s in merged.statements if known(getattr(s.record, name)) and meant(name, s) != meant(name, winner)]


def disagreeing(merged: Merged, name: str) -> list[Statement]:
    """The statements that know a field an officer locked and mean something else than the locked value."""
    if merged.provenance.get(name) != LOCK:
        return []
    held = meaning(name, merged.values[name])
    return [s for s in merged.statements if known(getattr(s.record, name)) and meant(name, s) != held]


def meant(name: str, said: Statement) -> Any:
    """What a statement means by a field, however it spells it: CCS is Crown Commercial Service, rm 6100 is RM6100."""
    return said.owner if name == "owner" else meaning(name, getattr(said.record, name))


def meaning(name: str, value: Any) -> Any:
    """What a value of a field other than the owner comes down to."""
    if name == "reference":
        return reference_key(value)
    if name == "lots":
        return frozenset(map(lot_key, value))
    return frozenset(map(comparable, value)) if isinstance(value, tuple) else comparable(value)


def _keep_company(values: dict[str, Any], provenance: Mapping[str, str], ranked: Sequence[Statement]) -> None:
    """Words that only make sense beside their field come from the record that won the field."""
    by_hash = {s.hash: s.record for s in ranked}
    for leader, companion in COMPANIONS.items():
        if leader in provenance:
            values[companion] = getattr(by_hash[provenance[leader]], companion)


def _hold(values: dict[str, Any], provenance: dict[str, str], locked: Mapping[str, Any]) -> None:
    """What an officer locked, without the words a source has beside it."""
    for name, value in locked.items():
        values[name], provenance[name] = value, LOCK
        values.pop(COMPANIONS.get(name, ""), None)


def _union(ranked: Sequence[Statement], name: str, key: str) -> tuple[Any, ...]:
    """Evidence adds up: every notice and document any record names, the strongest voice's wording of each."""
    found: dict[str, Any] = {}
    for statement in ranked:
        for item in getattr(statement.record, name):
            found.setdefault(getattr(item, key), item)
    return tuple(found.values())
