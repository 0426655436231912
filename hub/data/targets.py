"""The example set of targets: what a partnership set itself, and what it reported, as published."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hub.data import tables


@dataclass(frozen=True)
class ExampleTarget:
    """``kind`` is target or reported; years are financial, ``first_year`` to ``last_year`` together."""

    kind: str
    title: str
    first_year: str
    last_year: str
    pence: int
    reported_on: date | None
    source: str


@cache
def example_targets() -> tuple[ExampleTarget, ...]:
    return tuple(
        ExampleTarget(
            kind=row["kind"],
            title=row["title"],
            first_year=row["first_year"],
            last_year=row["last_year"],
            pence=int(row["pounds"]) * 100,
            reported_on=tables.day(row["reported_on"]),
            source=row["source"],
        )
        for row in tables.rows("example_targets.csv")
    )
