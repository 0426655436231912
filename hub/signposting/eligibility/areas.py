"""The places that a statement limits each of its bodies to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hub.data.organisations import council_called, organisation_slug, organisations
from hub.signposting.eligibility.classes import COUNCILS
from hub.signposting.eligibility.mention import Mention
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.places import UNKNOWN, place_called
from hub.signposting.eligibility.rules import Who
from hub.signposting.eligibility.whereabouts import EVERYWHERE, PlaceMention, place_mentions

NATIONS = frozenset({"UKL", "UKM", "UKN"})
UNCLEAR = f"{UNKNOWN}an area that is not clear"
INCLUDING = phrase(r"\b(?:includ(?:e|es|ing)|such as|namely|e\.g|for example)\b|:")
SHORT_GAP = 40
OF_ONE_PLACE = {"london-boroughs": ("London",)}
"""Classes that are nowhere else."""
COUNCIL_WORDS = phrase(
    r"\b(?:Council|City of|London Borough of|Royal Borough of|County|City|District|Borough|Metropolitan)\b"
)
ALSO_THERE = phrase(
    r"\b(?:including|and(?: also)?|plus|as well as) (?:those|them|ones|bodies|organisations|authorities) "
    r"(?:(?:based|located|situated) )?(?:in|within|across|from|outside)(?: the)? $"
)
"""Between a class and a place: it is said that they may be there too."""
NEARBY = phrase(
    r"\b(?:neighbouring|surrounding|adjoining|adjacent|constituent|two|three|four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:[\w’'()-]+ ){0,2}$"
)
"""Before a class: those around the owner."""
THE_REGION = f"{UNKNOWN}the region"
ITS_REGION = phrase(
    rf"{re.escape(UNKNOWN)}(?:the|its|our|their|this) (?:(?:wider|local) )?(?:region|sub-region|locality|vicinity)",
    rf"{re.escape(UNKNOWN)}(?:those|these|that|the same) (?:\w+ )?(?:region|area|count(?:y|ies)|district|borough)s?",
)
WITHIN = phrase(r" (?:within|in|of|across|under|run by|maintained by) (?:the )?")
ITS_AREA = phrase(
    rf"{re.escape(UNKNOWN)}(?:the|its|our|their) (?:(?:local|geographic(?:al)?) )?(?:borough|county|city|district|area)"
)


def places_of(
    mention: Mention, found: Sequence[Mention], places: Sequence[PlaceMention], stretch: str
) -> tuple[str, ...]:
    """Where a class is: the places that follow it before another begins, or an adjective before it."""
    found_places = _all_of(mention, found, places, stretch) or OF_ONE_PLACE.get(mention.name, ())
    if not found_places and _is_within_a_body(mention, found, stretch):
        return (UNCLEAR,)
    if mention.some:
        known = (place.removeprefix(UNKNOWN) for place in found_places if place != UNCLEAR)
        nearby = NEARBY.search(stretch[max(0, mention.start - 60) : mention.start])
        return tuple(f"{UNKNOWN}{place}" for place in known) or ((THE_REGION,) if nearby else (UNCLEAR,))
    return found_places


def _is_within_a_body(mention: Mention, found: Sequence[Mention], stretch: str) -> bool:
    """ "Councils within the Tees Valley Authority", "hospitals of the Trust": those of that body."""
    following = next((each for each in found if each.start >= mention.end), None)
    named = following is not None and following.who in (Who.NAMED, Who.OWNER) and mention.who is Who.CLASS
    return bool(named and following and WITHIN.fullmatch(stretch, mention.end, following.start))


def _all_of(
    mention: Mention, found: Sequence[Mention], places: Sequence[PlaceMention], stretch: str
) -> tuple[str, ...]:
    if mention.who in (Who.NAMED, Who.OWNER) or not places:
        return ()
    before = [place for place in places if place.end <= mention.start and not _is_aside(place, mention, stretch)]
    beside = before[-1] if before and before[-1].adjective and mention.start - before[-1].end < SHORT_GAP else None
    group = _following(mention, found, places, stretch)
    between = beside and any(beside.end <= each.start < mention.start for each in found)
    if beside and beside.place not in EVERYWHERE and not (group and between):
        return _limits([beside])
    if group or beside or not before:
        return _limits(group)
    return _inherited(mention, found, before, stretch)


def _following(
    mention: Mention, found: Sequence[Mention], places: Sequence[PlaceMention], stretch: str
) -> list[PlaceMention]:
    """The places that follow within the item of the list; one the hub does not know only if it stands close by."""
    end = stretch.find(";", mention.end)
    last = end if end >= 0 else len(stretch)
    after = [place for place in places if mention.end <= place.start < last and not place.adjective]
    if after and ALSO_THERE.search(stretch, mention.end, after[0].start):
        return []
    group = _group(after, found)
    if group and group[0].place.startswith(UNKNOWN):
        listed = [mention, *(each for each in found if mention.end <= each.start < group[0].start)]
        return group if group[0].start - listed[-1].end <= SHORT_GAP and not _has_gaps(listed) else []
    return group


def _has_gaps(listed: Sequence[Mention]) -> bool:
    return any(following.start - each.end > SHORT_GAP for each, following in pairwise(listed))


def _inherited(
    mention: Mention, found: Sequence[Mention], before: Sequence[PlaceMention], stretch: str
) -> tuple[str, ...]:
    """Places said before: they hold for all that a heading opens, and leave it unclear for what is only added."""
    nearest = before[-1]
    is_first = not any(each.end <= nearest.start for each in found)
    if ";" in stretch[nearest.end : mention.start] and not is_first:
        return ()
    limits = _limits(_group_ending(before, found))
    opens = is_first or INCLUDING.search(stretch, nearest.end, mention.start)
    return limits if opens or not limits else (*limits, UNCLEAR)


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


def area_of_council(owner: str) -> str:
    """The place of a council by its name, as a rule gives it; unclear where the owner is no council."""
    slug = organisation_slug(owner)
    if slug is None or organisations()[slug].kind not in COUNCILS:
        return UNCLEAR
    return f"{UNKNOWN}{' '.join(COUNCIL_WORDS.sub(' ', organisations()[slug].name).split())}"


def with_its_area(places: Sequence[str], owner: str) -> tuple[str, ...]:
    """ "The borough" in a council's own words is that council's, "the region" the one that the owner is in."""
    return tuple(
        _area_meant(place, owner)
        if ITS_AREA.fullmatch(place)
        else region_of(owner)
        if ITS_REGION.fullmatch(place)
        else place
        for place in places
    )


def _area_meant(place: str, owner: str) -> str:
    """ "The county" of a county council is plainly that county; of other areas the name may be of more or less."""
    area = area_of_council(owner)
    known = area.removeprefix(UNKNOWN)
    return known if place.endswith("county") and place_called(known) else area


def region_of(owner: str) -> str:
    """The region an owner is in, as a place of a rule: its own, or that of a place in its name; else unclear."""
    slug = organisation_slug(owner)
    if slug and organisations()[slug].region:
        return f"{UNKNOWN}{organisations()[slug].region}"
    named = place_mentions(owner, ())
    councils = (council_called(word) for word in re.findall(r"[A-Z][\w’'-]{3,30}", owner))
    found = [place.place for place in named] + [council.region for council in councils if council]
    return f"{UNKNOWN}{found[0].removeprefix(UNKNOWN)}" if found and found[0] else UNCLEAR


def nation_named(owner: str) -> tuple[str, ...]:
    """Scotland, Wales or Northern Ireland where an owner's name has it: its members are there."""
    named = _limits(place_mentions(owner, ()))
    return tuple(place for place in named if place in ("Scotland", "Wales", "Northern Ireland"))


def club_places(mention: Mention) -> tuple[str, ...]:
    """A club of one nation or region has its members there: Scotland Excel, Heart of the South West Partnership."""
    slug = organisation_slug(mention.name)
    if slug:
        region = organisations()[slug].region
        return (region,) if region in NATIONS else ()
    return _limits(place_mentions(mention.name, ()))
