"""The whole way from record to search result, on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from hub import create_app, schema
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.organisations import load_organisations
from hub.models import Base
from hub.search import find, state, sync
from indexer import Query
from scrapers.record import Lot, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record

pytestmark = pytest.mark.postgresql


@pytest.fixture
def app(postgresql_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app({"DATABASE_URL": postgresql_url, "INDEX_URL": "memory:", "HOME": str(tmp_path)})
    schema.upgrade(app.extensions["hub.engine"])
    yield app
    app.extensions["hub.engine"].dispose()


def test_migrations_build_the_tables_the_models_describe(app: Flask):
    with app.extensions["hub.engine"].connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_database_can_be_taken_down_and_up_again(app: Flask):
    schema.downgrade(app.extensions["hub.engine"], "base")
    schema.upgrade(app.extensions["hub.engine"])

    assert schema.current(app.extensions["hub.engine"]) == schema.newest()


def test_a_record_is_stored_merged_indexed_and_found(app: Flask):
    sessions, index = app.extensions["hub.writers"], app.extensions["hub.index"]
    with sessions.begin() as session:
        load_organisations(session)
    lots = (Lot(number="1", title="Vans", suppliers=(SupplierPlace(name="Vans Ltd"),)),)
    reading = a_reading(a_record(title="Fleet", lots=lots, end=a_day("2028-01-31")), a_record(reference="AB2"))

    for _ in range(2):
        ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    sync(sessions, index)

    with sessions() as session:
        assert [r.framework.title for r in find(session, index, Query(text="vans")).results] == ["Fleet"]
        assert state(session, index).in_step
