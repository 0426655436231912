"""Bodies listed by no more than their places behind the word for them: the seven police forces (Kent, Essex, …)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hub.data.organisations import council_called
from hub.signposting.eligibility.class_words import class_pattern
from hub.signposting.eligibility.mention import Mention
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.places import places
from hub.signposting.eligibility.rules import Who

CALLED: Mapping[str, str] = {
    "local-authorities": "Council",
    "county-councils": "County Council",
    "district-councils": "District Council",
    "unitary-authorities": "Council",
    "metropolitan-districts": "Metropolitan Borough Council",
    "london-boroughs": "London Borough Council",
    "police-forces": "Police",
    "fire-services": "Fire and Rescue Service",
    "health-bodies": "NHS Trust",
    "health-commissioners": "Clinical Commissioning Group",
    "universities": "University",
    "colleges": "College",
    "registered-providers": "Housing Association",
}
"""What a body of a class is called beside its place."""
LED = (
    r"(?:[^.;:()]{0,60}?(?:\(|:|"
    r"\b(?:namely|i\.e\.?|being|compris(?:ing|es?)(?: of)?|consisting of|which are)\b:?)\s*)"
)
ITEM = r"[A-Z][\w’'-]{2,30}(?:\s(?:(?:on|upon|of|the)\s){0,2}[A-Z][\w’'-]{2,30}){0,3}"
JOIN = r"(?:\s*[,;/]\s*(?:and\s)?|\s(?:and|&)\s)"
PLACES = rf"({ITEM}(?>(?:{JOIN}{ITEM}){{1,40}}))(?=\s*(?:[).;,]|$|\b[a-z]))"
"""Two names or more; the group gives nothing back, so that no text makes it slow."""
LIST = re.compile(LED + PLACES)
OF_COUNCILS = re.compile(r"\s+of\s+(?:the\s+)?" + PLACES)
ONLY_PLACES = re.compile(r"[\s:]*(?:the\s+)?" + PLACES)
BETWEEN = re.compile(r"(?:(?<!\s)\s++)?[,;/]\s*+(?:and\s)?|\s(?:and|&)\s")
AUTHORITIES = phrase(r"\b(?:authorities|councils|boroughs|districts|commissioners)\b")
NO_PLACE = phrase(r"\b(?:lots?|annex|appendix|section|part|schedule|january|february|march|april|may|june|july)\b")


def listed_by_place(found: Sequence[Mention], stretch: str) -> Iterator[Mention]:
    """The bodies of every class, or of "the following authorities", that nothing but a list of places follows."""
    for heading in found:
        called = _called(heading, stretch)
        listed = LIST.match(stretch, heading.end) or OF_COUNCILS.match(stretch, heading.end) if called else None
        if listed and not (_are_counties(listed, called) or _are_no_places(listed)):
            yield from _bodies(listed, called)


def councils_alone(stretch: str) -> Iterator[Mention]:
    """Councils that a stretch gives by their places and nothing else, most of them known."""
    listed = ONLY_PLACES.match(stretch)
    if listed:
        named = BETWEEN.split(listed.group(1))
        if sum(council_called(place) is not None for place in named) * 2 >= len(named):
            yield from _bodies(listed, "Council")


def _are_counties(listed: re.Match[str], called: str) -> bool:
    """ "The councils of Norfolk and Suffolk" are all that lie there; those of Luton and Bedford are two."""
    return called == "Council" and all(place in places() for place in BETWEEN.split(listed.group(1)))


def _are_no_places(listed: re.Match[str]) -> bool:
    return (class_pattern().search(listed.group(1)) or NO_PLACE.search(listed.group(1))) is not None


def _called(heading: Mention, stretch: str) -> str:
    if heading.who is Who.CLASS:
        return CALLED.get(heading.name, "")
    is_vague = heading.who is Who.ELSEWHERE and AUTHORITIES.search(stretch[heading.start : heading.end])
    return "Council" if is_vague else ""


def _bodies(listed: re.Match[str], called: str) -> Iterator[Mention]:
    start = listed.start(1)
    for place in BETWEEN.split(listed.group(1)):
        start = listed.string.index(place, start)
        council = council_called(place) if called.endswith("Council") else None
        yield Mention(Who.NAMED, council.name if council else f"{place} {called}", start, start + len(place))
        start += len(place)
