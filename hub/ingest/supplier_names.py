"""The parts of a supplier's published name, and the form under which two spellings are certainly one name. Pure.

Councils type names into payment systems and suppliers type them into portals: "X Ltd", "X LIMITED", "X Ltd. T/A Y",
"X Ltd (formerly Z Ltd)", "X Ltd - north depot". The legal form belongs to the name, because X Ltd and X LLP are two
persons in law; only its spellings are folded.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hub import data

LEGAL_FORMS = {
    "limited": "ltd",
    "ltd": "ltd",
    "cyfyngedig": "ltd",
    "cyf": "ltd",
    "public limited company": "plc",
    "plc": "plc",
    "ccc": "plc",
    "limited liability partnership": "llp",
    "llp": "llp",
    "limited partnership": "lp",
    "lp": "lp",
    "community interest company": "cic",
    "cic": "cic",
    "cio": "cio",
    "incorporated": "inc",
    "inc": "inc",
    "corp": "corp",
    "llc": "llc",
    "gmbh": "gmbh",
    "ag": "ag",
    "bv": "bv",
    "nv": "nv",
    "sa": "sa",
    "sas": "sas",
    "srl": "srl",
    "spa": "spa",
    "ab": "ab",
    "as": "as",
    "aps": "aps",
    "oy": "oy",
    "pty": "pty",
}
"""How legal forms are written, without punctuation, and the form each spelling is of."""

SLUG_LENGTH = 100

REREGISTERED = frozenset({"ltd", "plc"})
"""A private company may become public and the other way round, and remains the same company."""

UNITED_KINGDOM = frozenset({"ltd", "plc", "llp", "lp", "cic", "cio"})

INITIALS = re.compile(r"\b(?:\w\.){2,}")
APOSTROPHES = re.compile(r"['’‘`´]")
NOT_WORDS = re.compile(r"[^\w]+|_")
TRADING = re.compile(r"(?<![\s(])[\s(]++(?:t\s*/\s*as?\b|t\.\s*a\b\.?|t/a|trading\s+as|(?<=\()ta\b)[\s:.]*(.+)$", re.I)
TRADING_NAME_OF = re.compile(r"(?<![\s(,-])[\s(,-]++(?:a\s++)?trading\s+(?:name|style|division)\s+of\s+(.+)$", re.I)
FORMER = re.compile(
    r"(?<![\s(,-])[\s(,-]++(?:formerly|previously|f/?k/?a|prev\.?)\b(?:\s+known\s+as)?[\s:.]*(.+)$", re.I
)
BRACKETED_END = re.compile(r"(?:(?<!\s)\s++)?\([^()]*+\)?\s*+$")
DASHED_END = re.compile(r"(?<!\s)\s++[-–—]\s*+\S.*$|[-–—]\s++\S.*$")
GARBLED_LIMITED = re.compile(r"l(?:t|tl|tld|td\w|ltd|im\w{0,3}|im\w{1,2}ted|mited|imited\w)")
FIRST_FORM = re.compile(r"\b(?:ltd|limited|plc|llp)\b\.?", re.I)


@dataclass(frozen=True)
class SupplierName:
    """``words`` is the name without its legal form; ``trading`` and ``former`` are names its text states besides."""

    words: tuple[str, ...]
    legal: str = ""
    trading: str = ""
    former: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def form(self) -> str:
        return f"{self.text} {self.legal}".strip()


def supplier_form(name: str) -> str:
    """The form under which names are one supplier's: "Ricoh (UK) Ltd." and "RICOH UK LIMITED" are "ricoh uk ltd".

    A trading or former name is left out where the legal name stands beside it. Legal forms are folded in spelling
    only, and a name without one stays without. Empty for a text without a letter or figure.
    """
    return supplier_name(name).form


def supplier_slug(name: str) -> str:
    """The address of the suppliers of a name: a known body's, else one made of the form alone."""
    return data.organisation_slug(name) or slug_of(supplier_form(name) or name)


def slug_of(form: str) -> str:
    """A slug no other form has: letters outside a to z, and very long forms, are told apart by a hash."""
    slug = re.sub(r"[^a-z0-9]+", "-", form).strip("-")
    if slug and form.isascii() and len(slug) <= SLUG_LENGTH:
        return slug
    return f"{slug[: SLUG_LENGTH - 9]}-{hashlib.sha256(form.encode()).hexdigest()[:8]}".strip("-")


@lru_cache(maxsize=8_192)
def supplier_name(name: str) -> SupplierName:
    """A published name in its parts."""
    text, trading, former = name.strip(), "", ""
    if (owned := TRADING_NAME_OF.search(text)) and has_legal_form(owned[1]):
        text, trading = unclosed(owned[1]), text[: owned.start()]
    if stated := FORMER.search(text):
        former, text = unclosed(stated[1]), _legal_name(text, stated.start())
    if styled := TRADING.search(text):
        trading, text = unclosed(styled[1]), _legal_name(text, styled.start())
    words, legal = _without_legal_form(plain_words(text))
    return SupplierName(words, legal, trading, former)


def _legal_name(text: str, end: int) -> str:
    """What stands before an addition, if that is a whole name; else all of it."""
    return text[:end] if has_legal_form(text[:end]) else text


def unclosed(text: str) -> str:
    """Without the bracket at the end that was opened before the text."""
    bare = text.strip()
    return bare[:-1].strip() if bare.endswith(")") and "(" not in bare else bare


def has_legal_form(text: str) -> bool:
    """Does a text end in a legal form, so that it can be a whole name?"""
    return bool(_without_legal_form(plain_words(text))[1])


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a name: no case, accents, punctuation or leading "the"; & and + as "and", "Co" as "company"."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    folded = INITIALS.sub(lambda found: found[0].replace(".", ""), APOSTROPHES.sub("", folded))
    words = NOT_WORDS.sub(" ", folded.replace("&", " and ").replace("+", " and ")).split()
    words = _initials_joined(["company" if word == "co" else word for word in words])
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _initials_joined(words: list[str]) -> list[str]:
    """ "j b smith" as "jb smith", like "j.b. smith". A figure stays by itself."""
    joined: list[str] = []
    in_run = False
    for word in words:
        initial = len(word) == 1 and word.isalpha()
        if initial and in_run:
            joined[-1] += word
        else:
            joined.append(word)
        in_run = initial
    return joined


def _without_legal_form(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    for length in (3, 2, 1):
        legal = LEGAL_FORMS.get(" ".join(words[-length:]))
        if legal and len(words) > length:
            return words[:-length], legal
    return words, ""


@lru_cache(maxsize=8_192)
def without_addition(name: str) -> SupplierName:
    """A name without what a clerk added: a trading name, a depot in brackets, a purpose after a dash or legal form.

    "Vodafone Limited diversionary works" gives "Vodafone Limited". Brackets before the legal form are part of the
    name, and a legal form with a slip in it ("Limted", "Lt") is one.
    """
    text = name.strip()
    for addition in (FORMER, TRADING):
        text = addition.sub("", text)
    legal = FIRST_FORM.search(text)
    if legal and legal.start() > 0:
        text = text[: legal.end()]
    else:
        shorter = (ending.sub("", text) for ending in (BRACKETED_END, DASHED_END))
        text = next((each for each in shorter if each and each != text), text)
    words, form = _without_legal_form(plain_words(text))
    if not form and len(words) > 1 and GARBLED_LIMITED.fullmatch(words[-1]):
        return SupplierName(words[:-1], "ltd")
    return SupplierName(words, form)


def best_spelling(names: Iterable[str]) -> str:
    """Of several names the one to show: with a legal form and no trading or former name beside it, in mixed case
    before capitals, then the longest, then by alphabet."""
    return min(names, key=_plainness)


def _plainness(name: str) -> tuple[bool, bool, bool, int, str]:
    parts = supplier_name(name)
    return bool(parts.trading or parts.former), not parts.legal, name.isupper() or name.islower(), -len(name), name
