"""What was said of each field of a framework over time, what was shown of it and when, and why it is shown now.

Nothing is written down for this: every edition of every record is kept with the moment it came in, and so is every
value a network set and undid. What was shown at a moment is the merge of what there was. It goes by the records that
are the framework's today, whichever framework they were part of then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.catalogue.provenance import EVERY_FIELD, UNITED
from hub.catalogue.reasons import why_shown
from hub.ingest.decisions import Lock, as_stated
from hub.ingest.frameworks import statement
from hub.ingest.merge import LOCK, Merged, meaning, meant, merge
from hub.ingest.statement import Statement, known
from hub.models import Decision, Framework, StoredRecord

MOST_MERGED = 4_000
"""Records merged for one history, all moments together: changes are followed as far back as that goes, half a second
at worst. Before, only what was said and when.
"""


@dataclass(frozen=True)
class Span:
    """A time for which a value was shown; ``until`` is None while it still is."""

    since: datetime
    until: datetime | None = None


@dataclass
class Saying:
    """A value that a source has for a field, since the first record that said so; or that a network set.

    ``means`` is what the value comes down to, however it is spelt. ``ident`` names it within the framework: “r12” is
    by record 12, “d5” by decision 5. ``lock`` is how it was set, ``undone_at`` when that was undone or another set in
    its place. ``spans`` are when it was shown.
    """

    ident: str
    value: Any
    means: Any
    came_at: datetime
    record: StoredRecord | None = None
    lock: Lock | None = None
    undone_at: datetime | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.spans) and self.spans[-1].until is None


@dataclass(frozen=True)
class FieldHistory:
    """All that was said of a field, the newest first, and why what is shown now is."""

    name: str
    sayings: Sequence[Saying]
    why: str

    def agrees(self, saying: Saying) -> bool:
        """Whether it says the same as what is shown."""
        return any(each.means == saying.means for each in self.sayings if each.is_shown)


@dataclass(frozen=True)
class History:
    """Of each field of which anything was ever said; ``decisions`` on what belongs together, newest first.

    ``since`` is when the first record came in, ``followed_since`` the moment from which changes are followed one by
    one, where that is later: what was shown then may have been shown before.
    """

    fields: Mapping[str, FieldHistory]
    decisions: Sequence[Decision]
    since: datetime | None
    followed_since: datetime | None
    _evidence: "_Evidence"

    def saying(self, name: str, ident: str) -> Saying | None:
        sayings = self.fields[name].sayings if name in self.fields else ()
        return next((each for each in sayings if each.ident == ident), None)

    def shown_at(self, at: datetime) -> Mapping[str, Any]:
        """The value of each field that was shown at a moment."""
        values = self._evidence.merged(at).values
        return {name: values[name] for name in EVERY_FIELD if known(values.get(name))}


@dataclass(frozen=True)
class _Evidence:
    """The records and their statements, and every lock that ever was, with the moment each ended."""

    records: Sequence[StoredRecord]
    statements: Mapping[str, Statement]
    locks: Sequence[tuple[str, Lock, datetime | None]]

    def merged(self, at: datetime) -> Merged:
        said = [self.statements[record.body_hash] for record in self.records if record.first_seen <= at]
        return merge(said, {name: lock.value for name, lock in self.locked(at).items()})

    def locked(self, at: datetime) -> Mapping[str, Lock]:
        in_force = (each for each in self.locks if each[1].made_at <= at and (each[2] is None or at < each[2]))
        return {name: lock for name, lock, _ in in_force}

    def moments(self) -> list[datetime]:
        """When anything changed, oldest first, as far back as changes are followed."""
        came = {record.first_seen for record in self.records}
        ended = {until for _, _, until in self.locks if until}
        every = sorted(came | {lock.made_at for _, lock, _ in self.locks} | ended)
        return every[-max(1, MOST_MERGED // max(1, len(self.records))) :]


def history(session: Session, framework: Framework) -> History:
    """Every field of a framework from the first record on."""
    of_it = select(StoredRecord).where(StoredRecord.framework_id == framework.id)
    whole = of_it.options(joinedload(StoredRecord.described_by), joinedload(StoredRecord.crawl))
    records = session.scalars(whole.order_by(StoredRecord.first_seen, StoredRecord.id)).all()
    decisions = _decisions(session, framework, records)
    statements = {record.body_hash: statement(record) for record in records}
    evidence = _Evidence(records, statements, _locks(decisions, framework.key))
    sayings = _sayings(evidence)
    moments = evidence.moments()
    now = _follow(evidence, moments, sayings)
    others = [each for each in reversed(decisions) if each.kind != "lock"]
    fields = {
        name: FieldHistory(name, _in_order(sayings[name].values()), why_shown(name, now))
        for name in EVERY_FIELD
        if sayings[name]
    }
    since, followed = (next(iter(each), None) for each in ([record.first_seen for record in records], moments))
    return History(fields, others, since, followed if since and followed and followed > since else None, evidence)


def _decisions(session: Session, framework: Framework, records: Sequence[StoredRecord]) -> Sequence[Decision]:
    """Everything people decided on it and on what was merged into it, undone or not, oldest first."""
    merged = session.scalars(select(Framework.key).where(Framework.merged_into_id == framework.id))
    keys = {framework.key, *merged, *(key for record in records for key in (record.home, record.own_key))}
    mine = Decision.home.in_(keys) | Decision.other_home.in_(keys)
    return session.scalars(select(Decision).where(mine).order_by(Decision.made_at, Decision.id)).all()


def _locks(decisions: Sequence[Decision], key: str) -> list[tuple[str, Lock, datetime | None]]:
    """By field; those on the framework itself come last, as they go before those on others merged into it."""
    found = sorted((each for each in decisions if each.kind == "lock"), key=lambda each: each.home == key)
    return [(each.field, _lock(each), each.revoked_at) for each in found]


def _lock(row: Decision) -> Lock:
    value, network = as_stated(row.field, row.value.get("value")), row.value.get("network", "")
    return Lock(row.id, value, row.reason, row.made_at, network, row.actor)


def _sayings(evidence: _Evidence) -> Mapping[str, dict[str, Saying]]:
    """By field, and then by what gave the value: the hash of a record, or a lock. Editions that repeat it share one."""
    found: dict[str, dict[str, Saying]] = defaultdict(dict)
    for name in EVERY_FIELD:
        alike: dict[tuple[str, str], Saying] = {}
        for record in evidence.records:
            said = evidence.statements[record.body_hash]
            value = getattr(said.record, name)
            if known(value):
                made = Saying(f"r{record.id}", value, meant(name, said), record.first_seen, record)
                found[name][record.body_hash] = alike.setdefault((record.source, repr(value)), made)
    for name, lock, until in evidence.locks:
        means = meaning(name, lock.value)
        found[name][_place(lock)] = Saying(
            f"d{lock.number}", lock.value, means, lock.made_at, lock=lock, undone_at=until
        )
    return found


def _follow(
    evidence: _Evidence, moments: Sequence[datetime], sayings: Mapping[str, dict[str, Saying]]
) -> Merged:
    """Note when each was shown; gives what is shown now."""
    merged = merge(())
    for moment in moments:
        merged = evidence.merged(moment)
        locked = evidence.locked(moment)
        for name, by_winner in sayings.items():
            shown = list(_shown(name, merged, locked, by_winner))
            for each in by_winner.values():
                _mark(each, any(each is one for one in shown), moment)
    return merged


def _shown(
    name: str, merged: Merged, locked: Mapping[str, Lock], by_winner: Mapping[str, Saying]
) -> Iterator[Saying]:
    """The one whose value is shown; of fields to which every source adds, all there are."""
    if name in UNITED:
        yield from (by_winner[said.hash] for said in merged.statements if said.hash in by_winner)
        return
    winner = merged.provenance.get(name, "")
    place = _place(locked[name]) if winner == LOCK else winner
    if place in by_winner:
        yield by_winner[place]


def _mark(saying: Saying, shown: bool, moment: datetime) -> None:
    if shown and not saying.is_shown:
        saying.spans.append(Span(moment))
    elif not shown and saying.is_shown:
        saying.spans[-1] = Span(saying.spans[-1].since, moment)


def _place(lock: Lock) -> str:
    return f"lock {lock.number}"


def _in_order(sayings: Iterable[Saying]) -> list[Saying]:
    """Each once, what is shown first, and then the newest."""
    unlike = list({each.ident: each for each in sayings}.values())
    newest_first = sorted(unlike, key=lambda each: each.came_at, reverse=True)
    return sorted(newest_first, key=lambda each: not each.is_shown)
