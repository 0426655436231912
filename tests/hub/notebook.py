"""A file note as a browser handles it: its forms are read from the pages and sent with what a person changes."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.test import TestResponse

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import FileNote, Framework
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_day, a_reading, a_record

OURS = {"Origin": "http://localhost"}

READY = {
    "title": "Mowing of parks",
    "role": "Category manager",
    "organisation": "Fenland District Council",
    "need": "Mowing of twelve parks, four years, £200,000 a year",
    "decision": "To call off from Grounds.",
}
"""What a draft needs before it can be frozen."""


def looked_at() -> list[Any]:
    """What the notes are about: one of which something is published, and others of which nothing is."""
    grounds = a_record(
        title="Grounds", reference="AB1", eligibility="All councils in the East.", stage="live",
        end=a_day("2028-01-01"), url="https://anglian.example/grounds",
    )  # fmt: skip
    others = [a_record(title=f"Verges {n}", reference=f"AB{n}") for n in range(3, 22)]
    return [grounds, a_record(title="Parks", reference="AB2"), *others]


@pytest.fixture(scope="session")
def noted(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with frameworks to write about. Tests share it: each writes notes of its own."""
    home = tmp_path_factory.mktemp("noted")
    places = {"HOME": str(home), "DATABASE_URL": databases.migrated(home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **places})
    opened = Opened("test.csv", "0" * 64, a_reading(*looked_at()))
    ingest(app.extensions["hub.writers"], opened, OPERATOR, clock=lambda: NOON)
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def client(noted: Flask) -> FlaskClient:
    return noted.test_client()


@pytest.fixture
def sessions(noted: Flask) -> Any:
    return noted.extensions["hub.writers"]


@pytest.fixture
def session(noted: Flask) -> Iterator[Session]:
    with noted.extensions["hub.readers"]() as session:
        yield session


@pytest.fixture
def keys(session: Session) -> list[str]:
    """Grounds, Parks and the others, by key."""
    found = {row.title: row.key for row in session.scalars(select(Framework).order_by(Framework.reference))}
    session.rollback()
    return [found.pop("Grounds"), found.pop("Parks"), *found.values()]


@pytest.fixture
def notebook(client: FlaskClient, keys: list[str]) -> "Notebook":
    return Notebook(client, *keys[:2], search="q%3Dmowing%26status%3Dlive")


def filled(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form nobody has touched, without its buttons."""
    data: dict[str, Any] = {}
    for field in form.select("input, textarea, select"):
        kind, name = str(field.get("type", "")), str(field.get("name", ""))
        if kind in ("radio", "checkbox") and not field.has_attr("checked") or kind == "file":
            continue
        value = field.text.removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))
        data.setdefault(name, []).append(value)
    return data


def parsed(answer: TestResponse) -> BeautifulSoup:
    """A page whose rules other tests check (tests/pages.py), which takes time."""
    return BeautifulSoup(answer.get_data(as_text=True), "lxml")


def sent(client: FlaskClient, page: BeautifulSoup, to: str, changes: Mapping[str, Any], **options: Any) -> TestResponse:
    """Send the form that goes to an address ending so, as our own page does."""
    form = next(form for form in page.select("form[method=post]") if str(form["action"]).endswith(to))
    options.setdefault("headers", OURS)
    return client.post(str(form["action"]), data=filled(form) | dict(changes), **options)


class Notebook:
    """The holder of one file note. ``address`` is the secret one."""

    def __init__(self, client: FlaskClient, *keys: str, search: str = "", page: BeautifulSoup | None = None) -> None:
        self.client = client
        page = page or parsed(client.get(f"/shortlist?shortlist={','.join(keys)}&search={search}"))
        started = sent(client, page, "/notes", {})
        assert started.status_code == 303, started.text
        self.address = urlsplit(started.headers["Location"]).path

    @property
    def token(self) -> str:
        return self.address.rpartition("/")[2]

    @property
    def row(self) -> FileNote:
        """What the database holds of it by now, its addenda included."""
        held = hashlib.sha256(self.token.encode()).hexdigest()
        with self.client.application.extensions["hub.readers"]() as session:
            wanted = select(FileNote).where(FileNote.edit_hash == held).options(selectinload(FileNote.addenda))
            row = session.scalars(wanted).one()
            session.expunge_all()
            return row

    def page(self, more: str = "") -> BeautifulSoup:
        return parsed(self.client.get(self.address + more))

    def save(self, action: str = "save", /, **changes: Any) -> TestResponse:
        return self.save_from(self.page(), action, **changes)

    def save_from(self, page: BeautifulSoup, action: str = "save", /, **changes: Any) -> TestResponse:
        """Save in a window that was opened some time ago."""
        return sent(self.client, page, self.address, {"action": action, **changes})

    def freeze(self, **changes: str) -> str:
        """Fill in what is needed, freeze it, and give the public address."""
        assert self.save(**READY | changes).status_code == 303
        assert sent(self.client, self.page("/freeze"), "/freeze", {}).status_code == 303
        link = self.page().select_one("a[href^='/notes/']")
        assert link is not None
        return str(link["href"])

    def correct(self, text: str, role: str = "Auditor") -> TestResponse:
        return sent(self.client, self.page(), "/addenda", {"text": text, "role": role})
