"""The index hears of every change once, whatever happens in between."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework, IndexChange
from hub.search import rebuild, refresh_statuses, state, sync
from indexer import IndexUnavailable, Query, open_index, whoosh_index
from scrapers.record import Stage
from tests.assurance import Figure
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record


def take(sessions: Any, **fields: Any) -> None:
    as_of = fields.pop("as_of", a_day("2026-01-01").value)
    reading = a_reading(a_record(**fields), as_of=as_of)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def pending(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(IndexChange)) or 0


def test_a_stored_framework_is_searchable_after_sync(app: Any, sessions: Any, session: Session):
    take(sessions, title="Window cleaning")

    assert sync(sessions, app.extensions["hub.index"]) == 1

    assert app.extensions["hub.index"].search(Query(text="window")).total == 1
    assert pending(session) == 0
    assert state(session, app.extensions["hub.index"]).in_step


class SavesBetweenClaimAndDelete:
    """An index that, while it is being written, sees another process save a framework it is about to forget."""

    def __init__(self, index: Any, save: Any) -> None:
        self._index, self._save = index, save

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def apply(self, documents: Any, deleted: Any = ()) -> None:
        self._index.apply(list(documents), deleted)
        save, self._save = self._save, lambda: None
        save()


def test_a_save_between_claim_and_delete_is_not_lost(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    take(sessions, title="Window cleaning")
    sync(sessions, index)
    take(sessions, title="Window washing", as_of=a_day("2026-02-01").value)
    newer = {"title": "Facade washing", "as_of": a_day("2026-03-01").value}

    racing = SavesBetweenClaimAndDelete(index, lambda: take(sessions, **newer))
    sync(sessions, racing)

    assert index.search(Query(text="facade")).total == 1
    assert index.search(Query(text="window")).total == 0
    assert state(session, index).in_step


class SavesWhileRebuilding(SavesBetweenClaimAndDelete):
    """An index that, while it is being rebuilt, sees another process save a framework it has already read."""

    def rebuild(self, documents: Any) -> int:
        built: int = self._index.rebuild(list(documents))
        self._save()
        return built


def test_a_save_during_a_rebuild_is_not_lost(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    take(sessions, title="Window cleaning")

    rebuild(sessions, SavesWhileRebuilding(index, lambda: take(sessions, title="Brushes", reference="AB2")))

    assert pending(session) == 1
    sync(sessions, index)
    assert pending(session) == 0
    assert state(session, index).in_step


def test_who_rebuilds_holds_the_index_before_reading_so_that_none_indexes_what_this_build_lacks(
    app: Any, sessions: Any, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(whoosh_index, "LOCK_WAIT_SECONDS", 0.0)
    mine, another = (open_index(f"whoosh://{tmp_path}/index") for _ in range(2))
    take(sessions, title="Window cleaning")

    def save_and_index() -> None:
        take(sessions, title="Brushes", reference="AB2")
        with pytest.raises(IndexUnavailable, match="another process"):
            rebuild(sessions, another)

    rebuild(sessions, SavesWhileRebuilding(mine, save_and_index))

    sync(sessions, mine)
    assert pending(session) == 0
    assert state(session, mine).in_step


def test_changes_claimed_by_a_process_that_died_are_claimed_by_the_next(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    rebuild(sessions, index)
    take(sessions, title="Window cleaning")
    with sessions.begin() as writing:
        writing.scalars(select(IndexChange)).one().claimed_at = NOON

    assert sync(sessions, index, clock=lambda: NOON) == 1
    assert index.search(Query(text="window")).total == 1


def test_a_merged_or_withdrawn_framework_leaves_the_index(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    take(sessions, title="Window cleaning", reference="", source_id="7")
    sync(sessions, index)
    take(sessions, title="Window cleaning", reference="AB7", source_id="7", as_of=a_day("2026-02-01").value)
    sync(sessions, index)

    assert index.search(Query(text="window")).total == 1
    assert state(session, index).in_step


def test_a_rebuilt_index_equals_one_kept_in_step(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    for n in range(12):
        take(sessions, title=f"Paint {n}", reference=f"AB{n}", source_id=str(n))
    sync(sessions, index)
    kept = index.search(Query(text="paint", per_page=50))

    rebuild(sessions, index)

    assert index.search(Query(text="paint", per_page=50)) == kept
    assert state(session, index).in_step


def test_verify_names_what_is_missing_left_over_and_out_of_date(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    for n in range(3):
        take(sessions, title=f"Paint {n}", reference=f"AB{n}", source_id=str(n))
    sync(sessions, index)
    keys = session.scalars(select(Framework.key).order_by(Framework.id)).all()
    index.apply([], deleted=[keys[0]])
    with sessions.begin() as writing:
        writing.scalars(select(Framework).where(Framework.key == keys[1])).one().version += 5
        writing.scalars(select(Framework).where(Framework.key == keys[2])).one().withdrawn_at = NOON
    session.rollback()

    found = state(session, index)

    assert (found.missing, found.stale, found.orphaned) == ((keys[0],), (keys[1],), (keys[2],))
    assert not found.in_step


@pytest.mark.assurance("R5", "Frameworks missing from the index, left over in it and out of date are named and mended")
def test_every_difference_between_index_and_database_is_found_and_mended(
    app: Any, sessions: Any, session: Session, figure: Figure
):
    index = app.extensions["hub.index"]
    records = [a_record(title=f"Paint {n}", reference=f"AB{n}", source_id=str(n)) for n in range(400)]
    ingest(sessions, Opened("f", "0" * 64, a_reading(*records)), OPERATOR, clock=lambda: NOON)
    sync(sessions, index)
    assert state(session, index).in_step
    keys = list(session.scalars(select(Framework.key).order_by(Framework.id)))
    session.rollback()
    missing, stale, orphaned = keys[:100], keys[100:200], keys[200:300]
    index.apply([], deleted=missing)
    with sessions.begin() as writing:
        writing.execute(update(Framework).where(Framework.key.in_(stale)).values(version=Framework.version + 5))
        writing.execute(update(Framework).where(Framework.key.in_(orphaned)).values(withdrawn_at=NOON))

    found = state(session, index)
    assert [sorted(each) for each in (found.missing, found.stale, found.orphaned)] == [
        sorted(each) for each in (missing, stale, orphaned)
    ]
    session.rollback()
    rebuild(sessions, index)
    assert state(session, index).in_step
    figure("300 of 300 found and mended, 0 where all was well")


def test_a_status_whose_day_has_come_is_worked_out_again_and_indexed(app: Any, sessions: Any, session: Session):
    index = app.extensions["hub.index"]
    take(sessions, title="Paint", stage=Stage.LIVE, start=a_day("2025-01-01"), end=a_day("2026-11-30"))
    sync(sessions, index)
    december = datetime(2026, 12, 1, 9, tzinfo=UTC)

    assert refresh_statuses(sessions, clock=lambda: NOON) == 0
    assert refresh_statuses(sessions, clock=lambda: december) == 1
    sync(sessions, index)

    assert index.search(Query(text="paint")).facets["status"] == {"ended": 1}
