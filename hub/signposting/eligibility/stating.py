"""The rules that one statement makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.data.organisations import organisation_slug, organisations
from hub.signposting.eligibility.mentions import Mention, is_pointer, mentions, without_definitions, without_statutes
from hub.signposting.eligibility.places import UNKNOWN
from hub.signposting.eligibility.rules import Need, Rule, Who
from hub.signposting.eligibility.sentences import Sentence
from hub.signposting.eligibility.statements import Force, Statement
from hub.signposting.eligibility.whereabouts import EVERYWHERE, PlaceMention, place_mentions

LONGEST_QUOTE = 400
NATIONS = frozenset({"UKL", "UKM", "UKN"})
UNCLEAR = f"{UNKNOWN}an area that is not clear"
OPENED = re.compile(r"\b(?:etc|and\s+others|among(?:st)?\s+others|potentially|not\s+exclusively)\b", re.IGNORECASE)
NOBODY_YET = re.compile(
    r"\W*(?:(?:a|an|any|other|range|of|number|variety|various|many|several|all|the|wide|bodies|organisations|customers|users|others|"
    r"authorities|clients|and|by|both|buyers|but|not|limited|to)\W+){0,12}",
    re.IGNORECASE,
)
INCLUDING = re.compile(r"\b(?:includ(?:e|es|ing)|such\s+as|namely|e\.g|for\s+example)\b|:", re.IGNORECASE)
SUPPLIERS = re.compile(
    r"\b(?:SMEs?|VCSEs?|sole\s+traders|who\s+wish\s+to\s+(?:tender|bid|apply|supply)|interested\s+in\s+(?:tendering|bidding|supplying)|"
    r"able\s+to\s+(?:deliver|supply)|(?:to|from)\s+(?:tender|bid|apply|submit))\b"
)
"""Words that show that the bodies are suppliers: an opportunity "open to charities and SMEs"."""
NOT_DIRECT = re.compile(
    r"\b(?:at|from|by|living|resident|people|persons?|patients?|residents?|pupils?|tenants?|children|staff|employees|"
    r"suppliers?|contractors?|individuals?|families|students|young|adults|bidders?|tenderers?|service\s+users?)\b",
    re.IGNORECASE,
)
"""Words before the first body that show that it is for people or suppliers of that body, not the body."""
OF_CLUB = re.compile(
    r"\b(?:across|including|such\s+as|from|compris(?:e|es|ing)|consist(?:s|ing)?\s+of|being|i\.e|made\s+up\s+of|which\s+are|in|within)\b",
    re.I,
)
ARE_MEMBERS = re.compile(r"^\s*$|\b(?:who|that|which|being)\b[^;.]{0,80}$", re.IGNORECASE)
FUTURE = re.compile(
    r"\b(?:future|from\s+time\s+to\s+time|subsequently\s+join|join(?:ing)?\s+later|new\s+members)\b", re.IGNORECASE
)
SUCCESSORS = re.compile(r"\bsuccessors?\b", re.IGNORECASE)
LOTS = re.compile(
    r"\b(?:sub-?\s?)?lots?\s+(?:with\s+the\s+suffix\s+\S{1,5}|\d{1,2}[a-z]?\b(?:\s*(?:,|and|to|&|-|–)\s*(?:lots?\s+)?\d{1,2}[a-z]?\b){0,9})",
    re.IGNORECASE,
)
HEADING = re.compile(r"[^.;:•]{0,60}?(?:[:•]|\bnamely\b|\bbeing\b)|\s*\(|\s*,\s*(?=[A-Z])")
COUNTED = re.compile(
    r"\b(?:following|these|those|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\(?\d+\)?)\s+(?:[\w’'-]+\s+){0,5}$",
    re.IGNORECASE,
)
SHORT_GAP = 40
LONGEST_GAP = 120


@dataclass(frozen=True)
class Context:
    """Where a statement stands: the passage, its field, its sentence and the framework's owner."""

    text: str
    field: str
    sentence: Sentence
    owner: str


def rules_of(context: Context, statement: Statement) -> list[Rule]:
    """One rule for every body that the statement mentions; none where it speaks of people or suppliers."""
    stretch = context.text[statement.start : statement.end]
    found = _without_pointers(mentions(stretch, context.owner), stretch)
    if SUCCESSORS.search(stretch) and all(each.who is Who.ELSEWHERE for each in found):
        return []
    if not found or SUPPLIERS.search(stretch) or _is_of_people(stretch, found, statement):
        return []
    names = [(each.start, each.end) for each in found if each.who in (Who.NAMED, Who.OWNER, Who.MEMBERS) and each.name]
    places = place_mentions(without_definitions(stretch), names)
    limits = {each: _places(each, found, places, stretch) for each in found}
    lead = context.text[statement.said : statement.start]
    listed_openly = statement.force is Force.LISTED and re.search(r"\binclud", lead, re.IGNORECASE)
    plain = statement.force in (Force.STATED, Force.LISTED) and not listed_openly
    closed = plain and not _is_opened(stretch, limits)
    of_members = "" if statement.force is Force.LISTED and re.search(r"\bmembers", lead, re.IGNORECASE) else None
    lots = _lots(context, statement)
    return [
        _rule(context, statement, each, limits[each], closed, _club(each, found, stretch, of_members), lots)
        for each in found
        if not _is_told_with_a_class(each, found, stretch) and _can_be_said(each, statement)
    ]


def _can_be_said(mention: Mention, statement: Statement) -> bool:
    """Only classes and named bodies are shut out; a list elsewhere or the owner is not."""
    return statement.force is not Force.BARRED or mention.who in (Who.CLASS, Who.NAMED)


def _is_told_with_a_class(mention: Mention, found: Sequence[Mention], stretch: str) -> bool:
    """Members that a class before them already speaks of: "local authorities that are members of X"."""
    place = found.index(mention)
    before = next((each for each in reversed(found[:place]) if each.who is not Who.ELSEWHERE), None)
    return (
        mention.who is Who.MEMBERS
        and before is not None
        and before.who is Who.CLASS
        and ARE_MEMBERS.search(stretch[before.end : mention.start]) is not None
    )


def _is_of_people(stretch: str, found: Sequence[Mention], statement: Statement) -> bool:
    """Whether people or suppliers stand between the verb and the nearest body."""
    if statement.after:
        return NOT_DIRECT.search(stretch[found[-1].end :]) is not None or len(stretch) - found[-1].end > LONGEST_GAP
    if statement.force is Force.BARRED and found[0].start > SHORT_GAP:
        return True
    return NOT_DIRECT.search(stretch[: found[0].start]) is not None


def quote_of(context: Context, said: int, start: int, end: int) -> str:
    """Words of the sentence that hold characters ``start`` to ``end``: all of it, or what is said from ``said`` on."""
    sentence = context.sentence
    if len(sentence.text) <= LONGEST_QUOTE:
        return sentence.text
    first = said if end - said <= LONGEST_QUOTE - 50 else _word_start(context.text, max(said, start - 150))
    last = min(sentence.end, max(end, first + LONGEST_QUOTE))
    words = context.text[first:last]
    return (words if last == sentence.end or last == end else words.rsplit(None, 1)[0]).strip()


def _word_start(text: str, place: int) -> int:
    blank = text.find(" ", place)
    return place if blank < 0 else blank + 1


def _rule(
    context: Context,
    statement: Statement,
    mention: Mention,
    places: tuple[str, ...],
    closed: bool,
    club: str | None,
    lots: tuple[str, ...],
) -> Rule:
    stretch = context.text[statement.start : statement.end]
    of_members = mention.who is Who.MEMBERS or club is not None
    return Rule(
        who=mention.who,
        name=mention.name,
        includes=statement.force is not Force.BARRED,
        places=(mention.who is Who.MEMBERS and _club_places(mention)) or places,
        closed=closed and (mention.who is not Who.ELSEWHERE or bool(places)),
        hedged=statement.force is Force.AIM or mention.loose,
        club=(club or "a purchasing club") if club is not None else "",
        needs=(Need.MEMBERSHIP,) if of_members else (),
        future=FUTURE.search(stretch) is not None,
        successors=SUCCESSORS.search(stretch) is not None,
        lots=lots,
        quote=quote_of(context, statement.said, statement.start + mention.start, statement.start + mention.end),
        field=context.field,
    )


def _without_pointers(found: list[Mention], stretch: str) -> list[Mention]:
    """ "These health bodies: A, B" names them itself; nothing stands elsewhere. A pointer is one rule, not many."""
    names = [each.start for each in found if each.who in (Who.NAMED, Who.OWNER)]
    first_name = names[0] if len(names) > 1 else -1
    kept: list[Mention] = []
    for each in found:
        repeated = each.who is Who.ELSEWHERE and any(other.who is Who.ELSEWHERE for other in kept)
        introduces = _introduces(each, stretch, first_name, found)
        if not repeated and not introduces:
            kept.append(each)
    return kept


def _introduces(mention: Mention, stretch: str, first_name: int, found: Sequence[Mention]) -> bool:
    """ "The seven health authorities of the region: A, B", "the following bodies: 1) A" are no more than headings."""
    if mention.who not in (Who.ELSEWHERE, Who.CLASS, Who.MEMBERS):
        return False
    heads = HEADING.match(stretch, mention.end)
    if not heads:
        return False
    counted = COUNTED.search(stretch[max(0, mention.start - 60) : mention.start]) is not None
    if mention.who is Who.ELSEWHERE or counted:
        return any(each.start >= heads.end() for each in found)
    return heads.end() <= first_name <= heads.end() + SHORT_GAP


def _is_opened(stretch: str, limits: Mapping[Mention, tuple[str, ...]]) -> bool:
    """Whether the list lets others in; examples of what is mentioned before them ("bodies including schools") do not.

    Neither does a list elsewhere of bodies whose area is given here.
    """
    placed = any(limits[each] for each in limits if each.who is Who.CLASS)
    lists = [each for each in limits if each.who is Who.ELSEWHERE and not limits[each]]
    if OPENED.search(without_statutes(stretch)) or any(not (placed and is_pointer(each, stretch)) for each in lists):
        return True
    examples = INCLUDING.search(stretch)
    return (
        examples is not None
        and examples.group() != ":"
        and NOBODY_YET.fullmatch(stretch, 0, examples.start()) is not None
    )


def _places(
    mention: Mention, found: Sequence[Mention], places: Sequence[PlaceMention], stretch: str
) -> tuple[str, ...]:
    """Where a class is: the places that follow it before another begins, or an adjective before it."""
    found_places = _all_of(mention, found, places, stretch)
    if mention.some:
        return tuple(f"{UNKNOWN}{place}" for place in found_places if place != UNCLEAR) or (UNCLEAR,)
    return found_places


def _all_of(
    mention: Mention, found: Sequence[Mention], places: Sequence[PlaceMention], stretch: str
) -> tuple[str, ...]:
    if mention.who in (Who.NAMED, Who.OWNER) or not places:
        return ()
    item_end = stretch.find(";", mention.end)
    last = item_end if item_end >= 0 else len(stretch)
    after = [place for place in places if mention.end <= place.start < last and not place.adjective]
    group = _group(after, found)
    if group and group[0].place.startswith(UNKNOWN) and group[0].start - mention.end > SHORT_GAP:
        group = []
    if group:
        return _limits(group)
    before = [place for place in places if place.end <= mention.start and not _is_aside(place, mention, stretch)]
    if not before:
        return ()
    nearest = before[-1]
    if nearest.adjective and mention.start - nearest.end < SHORT_GAP:
        return _limits([nearest])
    if ";" in stretch[nearest.end : mention.start] and any(each.end <= nearest.start for each in found):
        return ()
    limits = _limits(_group_ending(before, found))
    opens = not any(each.end <= nearest.start for each in found) or INCLUDING.search(
        stretch, nearest.end, mention.start
    )
    return limits if opens or not limits else (UNCLEAR,)


def _is_aside(place: PlaceMention, mention: Mention, stretch: str) -> bool:
    """Whether the place stands in brackets that close before the body."""
    between = stretch[place.end : mention.start]
    return between.count(")") > between.count("(")


def _group(after: Sequence[PlaceMention], found: Sequence[Mention]) -> list[PlaceMention]:
    """The first of these places and those that follow it with no body between."""
    group: list[PlaceMention] = []
    for place in after:
        if group and any(group[-1].end <= each.start < place.start for each in found):
            break
        group.append(place)
    return group


def _group_ending(before: Sequence[PlaceMention], found: Sequence[Mention]) -> list[PlaceMention]:
    group: list[PlaceMention] = []
    for place in reversed(before):
        if group and any(place.end <= each.start < group[0].start for each in found):
            break
        group.insert(0, place)
    return group


def _limits(group: Sequence[PlaceMention]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(place.place for place in group))
    return () if EVERYWHERE & set(names) else names


def _club(mention: Mention, found: Sequence[Mention], stretch: str, of_members: str | None) -> str | None:
    """The club whose members a class is of ("members across the public sector"); None where it is of none."""
    if mention.who is not Who.CLASS:
        return None
    place = found.index(mention)
    for club in (each for each in found[:place] if each.who is Who.MEMBERS):
        if OF_CLUB.search(stretch, club.end, mention.start) and mention.start - club.end < 200:
            return club.name
    for last, following in pairwise(found[place:]):
        if following.who is Who.MEMBERS and ARE_MEMBERS.search(stretch[last.end : following.start]):
            return following.name
        if following.who is not Who.CLASS or ";" in stretch[last.end : following.start]:
            break
    return of_members


def _club_places(mention: Mention) -> tuple[str, ...]:
    """A club of one nation or region has its members there: Scotland Excel, Heart of the South West Partnership."""
    slug = organisation_slug(mention.name)
    if slug:
        region = organisations()[slug].region
        return (region,) if region in NATIONS else ()
    return _limits(place_mentions(mention.name, ()))


def _lots(context: Context, statement: Statement) -> tuple[str, ...]:
    """Lots that the sentence speaks of before it says for whom they are."""
    before = context.text[context.sentence.start : max(statement.said, statement.start)]
    return tuple(dict.fromkeys(" ".join(match.group().split()) for match in LOTS.finditer(before[-120:])))
