"""The audit trail: a chain of rows that nobody can change, cut or fork without its being seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hub import audit, schema
from hub.actor import OPERATOR, VISITOR
from hub.db import make_engine, readers
from hub.models import AuditEntry
from tests.assurance import Figure
from tests.conftest import NOON

Write = Callable[..., None]


@pytest.fixture
def write(sessions: Any) -> Write:
    """Write so many entries, each in a transaction of its own."""

    def write(times: int = 1, **detail: Any) -> None:
        for number in range(times):
            with sessions.begin() as session:
                audit.note(session, OPERATOR, "test", f"thing {number}", NOON, detail)

    return write


def unblock(session: Session) -> None:
    """Take the triggers away, as somebody with the whole database in their hands can."""
    if session.get_bind().dialect.name == "sqlite":
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))


def row_like(entry: AuditEntry) -> dict[str, Any]:
    return {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}


def test_an_entry_says_who_did_what_to_what_when_and_in_answer_to_which_request(sessions: Any, session: Session):
    asked = audit.REQUEST_ID.set("0123456789abcdef")
    with sessions.begin() as writing:
        audit.note(writing, VISITOR, "tell correction", "correction 1", NOON, {"field": "fee"})
    audit.REQUEST_ID.reset(asked)

    [entry] = session.scalars(select(AuditEntry)).all()
    assert (entry.actor, entry.action, entry.subject, entry.at) == ("visitor", "tell correction", "correction 1", NOON)
    assert (entry.detail, entry.request_id) == ({"field": "fee"}, "0123456789abcdef")


def test_several_entries_of_one_transaction_and_of_many_are_one_chain(sessions: Any, session: Session):
    for _ in range(3):
        with sessions.begin() as writing:
            for number in range(3):
                audit.note(writing, OPERATOR, "test", f"thing {number}", NOON)

    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [row.previous_hash for row in rows] == [audit.BEGINNING, *(row.hash for row in rows[:-1])]
    assert audit.verify(session) == audit.Verdict(9, rows[-1].hash)


def test_entries_of_transactions_at_the_same_time_are_one_chain(write: Write, session: Session):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, [5] * 4))

    verdict = audit.verify(session)
    assert (verdict.rows, verdict.broken) == (20, None)


def test_what_the_database_cuts_and_what_json_changes_is_hashed_as_it_is_kept(sessions: Any, session: Session):
    odd: dict[Any, Any] = {"list": (1, 2), 10: "ten", 9: None, "text": "é\x00\ud800", "share": 0.1}
    elsewhere = datetime(2026, 7, 1, 12, 30, 15, 123456, timezone(timedelta(hours=1)))
    with sessions.begin() as writing:
        audit.note(writing, OPERATOR, "a" * 50, "é" * 300 + "\x00", elsewhere, odd)

    assert audit.verify(session).broken is None


@pytest.mark.parametrize("unkeepable", [float("nan"), float("inf"), object()])
def test_what_json_cannot_hold_is_refused(sessions: Any, unkeepable: Any):
    with sessions() as writing, pytest.raises((ValueError, TypeError)):
        audit.note(writing, OPERATOR, "test", "thing", NOON, {"value": unkeepable})


@pytest.mark.assurance("A12", "The database refuses to change or delete a row")
@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).where(AuditEntry.id == 2).values(actor="nobody"),
        update(AuditEntry).values(hash="0"),
        delete(AuditEntry).where(AuditEntry.id == 2),
        delete(AuditEntry),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(write: Write, sessions: Any, session: Session, change: Any):
    write(3)

    with pytest.raises(DBAPIError, match="append-only"), sessions.begin() as writing:
        writing.execute(change)

    assert audit.verify(session).rows == 3


@pytest.mark.sqlite
def test_an_entry_cannot_be_replaced_by_one_with_its_number(write: Write, sessions: Any, session: Session):
    write(3)
    copy = row_like(session.get(AuditEntry, 2)) | {"actor": "nobody"}  # type: ignore[arg-type]
    session.close()

    for changes in ({}, {"id": 9}):
        with pytest.raises(DBAPIError, match="append-only"), sessions.begin() as writing:
            writing.execute(insert(AuditEntry).prefix_with("OR REPLACE").values(copy | changes))

    assert audit.verify(session).broken is None


def test_the_trail_cannot_be_emptied_at_once(write: Write, sessions: Any, session: Session):
    write(3)
    empty = "TRUNCATE audit_entry" if session.get_bind().dialect.name == "postgresql" else "DELETE FROM audit_entry"

    with pytest.raises(DBAPIError, match="append-only"), sessions.begin() as writing:
        writing.execute(text(empty))

    assert audit.verify(session).rows == 3


def test_the_chain_cannot_be_forked(write: Write, sessions: Any, session: Session):
    write(3)
    fork = row_like(session.get(AuditEntry, 3)) | {"id": 9, "actor": "nobody"}  # type: ignore[arg-type]
    session.close()

    with pytest.raises(DBAPIError), sessions.begin() as writing:
        writing.execute(insert(AuditEntry).values(fork))


CHANGES = {
    "at": NOON + timedelta(microseconds=1),
    "actor": "operatoR",
    "action": "tesT",
    "subject": "thing 2",
    "detail": {"count": 2},
    "request_id": "x",
    "hash": "0" * 64,
    "previous_hash": "1" * 64,
}


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_one_changed_value_shows_and_so_does_where(write: Write, sessions: Any, session: Session, column: str):
    write(4, count=1)
    with sessions.begin() as writing:
        unblock(writing)
        writing.execute(update(AuditEntry).where(AuditEntry.id == 2).values({column: CHANGES[column]}))

    assert audit.verify(session).broken == 2


@pytest.mark.assurance("A12", "With the triggers gone one changed byte shows")
def test_every_single_changed_byte_of_an_entry_shows(write: Write, sessions: Any, figure: Figure):
    write(2, count=1)
    with sessions.begin() as writing:
        unblock(writing)
    seen = 0
    for column in ("actor", "action", "subject", "request_id"):
        with sessions() as writing:
            kept = str(getattr(writing.get(AuditEntry, 1), column))
        for place in range(len(kept)):
            with sessions() as writing:
                altered = kept[:place] + chr(ord(kept[place]) ^ 1) + kept[place + 1 :]
                writing.execute(update(AuditEntry).where(AuditEntry.id == 1).values({column: altered}))
                seen += audit.verify(writing).broken == 1

    assert seen == len("operator" + "test" + "thing 0")
    figure(f"{seen} bytes changed by turns, all found")


def test_an_entry_taken_out_shows_at_the_one_after_it(write: Write, sessions: Any, session: Session):
    write(4)
    with sessions.begin() as writing:
        unblock(writing)
        writing.execute(delete(AuditEntry).where(AuditEntry.id == 2))

    verdict = audit.verify(session)
    assert verdict.broken == 3 and "before it" in verdict.reason


def test_entries_taken_from_the_end_show_to_who_kept_a_hash(write: Write, sessions: Any, session: Session):
    write(4)
    kept = audit.newest_hash(session)
    write(1)
    assert audit.verify(session, kept).reason == ""
    session.close()
    with sessions.begin() as writing:
        unblock(writing)
        writing.execute(delete(AuditEntry).where(AuditEntry.id > 3))

    assert audit.verify(session).reason == ""
    assert "missing from the end" in audit.verify(session, kept).reason


def test_an_entry_written_past_the_hub_shows(write: Write, sessions: Any, session: Session):
    write(2)
    with sessions.begin() as writing:
        forged = {"at": NOON, "actor": "x", "action": "x", "subject": "x", "detail": {}, "request_id": ""}
        writing.execute(insert(AuditEntry).values(forged | {"previous_hash": "", "hash": ""}))

    assert audit.verify(session).broken == 3


def test_entries_of_an_older_hub_are_chained_when_it_is_brought_up_to_date(blank_database: str):
    engine = make_engine(blank_database)
    schema.upgrade(engine, "0008")
    with engine.execution_options(writes=True).begin() as connection:
        for number in range(3):
            detail = '{"field": "é", "count": 1.5, "list": [1, null]}'
            values = {"at": f"2026-01-0{number + 1} 09:30:00.000000", "detail": detail, "subject": f"thing {number}"}
            connection.execute(
                text(
                    "INSERT INTO audit_entry (at, actor, action, subject, detail) "
                    "VALUES (:at, 'operator', 'test', :subject, :detail)"
                ),
                values,
            )

    schema.upgrade(engine)

    with readers(engine)() as session:
        verdict = audit.verify(session)
    engine.dispose()
    assert (verdict.rows, verdict.broken) == (3, None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("agreed by officer@example.gov.uk (their mail)", "agreed by [left out] (their mail)"),
        ("ring 01245 555 0199 or +44 1245 5550199", "ring [left out] or [left out]"),
        ("notice 011531-2025, ocds-h6vhtk-0123456789, 2026-11-22 12:00", None),
        ("framework 0123456789ab0123456789", None),
    ],
)
def test_addresses_and_telephone_numbers_stay_out_of_it_but_ids_stay(
    sessions: Any, session: Session, written: str, kept: str | None
):
    with sessions.begin() as writing:
        audit.note(writing, OPERATOR, "permit source", "source x", NOON, {"because": [written]})

    [entry] = session.scalars(select(AuditEntry)).all()
    assert entry.detail == {"because": [kept or written]}


def test_of_a_change_the_fields_are_told_and_of_personal_fields_only_the_names():
    before = {"title": "Old", "state": "open", "email": "officer@example.gov.uk", "name": None}
    after = {"title": "New", "state": "open", "email": "other@example.gov.uk", "days": 3}

    assert audit.changed(before, after, personal={"email", "name"}) == {
        "changed": {"days": [None, 3], "title": ["Old", "New"]},
        "personal fields changed": ["email"],
    }
    assert audit.changed(before, before) == {}
