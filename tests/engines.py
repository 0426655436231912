"""One dialect for all the engines that tests make, so that a statement is compiled once and not for every app.

SQLAlchemy keeps what it has compiled by statement and dialect, and every engine has a dialect of its own.
"""

from typing import Any

from sqlalchemy import Dialect, Engine, create_engine

from hub import db

_dialects: dict[object, Dialect] = {}
_compiled: dict[Any, Any] = {}


def share_dialects() -> None:
    db.create_engine = _with_shared_dialect


def _with_shared_dialect(*arguments: Any, **options: Any) -> Engine:
    engine = create_engine(*arguments, execution_options={"compiled_cache": _compiled}, **options)
    kind = (engine.dialect.name, engine.dialect.dbapi)
    if kind not in _dialects:
        _dialects[kind] = _initialised(engine, options)
    engine.dialect = _dialects[kind]
    return engine


def _initialised(engine: Engine, options: dict[str, Any]) -> Dialect:
    """Its dialect once it knows the database, which the first connection tells it."""
    first = create_engine("sqlite://", **options) if engine.dialect.name == "sqlite" else engine
    first.connect().close()
    return first.dialect
