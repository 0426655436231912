"""What the search bench searches for: the same searches for every engine, twenty of each kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from bench.corpus import SEED, STATUSES, documents, vocabulary
from indexer import Query

EACH = 20
"""Searches of each kind."""

TODAY = date(2026, 11, 21)
NOT_ENDED = {"status": ("ended",)}

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Search:
    """One search in no engine's language.

    ``mode`` says how the ``words`` are meant: "any" or "every" one of them, as a "phrase", as the "beginning" of a
    word, as "misspelt", as a "reference"; "all" is a search without words.
    """

    kind: str = ""
    mode: str = "any"
    words: tuple[str, ...] = ()
    filters: Values = field(default_factory=dict)
    exclude: Values = field(default_factory=dict)
    sort: str = "relevance"
    limit: int = 20

    @property
    def query(self) -> Query:
        """The search as our own index is asked it."""
        return Query(
            text=self._text,
            filters=self.filters,
            exclude=self.exclude,
            sort=self.sort,
            today=TODAY,
            per_page=self.limit,
        )

    @property
    def _text(self) -> str:
        match self.mode:
            case "phrase":
                return f'"{" ".join(self.words)}"'
            case "every":
                return " ".join(f'"{word}"' for word in self.words)
            case "beginning":
                return f"{self.words[0]}*"
            case _:
                return " ".join(self.words)


def searches(size: int) -> Iterator[Search]:
    """The searches for an index of so many made-up frameworks, kind by kind."""
    kinds = _Kinds(size)
    makers: dict[str, Callable[[], Search]] = {
        "rare word": lambda: Search(words=(kinds.rare(),)),
        "common word": lambda: Search(words=(kinds.common(),)),
        "two words": lambda: Search(words=kinds.pair()),
        "three words": lambda: Search(words=(*kinds.pair(), kinds.common())),
        "every word": lambda: Search(mode="every", words=kinds.pair()),
        "phrase": lambda: Search(mode="phrase", words=kinds.phrase()),
        "beginning": lambda: Search(mode="beginning", words=(kinds.beginning(),)),
        "misspelt": lambda: Search(mode="misspelt", words=(kinds.misspelt(),)),
        "filtered": lambda: Search(words=(kinds.common(),), filters=kinds.filters()),
        "by date": lambda: Search(words=(kinds.common(),), sort="newest"),
        "full page": lambda: Search(words=kinds.pair(), exclude=NOT_ENDED),
        "full, every word": lambda: Search(mode="every", words=kinds.pair(), exclude=NOT_ENDED),
        "browse": lambda: Search(mode="all", exclude=NOT_ENDED, sort="ending"),
        "reference": lambda: Search(mode="reference", words=("XQ", str(kinds.number()))),
    }
    for kind, make in makers.items():
        for _ in range(EACH):
            yield replace(make(), kind=kind)


class _Kinds:
    """Draws words by how common they are."""

    def __init__(self, size: int) -> None:
        self._chance = Random(SEED)
        self._size = size
        self._texts = [document.texts["text"][0].split() for document in documents(min(size, 500))]

    def common(self) -> str:
        return vocabulary()[self._chance.randrange(3, 60)]

    def middling(self) -> str:
        return vocabulary()[self._chance.randrange(60, 2_000)]

    def rare(self) -> str:
        return vocabulary()[self._chance.randrange(5_000, 15_000)]

    def pair(self) -> tuple[str, ...]:
        """A word that is neither rare nor common, and a common one."""
        return self.middling(), self.common()

    def phrase(self) -> tuple[str, ...]:
        """Two words that stand side by side in some text."""
        text = self._chance.choice(self._texts)
        at = self._chance.randrange(len(text) - 1)
        return tuple(text[at : at + 2])

    def beginning(self) -> str:
        """Four letters. None ends in s, which FTS5's stemmer would take off."""
        while (letters := self.middling()[:4]).endswith("s"):
            pass
        return letters

    def misspelt(self) -> str:
        word = self.middling() + "s"
        at = self._chance.randrange(2, len(word) - 1)
        return word[:at] + self._chance.choice("aeiou") + word[at + 1 :]

    def filters(self) -> Values:
        return {"status": (self._chance.choice(STATUSES),), "region": ("UKH",)}

    def number(self) -> int:
        return self._chance.randrange(self._size)
