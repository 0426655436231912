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

STOP_WORDS = frozenset(
    "a an and any are as at be been by can could did do does each few for from had has have how i if in into is its me"
    " my of on or other our shall should so some such than that the their them then there these they this those to us"
    " was we were what when where which who whom whose why will with within without would you your".split()
)
"""Words that say nothing about a framework. They are not indexed, and a phrase matches across them."""

_SOFT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width spaces and joiners
_APOSTROPHE = "'’ʼ＇"
_HYPHENS = "-‐‑‒–_"
_WORD = re.compile(rf"[^\W_]+(?:[{_SOFT}{_APOSTROPHE}][^\W_]+)*")
_INSIDE = re.compile(rf"[{_SOFT}{_APOSTROPHE}]")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHE}]s$", re.IGNORECASE)
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
        words = _words(run, position, typed)
        found += words
        if 1 < len(run) <= _COMPOUND_PARTS:
            found.append(_compound(run, position + max(len(words) - 1, 0)))
        position += len(words)
    return found


def _hyphenated_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """The words of ``text``, those joined by hyphens together."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and (match.start() > run[-1].end() + 1 or text[run[-1].end()] not in _HYPHENS):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _words(run: list[re.Match[str]], position: int, typed: bool) -> list[Token]:
    words: list[Token] = []
    for match in run:
        word, term = folded(match[0])
        if not word or word in STOP_WORDS or (word == "it" and not typed and match[0] != "IT"):
            continue
        words.append(Token(word, term, match.start(), match.end(), position + len(words)))
    return words


def _compound(run: list[re.Match[str]], position: int) -> Token:
    word, term = folded("".join(match[0] for match in run))
    return Token(word, term, run[0].start(), run[-1].end(), position, compound=True)


def folded(raw: str) -> tuple[str, str]:
    """The folded spelling and the stem of one word: no case, accents, apostrophes or American spelling."""
    return _folded(raw[: 2 * LONGEST_WORD])


@lru_cache(maxsize=200_000)
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
