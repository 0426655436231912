"""The words of many texts, numbered, so that a word is folded and stemmed once however often it comes up."""

from typing import NamedTuple

from indexer.analysis import compound_of, parts_of, read_word, words_of

SMALL = -1
"""The number of a word that is not indexed."""


class Compound(NamedTuple):
    """Words joined by hyphens: the numbers of those that are indexed, and of all of them read as one, if it counts."""

    parts: list[int]
    whole: int | None


class Vocabulary(dict[str, int]):
    """The number of each word as it stands in a text: its term's, ``SMALL``, or less than that for a compound's."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: dict[str, int] = {}
        self.spellings: dict[str, str] = {}
        self._compounds: list[Compound] = []

    def __missing__(self, raw: str) -> int:
        parts = parts_of(raw)
        number = self._number(raw) if len(parts) == 1 else self._compound(parts)
        self[raw] = number
        return number

    def read(self, text: str) -> list[int]:
        """The numbers of the words of ``text`` in order, those that are joined by hyphens as one."""
        return list(map(self.__getitem__, words_of(text)))

    def compound(self, number: int) -> Compound:
        return self._compounds[SMALL - 1 - number]

    def term(self, term: str) -> int:
        return self.terms.setdefault(term, len(self.terms))

    def _number(self, raw: str) -> int:
        word, term, is_small = read_word(raw)
        return SMALL if is_small else self._indexed(word, term)

    def _indexed(self, word: str, term: str) -> int:
        self.spellings[word] = term
        return self.term(term)

    def _compound(self, parts: list[str]) -> int:
        numbers = [number for part in parts if (number := self._number(part)) != SMALL]
        whole = compound_of(parts)
        self._compounds.append(Compound(numbers, self._indexed(*whole) if whole else None))
        return SMALL - len(self._compounds)
