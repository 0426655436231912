"""People who asked not to be named stay unnamed, whatever a source publishes, and the list does not name them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from hub import removals
from hub.actor import OPERATOR
from hub.erased import Erased
from hub.errors import Refused
from hub.ingest import Opened, ingest, preview
from hub.ingest.remerging import remerge_all
from hub.ingest.removing import remove_stored, without
from hub.models import Crawl, Framework, Issue, Organisation, Removal, Source, StoredRecord
from hub.search import sync
from hub.web import removed
from scrapers.record import Lot, SupplierPlace
from scrapers.source import Problem
from tests.conftest import NOON
from tests.factories import a_reading, a_record
from tests.persons import Person

People = Callable[..., Person]
NAMED = "For orders ring José Bloggs-Featherstone on 01632 960 123, or write to j.featherstone@example.gov.uk."
OFFICE = "Orders go to procurement@example.gov.uk."


@pytest.fixture
def publish_again(app: Flask, sessions: Any) -> Callable[..., Crawl]:
    """A source is read; gives what became of its record."""

    def publish(**fields: Any) -> Crawl:
        reading = a_reading(a_record(title="Grounds", reference="GM1", **fields))
        ingest(sessions, Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
        sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)
        with sessions() as session:
            return session.scalars(select(Crawl).order_by(Crawl.id.desc())).first()

    return publish


def ask(app: Flask, sessions: Any, *values: str) -> int:
    """All that the command and the page do."""
    with sessions.begin() as session:
        for value in values:
            removals.ask(session, value, OPERATOR, NOON)
    count = remove_stored(sessions, lambda: NOON)
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)
    removed.forget(app)
    return count


def the_framework(session: Session) -> Framework:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Framework)).one()


def everything(session: Session) -> str:
    """Every row of the database in one text."""
    session.rollback()
    connection = session.connection()
    tables = [name for (name,) in connection.execute(text("select name from sqlite_master where type = 'table'"))]
    return "\n".join(str(tuple(row)) for name in tables for row in connection.execute(text(f'select * from "{name}"')))  # noqa: S608


@pytest.mark.sqlite
def test_what_is_stored_is_put_right_at_once_and_found_by_search_no_more(
    app: Flask, sessions: Any, session: Session, publish_again: Callable[..., Crawl], client: FlaskClient
) -> None:
    publish_again(description=f"{NAMED} {OFFICE}")
    assert "Featherstone" in the_framework(session).description

    ask(app, sessions, "Jose Bloggs-Featherstone", "01632 960123", "J.Featherstone@example.gov.uk")

    said = the_framework(session).description
    assert "[name removed] on [telephone number removed]" in said and OFFICE in said
    held = everything(session)
    assert "featherstone" not in held.lower() and "960 123" not in held
    assert "Grounds" not in client.get("/search?q=featherstone").text
    assert "Grounds" in client.get("/search?q=orders").text


def test_the_next_visit_of_the_source_changes_nothing(
    app: Flask, sessions: Any, session: Session, publish_again: Callable[..., Crawl]
) -> None:
    publish_again(description=NAMED)
    ask(app, sessions, "José Bloggs-Featherstone")
    version = the_framework(session).version

    again = publish_again(description=NAMED)

    assert (again.unchanged, again.changed, again.accepted) == (1, 0, 0)
    assert the_framework(session).version == version
    remerge_all(sessions, OPERATOR, lambda: NOON)
    assert "Featherstone" not in the_framework(session).description
    with sessions() as reading:
        record = a_record(title="Grounds", reference="GM1", description=NAMED)
        told = preview(reading, Opened("test.csv", "0" * 64, a_reading(record)))
    assert told.counts["unchanged"] == 1


def test_who_is_named_first_after_asking_is_never_stored(
    app: Flask, sessions: Any, session: Session, publish_again: Callable[..., Crawl]
) -> None:
    ask(app, sessions, "Bloggs-Featherstone, José")

    publish_again(description=NAMED)

    (stored,) = session.scalars(select(StoredRecord.body))
    assert "Featherstone" not in json.dumps(stored).partition("@")[0].replace("j.featherstone", "")
    assert "[name removed]" in the_framework(session).description


def test_a_trader_in_their_own_name_is_left_out_as_a_supplier(
    app: Flask, sessions: Any, session: Session, publish_again: Callable[..., Crawl], client: FlaskClient
) -> None:
    lot = Lot(title="Mowing", suppliers=(SupplierPlace(name="Jo Bloggs"), SupplierPlace(name="Mowers Ltd")))
    publish_again(lots=(lot,))

    ask(app, sessions, "Jo Bloggs")

    session.rollback()
    names = {row.name for row in session.scalars(select(Organisation))}
    slugs = {row.slug for row in session.scalars(select(Organisation))}
    assert "Jo Bloggs" not in names and "Mowers Ltd" in names
    assert not any("bloggs" in slug for slug in slugs)
    assert "Bloggs" not in client.get("/suppliers?letter=J").text


def test_issues_of_an_import_name_nobody_either(
    app: Flask, sessions: Any, session: Session, publish_again: Callable[..., Crawl]
) -> None:
    publish_again()
    with sessions.begin() as writing:
        problem = Problem(place="line 2", field="contact", value="Jo Bloggs", reason="Jo Bloggs is named", done="")
        name = writing.scalars(select(Source.name)).one()
        writing.add(Issue(fingerprint="f", source=name, first_seen=NOON, **vars(problem)))

    ask(app, sessions, "Jo Bloggs")

    session.rollback()
    issue = session.scalars(select(Issue)).one()
    assert "Bloggs" not in f"{issue.value}{issue.reason}"


def test_public_pages_leave_them_out_whatever_the_words_came_from(
    app: Flask, sessions: Any, client: FlaskClient, publish_again: Callable[..., Crawl], session: Session
) -> None:
    publish_again()
    key = the_framework(session).key
    with sessions.begin() as writing:
        writing.scalars(select(Framework)).one().description = "Ask Jo Bloggs."
        removals.ask(writing, "Jo Bloggs", OPERATOR, NOON)
    removed.forget(app)

    shown = client.get(f"/frameworks/{key}", follow_redirects=True).text
    told = client.get(f"/api/v1/frameworks/{key}").text

    assert "Ask [name removed]." in shown and "Bloggs" not in shown + told


@pytest.mark.parametrize(
    ("asked", "published", "left"),
    [
        ("Jo Bloggs", "Jo Bloggs runs it", "[name removed] runs it"),
        ("Jo Bloggs", "JO BLOGGS, Bloggs, Jo and jo  bloggs", "[name removed], [name removed] and [name removed]"),
        ("Jo Bloggs", "Jo Bloggson, Joe Bloggs, Jo-Bloggs", "Jo Bloggson, Joe Bloggs, Jo-Bloggs"),
        ("Jo Anne Bloggs", "Jo Anne Bloggs and Jo Bloggs", "[name removed] and Jo Bloggs"),
        ("Zoë O’Neil", "Zoe O'Neil", "[name removed]"),
        ("Jo Bloggs", "Jo. Bloggs", "[name removed]"),
        ("+44 1632 960123", "Ring (01632) 960 123", "Ring [telephone number removed]"),
        ("01632 960123", "Notice 016329-2026", "Notice 016329-2026"),
        ("jo@example.org", "Write to Jo@Example.org", "Write to [e-mail address removed]"),
        ("jo@example.org", "Write to ajo@example.org", "Write to ajo@example.org"),
    ],
)
def test_what_is_left_out_is_that_and_nothing_else(asked: str, published: str, left: str) -> None:
    kind = removals.kind_of(asked)
    words = len(asked.split()) if kind == "name" else 1
    found = removals.Removals(frozenset({removals.hashed(kind, asked)}), (words,) if kind == "name" else ())

    assert found.applied(published) == left
    assert found.applied({"a": [published]}) == {"a": [found.applied(published)]}


@pytest.mark.alike
@pytest.mark.parametrize("value", ["", "Bloggs", "framework 12", "one two three four five six", "123"])
def test_what_is_no_name_address_or_number_is_refused(sessions: Any, value: str) -> None:
    with sessions.begin() as session, pytest.raises(Refused, match="full name"):
        removals.ask(session, value, OPERATOR, NOON)


def test_the_list_of_those_not_to_be_named_does_not_name_them(
    person: People, session: Session, app: Flask, sessions: Any
) -> None:
    administrator = person("administrator")

    assert administrator.send("/administration/removals", {"value": "Jo Bloggs"}).status_code == 303
    assert administrator.send("/administration/removals", {"value": "Jo"}).status_code == 400

    session.rollback()
    row = session.scalars(select(Removal)).one()
    assert (row.kind, row.words, len(row.value_hash)) == ("name", 2, 64)
    assert "bloggs" not in str(session.execute(text("select * from audit_entry")).all()).lower()
    (noted,) = Erased(app.config["HOME"]).lines()
    with sessions.begin() as writing:
        writing.delete(writing.get_one(Removal, row.id))
    with sessions.begin() as writing:
        assert removals.restore(writing, *noted.split()[1:], actor=OPERATOR, at=NOON)
        assert not removals.restore(writing, *noted.split()[1:], actor=OPERATOR, at=NOON)


def test_nobody_pays_for_a_list_that_is_empty() -> None:
    rows = (object(),)

    assert not removals.Removals()
    assert without(removals.Removals(), rows) is rows  # type: ignore[arg-type]
