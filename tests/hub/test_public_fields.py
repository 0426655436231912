"""What anybody may see of the database is listed by column. Every other column holds a canary that no page shows."""

import gzip
import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, Column, Connection, Engine, String, Table, func, select, update
from werkzeug.test import TestResponse

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework, Organisation
from hub.search import rebuild
from hub.security import policy_of
from hub.takeaway import downloads
from tests.assurance import Figure
from tests.conftest import NOON
from tests.factories import AS_OF, a_reading, a_register
from tests.hub.public_columns import ALL_OF, DECIDE, PUBLIC
from tests.hub.test_audit import unblock
from tests.hub.test_migrations import a_row, reflected
from tests.hub.unsafe import AUDITED, Browser
from tests.stocked import contracts, thirty

pytestmark = [pytest.mark.thorough, pytest.mark.once]  # hundreds of pages are read

SEARCHES = 20
"""A search leads to endlessly many others: so many are followed."""

STORIES = (
    "POST /savings/claims/<key>/validate",
    "POST /savings/claims/<key>/files",
    "POST /savings/networks/<slug>/targets",
    "POST /savings/fees/<network>",
    "POST /account/leaving",
    "POST /invitations/",
    "POST /about/privacy/complaint",
    "POST /administration/removals",
    "POST /contributions/<code>/submit",
    "POST /moderation/contributions/<code>/accept",
    "POST /moderation/contributions/<code>/answer",
    "POST /moderation/corrections/<int:number>/answer",
    "POST /frameworks/<ident>/correction",
    "POST /frameworks/<key>/set/<field>",
    "POST /frameworks/<key>/stewards",
    "POST /follow/<any(framework, owner, supplier, category):kind>/<ident>",
    "POST /needs",
    "POST /notes/edit/<token>/freeze",
    "POST /notes/edit/<token>/addenda",
    "POST /register",
    "POST /moderation/merges/<int:number>/decide",
)
"""What people have done in this hub."""

KNOWN_TO_FEW = {
    "corrections.correction",
    "demo.mail",
    "frozen_notes.addendum_as_json",
    "frozen_notes.as_json",
    "frozen_notes.as_pdf",
    "frozen_notes.note",
    "invitation.invitation",
    "new_password.reset",
    "notes.ask_to_delete",
    "notes.confirm",
    "notes.edit",
    "out.out",
    "own_details.new_address",
    "register.confirm",
    "saving_finance.look",
    "static",
    "still_here.question",
    "stopping.ask",
}
"""Files of the program, ways to other sites, and pages at addresses that nobody can guess, for those who have them."""

LATER = NOON + timedelta(days=120)
"""Past the end of the quarter, when savings are shown."""

AMOUNT = 8_765_432_100
MONEY = re.compile(r"8,?765,?432|87,?654,?321|87\.65|87\.7|88 million")
MARK = re.compile(r"[Qq][Zz](\d+)[Xx]\d+")


@pytest.fixture
def world(app: Flask, client: FlaskClient, sessions: Any) -> Iterator[Flask]:
    """A hub in which people have done what people do, with a row in every table and the canaries in it."""
    for reading in (a_reading(*thirty()[:8]), a_register(*contracts()[:6], as_of=AS_OF)):
        ingest(sessions, Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    with sessions() as session:
        first, second = session.scalars(select(Framework.key).limit(2))
    for story in STORIES:
        answer = AUDITED[story](Browser(app, client, (first, second)))()
        assert answer.status_code < 400, f"{story}: {answer.status_code}"
    with sessions.begin() as session:
        unblock(session)
    hide_canaries(app.extensions["hub.engine"])
    anew = create_app({**app.config, "CLOCK": lambda: LATER, "INDEX_URL": "memory:"})
    rebuild(anew.extensions["hub.writers"], anew.extensions["hub.index"])
    with anew.extensions["hub.readers"]() as session:
        downloads.make(session, Path(anew.config["DOWNLOADS"]), LATER.date(), "https://hub.example.org")
    yield anew
    anew.extensions["hub.engine"].dispose()


def hide_canaries(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reflected(engine):
            if not any(is_hidden(column) for column in table.columns):
                continue
            if not connection.scalar(select(func.count()).select_from(table)):
                connection.execute(table.insert(), a_row(table, 1) | referred_to(connection, table))
            mark(connection, table)


def referred_to(connection: Connection, table: Table) -> dict[str, Any]:
    """For each column that refers to another, a value that is there."""
    return {key.parent.name: connection.scalar(select(key.column).limit(1)) for key in table.foreign_keys}


def is_hidden(column: Column[Any]) -> bool:
    name, table = column.name, column.table.name
    listed = {*PUBLIC.get(table, ()), *DECIDE.get(table, ())}
    refers = column.foreign_keys or column.primary_key
    return table not in ALL_OF and name not in listed and not refers and holds_canaries(column)


def holds_canaries(column: Column[Any]) -> bool:
    return isinstance(column.type, String | JSON) or column.name.endswith("pence")


def mark(connection: Connection, table: Table) -> None:
    keys = list(table.primary_key.columns)
    for number, row in enumerate(connection.execute(select(table)).mappings().all()):
        values = {
            column.name: canary(column, row[column.name], number)
            for column in table.columns
            if is_hidden(column) and row[column.name] is not None
        }
        connection.execute(update(table).where(*(key == row[key.name] for key in keys)).values(values))


def canary(column: Column[Any], value: Any, number: int) -> Any:
    if isinstance(column.type, JSON):
        return marked_within(value, text_of(column, number))
    return text_of(column, number) if isinstance(column.type, String) else AMOUNT


def marked_within(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {key: marked_within(each, mark) for key, each in value.items()}
    if isinstance(value, list):
        return [marked_within(each, mark) for each in value]
    return mark if isinstance(value, str) else value


COLUMNS: list[str] = []
"""The hidden columns, each known by its place."""


def text_of(column: Column[Any], number: int) -> str:
    name = f"{column.table.name}.{column.name}"
    if name not in COLUMNS:
        COLUMNS.append(name)
    return f"qz{COLUMNS.index(name)}x{number}"


def answers(app: Flask) -> dict[str, str]:
    """Everything that links lead to from the front page, a search and the API, by its address."""
    client, found, searches = app.test_client(), dict[str, str](), 0
    waiting = deque(starts(app))
    while waiting:
        address = waiting.popleft()
        searches += is_endless(address)
        if address in found or (is_endless(address) and searches > SEARCHES):
            continue
        answer = client.get(address, buffered=True, follow_redirects=address.startswith("/frameworks/"))
        assert answer.status_code < 500, f"{address} answered {answer.status_code}"
        found[address] = text_in(answer) + str(answer.headers)
        waiting += links(address, answer.text) if answer.mimetype == "text/html" else ()
    return found


def text_in(answer: TestResponse) -> str:
    """What a person finds in it, in files that are packed too."""
    if not answer.data.startswith((b"PK", b"\x1f\x8b")):
        return answer.data.decode("utf-8", "replace")
    if answer.data.startswith(b"PK"):
        with ZipFile(BytesIO(answer.data)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return gzip.decompress(answer.data).decode("utf-8", "replace")


def starts(app: Flask) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    with app.extensions["hub.readers"]() as session:
        keys = session.scalars(select(Framework.key)).all()
        slugs = session.scalars(select(Organisation.slug).order_by(Organisation.id.desc()).limit(10)).all()
    for rule in public_rules(app):
        if not rule.arguments:
            yield adapter.build(rule.endpoint)
        elif rule.arguments <= {"key", "form"} and rule.rule.startswith(("/frameworks/", "/api/")):
            for key in keys:
                yield adapter.build(rule.endpoint, {"key": key} | dict.fromkeys(rule.arguments & {"form"}, "csv"))
    for slug in slugs:
        yield adapter.build("api.organisation", {"slug": slug})
    yield "/search?q=cleaning"
    yield "/api/v1/search?q=cleaning&facets=all&per_page=100"
    yield f"/api/v1/compare?keys={keys[0]},{keys[1]}"


def public_rules(app: Flask) -> list[Any]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in rules if policy_of(app.view_functions[rule.endpoint]) == "public"]


def reached(app: Flask, found: Iterable[str]) -> set[str]:
    adapter = app.url_map.bind("localhost")
    return {adapter.match(urlsplit(address).path)[0] for address in found}


def is_endless(address: str) -> bool:
    asks = "?" in address and address.startswith(("/search", "/compare"))
    return asks or "shortlist=" in address or "field=" in address


def links(address: str, text: str) -> Iterator[str]:
    for link in BeautifulSoup(text, "lxml").select("a[href], link[href]"):
        target = urldefrag(urljoin(address, str(link["href"])))[0]
        if not urlsplit(target).scheme:
            yield target


@pytest.mark.assurance("P6", "No public page, download or answer of the API shows what is in any other column")
def test_nothing_is_public_but_what_is_listed(world: Flask, figure: Figure) -> None:
    found = answers(world)
    shown: dict[str, set[str]] = {}
    for address, text in found.items():
        for number in MARK.findall(text):
            shown.setdefault(COLUMNS[int(number)], set()).add(address)
        if MONEY.search(text):
            shown.setdefault("a sum of money", set()).add(address)
    figure(f"{len(found)} answers, {len(COLUMNS)} columns with canaries, {len(shown)} found")
    assert shown == {}
    assert {rule.endpoint for rule in public_rules(world)} - reached(world, found) <= KNOWN_TO_FEW
    assert len(COLUMNS) > 100
