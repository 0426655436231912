"""A mail server on loopback, and letters in the Outbox."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.mail import Letter, outbox
from hub.models import Outbox
from tests.conftest import NOON
from tests.mail.mail_server import LocalMail

Post = Callable[..., int]
READER = "officer@example.gov.uk"


@pytest.fixture
def local_mail() -> Iterator[LocalMail]:
    with LocalMail() as server:
        yield server


@pytest.fixture
def post(sessions: Any) -> Post:
    """Put a letter into the Outbox; gives its number."""

    def post(at: datetime = NOON, **parts: Any) -> int:
        given = {"to": READER, "subject": "News", "body": "Something is new.\n", "purpose": "follow"}
        with sessions.begin() as session:
            row = outbox.post(session, Letter(**(given | parts)), at)
            return row.id if row else 0

    return post


@pytest.fixture
def letters(session: Session) -> Callable[[], list[Outbox]]:
    """All letters as they are now."""

    def letters() -> list[Outbox]:
        session.rollback()
        session.expire_all()
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))

    return letters
