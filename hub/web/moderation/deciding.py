"""The transaction of a decision, of which search knows as soon as it is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.db import get_writers
from hub.search.sync import sync
from indexer import IndexUnavailable


@contextmanager
def deciding() -> Iterator[Session]:
    """A session to decide in. What has changed is searchable afterwards; where the index cannot be written just now,
    whoever keeps it up to date does so later.
    """
    with get_writers().begin() as session:
        yield session
    try:
        sync(get_writers(), current_app.extensions["hub.index"])
    except (IndexUnavailable, OSError, SQLAlchemyError) as reason:
        current_app.logger.warning("Search will know of a decision later: %s", reason)
