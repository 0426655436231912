"""The stretches of a sentence that say who may use a framework, and how plainly they say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from hub.signposting.eligibility.class_words import class_pattern
from hub.signposting.eligibility.sentences import Sentence
from hub.signposting.eligibility.use_words import (
    AFTER,
    AIMED,
    ALLOWING,
    BARRED,
    BARRED_SUBJECT,
    BODY,
    BUT,
    CLAUSE,
    DESIGNED,
    ENTITLED,
    EXCEPT,
    FOR_USE,
    GIVEN_USE,
    GIVING,
    HEDGE,
    INCLUDED,
    LATER,
    LISTING,
    MADE_BY,
    MAYBE,
    NO_PROMISE,
    NOT_YET,
    OBLIGED,
    OTHER_THINGS,
    OTHERS_AGREEMENT,
    PARTNERS,
    PRONOUN,
    RESERVED,
    SECTOR_WIDE,
    STOP,
    SUBJECT,
    THING,
    TO_USE,
    TOOL,
)


class Force(Enum):
    """``STATED``: for whom it is. ``LISTED``: here are they by name. ``AIM``: for whom it is meant. ``BARRED``: who is
    shut out."""

    STATED = "stated"
    LISTED = "listed"
    AIM = "aim"
    BARRED = "barred"


@dataclass(frozen=True)
class Statement:
    """Bodies are mentioned in characters ``start`` to ``end`` of the passage; the words that say it begin at ``said``.

    ``after``: the verb comes after them.
    """

    force: Force
    said: int
    start: int
    end: int
    after: bool = False


FIRST_WORDS = 5
LOOK_AHEAD = 12
FURTHEST_SUBJECT = 400


def statements(sentence: Sentence) -> list[Statement]:
    """What the sentence may say of users, the plainest words first; positions are those of the passage.

    Stretches may overlap: of those that do, the first that mentions a body counts.
    """
    text = sentence.text
    about_use = THING.search(text) is not None or PRONOUN.search(text) is not None
    found = [*_barred(text), *_listing(text, about_use)]
    if about_use:
        found += (*_stated(text), *_allowed(text), *_aimed(text))
    else:
        found += (each for each in _stated(text) if FOR_USE.search(text, each.said, each.start + LOOK_AHEAD))
    if sentence.start == 0 and not about_use:
        found += (*_allowed(text), *_aimed(text))
    plainly = TOOL.search(text) is not None or PRONOUN.search(text) is not None
    found += (each for each in _subjects(text) if plainly or SECTOR_WIDE.search(text, each.said, each.end))
    found = [each for each in found if not _heads_a_list(each, found, text)]
    said = (each for each in found if not (_is_denied(each, found) or NO_PROMISE.search(text, 0, each.said)))
    return [_moved(each, sentence.start) for each in said]


def _heads_a_list(statement: Statement, found: Sequence[Statement], text: str) -> bool:
    """ "Public bodies who can use it: 1. Councils": those that follow, and not every public body."""
    lists = [each for each in found if each.force is Force.LISTED and each.said < statement.end <= each.start]
    told = (each for each in lists if len(class_pattern().findall(text, each.start, each.end)) > 1)
    return statement.after and any("includ" not in text[each.said : each.start].casefold() for each in told)


def _is_denied(statement: Statement, found: Sequence[Statement]) -> bool:
    """ "Available to" within "not available to": it lets nobody in, whoever they are."""
    barred = (each for each in found if each.force is Force.BARRED and not each.after)
    return statement.force is not Force.BARRED and any(each.said <= statement.said < each.start for each in barred)


def _moved(statement: Statement, by: int) -> Statement:
    return replace(statement, said=statement.said + by, start=statement.start + by, end=statement.end + by)


def _barred(text: str) -> Iterator[Statement]:
    for match in BARRED.finditer(text):
        yield Statement(Force.BARRED, match.start(), match.end(), end_of_bodies(text, match.end()))
    for match in EXCEPT.finditer(text):
        verb = SUBJECT.search(text, match.end())
        if AFTER.search(text, 0, match.start()) or SUBJECT.search(text):
            comma = text.find(",", match.end()) if match.start() < FIRST_WORDS else -1
            clause = text.find(";", match.end())
            ends = (verb.start() if verb else -1, clause, end_of_bodies(text, match.end()))
            end = min(each for each in ends if each >= 0)
            yield Statement(Force.BARRED, match.start(), match.end(), min(end, comma) if comma >= 0 else end)
    for match in BARRED_SUBJECT.finditer(text):
        start = _barred_start(text, match.start())
        yield Statement(Force.BARRED, start, start, match.start(), after=True)


def _barred_start(text: str, end: int) -> int:
    """Where those who "may not" begin: behind "save for", and behind those of whom the sentence says that they may."""
    start = _clause_start(text, end)
    before = [match.end() for pattern in (EXCEPT, SUBJECT, AFTER, BUT) for match in pattern.finditer(text, start, end)]
    return max(before, default=start)


def _listing(text: str, about_use: bool) -> Iterator[Statement]:
    """Partners or schools are listed for many a reason; users and members for one only."""
    for match in LISTING.finditer(text):
        of_use = about_use or not PARTNERS.match(match.group()) or ENTITLED.search(text, 0, match.start())
        if of_use and not MADE_BY.search(text, 0, match.end()):
            yield Statement(Force.LISTED, match.start(), match.end(), end_of_list(text, match.end()))


def _stated(text: str) -> Iterator[Statement]:
    for match in AFTER.finditer(text):
        if OTHER_THINGS.search(text, 0, match.start()) or OTHERS_AGREEMENT.search(text, 0, match.start()):
            continue
        force = Force.AIM if _is_hedged(text, match.start(), match.end()) else Force.STATED
        end = end_of_bodies(text, match.end())
        if not NOT_YET.search(text, match.end()):
            yield Statement(force, match.start(), match.end(), end)


def _aimed(text: str) -> Iterator[Statement]:
    for match in AIMED.finditer(text):
        yield Statement(Force.AIM, match.start(), match.end(), end_of_bodies(text, match.end()))


def _allowed(text: str) -> Iterator[Statement]:
    """ "The DPS enables the authorities of the North West to buy": plainly said, unless the verb is not of use.

    So is what gives bodies access, or the chance to buy.
    """
    for match in GIVING.finditer(text):
        given = GIVEN_USE.search(text, match.end())
        if given and not STOP.search(text, match.end(), given.start()):
            yield Statement(Force.STATED, match.start(), match.end(), given.start())
    for match in ALLOWING.finditer(text):
        end = end_of_bodies(text, match.end())
        doubted = DESIGNED.search(text, 0, match.start()) or MAYBE.search(text, 0, match.start())
        of_use = TO_USE.match(text, end) is not None and not doubted
        yield Statement(Force.STATED if of_use else Force.AIM, match.start(), match.end(), end)


def _subjects(text: str) -> Iterator[Statement]:
    for match in SUBJECT.finditer(text):
        start = _clause_start(text, match.start())
        excepted = EXCEPT.search(text, start, match.start())
        end = excepted.start() if excepted else match.start()
        force = Force.AIM if LATER.match(text, match.end()) else Force.STATED
        yield Statement(force, start, start, end, after=True)
        if text[:start].rstrip().endswith(":"):
            heading = _clause_start(text, text.rindex(":", 0, start))
            yield Statement(Force.STATED, heading, heading, end, after=True)
        included = INCLUDED.search(text, match.end(), match.end() + 150)
        if included and BODY.search(text, start, match.start()):
            yield Statement(Force.STATED, start, included.end(), end_of_bodies(text, included.end()))


def _is_hedged(text: str, start: int, end: int) -> bool:
    clause = max(0, start - 40, text.rfind(" but ", 0, start))
    near = HEDGE.search(text, clause, min(len(text), end + 12))
    return near is not None or RESERVED.search(text, 0, start) is not None


def end_of_bodies(text: str, start: int) -> int:
    """Where the words that follow a verb stop naming bodies: at the next such verb, a purpose, or the sentence's "
    "end."""
    stops = (pattern.search(text, start) for pattern in (STOP, AFTER, AIMED, BARRED, EXCEPT))
    return min((stop.start() for stop in stops if stop), default=len(text))


def end_of_list(text: str, start: int) -> int:
    """Where a list of bodies stops: the sentence's end, or words on what some of them have to do."""
    stop = OBLIGED.search(text, start)
    return stop.start() if stop else len(text)


def _clause_start(text: str, end: int) -> int:
    first = max(0, end - FURTHEST_SUBJECT)
    starts = [match.end() for match in CLAUSE.finditer(text, first, end)]
    return starts[-1] if starts else first
