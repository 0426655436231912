"""How often buyers' searches find the right framework, measured on a real catalogue if it lies beside the project.

The floors only ever rise. They are below what was measured, since the searches are judged by hand.
"""

import csv
import json
from collections.abc import Iterator
from math import log2
from pathlib import Path
from typing import Any

import pytest

from indexer import Document, Query, SearchIndex

DATA = Path(__file__).parents[3] / "shared" / "data"
CATALOGUE = DATA / "frameworks" / "frameworks_combined.csv"
SEARCHES = DATA / "cases" / "searches" / "dev.jsonl"
CPV = DATA / "reference" / "cpv_2008.csv"

LEAST_HIT_AT_3 = 0.8
LEAST_NDCG_AT_10 = 0.6
LEAST_RECALL_OF_DOUBT = 0.8
MOST_FALSE_DOUBT = 0.1
TOP = 10

pytestmark = pytest.mark.skipif(not SEARCHES.exists(), reason="no labelled searches beside the project")


@pytest.fixture
def catalogue(memory: SearchIndex) -> SearchIndex:
    memory.rebuild(documents())
    return memory


def documents() -> Iterator[Document]:
    for number, row in enumerate(rows(CATALOGUE)):
        yield Document(
            id=f"row {number}",
            version=1,
            texts={
                "title": (row["title"],),
                "owner": (row["provider"],),
                "categories": split(row["category"].replace("-", " "), ";"),
                "lots": split(row["lots"], "|"),
                "keywords": split(row["keywords"], ","),
                "text": (row["summary"],),
            },
            references=split(row["reference"], "\n"),
            title_sort=row["title"].casefold(),
        )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def test_the_right_framework_is_among_the_first(catalogue: SearchIndex):
    labels = {row["code"]: row["label_en"] for row in rows(CPV)}
    cases = [json.loads(line) for line in SEARCHES.read_text(encoding="utf-8").splitlines()]
    graded = [(grades(catalogue, case, labels), case) for case in cases if case["expected"]]

    hits = [any(found[:3]) for found, _ in graded]
    gains = [gain(found) / gain(ideal(case)) for found, case in graded]

    hit_at_3, ndcg_at_10 = sum(hits) / len(hits), sum(gains) / len(gains)
    assert (hit_at_3 >= LEAST_HIT_AT_3, ndcg_at_10 >= LEAST_NDCG_AT_10) == (True, True), (hit_at_3, ndcg_at_10)


def test_searches_for_what_nobody_offers_are_told_from_the_others(catalogue: SearchIndex):
    """Said plainly: nothing was found, or a word of it is nowhere. Some right answers have not all words either."""
    cases = [json.loads(line) for line in SEARCHES.read_text(encoding="utf-8").splitlines()]
    doubted = {case["query"] for case in cases if is_in_doubt(catalogue, case["query"])}
    without = {case["query"] for case in cases if not case["expected"]}
    codes = {row["code"] for row in rows(CPV)}  # this catalogue has none

    assert len(without & doubted) / len(without) >= LEAST_RECALL_OF_DOUBT
    assert len(doubted - without - codes) / (len(cases) - len(without)) <= MOST_FALSE_DOUBT


def is_in_doubt(index: SearchIndex, text: str) -> bool:
    page = index.search(Query(text=text))
    return not page.total or not page.fit.named or bool(page.fit.missing)


def grades(index: SearchIndex, case: dict[str, Any], labels: dict[str, str]) -> list[int]:
    """The grades of the frameworks found, best first; each once, and neutral ones left out."""
    label = (labels[case["query"]],) if case["query"] in labels else ()
    page = index.search(Query(text=case["query"], related=label, per_page=100))
    expected = {f"row {row}": entry for entry in case["expected"] for row in entry["rows"]}
    neutral = {f"row {row}" for entry in case["neutral"] for row in entry.get("rows", ())}
    found: dict[str, int] = {}
    for hit in page.hits:
        if hit.id not in neutral:
            entry = expected.get(hit.id, {"framework_id": hit.id, "grade": 0})
            found.setdefault(entry["framework_id"], entry["grade"])
    return list(found.values())


def ideal(case: dict[str, Any]) -> list[int]:
    return sorted((entry["grade"] for entry in case["expected"]), reverse=True)


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain at 10."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:TOP], start=1))
