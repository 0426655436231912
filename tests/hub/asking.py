"""How often a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements the database is asked meanwhile."""
    found: list[str] = []

    def note(*given: Any) -> None:
        found.append(given[2])

    event.listen(app.extensions["hub.engine"], "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(app.extensions["hub.engine"], "before_cursor_execute", note)
