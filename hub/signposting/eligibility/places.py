"""Where the bodies that a rule means are, and whether a buyer is there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

from hub.data import tables
from hub.data.names import matching_form
from hub.data.organisations import council_called
from hub.data.regions import WHOLE_COUNTRY, region_ancestors, regions
from hub.signposting.buyer import Buyer

AREA_WORDS = re.compile(
    r"\b(?:Local Enterprise Partnership|LEP|City Region|City|County|Borough|region|area|of|the|North|South|East|West|"
    r"Mid|Central)\b",
    re.I,
)
UNKNOWN = "?"
"""Begins a place of a rule that the hub does not know."""


class There(Enum):
    """Whether a buyer is in a place."""

    YES = "yes"
    LIKELY = "likely"
    UNSURE = "unsure"
    NO = "no"


@dataclass(frozen=True)
class Place:
    """A county or wider area. ``counties`` are those it holds, ``border`` counties or codes some count in."""

    name: str
    aliases: tuple[str, ...]
    codes: frozenset[str]
    counties: frozenset[str]
    border: frozenset[str]
    certain: bool


@cache
def places() -> Mapping[str, Place]:
    """Every place by name; see also ``place_called``."""
    found = (
        Place(
            row["name"],
            tables.listed(row["aliases"]),
            frozenset(tables.listed(row["codes"])),
            frozenset(map(matching_form, tables.listed(row["counties"]))),
            frozenset(code if code in regions() else matching_form(code) for code in tables.listed(row["border"])),
            row["certain"] == "true",
        )
        for row in tables.rows("eligibility_places.csv")
    )
    return MappingProxyType({place.name: place for place in found})


def place_called(name: str) -> Place | None:
    """The place of a rule: one of the table, or any region by its code."""
    if name in places():
        return places()[name]
    if name in regions():
        return Place(name, (), frozenset({name}), frozenset(), frozenset(), True)
    return None


@cache
def place_around(words: str) -> Place | None:
    """A known place that holds one the hub knows no more of: a county in it, or the region of the council of its "
    "name."""
    bare = words.removeprefix(UNKNOWN)
    if known := place_called(bare):
        return known
    name = " ".join(AREA_WORDS.sub(" ", bare).split())
    council = council_called(name) if name else None
    return place_called(name) or (place_called(council.region) if council and council.region else None)


@cache
def buyer_places(region: str, county: str) -> frozenset[str]:
    """Codes, and counties in the form names are compared in, that a buyer there is certainly within."""
    held = [place for place in places().values() if _is_county(place) and _holds(place, region, county)]
    counties = {name for place in held for name in place.counties}
    codes = {code for place in held for code in _above(place.codes)}
    return frozenset({region, *region_ancestors(region), *codes, *counties, WHOLE_COUNTRY} - {""})


def _is_county(place: Place) -> bool:
    return matching_form(place.name) in place.counties


def _holds(county_place: Place, region: str, county: str) -> bool:
    """Whether a buyer of this county, or where that is not known of this region, is in the county."""
    if county:
        return matching_form(county) in county_place.counties
    return bool(county_place.codes & {region, *region_ancestors(region)})


def _above(codes: Iterable[str]) -> set[str]:
    """The codes that hold all of these; a single one holds itself."""
    held = [{code, *region_ancestors(code)} for code in codes]
    return set.intersection(*held) if held else set()


def there(names: Iterable[str], buyer: Buyer) -> There:
    """Whether the buyer is in any of a rule's places; none at all is everywhere."""
    found = [_in_one(name, buyer) for name in names] or [There.YES]
    return next(each for each in There if each in found)


def _in_one(name: str, buyer: Buyer) -> There:
    place = place_called(name)
    if place is None:
        around = place_around(name)
        if _is_of_another_county(name, buyer):
            return There.NO
        return There.NO if around and _in_place(around, buyer) is There.NO else There.UNSURE
    return _in_place(place, buyer)


def _is_of_another_county(name: str, buyer: Buyer) -> bool:
    """Whether a place is that of a council in a county that is known not to be the buyer's."""
    council = council_called(" ".join(AREA_WORDS.sub(" ", name.removeprefix(UNKNOWN)).split()) or name)
    known = bool(council and council.county and buyer.county)
    return known and matching_form(council.county if council else "") != matching_form(buyer.county)


def _in_place(place: Place, buyer: Buyer) -> There:
    within = buyer_places(buyer.region, buyer.county)
    if within & (place.codes | place.counties):
        return There.YES if place.certain else There.LIKELY
    return There.NO if _is_outside(place, buyer, within) else There.UNSURE


def _is_outside(place: Place, buyer: Buyer, within: frozenset[str]) -> bool:
    """Plainly not there: it has a known place that neither holds nor borders on this one."""
    if not buyer.region or within & place.border:
        return False
    if buyer.county and _is_county(place):
        return True
    mine = max((code for code in within if code in regions()), key=lambda code: len(region_ancestors(code)))
    codes = place.codes | {code for county in place.counties for code in _county_codes().get(county, ())}
    return not any(mine in region_ancestors(code) for code in codes)


@cache
def _county_codes() -> Mapping[str, frozenset[str]]:
    return {county: place.codes for place in places().values() if _is_county(place) for county in place.counties}
