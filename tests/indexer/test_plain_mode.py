"""Plain mode, which is nothing but BM25F, against Whoosh's own searcher: totals, scores and order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import log
from pathlib import Path
from random import Random

import pytest
from whoosh import fields, index, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.searching import Searcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer import TEXT_FIELDS, Document, IndexUnavailable, Query, open_index
from indexer.analysis import tokens
from indexer.base import Page
from indexer.ranking import PLAIN
from indexer.search import MOST_PER_PAGE, search
from indexer.whoosh_index.reader import read_snapshot


def _is_kept(length: int) -> bool:
    return bool(byte_to_length(length_to_byte(length)) == length)


AVERAGE_LENGTH = 14
SPREADS = [n for n in range(AVERAGE_LENGTH) if _is_kept(AVERAGE_LENGTH + n) and _is_kept(AVERAGE_LENGTH - n)]
"""How many words more and, as often, fewer a title has: lengths Whoosh, which has one byte for each, keeps exactly.

So the average is exactly what it is with us, where two digits of it count.
"""

BM25_K1, BM25_B = 1.2, 0.75


def rarity_in_whoosh(documents: int, total: int) -> float:
    return log(total / (documents + 1)) + 1


WHOOSHS = replace(PLAIN, rarity=rarity_in_whoosh, saturation=BM25_K1 * TEXT_FIELDS["title"])
"""Plain mode with Whoosh's rarity. With one field, its weight may as well be that of the saturation."""


@dataclass(frozen=True)
class Corpus:
    """Titles of invented words, a few of them common and most rare (Zipf's law)."""

    titles: list[list[str]]
    words: list[str]
    chance: Random

    @classmethod
    def of(cls, size: int) -> "Corpus":
        chance = Random(size)  # noqa: S311
        words = _invented(chance)
        shares = [*accumulate(1 / (rank + 2) for rank in range(len(words)))]
        spreads = [chance.choice(SPREADS) for _ in range(size // 2)]
        lengths = [length for spread in spreads for length in (AVERAGE_LENGTH - spread, AVERAGE_LENGTH + spread)]
        return cls([chance.choices(words, cum_weights=shares, k=length) for length in lengths], words, chance)

    def documents(self) -> Iterator[Document]:
        for number, title in enumerate(self.titles):
            yield Document(id=f"{number:06}", version=1, texts={"title": (" ".join(title),)})

    def some_words(self) -> list[str]:
        """One to five words, all of which some title has."""
        known = [word for title in self.chance.sample(self.titles, 3) for word in title]
        return list(dict.fromkeys(self.chance.choices(known, k=self.chance.randint(1, 5))))

    def neighbours(self) -> list[str]:
        title = self.chance.choice([title for title in self.titles if len(title) > 3])
        at = self.chance.randrange(len(title) - 2)
        return title[at : at + self.chance.randint(2, 3)]


def _invented(chance: Random) -> list[str]:
    """Words of one length, so that no two make a third."""
    syllables = [a + b + c for a in "bdfgklmnprt" for b in "aou" for c in "bdfgklmnprt"]
    return sorted({chance.choice(syllables) + chance.choice(syllables) for _ in range(6_000)})


@pytest.mark.parametrize(
    ("size", "searches"), [(400, 60), pytest.param(10_000, 500, marks=pytest.mark.thorough)], ids=["some", "many"]
)
def test_plain_mode_gives_the_totals_scores_and_order_of_whooshs_own_searcher(
    size: int, searches: int, tmp_path: Path
):
    corpus = Corpus.of(size)
    open_index(f"whoosh://{tmp_path}/ours").rebuild(corpus.documents())
    [generation] = (tmp_path / "ours").glob("gen-*")
    snapshot = read_snapshot(generation, IndexUnavailable)
    with _whooshs(corpus, tmp_path / "whooshs").searcher(weighting=scoring.BM25F(B=BM25_B, K1=BM25_K1)) as searcher:
        for number in range(searches):
            kind = ("any", "every", "phrase")[number % 3]
            words = corpus.neighbours() if kind == "phrase" else corpus.some_words()
            page = search(Query(text=_typed(kind, words), per_page=MOST_PER_PAGE), snapshot, WHOOSHS)
            _compare(page, searcher, _asked(kind, words), is_scored=kind != "phrase")


def _whooshs(corpus: Corpus, folder: Path) -> index.FileIndex:
    """The same titles as Whoosh keeps them. Our analysis is no part of what is compared, so both have its terms."""
    folder.mkdir()
    schema = fields.Schema(id=fields.STORED, title=fields.TEXT(analyzer=SpaceSeparatedTokenizer()))
    made = index.create_in(folder, schema)
    writer = made.writer()
    for document in corpus.documents():
        terms = " ".join(token.term for token in tokens(document.texts["title"][0]))
        writer.add_document(id=document.id, title=terms)
    writer.commit()
    return made


def _typed(kind: str, words: list[str]) -> str:
    match kind:
        case "any":
            return " ".join(words)
        case "every":
            return " ".join(f'"{word}"' for word in words)
        case _:
            return f'"{" ".join(words)}"'


def _asked(kind: str, words: list[str]) -> query.Query:
    terms = [token.term for token in tokens(" ".join(words))]
    if kind == "phrase":
        return query.Phrase("title", terms)
    return (query.Or if kind == "any" else query.And)([query.Term("title", term) for term in terms])


def _compare(page: Page, searcher: Searcher, asked: query.Query, *, is_scored: bool) -> None:
    """Documents of one score may stand in any order. Of a phrase Whoosh reckons the words' scores, not its own."""
    theirs = {hit["id"]: hit.score for hit in searcher.search(asked, limit=None)}
    ours = {hit.id: hit.score * (BM25_K1 + 1) for hit in page.hits}
    assert page.total == len(theirs)
    assert ours.keys() <= theirs.keys()
    assert len(ours) == min(page.total, MOST_PER_PAGE)
    if is_scored:
        assert [*ours.values()] == pytest.approx(sorted(theirs.values(), reverse=True)[: len(ours)])
        assert [*ours.values()] == pytest.approx([theirs[id] for id in ours])
