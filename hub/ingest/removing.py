"""People who asked not to be named (hub.removals), on the way in and in what is stored already.

A record is taken as if its source had never named them: it is hashed without their names, so that the next visit of
the source finds nothing new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hub import removals
from hub.clock import Clock, now
from hub.db import in_parts, read_only
from hub.ingest.call_offs import settle_call_offs
from hub.ingest.editions import body_hash
from hub.ingest.frameworks import remerge
from hub.ingest.settling import settle
from hub.models import Issue, Organisation, StoredCallOff, StoredRecord
from hub.removals import INSTEAD, Removals
from scrapers.call_off import CallOffRecord
from scrapers.record import Record
from scrapers.source import Problem, Row

Stored = StoredRecord | StoredCallOff
PART = 200


def without(found: Removals, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a file as if nobody who asked for it had been named in it."""
    return [_without(found, row) for row in rows] if found else rows


def _without(found: Removals, row: Row) -> Row:
    return replace(
        row,
        record=_cleaned(found, row.record, Record),
        call_off=_cleaned(found, row.call_off, CallOffRecord),
        problems=tuple(Problem(**found.applied(vars(problem))) for problem in row.problems),
    )


def _cleaned(found: Removals, stated: Any, kind: Any) -> Any:
    if stated is None:
        return None
    said = stated.model_dump(mode="json")
    cleaned = found.applied(said)
    return stated if cleaned == said else kind.model_validate(cleaned)


def remove_stored(sessions: sessionmaker[Session], clock: Clock = now) -> int:
    """Take them out of what is stored, and merge anew what it touched. Returns how many rows were put right."""
    with read_only(sessions) as session:
        found = removals.load(session)
        named = {model: _naming(session, found, model) for model in (StoredRecord, StoredCallOff)}
    for model, put_right in ((StoredRecord, _put_records_right), (StoredCallOff, _put_call_offs_right)):
        for part in in_parts(named[model]):
            with sessions.begin() as session:
                put_right(session, found, part, clock())
    with sessions.begin() as session:
        others = _put_issues_right(session, found) + _put_organisations_right(session, found)
        settle(session, clock())
    return sum(map(len, named.values())) + others


def _naming(session: Session, found: Removals, model: type[Any]) -> list[int]:
    rows = session.execute(select(model.id, model.body).execution_options(yield_per=PART))
    return [number for number, body in rows if found.applied(body) != body]


def _put_records_right(session: Session, found: Removals, numbers: Sequence[int], at: datetime) -> None:
    rows = session.scalars(select(StoredRecord).where(StoredRecord.id.in_(numbers))).all()
    homes = sorted({row.home for row in rows})
    _rewrite(session, found, rows, Record)
    remerge(session, homes, at)


def _put_call_offs_right(session: Session, found: Removals, numbers: Sequence[int], at: datetime) -> None:
    rows = session.scalars(select(StoredCallOff).where(StoredCallOff.id.in_(numbers))).all()
    entries = sorted({(row.source, row.source_id) for row in rows})
    _rewrite(session, found, rows, CallOffRecord)
    for source, source_id in entries:
        same = select(StoredCallOff).where(StoredCallOff.source == source, StoredCallOff.source_id == source_id)
        settle_call_offs(session, source, {source_id: list(session.scalars(same))})


def _rewrite(session: Session, found: Removals, rows: Iterable[Stored], kind: Any) -> None:
    """Each row says what it would have said; one that another row says already goes."""
    for row in rows:
        record = kind.model_validate(found.applied(row.body))
        name = body_hash(row.source, record)
        model = type(row)
        if session.scalar(select(model.id).where(model.body_hash == name, model.id != row.id)):
            session.delete(row)
        else:
            row.body, row.body_hash = record.model_dump(mode="json"), name
        session.flush()


def _put_issues_right(session: Session, found: Removals) -> int:
    count = 0
    for issue in session.scalars(select(Issue)):
        said = {"value": issue.value, "reason": issue.reason, "done": issue.done}
        cleaned = found.applied(said)
        if cleaned != said:
            issue.value, issue.reason, issue.done = cleaned["value"], cleaned["reason"], cleaned["done"]
            count += 1
    return count


def _put_organisations_right(session: Session, found: Removals) -> int:
    """Somebody who trades in their own name is an organisation too: its address says no name any more either."""
    count = 0
    for row in session.scalars(select(Organisation).where(Organisation.curated.is_(False))):
        cleaned = found.applied(row.name)
        row.names[:] = [name for name in row.names if found.applied(name.name) == name.name]
        if cleaned != row.name:
            row.name = cleaned if cleaned != INSTEAD["name"] else f"{INSTEAD['name']} {row.id}"
            row.slug = f"removed-{row.id}"
            count += 1
    return count
