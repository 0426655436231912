"""How many rows a request adds to the audit trail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub import audit
from hub.models import AuditEntry
from hub.web.request_ids import HEADER


def one_audit_row(app: Flask, ask: Callable[..., TestResponse], *arguments: Any, **options: Any) -> AuditEntry:
    """Make a request that changes something, such as ``client.post``, and give the one row it adds.

    The row is the request's own, and the trail is whole with it.
    """
    with rows_added(app) as added:
        answer = ask(*arguments, **options)
    assert answer.status_code < 400, f"the request was refused: {answer.status_code} {answer.text[:2000]}"
    assert len(added) == 1, f"one row, not {[(row.action, row.subject) for row in added]}"
    assert added[0].request_id == answer.headers[HEADER]
    return added[0]


@contextmanager
def rows_added(app: Flask) -> Iterator[list[AuditEntry]]:
    """Fills the list, at the end, with the rows that were added meanwhile."""
    sessions = app.extensions["hub.readers"]
    added: list[AuditEntry] = []
    with sessions() as session:
        last = session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) or 0
    yield added
    with sessions() as session:
        assert audit.verify(session).broken is None
        added += session.scalars(select(AuditEntry).where(AuditEntry.id > last).order_by(AuditEntry.id))
        session.expunge_all()
