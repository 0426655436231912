"""What each data file is, whose it is and on what terms: the register the "about the data" page reads."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from hub.data import tables

CATALOGUE = tables.FOLDER / "catalogue"
DEMO_REGISTER = tables.FOLDER / "example_councils_contracts_register_2026-04.csv"
"""A contracts register made up for the demo, as a council would publish one."""


@dataclass(frozen=True)
class DataFile:
    """``file`` is the path under hub/data, ``rows`` its number of data rows, ``as_of`` the day it speaks of."""

    file: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str
    as_of: date
    rows: int


@cache
def data_files() -> tuple[DataFile, ...]:
    """Every data file of the hub with its source, licence and the attribution that licence asks for."""
    return tuple(
        DataFile(
            file=row["file"],
            title=row["title"],
            publisher=row["publisher"],
            licence=row["licence"],
            attribution=row["attribution"],
            url=row["url"],
            as_of=date.fromisoformat(row["as_of"]),
            rows=int(row["rows"]),
        )
        for row in tables.rows("SOURCES.csv")
    )


def catalogue_files() -> tuple[Path, ...]:
    """The files of the starter catalogue, in order of name; each is in the hub's framework CSV format."""
    return tuple(sorted(CATALOGUE.glob("*.csv")))
