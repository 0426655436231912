"""The file of the counters: five tables, opened for one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Connection, Date, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.exc import SQLAlchemyError

from hub.db import make_engine
from hub.errors import Refused

metadata = MetaData()

salts = Table(
    "salt",
    metadata,
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)
all_searches = Table(
    "all_searches",
    metadata,
    Column("day", Date, primary_key=True),
    Column("results", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
unnamed = Table(
    "unnamed_search",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("results", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
named = Table(
    "search",
    metadata,
    Column("text", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("results", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
signposts = Table(
    "signpost",
    metadata,
    Column("framework", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)


@contextmanager
def opened(path: Path, *, writes: bool = False) -> Iterator[Connection]:
    """One transaction on the file, which is made if it is missing. Overwrites what is deleted.

    It is closed at the end, so that a file taken away meanwhile is missed. Raises Refused if it cannot be used.
    """
    engine = make_engine(f"sqlite:///{path}").execution_options(writes=writes)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            metadata.create_all(connection)
            yield connection
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        reason = getattr(error, "orig", error)
        raise Refused(f"The usage counters in {path} cannot be used ({reason}). Take it away to begin anew.") from error
    finally:
        engine.dispose()
