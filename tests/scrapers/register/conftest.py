"""Registers to read: ours, in the shapes councils use, and a real one beside the project where it is."""

from collections.abc import Callable, Sequence

import pytest

from scrapers.call_off import CallOffRecord
from scrapers.source import Reading, Row
from tests.scrapers.conftest import FIXTURES, FileReader

FIXTURE = FIXTURES / "register" / "anytown_contracts_register_2026-04.csv"
HEADER = "Contract Ref,Contract Title,Supplier,Start Date,End Date"
NAME = "Anytown Council contracts.csv"

OneRow = Callable[..., Row]


def call_offs(reading: Reading) -> list[CallOffRecord]:
    return [row.call_off for row in reading.rows if row.call_off is not None]


@pytest.fixture
def register(read: FileReader) -> Callable[..., Reading]:
    """Write lines as a register of Anytown Council and read it."""

    def write_and_read(*lines: str, name: str = NAME) -> Reading:
        return read("\n".join(lines) + "\n", name)

    return write_and_read


@pytest.fixture
def contract(read: FileReader) -> Callable[..., CallOffRecord]:
    """The call-off of one contract, whose further columns are given by name."""

    def write_and_read(**cells: str) -> CallOffRecord:
        return one(read, cells)[1]

    return write_and_read


@pytest.fixture
def row(read: FileReader) -> OneRow:
    """The row of one contract, whose further columns are given by name."""

    def write_and_read(**cells: str) -> Row:
        return one(read, cells)[0]

    return write_and_read


def one(read: FileReader, cells: dict[str, str]) -> tuple[Row, CallOffRecord]:
    given = {"Contract_Ref": "1", "Contract_Title": "Kerbs", "Supplier": "Acme Ltd", "Start_Date": "01/04/2026"} | cells
    header = (name.replace("__", "/").replace("_", " ") for name in given)
    rows = list(read(f"{quoted(header)}\n{quoted(given.values())}\n", NAME).rows)
    assert len(rows) == 1
    assert rows[0].call_off is not None, rows[0].reason
    return rows[0], rows[0].call_off


def quoted(cells: Sequence[str] | object) -> str:
    assert not isinstance(cells, str)
    return ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells)  # type: ignore[attr-defined]
