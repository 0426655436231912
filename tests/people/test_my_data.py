"""What somebody downloads of themselves, what deleting an account leaves, and that a restore does not bring it back."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import OPERATOR
from hub.auth import passwords
from hub.cli.users import _erase_line
from hub.erased import Erased
from hub.models import Account, ApiToken, Base, EmailDomain, Grant, MailedLink, Outbox, RecoveryCode, SignedIn
from hub.people import erasing, links, my_data
from hub.people.secrets import hashed
from tests.assurance import Figure
from tests.conftest import NOON
from tests.pages import check_page
from tests.persons import Person, organisation_called

People = Callable[..., Person]
PASSWORD = "zebra lamp nine"
EMAIL, NAME = "canary.address@example.gov.uk", "Canary Featherstone"


@pytest.fixture
def somebody(app: Flask, person: People, sessions: Any) -> Person:
    """With a password, and something in every table there is."""
    with app.app_context():
        known = {"email": EMAIL, "name": NAME, "password": passwords().hash(PASSWORD)}
        found = person("contributor", organisation="babergh", network="pen", **known)
    with sessions.begin() as session:
        account = session.get_one(Account, found.account)
        session.add(RecoveryCode(account_id=account.id, code_hash="c" * 64))
        token = {"name": "=cmd", "token_hash": "t" * 64, "made_at": NOON, "good_until": NOON}
        session.add(ApiToken(account_id=account.id, **token))
        links.make(session, "reset", account, NOON)
        links.make(session, "invite", None, NOON, email=EMAIL, by="operator", role="moderator", network="pen")
        mail.post(session, mail.Letter(EMAIL, "Hello", f"To {NAME}", "reset"), NOON)
        mail.post(session, mail.Letter("other@example.gov.uk", "Gone", f"{NAME} may have left", "silence"), NOON)
    return found


def archive(somebody: Person) -> zipfile.ZipFile:
    answer = somebody.get("/account/data/download")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.mark.assurance("P1", "Every column that leads to an account is in the file, or on a list with its reason")
def test_every_table_that_knows_a_person_is_in_their_file(somebody: Person, figure: Figure) -> None:
    leading = {(column.table.name, column.name) for column in erasing.columns()}
    with archive(somebody) as found:
        held = json.loads(found.read("my-data.json"))

    assert leading == {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    exported = {(column.table.name, column.name) for column in my_data.exported()}
    assert exported | set(my_data.NOT_THEIRS) == leading and all(my_data.NOT_THEIRS.values())
    assert {table for table, _ in exported} <= set(held)
    figure(f"{len(exported)} columns exported, {len(my_data.NOT_THEIRS)} with a reason")


def test_the_file_says_what_is_held_in_words_and_keeps_secrets_back(somebody: Person, session: Session) -> None:
    account = session.get_one(Account, somebody.account)
    with archive(somebody) as found:
        text = found.read("my-data.json").decode()
        names = set(found.namelist())

    held = json.loads(text)
    assert held["account"][0]["email"] == EMAIL and held["account"][0]["name"] == NAME
    assert held["role_grant"][0]["organisation_id"] == "babergh" and held["role_grant"][0]["network_id"] == "pen"
    assert held["outbox"][0]["subject"] == "Hello"
    assert account.password not in text and "t" * 64 not in text and "c" * 64 not in text
    assert names == {"my-data.json", *(f"{table}.csv" for table in held)}


def test_a_spreadsheet_runs_nothing_of_the_file(somebody: Person) -> None:
    with archive(somebody) as found:
        (row,) = csv.DictReader(io.StringIO(found.read("api_token.csv").decode()))

    assert row["name"] == "'=cmd"


def test_nobody_sees_the_data_of_another(somebody: Person, person: People) -> None:
    with archive(person()) as found:
        assert EMAIL not in found.read("my-data.json").decode()


def test_a_name_is_put_right_by_its_bearer(somebody: Person, session: Session) -> None:
    assert somebody.send("/account/name", {"name": " "}).status_code == 400
    assert somebody.send("/account/name", {"name": "Canary Newname"}).status_code == 303

    session.rollback()
    assert session.get_one(Account, somebody.account).name == "Canary Newname"


def test_the_pages_are_whole_pages(somebody: Person) -> None:
    for page in ("/account", "/account/data", "/account/name", "/account/delete", "/account/leaving"):
        answer = somebody.get(page)
        assert answer.status_code == 200, page
        check_page(answer)
    assert check_page(somebody.client.get("/account/deleted"))


def test_deleting_needs_the_password_and_ten_tries_are_all(somebody: Person, session: Session) -> None:
    wrong = [somebody.send("/account/delete", {"password": "not the password"}) for _ in range(10)]
    late = somebody.send("/account/delete", {"password": PASSWORD})

    assert {answer.status_code for answer in wrong} == {400} and "not your password" in wrong[0].text
    assert late.status_code == 400 and "too often" in late.text
    session.rollback()
    assert session.get_one(Account, somebody.account).email == EMAIL


@pytest.mark.assurance("P2", "What every table that leads to an account does when it goes is written down")
def test_every_table_that_knows_a_person_says_what_becomes_of_it() -> None:
    undecided = [
        f"{column.table.name}.{column.name}"
        for column in erasing.columns()
        if not erasing.goes(column) and not erasing.loses_its_author(column) and column.table.name not in erasing.STAYS
    ]
    assert undecided == []


def everything_on_disk(app: Flask) -> bytes:
    """Every file the hub keeps, the database among them, as it lies there."""
    home = Path(app.config["HOME"])
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.sqlite  # its file can be read
@pytest.mark.assurance("P2", "After deleting, neither address nor name is in the database's files, logs or index")
def test_a_deleted_person_is_nowhere(
    somebody: Person, app: Flask, session: Session, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    caplog.set_level(0)
    session.close()
    before = everything_on_disk(app)
    assert EMAIL.encode() in before and NAME.encode() in before

    answer = somebody.send("/account/delete", {"password": PASSWORD})

    after = everything_on_disk(app)
    assert answer.headers["Location"] == "/account/deleted"
    assert somebody.get("/account").status_code == 303
    copies = sum(after.count(each.encode()) for each in (EMAIL, NAME))
    assert copies == 0 and EMAIL not in caplog.text and NAME not in caplog.text
    figure(f"{copies} copies in {len(after):,} bytes")


def test_what_a_deleted_person_did_stands_under_their_handle(
    somebody: Person, session: Session, sessions: Any
) -> None:
    with sessions.begin() as writing:
        audit.note(writing, OPERATOR, "test", somebody.name, NOON)

    somebody.send("/account/delete", {"password": PASSWORD})

    session.rollback()
    account = session.get_one(Account, somebody.account)
    assert (account.state, account.handle, account.email) == ("deleted", somebody.name, None)
    assert [grant.ended_at for grant in session.scalars(select(Grant))] == [NOON]
    for gone in (SignedIn, MailedLink, RecoveryCode, ApiToken, Outbox):
        assert session.scalars(select(gone)).all() == [], gone
    assert audit.verify(session).broken is None


def test_the_address_can_register_again(somebody: Person, person: People, session: Session) -> None:
    somebody.send("/account/delete", {"password": PASSWORD})

    again = person(email=EMAIL)

    session.rollback()
    assert session.get_one(Account, again.account).state == "active"


def test_the_only_administrator_cannot_delete_the_account(app: Flask, person: People, session: Session) -> None:
    with app.app_context():
        alone = person("administrator", password=passwords().hash(PASSWORD))

    answer = alone.send("/account/delete", {"password": PASSWORD})

    assert answer.status_code == 400 and "only administrator" in answer.text


@pytest.mark.sqlite  # its file can be copied
@pytest.mark.assurance("P2", "A restored backup is emptied again of who was deleted since")
def test_a_restore_does_not_bring_anybody_back(
    somebody: Person, person: People, app: Flask, sessions: Any, session: Session, tmp_path: Path
) -> None:
    file, backup = Path(app.config["HOME"]) / "hub.sqlite", tmp_path / "backup.sqlite"
    database = app.extensions["hub.engine"].url.database
    session.close()
    copy(database, backup)
    somebody.send("/account/delete", {"password": PASSWORD})
    app.extensions["hub.engine"].dispose()
    copy(str(backup), Path(database))

    listed = Erased(app.config["HOME"]).lines()
    with sessions.begin() as writing:
        assert writing.get_one(Account, somebody.account).email == EMAIL  # the restore brought them back
        assert [_erase_line(writing, line) for line in listed] == [True]

    with sessions.begin() as writing:
        assert writing.get_one(Account, somebody.account).state == "deleted"
        assert [_erase_line(writing, line) for line in listed] == [False]
    assert listed == [f"account {somebody.name}"] and EMAIL not in "".join(listed)
    assert file.parent.joinpath("erased.txt").exists()


def copy(source: str, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


def test_a_line_that_a_crash_cut_off_is_left_out_and_written_again(
    somebody: Person, app: Flask, session: Session
) -> None:
    somebody.send("/account/delete", {"password": PASSWORD})
    path = Path(app.config["HOME"]) / "erased.txt"
    path.write_text("account acc", encoding="ascii")
    session.rollback()

    assert Erased(app.config["HOME"]).lines() == []


def test_hashed_secrets_are_not_held_as_they_were_given(somebody: Person, session: Session) -> None:
    (row,) = session.scalars(select(SignedIn).where(SignedIn.account_id == somebody.account))
    assert len(row.token_hash) == len(hashed("x")) == 64


def test_a_page_says_what_is_held(somebody: Person) -> None:
    page = BeautifulSoup(somebody.get("/account/data").text, "lxml")
    headings = [cell.get_text() for cell in page.select("tbody th")]

    assert {"Your account", "What you may do, now and before", "Letters to you"} <= set(headings)


def test_a_domain_remembered_stays_when_its_first_holder_goes(
    somebody: Person, sessions: Any, session: Session
) -> None:
    with sessions.begin() as writing:
        organisation = organisation_called(writing, "babergh")
        writing.add(EmailDomain(domain="example.gov.uk", organisation_id=organisation.id))

    somebody.send("/account/delete", {"password": PASSWORD})

    session.rollback()
    assert session.scalars(select(EmailDomain.domain)).all() == ["example.gov.uk"]
