#!/usr/bin/env python3
"""What searches cost, by kind, in milliseconds of processor time: the hub's and its rivals', for equal work.

    python -m bench.search                        350 and 10,000 made-up frameworks
    python -m bench.search 100000 --keep FOLDER   any sizes; indexes kept there are used again

Every search gives the exact total, the first 20 and five facets counted over all matches; each of the 20 has a
fragment of its text with the matched words. Each engine runs by itself on one thread, all taking turns.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy as np

from bench.engines import ENGINES, NAMES
from bench.searches import EACH, Search, searches
from bench.tables import keep, number, say, table, target
from bench.workers import Timed, Worker, built

SIZES = (350, 10_000)
ROUNDS = 5
MOST_FOR_ALL = 500_000
"""Frameworks up to which all rivals are measured; beyond, only the fastest."""

SLOW_FROM, SLOW_ROUNDS, SLOW_EACH = 50_000, 1, 5
"""Frameworks from which Whoosh as in its manual, at a second a search, makes fewer rounds of fewer searches."""

SAME_COUNTS = ("rare word", "common word", "every word", "phrase", "beginning", "by date", "reference")
SAME_TOTAL = (*SAME_COUNTS, "filtered", "full, every word", "browse")
"""Kinds of search whose totals mean the same to every engine, and those whose counts do too: the hub counts a facet
that is filtered by as if it were not, so that other values can be chosen."""

MOST_SHOWN = 10


@dataclass(frozen=True)
class Runs:
    """What one engine gave: for each search that it was asked, by its place, the first touch and the later rounds."""

    timed: Mapping[int, Sequence[Timed]]
    memory: float

    def first(self, places: Sequence[int]) -> list[float]:
        return [self.timed[place][0].milliseconds for place in places]

    def later(self, places: Sequence[int]) -> list[float]:
        return [median(run.milliseconds for run in self.timed[place][1:]) for place in places]


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            bench(size, options.keep or Path(temporary), options.engines)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="What searches cost.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many frameworks; several sizes are run")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the indexes there and use them again")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES, help="which to measure")
    return parser.parse_args(arguments)


def bench(size: int, kept: Path, names: Sequence[str]) -> None:
    """Measure at one size, print and keep what came out."""
    names = [name for name in names if size <= MOST_FOR_ALL or name in ("ours", "tantivy")]
    asked = list(searches(size))
    runs = _run(size, kept, names, asked)
    lines = [
        *_introduction(size, names),
        "Median of each kind, in milliseconds:",
        "",
        *_by_kind(runs, asked, 50),
        "",
        "The slowest twentieth begins at (95th percentile):",
        "",
        *_by_kind(runs, asked, 95),
        "",
        "All kinds together, first touch and memory:",
        "",
        *_overall(runs),
        "",
        *_verdicts(runs, asked, size),
        "",
        *_checked(runs, asked),
    ]
    keep(f"Searching {size:,} frameworks", lines)


def _run(size: int, kept: Path, names: Sequence[str], asked: Sequence[Search]) -> dict[str, Runs]:
    """All engines' rounds, in turn."""
    with ExitStack() as stack:
        workers = {}
        for name in names:
            say(f"{NAMES[name]}: making {size:,} frameworks ready")
            folder, _ = built(name, size, kept)
            workers[name] = Worker(name)
            stack.callback(workers[name].stop)
            workers[name].open(folder)
        timed: dict[str, dict[int, list[Timed]]] = {name: {} for name in names}
        for round in range(ROUNDS + 1):
            for name, worker in workers.items():
                _one_round(worker, asked, _places(name, size, round, len(asked)), timed[name])
        return {name: Runs(timed[name], worker.memory()) for name, worker in workers.items()}


def _places(name: str, size: int, round: int, count: int) -> Sequence[int]:
    """The places, among so many searches, of those an engine is asked in a round; round 0 is the first touch."""
    places = range(count)
    if name != "naive" or size < SLOW_FROM:
        return places
    return [place for place in places if place % EACH < SLOW_EACH] if round <= SLOW_ROUNDS else []


def _one_round(worker: Worker, asked: Sequence[Search], places: Sequence[int], timed: dict[int, list[Timed]]) -> None:
    for place, run in zip(places, worker.search([asked[place] for place in places]), strict=True):
        if run is not None:
            timed.setdefault(place, []).append(run)


def _introduction(size: int, names: Sequence[str]) -> Iterator[str]:
    yield f"{EACH} searches of each kind; medians of {ROUNDS} rounds in which the engines took turns."
    if "naive" in names and size >= SLOW_FROM:
        yield f"{NAMES['naive']} was asked {SLOW_EACH} of each kind, in {SLOW_ROUNDS} round, as it is so slow;"
        yield "the ratios compare the same searches."
    yield ""


def _by_kind(runs: Mapping[str, Runs], asked: Sequence[Search], percent: int) -> list[str]:
    rivals = [name for name in runs if name != "ours"]
    head = ["Kind", *(NAMES[name] for name in runs), *(f"the hub ÷ {NAMES[name]}" for name in rivals)]
    rows = []
    for kind in [*dict.fromkeys(search.kind for search in asked), "all"]:
        places = [place for place, search in enumerate(asked) if kind in (search.kind, "all")]
        times = [number(_percentile(runs[name], places, percent)) for name in runs]
        rows.append([kind, *times, *(number(_ratio(runs, name, places, percent)) for name in rivals)])
    return table(head, rows)


def _percentile(runs: Runs, places: Sequence[int], percent: int) -> float | None:
    known = [place for place in places if place in runs.timed]
    return float(np.percentile(runs.later(known), percent)) if known else None


def _ratio(
    runs: Mapping[str, Runs], rival: str, places: Sequence[int], percent: int, first: bool = False
) -> float | None:
    """The hub's time as a multiple of a rival's, for the searches both were asked."""
    if "ours" not in runs or rival not in runs:
        return None
    shared = [place for place in places if place in runs["ours"].timed and place in runs[rival].timed]
    if not shared:
        return None
    ours, theirs = ((runs[name].first if first else runs[name].later)(shared) for name in ("ours", rival))
    return float(np.percentile(ours, percent) / np.percentile(theirs, percent))


def _overall(runs: Mapping[str, Runs]) -> list[str]:
    head = ["", "p50", "p95", "p99", "first touch p50", "first touch p95", "most memory, MB"]
    rows = []
    for name, run in runs.items():
        later, first = run.later([*run.timed]), run.first([*run.timed])
        times = [*np.percentile(later, (50, 95, 99)), *np.percentile(first, (50, 95))]
        rows.append([NAMES[name], *(number(float(time)) for time in times), number(run.memory, 0)])
    return table(head, rows)


TARGETS = (
    ("all", 50, "tantivy", 1.0),
    ("all", 50, "fts5", 1 / 20),
    ("all", 50, "naive", 1 / 500),
    ("all", 95, "tantivy", 2.0),
    ("full page", 50, "tantivy", 1.0),
    ("full, every word", 50, "tantivy", 1.0),
    ("phrase", 95, "tantivy", 5.0),
    ("misspelt", 95, "tantivy", 5.0),
)
"""Kind, percentile, rival and the most that the hub's time may be as a multiple of the rival's, at 100,000."""

MILLION, MOST_MEMORY = 1_000_000, 1_000.0


def _verdicts(runs: Mapping[str, Runs], asked: Sequence[Search], size: int) -> Iterator[str]:
    yield "The hub's time as a multiple of a rival's (the limits are meant for 100,000 frameworks):"
    yield ""
    for kind, percent, rival, most in TARGETS:
        places = [place for place, search in enumerate(asked) if kind in (search.kind, "all")]
        ratio = _ratio(runs, rival, places, percent)
        if ratio is not None:
            yield target(f"{kind}, p{percent}, {NAMES[rival]}", ratio, most, 3 if most < 0.1 else 2)
    for percent in (50, 95):
        ratio = _ratio(runs, "tantivy", range(len(asked)), percent, first=True)
        if ratio is not None:
            yield f"- first touch, p{percent}, tantivy: {ratio:.2f}. No limit was set."
    if size >= MILLION and "ours" in runs:
        yield target("the hub's memory, in MB", runs["ours"].memory, MOST_MEMORY, 0)


def _checked(runs: Mapping[str, Runs], asked: Sequence[Search]) -> Iterator[str]:
    """What the engines agree on, where a search means the same to all."""
    compared = 0
    differing: list[str] = []
    for place, search in enumerate(asked):
        if search.kind in SAME_TOTAL:
            found = {name: run.timed[place][0] for name, run in runs.items() if place in run.timed}
            compared += len(found) > 1
            differing += _difference(search, found)
    same = compared - len(differing)
    yield f"Of {compared} searches that mean the same to all engines, {same} gave the same everywhere."
    if differing:
        yield ""
        yield from differing[:MOST_SHOWN]
        if len(differing) > MOST_SHOWN:
            yield f"- and {len(differing) - MOST_SHOWN} more"


def _difference(search: Search, found: Mapping[str, Timed]) -> Iterator[str]:
    totals = ", ".join(f"{NAMES[name]} {run.total}" for name, run in found.items())
    text = f"{search.kind} “{' '.join(search.words)}”"
    counts = [run.counted for run in found.values()]
    if len({run.total for run in found.values()}) > 1:
        yield f"- {text}: {totals} found"
    elif search.kind in SAME_COUNTS and any(one != other for one, other in combinations(counts, 2)):
        yield f"- {text}: facets counted differently"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
