"""Organisations that a stretch of text names, and the owner among them."""

import re
from collections.abc import Iterator

from hub.data.names import matching_form
from hub.data.organisations import council_called, organisation_slug
from hub.signposting.eligibility.class_words import SINGULAR, class_pattern
from hub.signposting.eligibility.mention import Mention
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Who

SHORT_HEADS = {
    "BC": "Borough Council",
    "DC": "District Council",
    "CC": "County Council",
    "MBC": "Metropolitan Borough Council",
    "CBC": "County Borough Council",
    "LBC": "London Borough Council",
}
HEADS = frozenset(
    "council councils university trust authority limited ltd llp plc cic college constabulary police commissioner "
    "board "
    "group association partnership consortium agency corporation homes housing hospital hospitals company department "
    "ministry government office executive academy school commission inspectorate institute museum brigade ccg ccgs "
    "icb stp "
    "ics federation foundation alliance collaborative hub network society enterprise rail water centre".split()
)
"""Last words that tell that a run of capitalised words is an organisation's name."""
JOINT_BODIES = frozenset("partnership consortium alliance collaborative network hub federation stp ics".split())
"""Last words of the name of a group of bodies: those that use a framework are its members."""
SERVICE = phrase(
    r"\b(?:Rescue|Ambulance|Police|Prison|Probation|Custody|Commercial|Shared|Support|Courts?|Tribunals) Services?$",
    exact_case=True,
)
"""Of all that is called a service, these are bodies."""
OF_A_NATION = phrase(
    r"\b(?:(?:Highways|Natural|Historic|Sport|Homes|Public Health|Health Education|NHS) England|"
    r"(?:Resources|Sport|Sports|Transport for|Careers|Health Education) Wales|"
    r"(?:Transport|Historic Environment|Skills Development|Healthcare Improvement|Police|Education) Scotland)$",
    exact_case=True,
)
BEGINS = phrase(
    r"^(?:Secretary of State|University|Borough|City|Department|Ministry|College|Transport) (?:of|for)\b",
    exact_case=True,
)
COMMON = frozenset(
    "the all any each other uk english welsh scottish british national public sector local central government "
    "authority "
    "authorities council council's trust body bodies framework agreement service services contracting customer "
    "customers "
    "client clients group consortium associate affiliate full current future existing new our its their and of for a "
    "borough county city district unitary wider organisation organisations department partner partners housing police "
    "education health social affordable supported care nhs registered providers association associations board company "
    "limited ltd following select named participating lead procurement purchasing executive agency commission academy "
    "school college university hospital".split()
)
"""Words that make no name on their own, however they are capitalised."""
GENERIC = frozenset(
    {"authority", "council", "trust", "framework agreement", "service", "services", "housing", "police"}
)
LEAD = phrase(
    r"(?:(?:The|UK|All|Any|Other|Each|This|These|Those|And|Or|For|By|In|On|If|As|Both|Further|Including|Only|Under|"
    r"Through|With|Within) )+",
    exact_case=True,
)
LINK = "(?:of|upon|on|in|at|for|the|and|&|le)"
BEGINNING = "The|This|These|We|It|As|In|To|All|Any|Our|Each|If|Please|Tenders|Lots?|There|Bidders|Suppliers"
"""Words that begin a sentence, though the full stop before it is lost."""
RUN = re.compile(
    rf"(?<![\w’'-])[A-Z][\w’'&-]{{0,40}}(?:\s{{1,4}}(?:{LINK}\s{{1,4}}){{0,2}}(?=[A-Z])"
    rf"(?!(?:{BEGINNING})\b)[\w’'&-]{{1,40}}){{0,14}}"
)
FOR_A_COUNCIL = re.compile(r"(?<!\s)\s++for\s++(?:the\s++)?(?=[A-Z][^,]*\sCouncil$)")
JOINT = re.compile(r"(?<!\s)\s++(?:and|&)\s++(the\s++)?")
PLACE = r"((?:[A-Z][\w’'-]++\s){1,4}?)"
PLACES = r"((?:[A-Z][\w’'-]++(?:\s[A-Z][\w’'-]++){0,3},\s){0,12})"
COUNCILS_OF = re.compile(
    rf"(?<![\w-]){PLACES}{PLACE}(?:and|&)\s{PLACE}((?:(?:District|Borough|City|County)\s)?)Councils\b"
)
NO_PLACE = re.compile(
    r"\b(?:Town|Parish|Community|District|Borough|County|City|Unitary|Metropolitan|Local|Other|All|Any)\b"
)
OF_A_PLACE = re.compile(r"(?<=\w)\s+(?:City|County|District|Borough)$")
AREA = phrase(r"['’]?s? (?:\(\w+\) )?(?:area|region|boundar|district\b)", exact_case=True)
BRACKETED = re.compile(r"\(([^()]{3,80})\)")
SAME_BODY = phrase(r"\b(?:as hosted by|hosted by|trading as|t/a|acting as|operating under)\b", r"\s[—–-]\s")


STAND_IN = phrase(
    r"(?<![(;'\"‘“])\b(?:[Tt]he|[Tt]his|[Oo]ur) (?:(?:Contracting|Lead|Procuring|Host) )?"
    r"(?:Council|Authority|Trust|University|College|Company|Department|Ministry|Board|Agency|Association|Commission|"
    r"Client|Purchaser|Employer|Constabulary|Entity|Commissioner|Corporation|Society|Academy|School)\b"
    r"(?!['’]s|s['’]| (?:of|for|area|region|boundar))",
    r"\bitself\b",
    exact_case=True,
)
"""The owner by what it is, or "itself"."""


def stand_in_mentions(stretch: str, owner: str) -> Iterator[Mention]:
    """Words that stand for the owner's name."""
    if owner:
        yield from (Mention(Who.OWNER, owner, found.start(), found.end()) for found in STAND_IN.finditer(stretch))


def is_stand_in(mention: Mention, stretch: str) -> bool:
    return mention.who is Who.OWNER and STAND_IN.fullmatch(stretch, mention.start, mention.end) is not None


def owner_mentions(stretch: str, owner: str) -> Iterator[Mention]:
    """The owner's name in full or short, whatever stands between its words."""
    for name in sorted(owner_names(owner), key=len, reverse=True):
        words = re.findall(r"\w+", name)[:20]
        pattern = r"\W{1,4}".join(re.escape(word) for word in words)
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", stretch, re.IGNORECASE):
            yield Mention(Who.OWNER, owner, found.start(), found.end())


def owner_names(owner: str) -> frozenset[str]:
    """A published owner's name, and those within it: Water Services Regulation Authority (Ofwat), X trading as Y."""
    parts = {owner, *BRACKETED.findall(owner), *SAME_BODY.split(BRACKETED.sub(" ", owner))}
    return frozenset(part.strip(" ,()'\"’‘“”") for part in parts if len(part.strip()) > 2)


def is_owner(mention: Mention, owner: str, stretch: str) -> bool:
    is_name = mention.who in (Who.NAMED, Who.MEMBERS) and stretch[mention.start : mention.end] == mention.name
    if not is_name or not owner:
        return False
    slug = organisation_slug(mention.name)
    form, owned = matching_form(mention.name), matching_form(owner)
    return (slug is not None and slug == organisation_slug(owner)) or form == owned or f" {form} " in f" {owned} "


def name_mentions(stretch: str) -> Iterator[Mention]:
    """Every organisation by name; a group of bodies (a partnership) is a mention of its members."""
    joint = [found for found in COUNCILS_OF.finditer(stretch) if not NO_PLACE.search(" ".join(_places_of(found)))]
    for councils in joint:
        yield from _several_councils(councils)
    taken = [(councils.start(), councils.end()) for councils in joint]
    for run in (run for run in RUN.finditer(stretch) if not any(first <= run.start() < last for first, last in taken)):
        for start, end in _parts(run.group(), run.start()):
            yield from _name(stretch, start, end)


def _several_councils(councils: re.Match[str]) -> Iterator[Mention]:
    """ "Babergh and Mid Suffolk District Councils"."""
    for place in _places_of(councils):
        council = council_called(place)
        name = council.name if council else f"{place} {councils.group(4)}Council"
        yield Mention(Who.NAMED, name, councils.start(), councils.end())


def _places_of(councils: re.Match[str]) -> list[str]:
    named = (*councils.group(1).split(","), councils.group(2), councils.group(3))
    return [OF_A_PLACE.sub("", place.strip()) for place in named if place.strip()]


def _name(stretch: str, start: int, end: int) -> Iterator[Mention]:
    lead = LEAD.match(stretch, start, end)
    begin = lead.end() if lead else start
    name = stretch[begin:end]
    if _is_name(name) and not AREA.match(stretch, end):
        is_joint = name.split()[-1].casefold() in JOINT_BODIES
        yield Mention(Who.MEMBERS if is_joint else Who.NAMED, _in_full(name), begin, end)


def _in_full(name: str) -> str:
    """ "Mid Suffolk DC" written out."""
    place, _, last = name.rpartition(" ")
    council = council_called(place) if last in SHORT_HEADS else None
    return council.name if council else name


def _parts(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """Names that "and" joins, and is no part of: Leicester City Council and Leicestershire County Council."""
    start = 0
    if (given := FOR_A_COUNCIL.search(run)) and organisation_slug(run) is None:
        yield offset, offset + given.start()
        start = given.end()
    for joint in JOINT.finditer(run, start):
        parted = joint.group(1) or _is_whole(run[start : joint.start()])
        if parted and organisation_slug(run[start:]) is None:
            yield offset + start, offset + joint.start()
            start = joint.end()
    yield offset + start, offset + len(run)


def _is_whole(name: str) -> bool:
    last = name.split()[-1].casefold()
    return (
        last in HEADS
        or last.upper() in SHORT_HEADS
        or SERVICE.search(name) is not None
        or organisation_slug(name) is not None
        or class_pattern().fullmatch(name) is not None
    )


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or class_pattern().fullmatch(name) or matching_form(name) in GENERIC:
        return False
    if organisation_slug(name):
        return len(name) > 2
    own = [word for word in words if word.casefold() not in COMMON]
    by_its_head = words[-1].casefold() in HEADS or words[-1] in SHORT_HEADS
    tells = by_its_head or any(told.search(name) for told in (SERVICE, BEGINS, OF_A_NATION))
    return bool(tells and own and len(words) > 1) and not _is_plural(name)


def _is_plural(name: str) -> bool:
    """ "Yorkshire Housing Associations" are a class; "Essex Police" is one body."""
    found = class_pattern().search(name)
    return (
        found is not None
        and found.end() == len(name)
        and not SINGULAR.search(name)
        and found.group().casefold() != "police"
    )
