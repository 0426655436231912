"""Options to extend, read from what is published of a framework's extension.

"2 × 12 months", "up to a further 24 months", "12 months plus 12 months", "two further 12-month periods". Numbers and
lengths are first written in one way ("two (2) 1-year periods" as "2 L12 periods"), so that few patterns read them all.
A sum such as "2+1+1" may be the whole term or options alone: published dates tell which, and without them nobody knows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scrapers.parse import dates

WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
MOST_OPTIONS = 12
MOST_MONTHS = 240
LONGEST = 2000
"""So many characters of a sentence are read; those of real texts are a tenth of that."""

SHORT = 60
"""A text of at most so many characters speaks of extensions even if it does not say so."""

ABOUT = re.compile(r"\bexten[dst]\w*|\boptions?\b|\boptional\b|\bOTE\b|\brenewable\b", re.IGNORECASE)
ABOUT_CALL_OFFS = re.compile(r"\bcall[ -]?offs?\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+(?![a-z])")
NEGATED = re.compile(
    r"\b(?:no|nil|without|cannot be)\s+(?:\w+\s+){0,2}?(?:exten|option|renew)|^\W*(?:no|none|nil|n/?a)\W*$",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"\b(?:was|were|been|now) extended\b|\b(?:option|extension)s? (?:was|were|ha[sv]e? been) (?:taken|granted|exerci)",
    re.IGNORECASE,
)
NOT_TAKEN = re.compile(r"\bnot (?:be )?(?:extended|taken up|exerci)", re.IGNORECASE)
WRITTEN_DAY = r"\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9} \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}"
DECIDE_BY = re.compile(
    rf"\b(?:deci\w+|notice|notif\w+|exerci\w+)\b[^.;]{{0,60}}?\b(?:by|before|no later than) (?P<day>{WRITTEN_DAY})",
    re.IGNORECASE,
)

LENGTH = re.compile(r"(\d{1,3})[\s-]*(y(?:ea)?rs?|mo?n?ths?)\b")
A_YEAR = re.compile(r"\b(?:an?|further|additional|extra) year\b")
FIGURES = re.compile(r"\d{1,3}(?: ?\+ ?\d{1,3})+(?: ?\+? ?(?:y(?:ea)?rs?|mo?n?ths?)\b)?")
REPEATED = re.compile(r"[(\[]\s*\d{1,3}\s*[)\]]")
FILLER = re.compile(
    r"\b(?:further|additional|extra|another|optional|separate|consecutive|calendar|up to|maximum of|an?|each)\b"
)
WHOLE_TERM = re.compile(
    r"\b(?:total|maximum|minimum|whole|potential|overall|every)\b[^,;()]{0,40}?L\d+|\binitial (?:\w+ ){0,2}L\d+"
    r"|\bafter (?:the )?L\d+|\b(?:giving|taking|making|bringing|subject to)\b.*|\bin L\d+ (?:increments|steps)"
)
PRODUCTS = (
    re.compile(r"\b(\d+) ?x ?L(\d+)"),
    re.compile(r"\b(\d+) (?:periods?|extensions?|options?|occasions?),?(?: of| for)? L(\d+)"),
    re.compile(r"\b(\d+),? L(\d+) ?-?(?:periods?|extensions?|options?|increments?)"),
    re.compile(r"\bon (\d+) occasions?\b.{0,100}?L(\d+)"),
)
ON_OCCASIONS = re.compile(r"L(\d+) on (\d+) occasions?")
CHAIN = re.compile(r"L\d+(?: ?(?:\+|plus|and(?: then)?) ?L\d+)+")
BEFORE_THE_WORD = re.compile(r"L(\d+)[ ,'’]*(?:exten|option|ote\b)")
ONE = re.compile(r"L(\d+)")


@dataclass(frozen=True)
class Option:
    """One option: its ``months`` (None: not said, or not to be told), and the sentence that speaks of it.

    ``taken``: True where the sentence says that it was, False where it says that it will not be.
    """

    quote: str
    months: int | None = None
    decide_by: date | None = None
    taken: bool | None = None


def options(text: str, base_months: int | None = None) -> tuple[Option, ...]:
    """The options to extend that a text speaks of; none where it says nothing of the kind, or that there are none.

    ``base_months`` is the published length without any option, which a sum of lengths may begin with.
    """
    found: list[Option] = []
    for sentence in _sentences(text):
        lengths = _lengths(sentence, base_months)
        known = [option.months for option in found]
        if lengths and known[-len(lengths) :] == lengths:  # lot by lot the same is said again
            continue
        new = [_option(sentence, months) for months in lengths or [None]]
        if not lengths and found:
            found = [replace(each, decide_by=each.decide_by or new[0].decide_by) for each in found]
        elif found and not (_total(found) and _total(found) == _total(new)):
            found = [each for each in found if each.months or each.taken is not None] + new
        elif len(new) > len(found):  # nothing yet, or "24 months" and then "12 months plus 12 months"
            found = new
    return tuple(found)


def _total(found: Iterable[Option]) -> int:
    """The months of all options together; 0 where those of one are not known."""
    months = [option.months for option in found]
    return sum(each or 0 for each in months) if all(months) else 0


def _sentences(text: str) -> Iterable[str]:
    """Those about extensions, each once."""
    short = len(text.strip()) <= SHORT
    parts = dict.fromkeys(part.strip() for part in SENTENCE.split(text) if part.strip())
    for part in parts:
        spoken_of = ABOUT.search(part) or short
        if spoken_of and not NEGATED.search(part) and not ABOUT_CALL_OFFS.search(part):
            yield part


def _option(sentence: str, months: int | None) -> Option:
    decide_by = DECIDE_BY.search(sentence)
    day = dates.calendar_day(decide_by["day"]).value if decide_by else None
    taken = True if TAKEN.search(sentence) else False if NOT_TAKEN.search(sentence) else None
    return Option(sentence, months, day, taken)


def _lengths(sentence: str, base_months: int | None) -> list[int | None]:
    """The months of each option; none where the sentence has no length, [None] where it has several unclear ones."""
    plain = _plain(sentence)
    for pattern in PRODUCTS:
        if match := pattern.search(plain):
            return _times(int(match[1]), int(match[2]))
    if match := ON_OCCASIONS.search(plain):
        return _times(int(match[2]), int(match[1]))
    plain = WHOLE_TERM.sub(" ", plain)
    if match := CHAIN.search(plain):
        return _sum(sentence, plain, match, base_months) if "=" not in plain else [None]
    return _single(plain)


def _single(plain: str) -> list[int | None]:
    """One length: behind the word that speaks of extending, or right before it, or the only one there is."""
    word = ABOUT.search(plain)
    behind = set(ONE.findall(plain[word.start() :] if word else plain))
    found = behind or set(BEFORE_THE_WORD.findall(plain))
    months = [int(each) for each in found]
    return [*months] if len(months) == 1 and months[0] <= MOST_MONTHS else [None] if months else []


def _times(number: int, months: int) -> list[int | None]:
    return [months] * number if 0 < number <= MOST_OPTIONS and 0 < months <= MOST_MONTHS else [None]


def _sum(sentence: str, plain: str, match: re.Match[str], base_months: int | None) -> list[int | None]:
    """ "Option to extend for 1 + 1 years" and "1 + 1 years, after 3 years" are two; "3 years + 1 year OTE" is one."""
    lengths: list[int | None] = [int(each) for each in ONE.findall(match[0])]
    spoken_of = ABOUT.search(plain)
    if " after " in f" {sentence.casefold()} " or (spoken_of and spoken_of.start() < match.start()):
        return lengths
    if plain[match.end() :].lstrip().startswith(("extensions", "options")):
        return lengths
    if spoken_of or base_months == lengths[0]:
        return lengths[1:]
    return lengths if base_months is not None else [None]


def _plain(sentence: str) -> str:
    """Numbers as figures, every length in months as L12, and without words that change nothing."""
    text = REPEATED.sub(" ", sentence[:LONGEST].casefold().replace("×", "x"))
    for number, word in enumerate(WORDS, 1):
        text = re.sub(rf"\b{word}\b", str(number), text)
    text = FIGURES.sub(lambda match: " + ".join(_in_sum(match[0])), text)
    text = LENGTH.sub(lambda match: f"L{_months(int(match[1]), match[2])}", text)
    text = A_YEAR.sub("L12", text)
    return " ".join(FILLER.sub(" ", text).split())


def _in_sum(figures: str) -> Iterable[str]:
    """The lengths of "2+1+1", in years unless a number is too large for that or a unit stands behind."""
    numbers = [int(each) for each in re.findall(r"\d+", figures)]
    unit = "y" if "y" in figures else "m" if "m" in figures else "y" if max(numbers) <= 6 else "m"
    return [f"L{_months(each, unit)}" for each in numbers]


def _months(number: int, unit: str) -> int:
    return number * 12 if unit.startswith("y") else number
