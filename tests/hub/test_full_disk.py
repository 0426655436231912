"""A disk without room: the page says so and when to try again, nothing is half written, and room mends it."""

import errno
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from hub import needs
from hub.models import AuditEntry, UnmetNeed
from tests.hub.notebook import parsed, sent


@pytest.fixture
def full(app: Flask) -> Iterator[list[bool]]:
    """The database may grow no more while this list holds something."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    engine, is_full = app.extensions["hub.engine"], [True]

    def limit(connection: Any, *_: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages if is_full else 1_000_000}")

    event.listen(engine, "checkout", limit)
    yield is_full


def kept(session: Session) -> list[int]:
    return [*session.scalars(select(UnmetNeed.id)), *session.scalars(select(AuditEntry.id))]


@pytest.mark.sqlite
@pytest.mark.assurance("R9", "The database has no room for what people send")
def test_what_has_no_room_is_refused_in_words_and_taken_once_there_is_some(
    app: Flask, full: list[bool], session: Session
):
    client = app.test_client()
    form, bridges = parsed(client.get("/needs")), "A bridge " * 100
    answers = [sent(client, form, "/needs", {"wanted": f"{number} {bridges}"}) for number in range(40)]
    refused = [answer for answer in answers if answer.status_code == 503]

    assert refused and all("disk is full" in answer.text for answer in refused)
    assert {answer.headers["Retry-After"] for answer in refused} == {"60"}
    assert len(kept(session)) == 2 * (len(answers) - len(refused))
    session.rollback()
    full.clear()
    assert sent(client, form, "/needs", {"wanted": bridges}).status_code < 400
    assert len(kept(session)) == 2 * (len(answers) - len(refused) + 1)


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 503), (errno.EDQUOT, 503), (errno.EIO, 500)])
def test_a_file_that_has_no_room_is_no_unforeseen_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch, number: int, status: int
):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def write(*_: Any, **__: Any) -> None:
        raise OSError(number, "No space left on device", "/srv/hub/evidence/7.pdf")

    form = parsed(app.test_client().get("/needs"))
    monkeypatch.setattr(needs, "record", write)
    answer = sent(app.test_client(), form, "/needs", {"wanted": "A bridge"})

    assert answer.status_code == status and "/srv" not in answer.text
    assert ("disk is full" in answer.text) == (status == 503)
