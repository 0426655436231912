#!/usr/bin/env python3
"""What searches cost, by kind, in milliseconds of processor time; and what building and adding cost.

    python -m bench.search              10,000 and 100,000 made-up frameworks
    python -m bench.search 10000        any sizes

Every search gives the exact total, the first 20 with their fragments, and five facets counted over all matches. The
first column is a first touch, the others are medians of five further rounds.
"""

import resource
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import process_time

from bench.corpus import SEED, STATUSES, documents, vocabulary
from indexer import Query, SearchIndex, open_index

FACETS = ("category", "region", "owner", "status", "kind")
ROUNDS = 5
TODAY = date(2026, 11, 21)
EACH = 20
"""Searches of each kind."""


def main(sizes: Sequence[int]) -> int:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _bench(size, Path(folder))
    return 0


def _bench(size: int, folder: Path) -> None:
    started = process_time()
    open_index(f"whoosh://{folder}/index").rebuild(documents(size))
    built = process_time() - started
    index = open_index(f"whoosh://{folder}/index")
    opened = _milliseconds(index.generation, lambda: index.search(Query(per_page=1)))
    _say(f"{size:,} frameworks: built in {built:.1f} s of processor time, opened in {opened:.0f} ms")
    times: dict[str, list[list[float]]] = defaultdict(list)
    searches = list(_searches(size))
    for _ in range(ROUNDS + 1):
        for number, (kind, query) in enumerate(searches):
            if len(times[kind]) <= number % EACH:
                times[kind].append([])
            times[kind][number % EACH].append(_milliseconds(lambda q=query: _page(index, q)))  # type: ignore[misc]
    _table(times)
    added = [_add(index, number) for number in range(10)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"adding one until it is found: {median(added):.1f} ms; most memory: {memory:.0f} MB")


def _page(index: SearchIndex, query: Query) -> int:
    page = index.search(query)
    for facet in FACETS:
        dict(page.facets[facet])
    return page.total


def _add(index: SearchIndex, number: int) -> float:
    document = replace(next(documents(1, seed=99)), id=f"new{number}", texts={"title": (f"Zyzzyva{number}q",)})

    def add() -> None:
        index.apply([document])
        if index.search(Query(text=f"zyzzyva{number}q")).total != 1:
            raise SystemExit("what was added is not found")

    return _milliseconds(add)


def _searches(size: int) -> Iterator[tuple[str, Query]]:
    """The kind of each search and the search, the same ones for one size."""
    chance = Random(SEED)  # noqa: S311
    sample = [document.texts["text"][0].split() for document in documents(min(size, 500))]
    words = vocabulary()

    def common() -> str:
        return words[chance.randrange(3, 60)]

    def middling() -> str:
        return words[chance.randrange(60, 2_000)]

    def rare() -> str:
        return words[chance.randrange(5_000, 15_000)]

    def phrase() -> str:
        text = chance.choice(sample)
        at = chance.randrange(len(text) - 1)
        return f'"{text[at]} {text[at + 1]}"'

    def misspelt() -> str:
        word = middling() + "s"
        at = chance.randrange(2, len(word) - 1)
        return word[:at] + chance.choice("aeiou") + word[at + 1 :]

    kinds: dict[str, Callable[[], Query]] = {
        "rare word": lambda: Query(text=rare()),
        "common word": lambda: Query(text=common()),
        "two words": lambda: Query(text=f"{middling()} {common()}"),
        "three words": lambda: Query(text=f"{middling()} {common()} {common()}"),
        "phrase": lambda: Query(text=phrase()),
        "beginning": lambda: Query(text=middling()[:4] + "*"),
        "misspelt": lambda: Query(text=misspelt()),
        "filtered": lambda: Query(text=common(), filters={"status": (chance.choice(STATUSES),), "region": ("UKH",)}),
        "by date": lambda: Query(text=common(), sort="newest"),
        "full page": lambda: Query(text=f"{middling()} {common()}", exclude={"status": ("ended",)}, today=TODAY),
        "browse": lambda: Query(exclude={"status": ("ended",)}, sort="ending", today=TODAY),
        "reference": lambda: Query(text=f"XQ {chance.randrange(size)}"),
    }
    for kind, query in kinds.items():
        for _ in range(EACH):
            yield kind, query()


def _table(times: dict[str, list[list[float]]]) -> None:
    _say(f"{'ms':<12} {'first p50':>9} {'first p95':>9} {'p50':>8} {'p95':>8}")
    pooled = [found for kind in times.values() for found in kind]
    for kind, of_kind in [*times.items(), ("all", pooled)]:
        first = [found[0] for found in of_kind]
        later = [median(found[1:]) for found in of_kind]
        cells = (median(first), quantiles(first, n=20)[-1], median(later), quantiles(later, n=20)[-1])
        _say(f"{kind:<12} {cells[0]:9.2f} {cells[1]:9.2f} {cells[2]:8.2f} {cells[3]:8.2f}")


def _milliseconds(*steps: Callable[[], object]) -> float:
    started = process_time()
    for step in steps:
        step()
    return (process_time() - started) * 1000


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [10_000, 100_000]))
