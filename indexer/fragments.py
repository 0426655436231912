"""The pieces of a document that show why it was found, with the words that matched marked."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonprefix
from typing import NamedTuple

from indexer.analysis import occurrences, reference_forms, sightings, tokens
from indexer.base import TEXT_FIELDS, Fragment
from indexer.lifts import DIVISION
from indexer.plan import Plan

MOST_FRAGMENTS = 3
LONGEST_FRAGMENT = 200
"""Characters, roughly: a fragment is cut between words."""

LONGEST_READ = 50_000
"""Characters of one field that are read for fragments."""

_LEAD = 40  # characters shown before the first mark
_REACH = LONGEST_FRAGMENT - _LEAD - 20
_MOST_MARKS = 100

LONG = 500
"""Characters of a text beyond which only its best part is read closely."""

_AROUND = 60  # characters read on either side of that part

Texts = Mapping[str, tuple[str, ...]]


class Mark(NamedTuple):
    """``text[start:end]`` matched, as ``what``."""

    start: int
    end: int
    what: tuple[str, ...]


class Marker:
    """Marks in a document's texts what one plan looked for."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        asks = [ask for plan in plans for ask in plan.asks]
        clauses = [clause for ask in asks for option in ask.options for clause in option.clauses]
        self._wanted = {clause.terms for clause in clauses}
        self._terms = {term for terms in self._wanted for term in terms}
        self._lengths = sorted({len(terms) for terms in self._wanted if len(terms) > 1})
        self._found = {lift.found.key for plan in plans for lift in plan.lifts}
        self._codes = {lift.found.key for plan in plans for lift in plan.lifts if lift.is_code}

    @property
    def wants_words(self) -> bool:
        return bool(self._terms)

    def fragments(self, texts: Texts, references: Sequence[str], codes: Sequence[str]) -> tuple[Fragment, ...]:
        """Up to three fragments: a reference or CPV code, the title if it matched, and the best of the rest."""
        fragments = [*self._reference(references), *self._code(codes)]
        by_field = [(name, best) for name in TEXT_FIELDS if (best := self._best(texts.get(name, ())))]
        by_field.sort(key=lambda item: (item[0] != "title", -_variety(item[1][1])))
        fragments += [Fragment(field=name, pieces=_pieces(value, marks)) for name, (value, marks) in by_field]
        return tuple(fragments[:MOST_FRAGMENTS])

    def _reference(self, references: Sequence[str]) -> Iterator[Fragment]:
        for reference in references if self._found else ():
            if not self._found.isdisjoint(reference_forms(reference)):
                yield Fragment(field="reference", pieces=((reference, True),))
                return

    def _code(self, codes: Sequence[str]) -> Iterator[Fragment]:
        """The document's code that is nearest to the code that was asked for."""
        for asked in sorted(self._codes):
            near = max(codes, key=lambda code: (len(commonprefix((code, asked))), code == asked), default="")
            if near[:DIVISION] == asked[:DIVISION]:
                yield Fragment(field="cpv", pieces=((near, True),))
                return

    def _best(self, values: Sequence[str]) -> tuple[str, list[Mark]] | None:
        """The value of a field, the first of several, in which most different things matched."""
        best: tuple[str, list[Mark]] | None = None
        unread = LONGEST_READ
        for value in values:
            marks = self._marks(value[: max(unread, 0)])
            if marks and (best is None or _variety(marks) > _variety(best[1])):
                best = (value, marks)
            unread -= len(value)
        return best

    def _marks(self, text: str) -> list[Mark]:
        """What matched in a text; of a long one, in the part of it where most does."""
        seen = self._glimpsed(text) or sightings(text, self._terms)
        if seen and len(text) > LONG:
            start, end = _part(text, seen)
            marks = self._read(text[start:end])
            if marks:
                return [Mark(mark.start + start, mark.end + start, mark.what) for mark in marks]
        return self._read(text) if seen else []

    def _glimpsed(self, text: str) -> list[int]:
        """Where a long text seems to have a word that was looked for: its stem stands there, as it nearly always does.

        Only where nothing is seen in this way are all words gone through.
        """
        if len(text) <= LONG or not text.isascii():
            return []
        lowered = text.lower()
        return sorted(at for term in self._terms for at in occurrences(term.removesuffix("i") or term, lowered))

    def _read(self, text: str) -> list[Mark]:
        found = tokens(text)
        words = [token for token in found if not token.compound]
        marks = [Mark(token.start, token.end, (token.term,)) for token in found if (token.term,) in self._wanted]
        for length in self._lengths:
            for run in zip(*(words[n:] for n in range(length)), strict=False):
                what = tuple(word.term for word in run)
                if what in self._wanted:
                    marks.append(Mark(run[0].start, run[-1].end, what))
        return _merged(marks)


def _part(text: str, seen: Sequence[int]) -> tuple[int, int]:
    """Where to cut out the part of a text that holds the most different of the words seen in it, between words."""

    def different(start: int) -> int:
        return len({text[at : at + 4].casefold() for at in _within(seen, start)})

    first = max(seen[:_MOST_MARKS], key=different)
    start, end = max(first - _LEAD - _AROUND, 0), min(first + LONGEST_FRAGMENT + _AROUND, len(text))
    cut = text.rfind(" ", first, end)
    return min(text.find(" ", start) + 1, first) if start else 0, end if end == len(text) or cut < 0 else cut


def _within(seen: Sequence[int], start: int) -> Sequence[int]:
    """Those of a few marks' places that a fragment beginning at ``start`` would show."""
    first = bisect_left(seen, start)
    return seen[first : bisect_right(seen, start + _REACH, lo=first)]


def _merged(marks: list[Mark]) -> list[Mark]:
    """``marks`` in order, of overlapping ones the longest."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not merged or mark.start >= merged[-1].end:
            merged.append(mark)
        elif mark.end > merged[-1].end:
            merged[-1] = Mark(merged[-1].start, mark.end, merged[-1].what + mark.what)
    return merged


def _variety(marks: Sequence[Mark]) -> int:
    return len({mark.what for mark in marks})


def _pieces(text: str, marks: Sequence[Mark]) -> tuple[tuple[str, bool], ...]:
    """``text``, or the best part of a long one, as (text, matched) pairs."""
    start, end = _window(text, marks)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for mark in marks:
        if start <= mark.start < end:
            pieces += [(text[at : mark.start], False), (text[mark.start : min(mark.end, end)], True)]
            at = min(mark.end, end)
    pieces += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])


def _window(text: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """Where to cut a long text: around the mark that most different ones follow, between words."""
    if len(text) <= LONGEST_FRAGMENT:
        return 0, len(text)

    def following(first: Mark) -> int:
        return _variety([m for m in marks[:_MOST_MARKS] if first.start <= m.start <= first.start + _REACH])

    first = max(marks[:_MOST_MARKS], key=following)
    start = max(first.start - _LEAD, 0)
    start = min(text.find(" ", start - 1) + 1, first.start) if start else 0
    end = min(start + LONGEST_FRAGMENT, len(text))
    return start, end if end == len(text) else max(text.rfind(" ", start, end), min(first.end, end))
