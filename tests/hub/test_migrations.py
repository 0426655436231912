"""The migrations and the models describe one database."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, select, text

from hub import schema
from hub.db import PRAGMAS, make_engine, readers, writers
from hub.models import Base, Framework


def an_engine(tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path}/hub.sqlite")


def test_migrations_build_the_tables_the_models_describe(tmp_path: Path):
    engine = an_engine(tmp_path)

    schema.upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_database_can_be_taken_down_and_up_again(tmp_path: Path):
    engine = an_engine(tmp_path)
    schema.upgrade(engine)

    schema.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    schema.upgrade(engine)

    assert schema.current(engine) == schema.newest()
    engine.dispose()


def test_every_connection_is_safe(tmp_path: Path):
    engine = an_engine(tmp_path)
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in map(_name, PRAGMAS)}
    engine.dispose()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "mmap_size": 0}


def test_a_transaction_that_may_write_says_so_from_the_start(tmp_path: Path):
    """Else two that read first and write later would both be refused."""
    engine = an_engine(tmp_path)
    schema.upgrade(engine)
    other = engine.raw_connection()
    other.cursor().execute("PRAGMA busy_timeout=0")

    with writers(engine).begin() as session:
        session.scalar(select(Framework.id))
        with pytest.raises(Exception, match="locked"):
            other.cursor().execute("BEGIN IMMEDIATE")
    with readers(engine)() as session:
        session.scalar(select(Framework.id))
        other.cursor().execute("BEGIN IMMEDIATE")

    other.close()
    engine.dispose()


def _name(pragma: str) -> str:
    return pragma.partition("=")[0]


def test_no_column_holds_money_or_anything_else_as_a_float_but_scores():
    floats = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is float
    }

    assert floats == {"call_off.link_confidence", "merge_proposal.score", "supplier_proposal.score"}
    assert Framework.__table__.c.max_value_net_pence.type.python_type is int
