"""A database with as many frameworks as wanted: the starter catalogue again and again, each time under other keys.

Every copy has its own records, lots, suppliers' places, notices and rules, and a number in its title. Organisations
are not copied: the same bodies then own more.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, Table, func, insert, inspect, literal, select, text

from hub import create_app
from hub.actor import OPERATOR
from hub.cli.importing import import_one
from hub.cli.serve import prepare
from hub.data import catalogue_files
from hub.models import Base

COPIED = (
    *("framework", "framework_category", "framework_cpv", "framework_region", "framework_route", "extension_option"),
    *("lot", "fee", "document", "notice", "relation", "eligibility_rule", "supplier_place", "record", "record_notice"),
)
"""What there is once for each framework."""

NUMBERED = {"framework": ("title", "title_sort")}
HASHED = {"framework": {"key": 16}, "record": {"body_hash": 64}}
"""Texts that no two rows share, and how long they are."""

NUMBER = 6  # digits of a copy's number in a hash


def make(folder: Path, url: str, size: int) -> int:
    """Fill an empty database with at least so many frameworks. Returns how many there are. The index hears nothing."""
    app = create_app({"HOME": str(folder), "DATABASE_URL": url, "INDEX_URL": "", "PASSWORD_MEMORY_KIB": 64,
                      "PASSWORD_ROUNDS": 1})  # fmt: skip
    engine: Engine = app.extensions["hub.engine"]
    with app.app_context():
        prepare(app)
        for path in catalogue_files():
            import_one(app, path, OPERATOR)
    with engine.execution_options(writes=True).begin() as connection:
        found = multiply(connection, size)
    engine.dispose()
    return found


def multiply(connection: Connection, size: int) -> int:
    """Copy what is there until there are so many frameworks."""
    tables = [table for table in Base.metadata.sorted_tables if table.name in COPIED]
    steps = {table.name: _highest(connection, table) + 1 for table in tables}
    there = connection.scalar(select(func.count()).select_from(Base.metadata.tables["framework"])) or 0
    copies = -(-size // there) - 1
    for table in tables:
        for copy in range(1, copies + 1):
            connection.execute(insert(table).from_select(list(table.columns), _copied(table, steps, copy)))
        _count_on(connection, table)
    return there * (copies + 1)


def _highest(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.max(table.c.id))) or 0 if "id" in table.c else 0


def _copied(table: Table, steps: dict[str, int], copy: int) -> Select[Any]:
    """The rows that were there at first, as this copy has them."""
    values: list[Any] = [_value(table, column, steps, copy) for column in table.columns]
    rows = select(*values)
    owner = next((column for column in table.columns if _leads_to(column) in steps), None)
    if "id" in table.c:
        return rows.where(table.c.id < steps[table.name])
    assert owner is not None
    return rows.where(owner < steps[_leads_to(owner)])


def _value(table: Table, column: Column[object], steps: dict[str, int], copy: int) -> object:
    if column.name == "id":
        return (column + copy * steps[table.name]).label("id")
    if _leads_to(column) in steps:
        return (column + copy * steps[_leads_to(column)]).label(column.name)
    if column.name in NUMBERED.get(table.name, ()):
        return (column + f" {copy}").label(column.name)
    length = HASHED.get(table.name, {}).get(column.name)
    if length:
        return (func.substr(column, 1, length - NUMBER) + literal(f"{copy:0{NUMBER}x}")).label(column.name)
    return column


def _leads_to(column: Column[object]) -> str:
    return next((key.column.table.name for key in column.foreign_keys), "")


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts rows apart from them: the next one is to get the next number."""
    if connection.dialect.name == "postgresql" and "id" in table.c:
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, max(id)) FROM {table.name}"))


def rows(engine: Engine) -> int:
    """How many rows all tables have together."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return sum(connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names)
