#!/usr/bin/env python3
"""How good the hub's results are, beside its rivals': on notices whose CPV codes are hidden, or on buyers' searches.

    python -m bench.relevance FILE                       notices: JSON lines, also compressed (.gz)
    python -m bench.relevance --searches FILE CATALOGUE  searches with the rows of a table (CSV) that answer them

On notices: what is searched for is what a CPV code is called; right are the notices with that code or one below it.
The words of CPV codes are indexed for nobody.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench import judged
from bench.engines import ENGINES, NAMES, Engine, engine
from bench.measures import Values, interval, ndcg, reciprocal_rank
from bench.notices import Label, documents, labels, read
from bench.searches import Search
from bench.tables import keep, number, table
from indexer import Document, open_index

DEEPEST = 100
MEASURES = ("nDCG@10", "MRR", "R@100")
LEAST_GAIN, LEAST_RECALL_GAIN = 0.010, 0.015
"""How far the hub is to be ahead: in nDCG@10 of each rival, in R@100 of tantivy."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description="How good results are.")
    parser.add_argument("file", type=Path, help="notices, or with --searches the searches: JSON lines")
    parser.add_argument("catalogue", nargs="?", type=Path, help="with --searches: the table that is searched")
    parser.add_argument("--searches", action="store_true", help="measure buyers' searches")
    options = parser.parse_args(arguments)
    if options.searches and not options.catalogue:
        parser.error("--searches needs the catalogue as well")
    if options.searches:
        keep("Buyers’ searches", [*judged.measure(options.file, options.catalogue, open_index("memory:"))])
    else:
        keep("Relevance on notices", list(_on_notices(options.file)))
    return 0


def _on_notices(path: Path) -> Iterator[str]:
    notices = read(path)
    asked = list(labels(notices))
    found = {name: _measured(name, list(documents(notices)), asked) for name in ENGINES}
    yield f"{len(asked)} labels of CPV codes, searched for in {len(notices):,} notices."
    yield ""
    yield from table(["", *MEASURES], [[NAMES[name], *_cells(values.mean(axis=0))] for name, values in found.items()])
    yield ""
    yield "How far the hub is ahead, with the bounds within which 95 of 100 such samples of labels would lie:"
    yield ""
    for name in ENGINES[1:]:
        yield _ahead(found["ours"] - found[name], NAMES[name], 0, LEAST_GAIN)
    yield _ahead(found["ours"] - found["tantivy"], NAMES["tantivy"], 2, LEAST_RECALL_GAIN, for_sure=False)


def _cells(values: Sequence[float]) -> list[str]:
    return [number(float(value), 4) for value in values]


def _ahead(differences: Values, rival: str, measure: int, least: float, for_sure: bool = True) -> str:
    """One line of what was to be reached: a difference of ``least``, and perhaps for sure above nothing."""
    low, high = interval(differences[:, measure])
    ahead = float(differences[:, measure].mean())
    reached = ahead >= least and (low > 0 or not for_sure)
    wanted = f"to be at least {least:.3f}" + (" and surely above 0" if for_sure else "")
    verdict = "Reached" if reached else "Not reached"
    return f"- {MEASURES[measure]}, of {rival}: {ahead:+.4f} ({low:+.4f} to {high:+.4f}), {wanted}. **{verdict}.**"


def _measured(name: str, given: Sequence[Document], asked: Sequence[Label]) -> Values:
    """The measures, in their order, for each label."""
    with tempfile.TemporaryDirectory() as folder:
        engine(name).build(given, Path(folder))
        opened = engine(name)
        opened.open(Path(folder))
        return np.array([_of_label(opened, label) for label in asked])


def _of_label(opened: Engine, label: Label) -> tuple[float, float, float]:
    found = opened.search(Search(words=label.words, limit=DEEPEST)).ids
    grades = [int(id in label.relevant) for id in found]
    return ndcg(grades, [1] * len(label.relevant)), reciprocal_rank(grades), sum(grades) / len(label.relevant)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
