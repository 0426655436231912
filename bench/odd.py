#!/usr/bin/env python3
"""What odd searches cost beside ordinary ones: no address may keep the hub at work much longer than the others.

    python -m bench.odd           5,000 made-up frameworks, 1,000 odd searches
    python -m bench.odd 20000     in a larger catalogue

The pages are asked for inside one process, on one thread, once all that is made but once is there. The exit code is 1
if the slowest odd address takes more than 100 times as long as the median.
"""

import argparse
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
from flask import Flask

from bench.corpus import documents, vocabulary
from bench.odd_addresses import WORDS, all_of_them
from bench.tables import keep, number, table, target
from hub import create_app, schema
from hub.search import rebuild

SIZE, SEARCHES, SEED = 5_000, 1_000, 20
MOST_TIMES_MEDIAN = 100.0
PAGES = ("/search", "/suggest")
ORDINARY = ("q=cleaning", "q=unheard-of", "q=lap")
"""Asked first, on each page: a word, one that is nearly spelt like others, the beginning of one."""

LONGEST_SHOWN = 80

Ask = Callable[[str], float]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.odd", description="What odd searches cost.")
    parser.add_argument("size", nargs="?", type=int, default=SIZE, help="how many frameworks")
    parser.add_argument("--searches", type=int, default=SEARCHES, help="how many searches are made up")
    options = parser.parse_args(arguments)
    known = [*WORDS, *vocabulary()[:3000:10], *vocabulary()[3000::100]]
    queries = [*all_of_them(options.searches, SEED, known)]
    with tempfile.TemporaryDirectory() as folder:
        times = measure(a_hub(Path(folder), options.size), queries)
    keep("Odd searches", [*lines(times, options.size)])
    return int(any(ratio(taken) > MOST_TIMES_MEDIAN for taken in times.values()))


def a_hub(folder: Path, size: int) -> Flask:
    """A hub with an empty database, whose index holds so many made-up frameworks."""
    places = {"HOME": str(folder), "DATABASE_URL": f"sqlite:///{folder}/hub.sqlite", "INDEX_URL": ""}
    app = create_app(places)
    schema.upgrade(app.extensions["hub.engine"])
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    app.extensions["hub.index"].apply(documents(size))
    return app


def measure(app: Flask, queries: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
    """Processor milliseconds of each odd query, by page."""
    ask = asking(app)
    warm(app, ask)
    return {page: {query: ask(f"{page}?{query}") for query in queries} for page in PAGES}


def asking(app: Flask) -> Ask:
    client = app.test_client()

    def ask(address: str) -> float:
        path, _, query = address.partition("?")
        began = process_time()
        response = client.get(path, query_string=query)
        took = 1000 * (process_time() - began)
        if response.status_code != 200:
            raise SystemExit(f"{address[:300]!r} was answered {response.status_code}")
        return took

    return ask


def warm(app: Flask, ask: Ask) -> None:
    """Make what is made but once, and leave it out when Python looks for garbage.

    Otherwise whichever search comes first pays for all, and whichever comes last for going through a large memory.
    """
    app.extensions["hub.index"].warm()
    for page in PAGES:
        for query in ORDINARY:
            ask(f"{page}?{query}")
    gc.collect()
    gc.freeze()


def lines(times: Mapping[str, Mapping[str, float]], size: int) -> Iterator[str]:
    count = len(next(iter(times.values())))
    yield f"{count:,} odd addresses of each page, with {size:,} frameworks; processor time, each asked once."
    yield ""
    rows = [[page, *map(number, np.percentile([*taken.values()], (50, 95, 99, 100)))] for page, taken in times.items()]
    yield from table(["ms", "p50", "p95", "p99", "slowest"], rows)
    yield ""
    for page, taken in times.items():
        yield target(f"{page}, the slowest as a multiple of p50", ratio(taken), MOST_TIMES_MEDIAN, 1)
    for page, taken in times.items():
        yield f"- {page}, the slowest begins: `{max(taken, key=taken.__getitem__)[:LONGEST_SHOWN]}`"


def ratio(taken: Mapping[str, float]) -> float:
    """The slowest as a multiple of the median."""
    return max(taken.values()) / median(taken.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
