"""The pieces of a document that show why it was found, with the words that matched marked."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from os.path import commonprefix
from typing import NamedTuple

from indexer.analysis import Spotted, Spotter, is_passed_over, reference_forms
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
        self._spotter = Spotter({term for terms in self._wanted for term in terms})
        self._lengths = sorted({len(terms) for terms in self._wanted if len(terms) > 1})
        self._found = {lift.found.key for plan in plans for lift in plan.lifts}
        self._codes = {lift.found.key for plan in plans for lift in plan.lifts if lift.is_code}

    @property
    def wants_words(self) -> bool:
        return bool(self._wanted)

    @property
    def wants_references(self) -> bool:
        return bool(self._found)

    @property
    def wants_codes(self) -> bool:
        return bool(self._codes)

    def fragments(self, texts: Texts, references: Sequence[str], codes: Sequence[str]) -> tuple[Fragment, ...]:
        """Up to three fragments: a reference or CPV code, the title if it matched, and the best of the rest."""
        fragments = [*self._reference(references), *self._code(codes)]
        by_field = [*self._bests(texts)]
        by_field.sort(key=lambda item: (item[0] != "title", -_variety(item[1][1])))
        shown = by_field[: max(MOST_FRAGMENTS - len(fragments), 0)]
        fragments += [Fragment(field=name, pieces=_pieces(value, marks)) for name, (value, marks) in shown]
        return tuple(fragments[:MOST_FRAGMENTS])

    def _reference(self, references: Sequence[str]) -> Iterator[Fragment]:
        for reference in references:
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

    def _bests(self, texts: Texts) -> Iterator[tuple[str, tuple[str, list[Mark]]]]:
        """Of each field the value, the first of several, in which most different things matched."""
        best: dict[str, tuple[str, list[Mark]]] = {}
        variety: dict[str, int] = {}
        for name, value, places in self._worth_reading(texts):
            if _at_most(value, places) <= variety.get(name, 0):
                continue
            marks = self._marks(value, places)
            if _variety(marks) > variety.get(name, 0):
                best[name], variety[name] = (value, marks), _variety(marks)
        return iter(best.items())

    def _worth_reading(self, texts: Texts) -> Iterator[tuple[str, str, list[int]]]:
        """The values, by field, in which something may be marked, and where: of many texts few have the words.

        All are looked through at once, which takes a fraction of what one after the other takes.
        """
        values = [(name, value) for name in TEXT_FIELDS for value in _read(texts.get(name, ()))]
        starts = [*accumulate((len(value) + 1 for _, value in values), initial=0)]
        places = self._spotter.places("\n".join(value for _, value in values))
        for number, those in groupby(places, key=lambda place: bisect_right(starts, place) - 1):
            yield *values[number], [place - starts[number] for place in those]

    def _marks(self, text: str, places: Sequence[int]) -> list[Mark]:
        spotted = self._spotter.words(text, places)
        if not spotted:
            return []
        marks = [Mark(word.start, word.end, (word.term,)) for word in spotted if (word.term,) in self._wanted]
        words = [word for word in spotted if not word.compound]
        for length in self._lengths:
            for run in zip(*(words[n:] for n in range(length)), strict=False):
                what = tuple(word.term for word in run)
                if what in self._wanted and _stand_in_a_row(run, text):
                    marks.append(Mark(run[0].start, run[-1].end, what))
        return _merged(marks)


def _read(values: Sequence[str]) -> Iterator[str]:
    unread = LONGEST_READ
    for value in values:
        if unread > 0:
            yield value[:unread]
        unread -= len(value)


def _at_most(text: str, places: Sequence[int]) -> int:
    """How many different things may match in it: where no hyphen makes several words of one, as many as places."""
    return len(places) if text.isascii() and "-" not in text else len(text)


def _stand_in_a_row(words: Sequence[Spotted], text: str) -> bool:
    return all(is_passed_over(text[word.end : following.start]) for word, following in pairwise(words))


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

    first = max(enumerate(marks), key=lambda at: _variety(_following(marks, at[0])))[1]
    start = max(first.start - _LEAD, 0)
    start = min(text.find(" ", start - 1) + 1, first.start) if start else 0
    end = min(start + LONGEST_FRAGMENT, len(text))
    return start, end if end == len(text) else max(text.rfind(" ", start, end), min(first.end, end))


def _following(marks: Sequence[Mark], first: int) -> Sequence[Mark]:
    """The mark and those after it that a fragment can show."""
    return marks[first : bisect_right(marks, marks[first].start + _REACH, key=lambda mark: mark.start)]
