"""All words of an index, for completing and correcting what was typed."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from heapq import merge
from itertools import groupby, islice, takewhile


class Words:
    """The words of one segment, with their terms."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self.terms = dict(spellings)
        self._sorted = sorted(self.terms)  # a moment only, where they are kept in order

    @cached_property
    def shortest(self) -> dict[str, str]:
        """The shortest word of each term, of several the first. Only corrections ask for it."""
        shortest: dict[str, str] = {}
        for word in self._sorted:
            known = shortest.get(self.terms[word])
            if known is None or len(word) < len(known):
                shortest[self.terms[word]] = word
        return shortest

    def beginning_with(self, prefix: str) -> Iterator[str]:
        following = islice(self._sorted, bisect_left(self._sorted, prefix), None)
        return takewhile(lambda word: word.startswith(prefix), following)


class Lexicon:
    """The words of all segments. Words of deleted documents may be among them."""

    def __init__(self, parts: Sequence[Words]) -> None:
        self._parts = parts

    def __contains__(self, word: str) -> bool:
        return any(word in part.terms for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        seen: set[str] = set()
        for part in self._parts:
            yield from part.terms.keys() - seen
            seen |= part.terms.keys()

    @cached_property
    def words(self) -> list[str]:
        """All of them, in order."""
        return sorted(self)

    def prepare(self) -> None:
        """Have at hand what corrections need."""
        self.words  # noqa: B018
        for part in self._parts:
            part.shortest  # noqa: B018

    def term(self, word: str) -> str:
        """The term of a word, which must be among the words."""
        return next(part.terms[word] for part in self._parts if word in part.terms)

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """At most ``limit`` words that begin with ``prefix``, in alphabetical order."""
        words = merge(*(part.beginning_with(prefix) for part in self._parts))
        return [word for word, _ in islice(groupby(words), limit)]

    def words_for(self, spellings: Set[str]) -> set[str]:
        """The words that any of the spellings is, or is the stem of: of several with one stem the shortest."""
        words = {word for part in self._parts for word in spellings & part.terms.keys()}
        shortest: dict[str, str] = {}
        for part in self._parts:
            for stem in (spellings & part.shortest.keys()) - words:
                found = (part.shortest[stem], shortest.get(stem, part.shortest[stem]))
                shortest[stem] = min(found, key=lambda word: (len(word), word))
        return words | set(shortest.values())
