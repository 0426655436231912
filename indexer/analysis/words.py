"""From text to the words it is found by."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]

from indexer.analysis.spelling import british

LONGEST_WORD = 40
"""Letters of a word that count; what is longer is cut, in documents and queries alike."""

MOST_KEPT = 100_000
"""Words whose reading is remembered, at some 400 bytes each."""

STOP_WORDS = frozenset(
    "a an and any are as at be been by can could did do does each few for from had has have how i if in into is its me"
    " my of on or other our shall should so some such than that the their them then there these they this those to us"
    " was we were what when where which who whom whose why will with within without would you your".split()
)
"""Words that say nothing about a framework. They are not indexed, and a phrase matches across them."""

SOFT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width spaces and joiners
APOSTROPHES = "'’ʼ＇"
HYPHENS = "-‐‑‒–_"
_WORD = re.compile(rf"[^\W_]+(?:[{SOFT}{APOSTROPHES}][^\W_]+)*")
_JOINED = re.compile(rf"(?>{_WORD.pattern})(?:[{HYPHENS}](?>{_WORD.pattern}))*+")
_HYPHEN = re.compile(f"[{HYPHENS}]")
_INSIDE = re.compile(rf"[{SOFT}{APOSTROPHES}]")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s$", re.IGNORECASE)
_COMPOUND_PARTS = 4
_PLURAL_ACRONYM = re.compile(r"[b-df-hj-np-tv-xz]{3,}(?<!s)s")  # HGVs, MFDs: the stemmer leaves words without vowels
_IRREGULAR = {"children": "child", "feet": "foot", "men": "man", "mice": "mouse", "teeth": "tooth", "women": "woman"}


class Token(NamedTuple):
    """A word where it stands: ``text[start:end]`` is the ``position``-th word of the text.

    ``word`` is its folded spelling and ``term`` its stem, what is indexed and looked up. A compound is several
    hyphenated words read as one ("gcloud" of "G-Cloud") and stands at its last word's position, so that the phrase
    "gcloud 14" is found in "G-Cloud 14".
    """

    word: str
    term: str
    start: int
    end: int
    position: int
    compound: bool = False


def tokens(text: str, *, typed: bool = False) -> list[Token]:
    """The words of ``text`` in order. ``typed`` is for what a searcher typed, where "it" means IT."""
    found: list[Token] = []
    position = 0
    for run in _hyphenated_runs(text):
        before = position
        for start, end in run:
            word, term, is_small = read_word(text[start:end])
            if not is_small or (word == "it" and typed):
                found.append(Token(word, term, start, end, position))
                position += 1
        if 1 < len(run) <= _COMPOUND_PARTS:
            found.append(_compound(text, run, max(position - 1, before)))
    return found


def words_of(text: str) -> list[str]:
    """The words of ``text`` as they stand there, those joined by hyphens as one."""
    return _JOINED.findall(text)


def parts_of(joined: str) -> list[str]:
    """The words that hyphens join."""
    return _HYPHEN.split(joined)


def compound_of(parts: list[str]) -> tuple[str, str] | None:
    """The word and the term that hyphenated words make when they are read as one; None if they are too many."""
    return folded("".join(parts)) if len(parts) <= _COMPOUND_PARTS else None


Span = tuple[int, int]


def _hyphenated_runs(text: str) -> Iterator[list[Span]]:
    """Where the words of ``text`` stand, those joined by hyphens together."""
    run: list[Span] = []
    last = -2
    for match in _WORD.finditer(text):
        span = match.span()
        if span[0] != last + 1 or text[last] not in HYPHENS:
            if run:
                yield run
            run = [span]
        else:
            run.append(span)
        last = span[1]
    if run:
        yield run


def _compound(text: str, run: list[Span], position: int) -> Token:
    word, term = folded("".join(text[start:end] for start, end in run))
    return Token(word, term, run[0][0], run[-1][1], position, compound=True)


@lru_cache(maxsize=MOST_KEPT)
def read_word(raw: str) -> tuple[str, str, bool]:
    """The word and its term, and whether it is too small to be indexed. "IT" is not, though "it" is."""
    word, term = _folded(raw[: 2 * LONGEST_WORD])
    return word, term, not word or word in STOP_WORDS or (word == "it" and raw != "IT")


def folded(raw: str) -> tuple[str, str]:
    """The folded spelling and the stem of one word: no case, accents, apostrophes or American spelling."""
    return read_word(raw)[:2]


def _folded(raw: str) -> tuple[str, str]:
    text = _INSIDE.sub("", _POSSESSIVE.sub("", raw)).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())
    word = british(text[:LONGEST_WORD])
    return word, _stem(_IRREGULAR.get(word, word))


def _stem(word: str) -> str:
    if _PLURAL_ACRONYM.fullmatch(word):
        return word[:-1]
    with _stemming:
        return str(_stemmer.stemWord(word))


_stemmer = snowballstemmer.stemmer("english")
_stemming = Lock()  # the stemmer keeps the word it works on in itself
