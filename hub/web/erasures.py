"""Who was taken out is written down beside the database, once it has been done (hub.erased)."""

from flask import current_app

from hub.db import get_session
from hub.erased import Erased


def write_down() -> None:
    """After the transaction: what a crash leaves out in between is written by the next turn of `hub people tidy`.

    SQLite keeps what was changed last in a file of its own; with it moved over, no copy of what was deleted is left.
    """
    get_session().rollback()  # whoever reads holds it up
    engine = current_app.extensions["hub.engine"]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with current_app.extensions["hub.readers"]() as session:
        Erased(current_app.config["HOME"]).note(session)
