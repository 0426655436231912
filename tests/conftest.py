"""What every test may ask for: an app on real files, a way to publish a framework, a page as a person gets it.

A test names only what it is about; the rest has defaults in tests/factories.py. The database is SQLite, or PostgreSQL
with ``pytest --database postgresql`` (tests/databases.py).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework
from hub.search import sync
from tests.factories import a_reading, a_record
from tests.moments import NOON
from tests.pages import check_page
from tests.persons import person

__all__ = ["NOON", "person"]

pytest_plugins = ["tests.plugins", "tests.sampling", "tests.assurance"]

REPO = Path(__file__).parent.parent
SHARED = REPO.parent / "shared"


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    places = {"HOME": str(tmp_path), "DATABASE_URL": database, "INDEX_URL": "memory:"}
    cheap = {"PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1, "API_PER_MINUTE": 0}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **cheap, **places})
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def sessions(app: Flask) -> Any:
    """What commands write through."""
    return app.extensions["hub.writers"]


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session to look at the outcome with."""
    with app.extensions["hub.readers"]() as session:
        yield session


@pytest.fixture
def publish(app: Flask, sessions: Any) -> Callable[..., str]:
    """Put a record through the real pipeline, stored, merged and indexed; gives the framework's key."""

    def publish(source: dict[str, Any] | None = None, **fields: Any) -> str:
        record = a_record(**fields)
        reading = a_reading(record, **(source or {}))
        ingest(sessions, Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
        sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)
        with sessions() as session:
            newest = session.query(Framework).filter(Framework.title != "").order_by(Framework.changed_at, Framework.id)
            matching = [row.key for row in newest if row.merged_into_id is None and row.title == record.title]
            return str(matching[-1]) if matching else ""

    return publish


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., BeautifulSoup]:
    """Fetch a page as a person would, and check what every page must be."""

    def page(address: str, status: int = 200) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return check_page(response)

    return page
