"""The rules that one statement makes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.data.organisations import organisation_slug, organisations
from hub.signposting.eligibility.areas import OF_ONE_PLACE, SHORT_GAP, club_places, places_of
from hub.signposting.eligibility.by_place import AUTHORITIES, councils_alone
from hub.signposting.eligibility.lists import is_opened, without_pointers
from hub.signposting.eligibility.mention import Mention, without_definitions
from hub.signposting.eligibility.mentions import mentions
from hub.signposting.eligibility.naming import is_stand_in, owner_names
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.places import place_called
from hub.signposting.eligibility.rules import Need, Rule, Who
from hub.signposting.eligibility.sentences import Sentence
from hub.signposting.eligibility.statements import Force, Statement
from hub.signposting.eligibility.unknown import listed_names, name_alone
from hub.signposting.eligibility.whereabouts import place_mentions

LONGEST_QUOTE = 400
LONGEST_GAP = 120
LONGEST_LEAD = 150
SUPPLIERS = phrase(
    r"\b(?:SMEs?|VCSEs?|sole traders|who wish to (?:tender|bid|apply|supply)|interested in (?:tendering|bidding|"
    r"supplying)|"
    r"able to (?:deliver|supply)|(?:to|from) (?:tender|bid|apply|submit))\b",
    exact_case=True,
)
"""Words that show that the bodies are suppliers: an opportunity "open to charities and SMEs"."""
NOT_DIRECT = phrase(
    r"\b(?:at|from|(?<!and\s)(?<!or\s)by|living|resident|people|persons?|patients?|residents?|pupils?|tenants?|children|staff|employees|"
    r"suppliers?|contractors?|individuals?|families|students|young|adults|bidders?|tenderers?|service users?)\b"
)
"""Words before the first body that show that it is for people or suppliers of that body, not the body."""
SUPPLIERS_DO = phrase(
    r"\b(?:suppliers?|contractors?|bidders|tenderers|economic operators|applicants)\b[^,;:]*$",
    r"\b(?:residents?|individuals?|people|persons?|employees|staff|pupils|students|patients|tenants|families|children|"
    r"adults) (?:of|from|in|at|within|employed|working|living|served)\b[^,;:]*$",
)
"""Before the first body: not it but suppliers or people of it are the subject."""
THOSE_WHO_WORK = phrase(
    r"\b(?:companies|firms|businesses|organisations|bodies) (?:that|who|which) (?:work|deal|trade|supply|contract)\b"
)
"""Before the first body: others than it."""
NOT_SUBJECT = phrase(NOT_DIRECT.pattern, r"\b(?:you|we|they|it)\b")
"""Words between the last body and the verb that show that somebody else is its subject."""
OF_CLUB = phrase(
    r"\b(?:across|includ(?:ing|es?)|such as|from|(?:who|that) are|compris(?:e|es|ing)|consist(?:s|ing)? of|being|i\.e|"
    r"made up of|which are|in|within)\b"
)
CHOSEN = phrase(
    r"\b(?:approved|eligible|participating|named|listed) (?:\w+ )?(?:bodies|organisations|authorities|customers|users)"
    r" (?:(?:that|which|who) are )?(?:part of|drawn from|from|across|with(?:in)|in)\b[^.;:]{0,80}$",
    r", (?:(?:and|or) )?(?:where|if|when) [^,.;:]{0,40}?\b(?:agrees?|permits?|approves?|consents?|allows?|accepts?), "
    r"[^.;:]{0,80}$",
)
"""Before a class: some of it, chosen by the owner or the supplier."""
BY_MEMBERSHIP = phrase(
    r"\b(?:via|through|subject to|with|by taking (?:up|out)|upon|requires?|needs?) [^.,;:]{0,40}\bmembership\b",
    r"\bmust (?:first )?(?:be|become|join as) (?:an? )?(?:\w+ )?members?\b",
)
ARE_MEMBERS = phrase(r"^\s*$", r"\b(?:who|that|which|being)\b[^;.]{0,80}$")
FUTURE = phrase(r"\b(?:future|from time to time|subsequently join|join(?:ing)? later|new members)\b")
ALONE = phrase(
    r"^\W*(?:\w+ ){0,6}only\b",
    r"\b(?:its|their|any) (?:[\w-]+ ){0,2}(?:subsidiar(?:y|ies)|compan(?:y|ies)|group members|functional "
    r"bodies)\b",
)
"""Words by which an owner and no other is said to use it."""
SUCCESSORS = phrase(r"\bsuccessors?\b")
MOSTLY = phrase(
    r"\b(?:primarily|mainly|principally|predominantly|particularly|especially|generally|typically|initially)\b"
)
"""An aim at bodies of one area lets in no others, unless it is only the first of several."""
NUMBER = r"\d{1,2}[a-z]?\b"
LOTS = phrase(
    rf"\b(?:sub-?\s?)?lots? (?:with the suffix \S{{1,5}}|{NUMBER}(?:\s*(?:,|and|to|&|-|–)\s*(?:lots? "
    rf")?{NUMBER}){{0,9}})"
)
SORT_OF = phrase(r"\b(?:independent|private|fee-paying|for[\s-]profit|commercial|overseas)\b[^,;.]{0,30}$")
"""Before a class that is shut out: only this sort of it."""


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
    found = _bodies(context, statement)
    if all(each.who is Who.OWNER and (statement.after or is_stand_in(each, stretch)) for each in found):
        return [_of_the_owner(context, statement)] if found and ALONE.search(stretch) else []
    if found and all(_buys_for_others(each) for each in found):
        return []
    if SUPPLIERS.search(stretch) or _is_of_people(stretch, found, statement):
        return []
    names = [(each.start, each.end) for each in found if each.who in (Who.NAMED, Who.OWNER, Who.MEMBERS) and each.name]
    names += [(each.start, each.end) for each in found if each.name in OF_ONE_PLACE]
    places = place_mentions(without_definitions(stretch), names)
    limits = {each: places_of(each, found, places, stretch) for each in found}
    opened = is_opened(stretch, limits)
    closed = _is_plain(context, statement) and not opened
    only_there = statement.force is Force.AIM and not opened and not MOSTLY.search(context.sentence.text)
    of_members = _of_members(context, statement)
    return [
        _rule(
            context,
            statement,
            each,
            limits[each],
            closed or (only_there and any(map(place_called, limits[each]))),
            _club(each, found, stretch, of_members),
        )
        for each in found
        if not _is_told_with_a_class(each, found, stretch)
        and _can_be_said(each, statement, stretch)
        and not (closed and each.who is Who.ELSEWHERE and not limits[each])
    ]


def _buys_for_others(mention: Mention) -> bool:
    """ "On behalf of ESPO and YPO": of their customers, who are not said."""
    slug = organisation_slug(mention.name) if mention.who in (Who.NAMED, Who.OWNER) else None
    return slug is not None and organisations()[slug].kind == "purchasing-organisation"


def _bodies(context: Context, statement: Statement) -> list[Mention]:
    """What the statement mentions, without headings; none where it is on no more than successors."""
    stretch = context.text[statement.start : statement.end]
    found = without_pointers(mentions(stretch, context.owner), stretch)
    if SUCCESSORS.search(stretch) and all(each.who is Who.ELSEWHERE for each in found):
        return []
    if not found and AUTHORITIES.search(context.sentence.text):
        found = list(councils_alone(stretch))
    if not found and statement.force is Force.LISTED:
        return list(listed_names(stretch))
    return found or (list(name_alone(stretch)) if statement.after and statement.force is Force.STATED else [])


def _is_plain(context: Context, statement: Statement) -> bool:
    lead = context.text[statement.said : statement.start]
    listed_openly = statement.force is Force.LISTED and re.search(r"\binclud", lead, re.IGNORECASE)
    return statement.force in (Force.STATED, Force.LISTED) and not listed_openly


def _of_members(context: Context, statement: Statement) -> str | None:
    """An empty name where all bodies of the statement are members of a club that is not named."""
    lead = context.text[statement.said : statement.start]
    by_list = statement.force is Force.LISTED and re.search(r"\bmembers", lead, re.IGNORECASE)
    to_join = context.text[context.sentence.start : statement.said].strip() in owner_names(context.owner)
    return "" if by_list or to_join or BY_MEMBERSHIP.search(context.sentence.text) else None


def _of_the_owner(context: Context, statement: Statement) -> Rule:
    """ "Only the Council", "X and its subsidiaries"."""
    quote = quote_of(context, statement.said, statement.start, statement.end)
    return Rule(who=Who.OWNER, name=context.owner, closed=True, quote=quote, field=context.field)


def _can_be_said(mention: Mention, statement: Statement, stretch: str) -> bool:
    """Only whole classes and named bodies are shut out; a list elsewhere, the owner or "private schools" are not."""
    if statement.force is not Force.BARRED:
        return True
    some_of_it = mention.who is Who.CLASS and SORT_OF.search(stretch[: mention.start])
    return mention.who in (Who.CLASS, Who.NAMED) and not some_of_it


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
        others = NOT_SUBJECT.search(stretch[found[-1].end :]) or SUPPLIERS_DO.search(stretch[: found[0].start])
        return others is not None or len(stretch) - found[-1].end > LONGEST_GAP
    if statement.force is Force.BARRED and found[0].start > SHORT_GAP:
        return True
    is_far = statement.force is not Force.LISTED and found[0].start > LONGEST_LEAD
    before = stretch[: found[0].start]
    return is_far or (NOT_DIRECT.search(before) or THOSE_WHO_WORK.search(before)) is not None


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
) -> Rule:
    stretch = context.text[statement.start : statement.end]
    of_members = mention.who is Who.MEMBERS or club is not None
    before = stretch[max(0, mention.start - 120) : mention.start]
    return Rule(
        who=mention.who,
        name=mention.name,
        includes=statement.force is not Force.BARRED,
        places=(mention.who is Who.MEMBERS and club_places(mention)) or places,
        closed=closed and (mention.who is not Who.ELSEWHERE or bool(places)),
        hedged=statement.force is Force.AIM or mention.loose or CHOSEN.search(before) is not None,
        club=(club or "a purchasing club") if club is not None else "",
        needs=(Need.MEMBERSHIP,) if of_members else (),
        future=FUTURE.search(stretch) is not None,
        successors=SUCCESSORS.search(stretch) is not None,
        lots=_lots(context, statement),
        quote=quote_of(context, statement.said, statement.start + mention.start, statement.start + mention.end),
        field=context.field,
    )


def _club(mention: Mention, found: Sequence[Mention], stretch: str, of_members: str | None) -> str | None:
    """The club whose members a class is of ("members across the public sector"); None where it is of none."""
    if mention.who is not Who.CLASS:
        return None
    place = found.index(mention)
    for club in (each for each in found[:place] if each.who is Who.MEMBERS):
        joins = OF_CLUB.search(stretch, club.end, mention.start)
        others = joins and any(club.end <= each.start < joins.start() for each in found)
        if joins and not others and mention.start - club.end < 200:
            return club.name
    for last, following in pairwise(found[place:]):
        said = "member" in stretch[last.end : following.end].casefold()
        if said and following.who is Who.MEMBERS and ARE_MEMBERS.search(stretch[last.end : following.start]):
            return following.name
        if following.who is not Who.CLASS or ";" in stretch[last.end : following.start]:
            break
    return of_members


def _lots(context: Context, statement: Statement) -> tuple[str, ...]:
    """Lots that the sentence speaks of before it says for whom they are."""
    before = context.text[context.sentence.start : max(statement.said, statement.start)]
    return tuple(dict.fromkeys(" ".join(match.group().split()) for match in LOTS.finditer(before[-120:])))
