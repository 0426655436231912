"""Buyers' searches over a table of frameworks, with the rows that answer each: graded 1 or 2, or none at all."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.measures import ndcg
from hub.search.find import with_labels
from indexer import Document, Query, SearchIndex

DEEPEST, TOP = 100, 3
LEAST_HITS, LEAST_GAIN = 0.75, 0.55
FEW = 5
"""Results up to which a search that nobody answers counts as one that says so."""

Case = Mapping[str, Any]


def measure(searches: Path, catalogue: Path, index: SearchIndex) -> Iterator[str]:
    """Lines that say how often the right rows come first, and what is shown where there is none."""
    index.rebuild(documents(catalogue))
    cases = [json.loads(line) for line in searches.read_text(encoding="utf-8").splitlines() if line.strip()]
    graded = [(_grades(index, case), [row["grade"] for row in case["expected"]]) for case in cases if case["expected"]]
    hits = float(np.mean([any(grades[:TOP]) for grades, _ in graded]))
    gains = float(np.mean([ndcg(grades, ideal) for grades, ideal in graded]))
    unanswered = [index.search(_query(case)).total for case in cases if not case["expected"]]
    yield f"{len(graded)} searches that some row answers, {len(unanswered)} that none does."
    yield ""
    yield _line(f"a right row among the first {TOP} (hit@{TOP})", hits, LEAST_HITS)
    yield _line("nDCG@10", gains, LEAST_GAIN)
    few = sum(total <= FEW for total in unanswered)
    yield f"- of the searches that nothing answers, {few} of {len(unanswered)} find {FEW} rows or fewer"


def documents(catalogue: Path) -> Iterator[Document]:
    """The rows of the table, each a framework."""
    with catalogue.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            texts = {
                "title": (row["title"],),
                "owner": (row["provider"],),
                "categories": _split(row["category"].replace("-", " "), ";"),
                "lots": _split(row["lots"], "|"),
                "keywords": _split(row["keywords"], ","),
                "text": (row["summary"],),
            }
            references, title = _split(row["reference"], "\n"), row["title"].casefold()
            yield Document(id=f"{number}", version=1, texts=texts, references=references, title_sort=title)


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _query(case: Case) -> Query:
    return with_labels(Query(text=case["query"], per_page=DEEPEST))


def _grades(index: SearchIndex, case: Case) -> Sequence[int]:
    """The grades of the frameworks found, best first: each once, less those that are neither right nor wrong."""
    expected = {str(row): entry for entry in case["expected"] for row in entry["rows"]}
    neutral = {str(row) for entry in case["neutral"] for row in entry.get("rows", ())}
    found: dict[str, int] = {}
    for hit in index.search(_query(case)).hits:
        if hit.id not in neutral:
            entry = expected.get(hit.id, {"framework_id": f"row {hit.id}", "grade": 0})
            found.setdefault(entry["framework_id"], entry["grade"])
    return [*found.values()]


def _line(text: str, found: float, least: float) -> str:
    verdict = "Reached" if found >= least else "Not reached"
    return f"- {text}: {found:.3f}, to be at least {least:g}. **{verdict}.**"
