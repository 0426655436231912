"""Engines that tests make one after the other by the hundred: quicker than the hub's, and nothing else.

They share one dialect, so that a statement is compiled once and not for every app: SQLAlchemy keeps what it has
compiled by statement and dialect, and every engine has a dialect of its own. And SQLite does not wait for the disk:
nothing in a test must survive a power cut. Programs that tests start have the hub's own engines.
"""

from typing import Any

from sqlalchemy import Dialect, Engine, create_engine

from hub import db

_dialects: dict[object, Dialect] = {}
_compiled: dict[Any, Any] = {}


PRAGMAS_OF_THE_HUB = db.PRAGMAS


def make_engines_quick() -> None:
    db.create_engine = _with_shared_dialect
    db.PRAGMAS = (*PRAGMAS_OF_THE_HUB, "synchronous=OFF")


def _with_shared_dialect(*arguments: Any, **options: Any) -> Engine:
    engine = create_engine(*arguments, execution_options={"compiled_cache": _compiled}, **options)
    kind = (engine.dialect.name, engine.dialect.dbapi)
    if kind not in _dialects:
        _dialects[kind] = _initialised(engine, options)
    engine.dialect = _dialects[kind]
    return engine


def _initialised(engine: Engine, options: dict[str, Any]) -> Dialect:
    """Its dialect once it knows the database, which the first connection tells it."""
    first = create_engine("sqlite://", module=options.get("module")) if engine.dialect.name == "sqlite" else engine
    first.connect().close()
    return first.dialect
