"""Forms of a framework's reference: RM6100, rm 6100 and RM-6100 are one; RM1557.13 and RM1557.14 are two.

The key decides identity, so it only forgives how a reference is written: case, and the separators that owners
and portals put in and leave out. The further forms are for searching, where a wrong guess costs a place in a list.
"""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

LONGEST_REFERENCE = 100

_LABEL = re.compile(r"\W*(?:(?:agreement|contract|framework|id|no|number|ref|reference)\b[\s.:#-]*)*")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_CHUNK = re.compile(r"[^\W_]+")
_MOST_CHUNKS = 5  # SBS/19/UK/MX/9395
_GAP = re.compile(r"[\s.,:/\\#_‐‑‒–-]{1,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_FORM = 3
_SHORTEST_LAST_NUMBER = 4


class Reference(NamedTuple):
    """A part of a query that may be a reference: ``query[start:end]``, with its ``key``."""

    key: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is a bare number, which may as well be a year, a size or a product's name."""
        return self.key.isdigit()


def reference_key(text: str) -> str:
    """The one form of a reference; equal for two spellings of one reference and for nothing else.

    Empty if there is no digit: "TBC", "n/a" and a bare name identify nothing. Empty, too, for a text of more than
    100 characters, which is a sentence. A suffix is part of the reference: RM1557.13, RM1557.13L4, RM1043iv and
    "1095, Lot 2" are agreements or records of their own.
    """
    if len(text) > LONGEST_REFERENCE or _is_digitless(text):
        return ""
    runs: list[str] = _RUN.findall(_LABEL.sub("", _plain(text), count=1))
    if not any(run.isdigit() for run in runs):
        return ""
    return runs[0] + "".join(_joint(a, b) + b for a, b in pairwise(runs))


def _is_digitless(text: str) -> bool:
    """Whether a text, like most, has no digit. Said of ASCII only: other digits are told once the text is plain."""
    return text.isascii() and not _DIGIT.search(text)


def _plain(text: str) -> str:
    """``text`` without case, accents or foreign forms of letters and digits."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in decomposed if not unicodedata.combining(c))


def _joint(before: str, after: str) -> str:
    """Owners drop separators between letters and digits at will, but 1557.13 is not 155713."""
    return "." if before.isdigit() == after.isdigit() else ""


def reference_forms(text: str) -> tuple[str, ...]:
    """All forms a reference is found by, the key first: RM1557.13L4 also as rm1557.13, rm1557, 1557.13 and 1557."""
    key = reference_key(text)
    if not key:
        return ()
    wholes = [key, *_families(key)]
    numbers = [whole.removeprefix(scheme(whole)).lstrip(".") for whole in wholes]
    last = [number for number in _RUN.findall(key)[-1:] if scheme(key) and len(number) >= _SHORTEST_LAST_NUMBER]
    forms = [*wholes, *numbers, *(number.lstrip("0") for number in numbers), *last]
    return tuple(dict.fromkeys(form for form in forms if form == key or _is_telling(form)))


def _is_telling(form: str) -> bool:
    """Whether a further form says which reference is meant: 24 and 2024 could be any."""
    return len(form) >= _SHORTEST_FORM and not _YEAR.fullmatch(form)


def _families(key: str) -> list[str]:
    """The shorter references a key begins with, longest first: rm1557.13 and rm1557 of rm1557.13l4, 376e of 376e24."""
    beginnings = [key[: match.end()] for match in _RUN.finditer(key)][:-1]
    return [beginning for beginning in reversed(beginnings) if not beginning.isalpha()]


def scheme(key: str) -> str:
    """The letters a key begins with, its owner's series: "rm" of rm6100. Empty for a bare number."""
    return _RUN.findall(key)[0] if key[:1].isalpha() else ""


def find_references(query: str) -> tuple[Reference, ...]:
    """Every part of a query that could be a reference, longest first; an index tells which of them are."""
    if _is_digitless(query):
        return ()
    chunks = list(_CHUNK.finditer(query))
    found = []
    for size in range(_MOST_CHUNKS, 0, -1):
        for first in range(len(chunks) - size + 1):
            piece = chunks[first : first + size]
            if all(_GAP.fullmatch(query, a.end(), b.start()) for a, b in pairwise(piece)):
                start, end = piece[0].start(), piece[-1].end()
                found.append(Reference(reference_key(query[start:end]), start, end))
    return tuple(reference for reference in found if len(reference.key) >= _SHORTEST_FORM)
