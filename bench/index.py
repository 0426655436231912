#!/usr/bin/env python3
"""What an index costs to build, to open and to add to, and how large it is: the hub's and its rivals'.

    python -m bench.index                        350 and 10,000 made-up frameworks
    python -m bench.index 100000 --keep FOLDER   any sizes; indexes kept there are used again, with what they cost

Adding is from one new framework to its being found by a word of its title.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.engines import ENGINES, NAMES
from bench.tables import keep, number, say, table, target
from bench.workers import Built, Worker, built

SIZES = (350, 10_000)
MOST_FOR_ALL = 500_000
OPENED, ADDED = 5, 10
SLOW_FROM, SLOW_ADDED = 50_000, 2
MOST_OF_NAIVE, MOST_OF_TANTIVY = 0.5, 1.0


@dataclass(frozen=True)
class Cost:
    """Of building, and the milliseconds of opening and of adding one."""

    built: Built
    opened: float
    added: float


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            names = [name for name in options.engines if size <= MOST_FOR_ALL or name in ("ours", "tantivy")]
            costs = {name: _cost(name, size, options.keep or Path(temporary)) for name in names}
            keep(f"Indexing {size:,} frameworks", [*_table(costs), "", *_verdicts(costs)])
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.index", description="What indexes cost.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many frameworks; several sizes are run")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the indexes there and use them again")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES, help="which to measure")
    return parser.parse_args(arguments)


def _cost(name: str, size: int, kept: Path) -> Cost:
    """What an engine's index costs. It is added to in a copy, so that what is kept stays as it is."""
    say(f"{NAMES[name]}: {size:,} frameworks")
    folder, cost = built(name, size, kept)
    opened = [_opened(name, folder) for _ in range(OPENED)]
    with tempfile.TemporaryDirectory(dir=kept) as temporary:
        copy = shutil.copytree(folder, Path(temporary, "index"))
        worker = Worker(name)
        worker.open(copy)
        added = worker.add(SLOW_ADDED if name == "naive" and size >= SLOW_FROM else ADDED)
        worker.stop()
    return Cost(cost, median(opened), median(added))


def _opened(name: str, folder: Path) -> float:
    worker = Worker(name)
    milliseconds = worker.open(folder)
    worker.stop()
    return milliseconds


def _table(costs: Mapping[str, Cost]) -> list[str]:
    head = ["", "build, s", "on disk, MB", "most memory, MB", "opening, ms", "adding one, ms"]
    rows = [
        [
            NAMES[name],
            number(cost.built.seconds, 1),
            number(cost.built.size, 1),
            number(cost.built.memory, 0),
            number(cost.opened, 1),
            number(cost.added, 1),
        ]
        for name, cost in costs.items()
    ]
    return table(head, rows)


def _verdicts(costs: Mapping[str, Cost]) -> Iterator[str]:
    yield "The hub's time as a multiple of a rival's (the limits are meant for 100,000 frameworks):"
    yield ""
    if {"ours", "naive"} <= costs.keys():
        ratio = costs["ours"].built.seconds / costs["naive"].built.seconds
        yield target(f"building, {NAMES['naive']}", ratio, MOST_OF_NAIVE)
    if {"ours", "tantivy"} <= costs.keys():
        ratio = costs["ours"].added / costs["tantivy"].added
        yield target("adding one, tantivy", ratio, MOST_OF_TANTIVY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
