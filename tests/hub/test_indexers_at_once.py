"""Many who change frameworks while several bring the index up to date: every change arrives, the newest last."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hub.actor import OPERATOR
from hub.db import make_engine, writers
from hub.ingest import Opened, ingest
from hub.models import Framework, IndexChange, touch
from hub.search import state, sync
from indexer import Document, SearchIndex, open_index
from tests.assurance import Figure
from tests.conftest import NOON
from tests.factories import a_reading
from tests.postgresql import Server
from tests.stocked import thirty

WRITERS, INDEXERS = 8, 2
SECONDS = [2.0, pytest.param(20.0, marks=pytest.mark.hard)]


@pytest.fixture
def on_postgresql(postgresql: Server, tmp_path: Path) -> Iterator[Any]:
    address = postgresql.migrated(tmp_path)
    engine = make_engine(address)
    yield writers(engine)
    engine.dispose()
    postgresql.drop(address)


@pytest.mark.postgresql
@pytest.mark.assurance("R14", "Changes by 8 writers reach an index that 2 bring up to date at once")
@pytest.mark.parametrize("seconds", SECONDS)
def test_no_change_is_missed_on_postgresql(on_postgresql: Any, tmp_path: Path, seconds: float, figure: Figure) -> None:
    figure(race(on_postgresql, tmp_path, seconds))


@pytest.mark.sqlite
def test_no_change_is_missed(sessions: Any, tmp_path: Path) -> None:
    race(sessions, tmp_path, seconds=1)


def race(sessions: Any, folder: Path, seconds: float) -> str:
    ingest(sessions, Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR, clock=lambda: NOON)
    with sessions() as session:
        numbers = session.scalars(select(Framework.id)).all()
    over, faults, written, backwards = time.monotonic() + seconds, list[str](), [0] * WRITERS, list[str]()

    def write(number: int) -> None:
        with sessions.begin() as session:
            framework = session.get_one(Framework, numbers[(number + written[number]) % len(numbers)])
            framework.title = f"{number} {written[number]}"
            touch(session, framework, NOON)
        written[number] += 1

    def bring_up(number: int) -> None:
        sync(sessions, Watched(open_index(f"whoosh://{folder}/index"), backwards), lambda: NOON)  # type: ignore[arg-type]

    at_once([(write, n) for n in range(WRITERS)] + [(bring_up, n) for n in range(INDEXERS)], over, faults)
    bring_up(0)

    index = open_index(f"whoosh://{folder}/index")
    with sessions() as session:
        found = state(session, index)
        waiting = session.scalar(select(func.count()).select_from(IndexChange))
        versions = dict(session.execute(select(Framework.key, Framework.version)).all())
    assert faults == [] and backwards == []
    assert waiting == 0 and found.in_step and index.versions() == versions
    assert sum(versions.values()) >= sum(written) > 0
    return f"{seconds:g} seconds, {sum(written)} changes, 0 missed, {len(backwards)} out of order"


def at_once(jobs: Sequence[tuple[Callable[[int], None], int]], over: float, faults: list[str]) -> None:
    def until_over(do: Callable[[int], None], number: int) -> None:
        try:
            while time.monotonic() < over:
                do(number)
        except Exception as fault:
            faults.append(repr(fault))

    threads = [threading.Thread(target=until_over, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Watched:
    """An index that notes when a document's version after a change is lower than before."""

    def __init__(self, index: SearchIndex, backwards: list[str]) -> None:
        self._index, self._backwards = index, backwards

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def apply(self, documents: Sequence[Document], deleted: Sequence[str] = ()) -> None:
        before = self._index.versions()
        self._index.apply(documents, deleted)
        after = self._index.versions()
        self._backwards += [key for key in before if after.get(key, 0) < before[key]]
