"""The file of the counters: five tables, opened for one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from hub.db import make_engine
from hub.errors import Refused

metadata = MetaData()

salts = Table(
    "salt",
    metadata,
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)


def _counts(name: str, **by: type[TypeEngine[Any]]) -> Table:
    """A table of counts, one for each value of the columns ``by``."""
    keys = [Column(key, kind, primary_key=True) for key, kind in by.items()]
    return Table(name, metadata, *keys, Column("count", Integer, nullable=False))


all_searches = _counts("all_searches", day=Date, results=String)
unnamed = _counts("unnamed_search", mark=LargeBinary, day=Date, results=String)
named = _counts("search", text=String, day=Date, results=String)
signposts = _counts("signpost", framework=String, day=Date)


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
