"""For WSGI servers: ``waitress-serve wsgi:app``."""

from contextlib import suppress
from pathlib import Path
from threading import Thread

from hub import create_app, logs, long_lived, running
from hub.backup import finish_broken_off
from indexer import IndexUnavailable

app = create_app()
logs.begin(requests=app.config["PRODUCTION"])
finish_broken_off(Path(app.config["HOME"]))
running.share(app.config["HOME"])  # until this process ends


def warm() -> None:
    with suppress(IndexUnavailable):  # the search page says so, and answers from the database
        app.extensions["hub.index"].warm()
    long_lived.set_aside()


Thread(target=warm, name="warming", daemon=True).start()
