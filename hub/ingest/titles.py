"""What the title of a framework says, for comparing it with another. Pure.

Sources write one title in many ways: with the owner's name before it, a short name in brackets or quotes after it,
"Provision of" around it, a reference or a year in it. What tells generations and lots apart is kept beside the words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.data import matching_form
from indexer.analysis import folded
from indexer.analysis.words import STOP_WORDS

NOISE = frozenset(
    folded(word)[1]
    for word in "framework agreement contract provision procurement invitation tender award notice and".split()
)
"""Stems that any framework's title may have or lack."""

WEAK = frozenset(folded(word)[1] for word in "services solutions associated related supply general national".split())
"""Stems that tell little: a title is not told by them alone."""

NUMBERS = {
    word: str(number)
    for number, words in enumerate(("one i", "two ii", "three iii", "four iv", "five v", "six vi", "seven vii"), 1)
    for word in words.split()
} | {"eight": "8", "viii": "8", "nine": "9", "ix": "9", "ten": "10", "x": "10"}

INSIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|[\"“”]([^\"“”]*)[\"“”]")
YEAR = re.compile(r"(?:19|20)\d\d")
YEARS = re.compile(rf"(?<!\d){YEAR.pattern}(?!\d)")
REFERENCE = re.compile(r"(?<!\S)(?=\S*\d[\d./_-]*\d[\d./_-]*\d)\S+|\b\d{1,4}[A-Za-z]?_\d\d\b")
LOT = re.compile(r"\blots?\W{0,2}(\d+\w?|[a-z])\b", re.IGNORECASE)
CALL_OFF = re.compile(r"call[\s-]?off|(further|mini)[\s-]?competition|(awarded|conducted) under", re.IGNORECASE)
DPS = re.compile(r"\bdps\b|dynamic (purchasing system|market)", re.IGNORECASE)
HEAD = re.compile(r"[\"”]?(?<!\s)\s++[-–—]\s|:\s")
PIECE = re.compile(r"[^\W\d_]+|\d+")

Words = frozenset[str]


@dataclass(frozen=True)
class Title:
    """``names`` are the ways to say it, each a set of stems, the usual first; empty for a title that says nothing.

    ``head`` is what stands before a dash or colon, which may be the name, or what it has in common with others.
    ``numbers`` tell generations apart ("3" of "MCF Three"); ``references`` are its longer numbers, ``years`` and
    ``lots`` those it names.
    """

    names: tuple[Words, ...]
    head: Words
    numbers: Words
    references: Words
    years: Words
    lots: Words
    calls_off: bool
    dps: bool


def read(title: str, owner_names: Iterable[str] = ()) -> Title:
    """``owner_names`` are in their matching form; a title may begin with one of them or not."""
    plain = REFERENCE.sub(_only_years, DPS.sub(" ", LOT.sub(" ", title)))
    pieces = _pieces(plain)
    references = frozenset(map(matching_form, REFERENCE.findall(title)))
    return Title(
        names=tuple(dict.fromkeys(_names(plain, owner_names))),
        head=_words(HEAD.split(plain, maxsplit=1)[0]),
        numbers=frozenset(p for p in pieces if p.isdecimal() and not YEAR.fullmatch(p)) - {"1"},
        references=frozenset(reference for reference in references if not YEARS.search(reference)),
        years=frozenset(YEARS.findall(plain)),
        lots=lots(title),
        calls_off=bool(CALL_OFF.search(title)),
        dps=bool(DPS.search(title)),
    )


def lots(text: str) -> Words:
    """The numbers of the lots a title or reference names: 6 of "Education Technology (TePAS 2 Lot 6)"."""
    return frozenset(number.casefold() for number in LOT.findall(text))


def _only_years(match: re.Match[str]) -> str:
    """A number of three and more digits is a reference, unless it is one year or two."""
    return " ".join(YEARS.findall(match[0]))


def _names(plain: str, owner_names: Iterable[str]) -> Iterator[Words]:
    """The words without the owner's name and with it, those outside brackets, and each name given in brackets."""
    inside = [next(filter(None, groups), "") for groups in INSIDE.findall(plain)]
    full, outside = matching_form(plain), matching_form(INSIDE.sub(" ", plain))
    said = (_without(full, owner_names), full, _without(outside, owner_names), *filter(_is_a_name, inside))
    return filter(None, map(_words, said))


def _without(text: str, owner_names: Iterable[str]) -> str:
    for name in owner_names:
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text) if name in text else text
    return text


def _is_a_name(text: str) -> bool:
    """ "(G-Cloud 13)" and "(STaTS)" are names; "(Outright purchase)" and "(2024)" are remarks."""
    return any(word.isupper() or not word[1:].islower() for word in re.findall(r"[^\W\d_]{2,}|[A-Z]", text))


def _words(text: str) -> Words:
    stems = (folded(piece)[1] for piece in _pieces(text) if piece not in STOP_WORDS)
    return frozenset(stem for stem in stems if stem not in NOISE and not stem.isdecimal())


def _pieces(text: str) -> list[str]:
    """Words and numbers of a text: "NEPRO3" is nepro and 3, and so is "NEPRO Three"."""
    pieces = PIECE.findall(text.casefold())
    return [NUMBERS.get(piece, str(int(piece)) if piece.isdecimal() else piece) for piece in pieces]


def telling(words: Words) -> Words:
    """The words of a name that tell it from others."""
    return words - WEAK
