"""The benches measure what they say: the same work for every engine, the same frameworks each time, one page kept."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("bench", reason="the source archive has no benches")

from bench import odd, tables
from bench.corpus import documents
from bench.engines import FACETS, Engine, NotOffered, engine
from bench.measures import interval, ndcg, reciprocal_rank
from bench.notices import labels
from bench.searches import Search
from indexer import Query

REPO = Path(__file__).parents[2]
SIZE = 60


@pytest.fixture(scope="module", params=("ours", "fts5", "naive"))
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp(request.param)
    engine(request.param).build(documents(SIZE), folder)
    made = engine(request.param)
    made.open(folder)
    return made


def words_of_a_title() -> tuple[str, ...]:
    return tuple(next(documents(SIZE)).texts["title"][0].lower().split()[:2])


@pytest.mark.parametrize("mode", ["every", "phrase"])
def test_every_engine_finds_a_framework_by_words_of_its_title_and_marks_them(opened: Engine, mode: str):
    answer = opened.search(Search(mode=mode, words=words_of_a_title(), limit=SIZE))

    assert "f0000000" in answer.ids
    assert answer.total == len(answer.ids) == len(answer.fragments)


def test_every_engine_finds_a_reference(opened: Engine):
    answer = opened.search(Search(mode="reference", words=("XQ", "7")))

    assert (answer.total, [*answer.ids]) == (1, ["f0000007"])


def test_every_engine_counts_all_values_of_all_frameworks(opened: Engine):
    answer = opened.search(Search(mode="all", limit=5))

    for facet in FACETS:
        wanted = Counter(value for document in documents(SIZE) for value in document.facets[facet])
        assert Counter(answer.facets[facet]) == wanted
    assert (answer.total, len(answer.ids)) == (SIZE, 5)


def test_every_engine_narrows_by_what_is_chosen_and_what_is_left_out(opened: Engine):
    narrowed = Search(mode="all", filters={"region": ("UKH",)}, exclude={"status": ("ended",)}, limit=SIZE)
    wanted = {d.id for d in documents(SIZE) if "UKH" in d.facets["region"] and "ended" not in d.facets["status"]}

    assert set(opened.search(narrowed).ids) == wanted


def test_what_an_engine_does_not_offer_is_not_counted_as_an_answer(tmp_path: Path):
    engine("fts5").build(documents(3), tmp_path)
    made = engine("fts5")
    made.open(tmp_path)

    with pytest.raises(NotOffered):
        made.search(Search(mode="misspelt", words=("laptips",)))


def test_the_made_up_frameworks_are_the_same_in_every_process():
    ask = "from bench.corpus import documents; print([d.texts['title'] for d in documents(3)])"

    def said(seed: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-c", ask], cwd=REPO, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout

    assert said("1") == said("2")


def test_a_ranking_is_the_better_the_further_up_the_right_ones_are():
    assert ndcg([1, 1, 0], [1, 1]) == 1
    assert ndcg([0, 1, 1], [1, 1]) == pytest.approx(0.6934, abs=1e-4)
    assert [reciprocal_rank([0, 0, 1, 1]), reciprocal_rank([0, 0])] == pytest.approx([1 / 3, 0])


def test_a_difference_that_is_the_same_everywhere_is_certain():
    assert interval(np.full(50, 0.25)) == (0.25, 0.25)


def test_a_label_is_answered_by_notices_with_its_code_or_one_below_it():
    notices: list[dict[str, Any]] = [*[{"cpv": ["03111100"]}] * 5, {"cpv": ["45000000"]}, {"cpv": None}]
    found = {" ".join(label.words): label.relevant for label in labels(notices)}

    assert found["seeds"] == {"0", "1", "2", "3", "4"}
    assert not any("5" in relevant for relevant in found.values())


def test_a_table_takes_the_place_of_its_last_run_and_of_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\n## One\n\nold\n\n## Two\n\nkept\n")
    monkeypatch.setattr(tables, "PAGE", page)

    tables.keep("One", ["new"])
    tables.keep("Three", ["added"])

    text = page.read_text()
    assert "old" not in text
    assert [line for line in text.splitlines() if line in ("## One", "new", "## Two", "kept", "## Three", "added")] == [
        *("## One", "new", "## Two", "kept", "## Three", "added")
    ]


def test_odd_searches_are_asked_of_every_page_and_the_slowest_is_compared_with_the_median(tmp_path: Path):
    app = odd.a_hub(tmp_path, SIZE)
    queries = ["q=cleaning", "q=%FF&status=live", "q=" + "a" * 500]

    times = odd.measure(app, queries)
    app.extensions["hub.engine"].dispose()

    assert {page: [*taken] for page, taken in times.items()} == {"/search": queries, "/suggest": queries}
    assert odd.ratio({"a": 1.0, "b": 2.0, "c": 9.0}) == 4.5
    assert app.extensions["hub.index"].search(Query()).total == SIZE


def test_an_odd_search_that_is_refused_ends_the_bench(tmp_path: Path):
    app = odd.a_hub(tmp_path, 1)

    with pytest.raises(SystemExit, match="answered 404"):
        odd.asking(app)("/nowhere?q=a")
    app.extensions["hub.engine"].dispose()
