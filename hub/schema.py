"""The database's shape: brought up to date, or told that it is not."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from hub.errors import NotReady
from hub.paths import MIGRATIONS


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, all or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision, all or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(_config(connection), revision)


@cache
def newest() -> str:
    """The revision this version of the hub expects."""
    return str(ScriptDirectory.from_config(_config(None)).get_current_head())


def current(engine: Engine) -> str | None:
    """The revision the database has; None where it has none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this version of the hub has a revision; it has none that a newer one made."""
    return revision in {each.revision for each in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def require_newest(engine: Engine) -> None:
    """Raises NotReady unless the database has the expected shape."""
    found = current(engine)
    if found is None:
        raise not_set_up()
    if found != newest():
        raise NotReady(f"The database is at revision {found}, this hub needs {newest()}. Run `hub migrate`.")


def not_set_up() -> NotReady:
    return NotReady("The database has not been set up. Run `hub migrate` first, or `hub demo` to try the hub out.")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
