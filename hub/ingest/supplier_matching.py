"""Which names and numbers mean one legal entity: certainly, perhaps, or not. Pure.

Only a checked registered number or the very name joins two suppliers by itself. Everything else asks a person, and
companies of one group are kept apart: they differ by a whole word, while a slip of the keyboard differs by a letter.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from rapidfuzz.distance import OSA

from hub.ingest.supplier_names import REREGISTERED, UNITED_KINGDOM, SupplierName, supplier_name, without_addition
from scrapers.parse.identifiers import COMPANY

STRONG = (COMPANY, "GB-PPON", "GB-CHC", "GB-SC", "GB-NIC")
"""Registers whose number is one legal person's, the most telling first. Every other number is a list's own: accounts
and portal numbers are shared by sister companies and given to somebody else later."""

CUT_SHORT = 14
"""Letters a name must have before its abrupt end looks like the width of a column."""

SHORTEST = 3
LETTERS_FOR_SLIPS = ((3, 1), (5, 2), (10, 3))
LETTERS_FOR_SLIPS_ALONE = ((4, 1), (9, 2))
"""How many letters a word needs for so many slips in it; more where nothing else tells the names apart."""

STEM, SUFFIX_LETTERS = 6, 3
"""A word that is another with an ending of so many letters: "Botanic" and "Botanical"."""

MUCH, ABBREVIATED = 8, 4
"""Letters that must agree elsewhere before a word may be garbled or abbreviated to so few letters."""

FIGURES = re.compile(r"\d+")
BRANCH_NUMBER = re.compile(r"\d{3,}")
GROUP_WORDS = frozenset("uk gb group holdings holding international europe global united kingdom".split())
COMPASS = frozenset("north south east west northern southern eastern western central midlands".split())
LINKING = frozenset({"of", "the", "and", "for", "in", "at"})


class Verdict(StrEnum):
    """AUTOMATIC: one entity without doubt. PROPOSED: a person should look. APART: no reason to think so."""

    AUTOMATIC = "automatic"
    PROPOSED = "proposed"
    APART = "apart"


@dataclass(frozen=True)
class Known:
    """What is known of one supplier: its names, and its numbers as (scheme, value), checked and padded."""

    names: tuple[str, ...]
    numbers: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """A verdict, how alike the two are (0 to 1), and the evidence in sentences."""

    verdict: Verdict
    score: float = 0.0
    evidence: tuple[str, ...] = ()


APART = Judgement(Verdict.APART)


def compare(a: Known, b: Known) -> Judgement:
    """Are these one legal entity? The number first, then the name."""
    shared = sorted(a.numbers & b.numbers, key=lambda number: (rank(number[0]), number))
    strong = next((number for number in shared if number[0] in STRONG), None)
    stated = _stated_besides(a, b)
    if numbers_differ(a, b):
        return stated or APART
    if strong:
        return Judgement(Verdict.AUTOMATIC, 1.0, (f"Both have the number {strong[1]} of {strong[0]}",))
    if _forms(a) & _forms(b):
        return Judgement(Verdict.AUTOMATIC, 1.0, ("One name in every respect but spelling",))
    found = [each for each in (stated, _by_account(shared), _by_names(a, b)) if each is not None]
    return _combined(found) if found else APART


def _forms(known: Known) -> set[str]:
    return {supplier_name(name).form for name in known.names} - {""}


def rank(scheme: str) -> int:
    """The place of a register among those that identify; larger for a list's own numbers."""
    return STRONG.index(scheme) if scheme in STRONG else len(STRONG)


def numbers_differ(a: Known, b: Known) -> bool:
    """Do both have a number of one register, and none in common?"""
    for scheme in STRONG:
        mine = {value for name, value in a.numbers if name == scheme}
        theirs = {value for name, value in b.numbers if name == scheme}
        if mine and theirs:
            return not mine & theirs
    return False


def _combined(found: Iterable[Judgement]) -> Judgement:
    ranked = sorted(found, key=lambda each: -each.score)
    evidence = tuple(sentence for each in ranked for sentence in each.evidence)
    return Judgement(Verdict.PROPOSED, ranked[0].score, evidence)


def _proposed(score: float, sentence: str) -> Judgement:
    return Judgement(Verdict.PROPOSED, round(score, 2), (sentence,))


def _by_account(shared: Iterable[tuple[str, str]]) -> Judgement | None:
    account = next(iter(shared), None)
    return _proposed(0.8, f"One list gives both the number {account[1]} ({account[0]})") if account else None


def _stated_besides(a: Known, b: Known) -> Judgement | None:
    """One side's text names the other: as its former name, or as the name it trades under."""
    for name, other in (*product(a.names, b.names), *product(b.names, a.names)):
        mine, theirs = supplier_name(name), supplier_name(other)
        if mine.former and supplier_name(mine.former).text == theirs.text:
            return _proposed(0.95, "One is stated to be the former name of the other")
        if mine.trading and supplier_name(mine.trading).text == theirs.text:
            return _proposed(0.85, "One is stated to be the trading name of the other")
    return None


def _by_names(a: Known, b: Known) -> Judgement | None:
    found = (names_alike(name, other) for name, other in product(a.names, b.names))
    return max((each for each in found if each), key=lambda each: each.score, default=None)


def names_alike(name: str, other: str) -> Judgement | None:
    """Why two different names may be one, or None."""
    mine, theirs = supplier_name(name), supplier_name(other)
    whole = _words_alike(mine, theirs)
    if whole:
        return whole
    rest, other_rest = without_addition(name), without_addition(other)
    if (rest.words, other_rest.words) == (mine.words, theirs.words):
        return None
    if rest.form == other_rest.form:
        return _proposed(0.85, "One name but for an addition to it")
    alike = _words_alike(rest, other_rest)
    return _proposed(0.85 * alike.score, f"Without an addition: {alike.evidence[0]}") if alike else None


def _words_alike(mine: SupplierName, theirs: SupplierName) -> Judgement | None:
    if not (mine.words and theirs.words and _forms_agree(mine.legal, theirs.legal)):
        return None
    if mine.words == theirs.words:
        sentence = "Private or public company of one name" if mine.legal and theirs.legal else "One gives no legal form"
        return _proposed(0.9, sentence)
    found = (_proposed(score, sentence) for score, sentence, holds in WAYS if holds(mine, theirs))
    return next(found, None) or _misspelt(mine, theirs)


def _misspelt(mine: SupplierName, theirs: SupplierName) -> Judgement | None:
    slips = misspelt(mine.words, theirs.words)
    letters = "one letter" if slips == 1 else f"{slips} letters"
    return _proposed(0.95 - 0.08 * slips, f"The names differ in {letters} only") if slips else None


def _forms_agree(legal: str, other: str) -> bool:
    """A missing form agrees with any; a company abroad is another person than one here."""
    if not legal or not other or legal == other:
        return True
    return {legal, other} <= REREGISTERED or {legal, other} <= UNITED_KINGDOM


def _blanks(mine: SupplierName, theirs: SupplierName) -> bool:
    return "".join(mine.words) == "".join(theirs.words)


def _same_words(mine: SupplierName, theirs: SupplierName) -> bool:
    return sorted(set(mine.words) - LINKING) == sorted(set(theirs.words) - LINKING)


def _cut_short(mine: SupplierName, theirs: SupplierName) -> bool:
    """ "Specialist Computer Centr" of "Specialist Computer Centres plc": it breaks off within a word."""
    short, long = sorted((mine, theirs), key=lambda name: len(name.text))
    if short.legal or len(short.text) < CUT_SHORT or not long.text.startswith(short.text):
        return False
    return len(long.text) > len(short.text) and long.text[len(short.text)] != " "


def _goes_on(mine: SupplierName, theirs: SupplierName) -> bool:
    """A name without legal form that another begins with, unless the rest is what tells companies of a group apart."""
    short, long = sorted((mine, theirs), key=lambda name: len(name.words))
    if short.legal or len(short.text) < CUT_SHORT or len(short.words) < 2:
        return False
    rest = long.words[len(short.words) :]
    return long.words[: len(short.words)] == short.words and not set(rest) <= GROUP_WORDS


def _initials_added(mine: SupplierName, theirs: SupplierName) -> bool:
    """ "GLL Greenwich Leisure" is Greenwich Leisure."""
    return _without_initials(mine.words) == _without_initials(theirs.words)


def _without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) > 2:
        for initials, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            if initials in ("".join(word[0] for word in rest), "".join(w[0] for w in rest if w not in LINKING)):
                return rest
    return words


def _branches(mine: SupplierName, theirs: SupplierName) -> bool:
    """ "Tesco Store 2617" and "Tesco Store 2622" are shops of one company."""
    numbered = BRANCH_NUMBER.fullmatch(mine.words[-1]) and BRANCH_NUMBER.fullmatch(theirs.words[-1])
    return bool(numbered) and len(mine.words) > 1 and mine.words[:-1] == theirs.words[:-1]


def _regions(mine: SupplierName, theirs: SupplierName) -> bool:
    """ "Barnardo's North East" and "Barnardo's North West": a body's own division of the country, not a company."""
    rest, other_rest = _before_region(mine.words), _before_region(theirs.words)
    divided = len(rest) < min(len(mine.words), len(theirs.words))
    return not (mine.legal or theirs.legal) and bool(rest) and rest == other_rest and divided


def _before_region(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end and words[end - 1] in COMPASS:
        end -= 1
    return words[:end]


WAYS: tuple[tuple[float, str, Callable[[SupplierName, SupplierName], bool]], ...] = (
    (0.95, "The names differ in blanks only", _blanks),
    (0.75, "The names have the same words", _same_words),
    (0.85, "One name is cut short", _cut_short),
    (0.6, "One name goes on where the other ends", _goes_on),
    (0.8, "One name has its initials added", _initials_added),
    (0.7, "The names differ in a branch number only", _branches),
    (0.6, "The names differ in the part of the country only", _regions),
)
"""Ways in which two names of agreeing legal forms may be one, the surest test of each kind first."""


def misspelt(words: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many letters' slips make one name the other; 0 where they differ by more than slips.

    The more words agree, the more a word may be garbled: "Bartec Audio ID" is "Bartec Auto ID".
    """
    if len(words) != len(other):
        return _run_together(words, other)
    pairs = [(a, b) for a, b in zip(words, other, strict=True) if a != b]
    agreeing = sum(len(word) for word, same in zip(words, other, strict=True) if word == same)
    if len(pairs) > max(1, len(words) // 2):
        return 0
    slips = [_slips(a, b, agreeing) for a, b in pairs]
    return sum(slips) if all(slips) else 0


def _slips(word: str, other: str, agreeing: int) -> int:
    """Slips between two words of names that agree in so many letters besides; 0 where they are two words."""
    shorter, longer = sorted((word, other), key=len)
    if FIGURES.findall(word) != FIGURES.findall(other) or len(shorter) < SHORTEST:
        return 0
    much = agreeing >= MUCH
    if longer.startswith(shorter) and len(shorter) >= (ABBREVIATED if much else STEM):
        return 1 if much or len(longer) - len(shorter) <= SUFFIX_LETTERS else 0
    limits = LETTERS_FOR_SLIPS if much else LETTERS_FOR_SLIPS_ALONE
    allowed = max((slips for least, slips in limits if len(shorter) >= least), default=0)
    distance = OSA.distance(word, other, score_cutoff=allowed)
    return distance if distance <= allowed else 0


def _run_together(words: tuple[str, ...], other: tuple[str, ...]) -> int:
    """ "Pricewaterhouse Coopers" and "PricewaterhouseCooper": blanks lost, and a letter with them."""
    joined, other_joined = "".join(words), "".join(other)
    if FIGURES.findall(joined) != FIGURES.findall(other_joined):
        return 0
    if min(len(joined), len(other_joined)) < 10 or abs(len(words) - len(other)) > 1:
        return 0
    distance = OSA.distance(joined, other_joined, score_cutoff=1)
    return distance if distance <= 1 else 0
