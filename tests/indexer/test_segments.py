"""What a segment on disk holds: the words of its documents, whoever wrote them and however often they were merged."""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from whoosh.query import And, Or, Term
from whoosh.scoring import BM25F, Frequency

from indexer import Document, Query, open_index
from indexer.base import TEXT_FIELDS
from indexer.entry import FIELD_SHIFT, analyse
from indexer.whoosh_index import occurrences, writer
from indexer.whoosh_index.array_file import ArrayFile, DamagedFile, write_arrays
from indexer.whoosh_index.occurrences import Occurrences
from indexer.whoosh_index.schema import WORDS
from indexer.whoosh_index.stored import Folder
from tests.indexer.documents import a_document, found

TEXTS = (
    "Desks, chairs and desks",
    "G-Cloud 14: cloud-hosting and state-of-the-art e-mail",
    "the of and",
    "Children's day-to-day care – the council’s",
    "-x--y- a_b co\u00adoperation IT it",
    "one-two-three-four-five six",
    "",
)


def places_of(values: Sequence[tuple[str, ...]], folder: Path) -> dict[str, list[int]]:
    """Every term's places, of documents that have these values in their titles."""
    gathered = Occurrences(folder)
    for number, texts in enumerate(values):
        gathered.add(number, texts, 0)
    found: dict[str, list[int]] = {}
    names = {number: term for term, number in gathered.vocabulary.terms.items()}
    for block in gathered.blocks():
        for number in range(len(block.starts) - 1):
            first, last = block.starts[number : number + 2].tolist()
            found[names[block.first_term + number]] = block.places[first:last].tolist()
    gathered.close()
    return found


def places_by_tokens(values: Sequence[tuple[str, ...]]) -> dict[str, list[int]]:
    """The same, read word by word as a query is."""
    expected: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(values):
        document = Document(id=f"{number}", version=1, texts={"title": tuple(texts)})
        for term, places in analyse(document).terms.items():
            expected[term] += [number << 32 | place for place in places]
    return expected


@given(values=st.lists(st.lists(st.sampled_from(TEXTS) | st.text(max_size=30), max_size=3).map(tuple), max_size=4))
def test_words_are_gathered_as_a_query_reads_them(values):
    assert places_of(values, Path()) == places_by_tokens(values)


def test_a_place_has_room_for_the_number_of_every_field():
    assert len(TEXT_FIELDS) << FIELD_SHIFT <= 1 << 32


def test_more_words_than_are_sorted_at_once_wait_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    values = [(TEXTS[number % 5], TEXTS[number % 7]) for number in range(50)]
    monkeypatch.setattr(occurrences, "RUN", 7)

    assert places_of(values, tmp_path) == places_by_tokens(values)
    assert not [*tmp_path.iterdir()]


def segments(root: Path) -> set[str]:
    return {path.stem for path in root.glob("gen-*/*.arrays")}


def test_many_commits_leave_few_segments_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer, "LARGE", 2)
    index = open_index(f"whoosh://{tmp_path}/index")
    index.rebuild(a_document(f"old{n}", f"Old desks {n}", references=(f"RM{n}00",)) for n in range(40))
    built = segments(tmp_path / "index")
    for n in range(100):
        words = ("Blue", "Red")[n % 2]
        facets = {"region": (f"UK{n % 3}", "UK9")}
        index.apply([a_document(f"{n % 60}", f"{words} chairs {n}", version=n, facets=facets, references=(f"XY{n}",))])

    left = segments(tmp_path / "index")
    assert built < left  # a large one is left alone
    assert len(left) < 20
    anew = open_index(f"whoosh://{tmp_path}/index")
    assert anew.search(Query(text="chairs")).total == 60
    assert anew.search(Query(text='"old desks"')).total == 40
    assert anew.search(Query(text="chairs")).facets["region"] == {"UK9": 60, "UK0": 20, "UK1": 20, "UK2": 20}
    assert (found(anew, "XY 99"), found(anew, "RM 700")) == (["39"], ["old7"])
    assert anew.similar("chair") == ["chairs"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Only Linux says which files a process has open")
def test_many_commits_leave_few_files_open(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    for n in range(60):
        index.apply([a_document(f"{n}", f"Desks {n}")])
        assert index.search(Query(text="desks")).total == n + 1

    assert len(files_open_in(tmp_path)) == 0


def test_of_a_large_segment_the_files_stay_open(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    texts = (" ".join(f"word{n * 9 + k}" for k in range(60)) for n in range(900))
    index.rebuild(a_document(f"{n}", f"Desks {n}", text=text) for n, text in enumerate(texts))
    assert index.search(Query(text="desks")).total == 900

    assert {Path(name).suffix for name in files_open_in(tmp_path)} >= {".pst", ".arrays"}


def files_open_in(folder: Path) -> list[str]:
    """The files in a folder that this process has open."""
    links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return [name for link in links if (name := os.path.realpath(link)).startswith(str(folder))]


def test_titles_keep_their_order_through_commits(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    titles = [f"{n * 7919 % 1500:04}" for n in range(1500)]
    index.rebuild(a_document(title, title) for title in titles)
    assert found(index, sort="title", page=2, per_page=3) == ["0003", "0004", "0005"]

    index.apply([a_document("new", "0003a"), a_document("last", "9")], deleted=["0004"])

    assert found(index, sort="title", page=2, per_page=3) == ["0003", "new", "0005"]
    assert found(index, sort="title", page=1501) == []
    assert found(index, sort="title", page=1501 // 20 + 1)[-1] == "last"


def test_the_words_of_documents_that_are_gone_are_dropped_when_segments_are_merged(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    index.apply([a_document("a", "Wheelbarrows"), a_document("b", "Desks"), a_document("c", "Chairs")])
    index.apply([], deleted=["a", "b"])
    index.apply([a_document("d", "Tables")])

    lexicon = index._current().lexicon  # type: ignore[attr-defined]
    assert {*lexicon} == {"chairs", "tables"}


def test_a_segment_may_be_left_without_a_word(tmp_path: Path):
    index = open_index(f"whoosh://{tmp_path}/index")
    index.apply([a_document("a", "Desks")])
    index.apply([a_document("b", "")], deleted=["a"])

    assert (found(index), found(index, "desks")) == (["b"], [])


@pytest.fixture
def whoosh_and_ours(tmp_path: Path) -> Iterator[tuple[Folder, dict[int, dict[str, list[int]]]]]:
    """An index of several segments in Whoosh's eyes, and the places of each document's terms by Whoosh's number."""
    index = open_index(f"whoosh://{tmp_path}/index")
    documents = [a_document(f"{n}", f"Desks {n % 7} {n % 3}", text=f"desks and chairs {n % 5}") for n in range(40)]
    index.rebuild(documents[:30])
    index.apply(documents[30:])
    folder = Folder(tmp_path / "index" / "gen-000001")
    yield folder, {number: analyse(document).terms for number, document in enumerate(documents)}
    folder.close_files()


def test_whooshs_own_searcher_reads_the_index(whoosh_and_ours):
    folder, terms = whoosh_and_ours
    weights = [*TEXT_FIELDS.values()]
    with folder.index().searcher(weighting=Frequency()) as searcher:
        for query in ("desk", "chair", "3"):
            hits = {hit.docnum: hit.score for hit in searcher.search(Term(WORDS, query), limit=None)}
            having = {number: places[query] for number, places in terms.items() if query in places}
            assert hits == pytest.approx(
                {number: sum(weights[place >> 29] for place in places) for number, places in having.items()}
            )
        assert len(searcher.search(And([Term(WORDS, "1"), Term(WORDS, "2")]), limit=None)) == sum(
            {"1", "2"} <= places.keys() for places in terms.values()
        )


def test_whooshs_own_ranking_has_the_lengths_it_needs(whoosh_and_ours):
    folder, _ = whoosh_and_ours
    with folder.index().searcher(weighting=BM25F()) as searcher:
        assert searcher.avg_field_length(WORDS) == 6.0
        found = searcher.search(Or([Term(WORDS, "6"), Term(WORDS, "chair")]), limit=3)
        assert [hit.docnum % 7 for hit in found] == [6, 6, 6]


def test_a_file_of_arrays_that_is_cut_short_anywhere_is_noticed(tmp_path: Path):
    path = tmp_path / "a"
    write_arrays(path, {"numbers": np.arange(5), "none": np.zeros(0, np.float64)})
    whole = path.read_bytes()
    with closing(ArrayFile(path)) as arrays:
        assert {name: array.tolist() for name, array in arrays.items()} == {"numbers": [0, 1, 2, 3, 4], "none": []}

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedFile):
            ArrayFile(path)


def test_an_array_that_has_changed_on_disk_is_not_believed(tmp_path: Path):
    path = tmp_path / "some.arrays"
    write_arrays(path, {"numbers": np.arange(5)})
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)

    with closing(ArrayFile(path)) as arrays, pytest.raises(DamagedFile, match="has changed"):
        arrays["numbers"]
