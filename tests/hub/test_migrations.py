"""The migrations and the models describe one database, and what is in it survives every step."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Engine, MetaData, Table, inspect, select, text

from hub import db, schema
from hub.db import keeps_its_commits, make_engine, readers, writers
from hub.models import Base, Framework
from hub.paths import MIGRATIONS
from tests.assurance import Figure
from tests.engines import PRAGMAS_OF_THE_HUB
from tests.thorough import mostly_thorough

REVISIONS = sorted(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())
SEEDED = 3

Contents = dict[tuple[str, str], list[Any]]


@pytest.fixture
def engine(blank_database: str) -> Iterator[Engine]:
    engine = make_engine(blank_database)
    yield engine
    engine.dispose()


@pytest.mark.assurance("R12", "The migrated database differs in nothing from the models")
def test_migrations_build_the_tables_the_models_describe(engine: Engine):
    schema.upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.assurance(
    "R12",
    "Rows in every table are the same after going up, down and up again from each revision",
    missing="PostgreSQL, on which run.py test --all does the same",
)
@pytest.mark.parametrize("revision", mostly_thorough(REVISIONS[:-1]))
def test_an_earlier_database_keeps_its_rows_on_the_way_up_and_down_and_up(engine: Engine, revision: str):
    schema.upgrade(engine, revision)
    seed(engine)
    before = contents(engine)

    schema.upgrade(engine)
    newest = contents(engine)
    assert kept(newest, before) == kept(before, newest)
    schema.downgrade(engine, revision)
    assert kept(contents(engine), newest) == kept(before, newest)
    schema.upgrade(engine)
    assert contents(engine) == newest


@pytest.mark.assurance(
    "R12",
    "Rows in every table of the newest database are the same after going down to each revision and up again",
    missing="PostgreSQL, as above",
)
@pytest.mark.parametrize("revision", mostly_thorough(REVISIONS[:-1]))
def test_a_full_database_keeps_its_rows_on_the_way_down_and_up(engine: Engine, revision: str):
    schema.upgrade(engine)
    seed(engine)
    before = contents(engine)

    schema.downgrade(engine, revision)
    older = contents(engine)
    assert kept(older, before) == kept(before, older)
    schema.upgrade(engine)

    assert kept(contents(engine), older) == kept(before, older)


def test_a_full_database_can_be_taken_down_to_nothing_and_up_again(engine: Engine):
    schema.upgrade(engine)
    seed(engine)

    schema.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    schema.upgrade(engine)

    assert schema.current(engine) == schema.newest()


@pytest.mark.assurance("R12", "A migration that copies a table anew says so, as nobody is served meanwhile")
def test_a_migration_that_copies_a_table_anew_tells_of_the_outage():
    texts = {path.name: path.read_text("utf-8") for path in (MIGRATIONS / "versions").glob("*.py")}
    copying = {name for name, text in texts.items() if "batch_alter_table" in text}

    assert copying
    assert [name for name in copying if "\nOutage: " not in texts[name]] == []


def seed(engine: Engine) -> None:
    """Some rows in every table there is, whatever its columns."""
    with engine.begin() as connection:
        for table in reflected(engine):
            connection.execute(table.insert(), [a_row(table, number) for number in range(1, SEEDED + 1)])


def reflected(engine: Engine) -> list[Table]:
    """The tables as the database has them, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(engine)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def a_row(table: Table, number: int) -> dict[str, Any]:
    row = {column.name: a_value(column, number) for column in table.columns}
    sums = {"sustained_pence": 0, "costs_pence": 0}  # so that they hold, which the table checks
    return row | (sums if table.name == "saving_year" else {})


def a_value(column: Column[Any], number: int) -> Any:
    """A value of the column's type, another in each row. What refers to a row refers to one that is there."""
    for foreign in column.foreign_keys:
        if foreign.column.table is column.table:
            return None if number == 1 else 1
        return a_value(foreign.column, number)
    if isinstance(column.type, JSON):
        return {"ü": [number, None]}
    values: dict[type, Any] = {
        int: number,
        float: number / 8,
        bool: number % 2 == 0,
        date: date(2026, 2, number),
        datetime: datetime(2026, 2, 28, 23, 59, number),  # noqa: DTZ001  as the database stores it
        str: f"é{number}",
    }
    return values[column.type.python_type]


def contents(engine: Engine) -> Contents:
    """Every value there is, by table and column, in the order of the primary key."""
    found: Contents = {}
    with engine.connect() as connection:
        for table in reflected(engine):
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for position, column in enumerate(table.columns):
                found[table.name, column.name] = [row[position] for row in rows]
    return found


def kept(values: Contents, other: Contents) -> Contents:
    """What both have."""
    common = {name: each for name, each in values.items() if name in other}
    assert len(common) > 200
    return common


@pytest.mark.assurance(
    "R16",
    "Each setting of a connection is read back: write-ahead log, full synchronisation, foreign keys, patience",
)
@pytest.mark.sqlite
def test_every_connection_is_safe(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(db, "PRAGMAS", PRAGMAS_OF_THE_HUB)

    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in map(_name, PRAGMAS_OF_THE_HUB)}

    assert found.pop("secure_delete") == 1
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "mmap_size": 0}


@pytest.mark.assurance("R16", "SQLite is none of the releases whose write-ahead log can lose commits")
@pytest.mark.sqlite
def test_the_sqlite_in_use_keeps_its_commits(engine: Engine, figure: Figure):
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()

    assert keeps_its_commits(version)
    figure(f"SQLite {version}")


def _name(pragma: str) -> str:
    return pragma.partition("=")[0]


@pytest.mark.sqlite
def test_a_transaction_that_may_write_says_so_from_the_start(engine: Engine):
    """Else two that read first and write later would both be refused."""
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


@pytest.mark.assurance("I17", "No column holds money as a float")
def test_no_column_holds_money_or_anything_else_as_a_float_but_scores():
    floats = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is float
    }

    assert floats == {"call_off.link_confidence", "merge_proposal.score", "supplier_proposal.score"}
    assert Framework.__table__.c.max_value_net_pence.type.python_type is int
