"""Whether a database is whole: its pages, its references, its audit trail, and how many rows each table has."""

from dataclasses import dataclass

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, inspect, select, table
from sqlalchemy.orm import Session

from hub import audit
from hub.errors import Refused
from hub.models import AuditEntry


@dataclass(frozen=True)
class Proof:
    """What a whole database holds: its revision, its rows by table, and the hash of its last audit entry."""

    revision: str
    rows: dict[str, int]
    trail: str


def prove(engine: Engine) -> Proof:
    """Read all of it. Raises Refused naming what is broken."""
    with engine.connect() as connection:
        return prove_here(connection)


def prove_here(connection: Connection) -> Proof:
    """The same, in a transaction under way."""
    if connection.dialect.name == "sqlite":
        _require_whole(connection)
    counts = rows(connection)
    trail = _trail(connection) if AuditEntry.__tablename__ in counts else ""
    revision = MigrationContext.configure(connection).get_current_revision()
    return Proof(revision or "", counts, trail)


def _trail(connection: Connection) -> str:
    with Session(connection) as session:
        verdict = audit.verify(session)
    if verdict.broken is not None:
        raise Refused(f"Entry {verdict.broken} of the audit trail is broken: {verdict.reason}.")
    return verdict.newest


def _require_whole(connection: Connection) -> None:
    found = [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars()]
    if found != ["ok"]:
        raise Refused(f"The database is damaged: {found[0]}.")
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise Refused(f"The database is damaged: a row of {orphan[0]} names one of {orphan[2]} that is not there.")


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = sorted(inspect(connection).get_table_names())
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
