"""Keeping the index in step with the database.

Whoever holds the index claims changes, applies the *current* state of their frameworks, and deletes only the claimed
rows: a framework saved meanwhile has left a row of its own, which the next pass finds. Running it twice, or being
killed anywhere, loses nothing. The index can always be deleted and rebuilt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session, joinedload, load_only, selectinload, sessionmaker

from hub.clock import Clock, now, today
from hub.db import read_only
from hub.models import Framework, IndexChange, Lot, SupplierPlace, listed, touch
from hub.models.organisation import Organisation
from hub.search.documents import document
from indexer import Document, IndexUnavailable, Query, SearchIndex

BATCH = 200


def sync(sessions: sessionmaker[Session], index: SearchIndex, clock: Clock = now) -> int:
    """Bring the index up to date. Returns how many changes it applied; a missing or damaged index is rebuilt."""
    if not _is_readable(index):
        with index.writing():
            if not _is_readable(index):  # nobody else has rebuilt it while we waited
                return rebuild(sessions, index)
    done = 0
    while applied := _apply_some(sessions, index, clock):
        done += applied
    return done


def _is_readable(index: SearchIndex) -> bool:
    try:
        index.check()
        return bool(index.generation() and index.search(Query(per_page=1)))
    except IndexUnavailable:
        return False


def _apply_some(sessions: sessionmaker[Session], index: SearchIndex, clock: Clock) -> int:
    with index.writing():
        claimed = _claim(sessions, clock())
        if claimed:
            with read_only(sessions) as session:
                documents, gone = _current_state(session, {change.framework_id for change in claimed})
            index.apply(documents, gone)
            _forget(sessions, [change.id for change in claimed])
    return len(claimed)


def _claim(sessions: sessionmaker[Session], at: datetime) -> Sequence[IndexChange]:
    """The oldest changes, marked as ours. Who claimed any before and did not finish has died: we hold the index."""
    with sessions.begin() as session:
        claimed = session.scalars(select(IndexChange).order_by(IndexChange.id).limit(BATCH)).all()
        ids = [change.id for change in claimed]
        session.execute(update(IndexChange).where(IndexChange.id.in_(ids)).values(claimed_at=at))
        session.flush()
        session.expunge_all()
    return claimed


def _current_state(session: Session, ids: set[int]) -> tuple[list[Document], list[str]]:
    """The documents of the frameworks that are listed, and the keys of those that no longer are."""
    rows = session.scalars(_whole().where(Framework.id.in_(ids), *listed())).all()
    keys = session.execute(select(Framework.id, Framework.key).where(Framework.id.in_(ids)))
    present = {row.id for row in rows}
    return [document(row) for row in rows], [key for id, key in keys if id not in present]


def rebuild(sessions: sessionmaker[Session], index: SearchIndex) -> int:
    """Build the index anew from the database. Returns how many frameworks it holds.

    Changes made while it was being built keep their rows and are applied by the next sync. The index is held before
    the database is read: else another could apply and forget newer changes, which this build does not have.
    """
    with index.writing():
        with read_only(sessions) as session:
            known = session.scalars(select(IndexChange.id)).all()  # a lower number may yet be committed by another
            count = index.rebuild(_all_documents(session))
        _forget(sessions, known)
    return count


def _forget(sessions: sessionmaker[Session], changes: Sequence[int]) -> None:
    with sessions.begin() as session:
        for start in range(0, len(changes), BATCH):
            part = changes[start : start + BATCH]
            session.execute(delete(IndexChange).where(IndexChange.id.in_(part)))


def _all_documents(session: Session) -> Iterator[Document]:
    ids = session.scalars(select(Framework.id).where(*listed()).order_by(Framework.id)).all()
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        yield from map(document, session.scalars(_whole().where(Framework.id.in_(part)).order_by(Framework.id)))
        session.expunge_all()


def _whole() -> Select[Framework]:
    """A framework with all that its document needs, in a handful of queries."""
    return select(Framework).options(
        joinedload(Framework.owner).selectinload(Organisation.names),
        selectinload(Framework.lots).selectinload(Lot.places).joinedload(SupplierPlace.supplier),
        selectinload(Framework.lots).selectinload(Lot.fees),
        selectinload(Framework.cpv),
        selectinload(Framework.categories),
        selectinload(Framework.regions),
        selectinload(Framework.routes),
        selectinload(Framework.fees),
        selectinload(Framework.notices),
        selectinload(Framework.relations),
        selectinload(Framework.rules),
    )


def refresh_statuses(sessions: sessionmaker[Session], clock: Clock = now) -> int:
    """Work out again every status whose day has come. Returns how many frameworks changed."""
    due = select(Framework).where(Framework.status_until <= today(clock), *listed())
    with sessions.begin() as session:
        changed = [framework for framework in session.scalars(due) if framework.restate(today(clock))]
        for framework in changed:
            touch(session, framework, clock())
        return len(changed)


@dataclass(frozen=True)
class IndexState:
    """How the index stands against the database: keys missing from it, left over in it, or out of date."""

    generation: str
    documents: int
    pending: int
    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    problem: str = ""

    @property
    def in_step(self) -> bool:
        return not (self.problem or self.pending or self.missing or self.orphaned or self.stale)


def state(session: Session, index: SearchIndex) -> IndexState:
    """Compare the index with the database, document by document."""
    pending = session.scalar(select(func.count()).select_from(IndexChange)) or 0
    brief = select(Framework).where(*listed()).options(load_only(Framework.key, Framework.version))
    expected = {framework.key: framework.version for framework in session.scalars(brief)}
    try:
        index.check()
        found = index.versions()
    except IndexUnavailable as error:
        return IndexState("", 0, pending, problem=str(error))
    return IndexState(
        generation=index.generation(),
        documents=len(found),
        pending=pending,
        missing=tuple(sorted(expected.keys() - found.keys())),
        orphaned=tuple(sorted(found.keys() - expected.keys())),
        stale=tuple(sorted(key for key in expected.keys() & found.keys() if expected[key] != found[key])),
    )
