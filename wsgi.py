"""For WSGI servers: ``waitress-serve wsgi:app``."""

from contextlib import suppress
from threading import Thread

from hub import create_app, logs
from indexer import IndexUnavailable

logs.begin()
app = create_app()


def warm() -> None:
    with suppress(IndexUnavailable):  # the search page says so, and answers from the database
        app.extensions["hub.index"].warm()


Thread(target=warm, name="warming", daemon=True).start()
