"""Searches that have brought search engines down. Each gets a page, and little is looked up for it."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from indexer import Query, SearchIndex, open_index
from indexer.entry import analyse
from indexer.memory_index import MemoryPostings, snapshot_of, snapshot_over
from indexer.search import search
from indexer.segment import Places
from tests.indexer.documents import a_document

MOST_LOOKUPS = 4_000
"""Postings one search may ask for: 8 fields for each word and other spelling of it, and 256 completions."""

HAZARDS = {
    "star word star": "*a*",
    "stars": "*" * 400,
    "question marks": "?????",
    "one star": "*",
    "short beginning": "a*",
    "many beginnings": " ".join(f"{a}{b}c*" for a in "abcdefgh" for b in "abcdefgh"),
    "inner star": "a*b*c",
    "range": "title:[a TO z]",
    "open range": "start:[1 TO 9]",
    "open-ended range": "[TO",
    "braces": "{a TO }",
    "fuzzy": "c~9",
    "fuzzy many": "vehicle~3 contract~2 services~1",
    "boost": "vehicle^1000000",
    "regex": 'r"[a-z]*"',
    "catastrophic regex": "(([a-z])+.)+[A-Z]([a-z])+$",
    "bad regex": "r'['",
    "long word": "x" * 100_000,
    "long misspelling": "vehi" + "c" * 100_000,
    "many words": "word " * 20_000,
    "many rare words": " ".join(f"w{n}" for n in range(5_000)),
    "nots": "NOT " * 300,
    "nots then word": "NOT " * 300 + "vehicle",
    "ors": "a OR " * 2000,
    "real ors": " OR ".join(f"vehicle{n}" for n in range(80)),
    "ands": "AND " * 300,
    "minuses": "-" * 400,
    "exclusions": "-vehicle " * 200,
    "open brackets": "(" * 2000,
    "nested brackets": "(" * 1000 + "vehicle" + ")" * 1000,
    "open quote": '"',
    "quotes": '"' * 399,
    "quotes in pairs": '"" ' * 130,
    "phrases": '"a b" ' * 60,
    "field only": "title:",
    "fields": "title:owner:lot:supplier:cpv:" * 13,
    "field of nothing": 'title:"" owner:""',
    "colons": ":" * 400,
    "hyphens": "a-" * 200,
    "hyphen run": "one-two-three-four-" * 20,
    "apostrophes": "’'" * 200,
    "apostrophes in a word": "a'" * 200 + "b",
    "references": "RM6100 " * 57,
    "many numbers": " ".join(str(n) for n in range(100, 200)),
    "dotted digits": "1." * 200,
    "slashes": "RM/" * 130,
    "codes": "30213100 " * 44,
    "sql": "'; DROP TABLE framework; --",
    "sql or": "' OR '1'='1",
    "template": "{{ 7 * 7 }} ${7*7} <%= 7 %>",
    "script": "<script>alert(1)</script>",
    "path": "../../../../etc/passwd\x00.png",
    "format": "%s%s%n {0} {",
    "nul": "vehicle\x00hire",
    "controls": "".join(map(chr, range(32))),
    "emoji": "🚒🚒 👩‍🚒 vehicle",
    "right to left": "\u202evehicle\u202c مركبة רכב",
    "accents": "v\u0301" * 200,
    "combining only": "\u0301" * 400,
    "surrogate": "\ud800vehicle\udfff",
    "zero width": "\u200b" * 200 + "ve\u200bhicle",
    "ligature phrase": "ﷺ" * 100,
    "wide": "Ｖｅｈｉｃｌｅ",
    "dotted i": "İ" * 400,
    "sharp s": "ß" * 400,
    "superscripts": "²³¹½" * 100,
    "other digits": "٣٠٢١٣١٠٠",
    "newlines": "\n" * 400,
    "separators": "\u2028\u2029\u0085vehicle",
    "bytes of utf-16": "v\x00e\x00h\x00",
}

DOCUMENTS = [
    a_document(
        f"{n}",
        f"Vehicle hire and contract services {word}",
        references=(f"RM{6100 + n}",),
        facets={"cpv": ("30213100",)},
    )
    for n, word in enumerate(("alpha", "abc", "bravo", "vehicles", "x" * 200, "G-Cloud", "ﷺ", "1.1"))
]


class CountedPostings(MemoryPostings):
    lookups = 0

    def places(self, term: str) -> Places:
        self.lookups += 1
        return super().places(term)


@pytest.mark.parametrize("text", HAZARDS.values(), ids=HAZARDS.keys())
def test_each_gets_a_page_for_little_work(text: str):
    analysed = [analyse(document) for document in DOCUMENTS]
    postings = CountedPostings(analysed)
    snapshot = snapshot_over(analysed, postings)

    page = search(Query(text=text), snapshot)

    assert 0 <= page.total <= len(DOCUMENTS)
    assert postings.lookups <= MOST_LOOKUPS


def test_a_vocabulary_full_of_neighbours_makes_no_more_work():
    words = [f"{a}{b}c{c}d" for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefghijklmnop"]
    analysed = [analyse(a_document(f"{n}", " ".join(words))) for n in range(2)]
    for text in ("many beginnings", "many rare words", "real ors", "long misspelling"):
        postings = CountedPostings(analysed)

        search(Query(text=HAZARDS[text]), snapshot_over(analysed, postings))

        assert postings.lookups <= MOST_LOOKUPS


def test_each_gets_the_same_page_from_whoosh(tmp_path):
    whoosh, memory = open_index(f"whoosh://{tmp_path}/index"), open_index("memory:")
    whoosh.rebuild(DOCUMENTS)
    memory.rebuild(DOCUMENTS)

    for name, text in HAZARDS.items():
        assert whoosh.search(Query(text=text)) == memory.search(Query(text=text)), name


@pytest.mark.parametrize("name", ["status", "", "'; DROP TABLE x; --", "__class__", "a" * 10_000, "\x00", "../etc"])
def test_hostile_names_and_values_of_filters_do_no_harm(index: SearchIndex, name: str):
    index.apply(DOCUMENTS)

    for value in ("", "'", "\x00", "x" * 10_000, "\ud800"):
        index.search(Query(filters={name: (value,)}, exclude={name: (value,)}, sort=name))


@pytest.mark.parametrize("text", HAZARDS.values(), ids=HAZARDS.keys())
def test_each_may_be_published_too(memory: SearchIndex, text: str):
    memory.apply([a_document("hazard", text, references=(text,), lots=(text, text), facets={"cpv": (text,)})])

    assert memory.search(Query()).total == 1
    memory.search(Query(text=text))


def test_all_of_them_may_be_published_in_whoosh(tmp_path):
    index = open_index(f"whoosh://{tmp_path}/index")
    index.rebuild(
        a_document(f"h{n}", text, references=(text,), lots=(text,), facets={"supplier": (text,)})
        for n, text in enumerate(HAZARDS.values())
    )

    assert index.search(Query()).total == len(HAZARDS)
    assert index.search(Query(text="vehicle")).total > 5


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.lists(st.sampled_from([*HAZARDS.values()]), max_size=3).map(" ".join))
def test_any_text_gets_a_page(text: str):
    page = search(Query(text=text), ANY_SNAPSHOT)

    assert page.total >= len(page.hits)
    assert all(isinstance(hint, str) and hint.endswith(".") for hint in page.hints)


ANY_SNAPSHOT = snapshot_of([analyse(document) for document in DOCUMENTS])
