"""What is about PostgreSQL itself. ``pytest --database postgresql`` tests that all the rest works on it too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from hub.db import TURN, make_engine, readers, writers
from hub.models import Source
from tests.postgresql import Server

pytestmark = pytest.mark.postgresql


@pytest.fixture
def engine(postgresql: Server, tmp_path: Path) -> Iterator[Engine]:
    address = postgresql.migrated(tmp_path)
    engine = make_engine(address)
    yield engine
    engine.dispose()
    postgresql.drop(address)


def test_one_transaction_writes_at_a_time_and_holds_up_no_reader(engine: Engine):
    with writers(engine).begin() as writing, readers(engine)() as reading:
        writing.scalar(select(Source.name))

        assert reading.scalar(select(Source.name)) is None
        assert not reading.scalar(select(func.pg_try_advisory_xact_lock(TURN)))

    with readers(engine)() as reading:
        assert reading.scalar(select(func.pg_try_advisory_xact_lock(TURN)))
