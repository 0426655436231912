#!/usr/bin/env python3
"""What bringing a large catalogue up to date takes, and whether it loses anything: down to the first revision and up
again, step by step, with every row of the columns that both have compared.

    python -m bench.migrations                          100,000 frameworks on SQLite
    python -m bench.migrations 5000                     another number
    python -m bench.migrations --postgresql ADDRESS     on an empty PostgreSQL database, as HUB_DATABASE_URL names it

The exit code is 1 if anything is lost or the way down or up takes more than 60 seconds.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, select

from bench.catalogue import make, rows
from bench.tables import keep, number, table
from hub import schema
from hub.db import make_engine
from hub.paths import MIGRATIONS

SIZE, MOST_SECONDS, AT_A_TIME = 100_000, 60.0, 10_000

Sums = dict[tuple[str, str], str]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.migrations", description="What an upgrade takes.")
    parser.add_argument("size", nargs="?", type=int, default=SIZE, help="how many frameworks")
    parser.add_argument("--postgresql", metavar="ADDRESS", default="", help="an empty PostgreSQL database")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.postgresql or f"sqlite:///{folder}/hub.sqlite"
        found = make(Path(folder), url, options.size)
        engine = make_engine(url)
        said, fault = measure(engine, found)
        engine.dispose()
    keep(f"Migrations on {'PostgreSQL' if options.postgresql else 'SQLite'}", said)
    return int(fault)


def measure(engine: Engine, frameworks: int) -> tuple[list[str], bool]:
    """Lines for people, and whether anything was lost or took too long."""
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]  # the newest first
    before, count = sums(engine), rows(engine)
    down = [(each, timed(schema.downgrade, engine, each)) for each in revisions[1:]]
    oldest = sums(engine)
    up = [(each, timed(schema.upgrade, engine, each)) for each in revisions[-2::-1]]
    after = sums(engine)
    lost = [*differences(before, oldest), *differences(oldest, after)]
    again = timed(schema.upgrade, engine, revisions[0])
    taken = {"down": sum(each for _, each in down), "up": sum(each for _, each in up)}
    slow_down, slow_up = max(down, key=lambda each: each[1]), max(up, key=lambda each: each[1])
    lines = table(
        [f"{frameworks:,} frameworks, {count:,} rows", "seconds", "the longest step", "its seconds"],
        [
            [f"down to {revisions[-1]}", number(taken["down"], 1), f"to {slow_down[0]}", number(slow_down[1], 1)],
            [f"up to {revisions[0]}", number(taken["up"], 1), f"to {slow_up[0]}", number(slow_up[1], 1)],
            ["up again, with nothing to do", number(again, 1), "–", "–"],
        ],
    )
    kept = len(oldest.keys() & after.keys())
    verdict = f"{kept} columns have the same checksum before, below and after" if not lost else f"lost: {lost[:5]}"
    return [*lines, "", f"{verdict[0].upper()}{verdict[1:]}."], bool(lost) or max(taken.values()) > MOST_SECONDS


def timed(work: Callable[[Engine, str], None], engine: Engine, revision: str) -> float:
    began = perf_counter()
    work(engine, revision)
    return perf_counter() - began


def differences(one: Sums, other: Sums) -> Iterator[str]:
    """The columns both have and whose values differ."""
    yield from (".".join(name) for name in one.keys() & other.keys() if one[name] != other[name])


def sums(engine: Engine) -> Sums:
    """A checksum of all values of each column, in the order of the primary key."""
    metadata = MetaData()
    metadata.reflect(engine)
    found: Sums = {}
    with engine.connect().execution_options(stream_results=True, yield_per=AT_A_TIME) as connection:
        for each in metadata.sorted_tables:
            if each.name == "alembic_version":
                continue
            hashes = [hashlib.sha256() for _ in each.columns]
            for row in connection.execute(select(each).order_by(*each.primary_key.columns)):
                for total, value in zip(hashes, row, strict=True):
                    total.update(f"{value!r};".encode())
            names = [(each.name, column.name) for column in each.columns]
            found |= {name: total.hexdigest() for name, total in zip(names, hashes, strict=True)}
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
