"""Bodies that a stretch of text mentions: classes, organisations by name, members of a club, lists kept elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from hub.data.names import matching_form
from hub.data.organisations import council_called, organisation_slug
from hub.signposting.eligibility.classes import EVERYONE, classes
from hub.signposting.eligibility.rules import Who


@dataclass(frozen=True)
class Mention:
    """Characters ``start`` to ``end`` of the stretch. ``name`` as in ``Rule``; ``loose`` says only "other such bodies".

    ``some``: not all of the class, and which is not said ("its local authority partners").
    """

    who: Who
    name: str
    start: int
    end: int
    loose: bool = False
    some: bool = False


HEADS = frozenset(
    "council councils university trust authority limited ltd llp plc cic college constabulary police commissioner board group "
    "association partnership consortium agency corporation homes housing hospital hospitals company department ministry government office executive "
    "academy school commission inspectorate institute museum brigade ccg ccgs icb stp ics federation foundation alliance "
    "collaborative hub network society enterprise rail".split()
)
"""Words that tell that a run of capitalised words is an organisation's name."""
JOINT_BODIES = frozenset(
    {"partnership", "consortium", "alliance", "collaborative", "network", "hub", "federation", "stp", "ics"}
)
"""Last words of the name of a group of bodies: those that use a framework are its members."""
SERVICE = re.compile(
    r"\b(?:Rescue|Ambulance|Police|Prison|Probation|Commercial|Shared|Support|Court|Courts|Tribunals)\s+Services?$"
)
"""Of all that is called a service, these are bodies."""
PAIR = re.compile(
    r"(?<![\w-])((?:[A-Z][\w’'-]+\s){1,4}?)(?:and|&)\s((?:[A-Z][\w’'-]+\s){1,4}?)((?:(?:District|Borough|City|County)\s)?)Councils\b"
)
NO_PLACE = re.compile(
    r"\b(?:Town|Parish|Community|District|Borough|County|City|Unitary|Metropolitan|Local|Other|All|Any)\b"
)
LINK = r"(?:of|upon|on|in|for|the|and|&|le)"
RUN = re.compile(
    rf"(?<![\w’'-])[A-Z][\w’'&-]{{0,40}}(?:\s{{1,4}}(?:{LINK}\s{{1,4}}){{0,2}}(?=[A-Z])[\w’'&-]{{1,40}}){{0,14}}"
)
JOINT = re.compile(r"\s+(?:and|&)\s+")
ANY = re.compile(
    r"\b(?:any|each|every|all|other|another|an?|either|which|relevant|eligible|its|their|our)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
ANY_OF_LIST = re.compile(r"\b(?:any|each|every)\b[^.;:]{0,100}(?:,|\bor|\band)\s+(?:other\s+)?$", re.IGNORECASE)
ALL = re.compile(r"\b(?:any|each|every|all|most)\s+(?:[\w’'()-]+\s+){0,3}$", re.IGNORECASE)
SOME = re.compile(
    r"\b(?:its|our|their|some|certain|selected|several|various|neighbouring|surrounding|a\s+(?:small\s+)?number\s+of|"
    r"constituent|participating|partner|client|named|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:[\w’'()-]+\s+){0,2}$",
    re.IGNORECASE,
)
ITS_PARTNERS = re.compile(r"\s+(?:partners?|colleagues|partnership)\b", re.IGNORECASE)
OTHER = re.compile(r"\b(?:other|similar|associated|related)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
NOT_ITS_OWN = re.compile(
    r"\b(?:participating|following|named|listed|above|below|said|identified|lead|these|those|such|the\s+contracting)\s+$",
    re.IGNORECASE,
)
"""Words before "contracting authorities" that point to a list."""
LISTED = re.compile(
    r"\s+(?:\(\w+\)\s+)?(?:listed|referred\s+to|named|identified|specified|set\s+out|detailed)\b", re.IGNORECASE
)
STATUTE = re.compile(
    r"\b(?:[A-Z][\w’'-]{1,30}\s{1,3}(?:(?:of|and|etc\.?|&)\s{1,3}){0,2}(?:\([A-Z][\w\s]{1,40}\)\s{1,3})?){1,8}"
    r"(?:Acts?|Regulations?|Order|Directive)\b"
)
DEFINITION = re.compile(
    r"\(as\s+(?:further\s+)?defined\s+(?:in|by|under)\b[^()\[\]]{0,200}(?:\([^()]{0,40}\)[^()\[\]]{0,100}){0,2}[\])]?",
    re.IGNORECASE,
)
OF_A_BODY = re.compile(
    r"[\s-]+(?:-?\s?owned|-?\s?funded\s+(?!bod|org|auth)|area|areas|building|buildings|premises|property|properties|stock|"
    r"meals?|transport|staff|sites?|estate|care\b|placements?|systems?|supplies|pupils?|patients?|kitchens?|homes|residents?|"
    r"tenants?|equipment|records?|works?|projects?|spend|procurement|contracts?|frameworks?|regulations?|duties|"
    r"functions|standards?|policy|policies|tax|boundary|boundaries|led|rules|decision|departments?|officers?|offices|directorates?|budgets?|members|terms|employees|workers|vehicles|land|uniforms?|"
    r"furniture|requirements?|needs|responsibilities|assets|schemes?|legal|decarbonisation|improvement|clinical)\b",
    re.IGNORECASE,
)
"""What follows a body's name where not the body but a thing of it is meant."""
SINGULAR = re.compile(
    r"(?:body|authority|organisation|council|school|academy|college|university|hospital|charity|trust|department|"
    r"association|landlord|provider|force|institution|establishment|agency|entity|constabulary|borough|park|service|"
    r"customer|buyer|client|commissioner|brigade|group|almo|ccg|rsl|hei|company|enterprise)$",
    re.IGNORECASE,
)
SECTOR = re.compile(
    r"(?<![\w-])(health|healthcare|education|housing|police|fire|emergency)"
    r"(?!\s+and\s+(?:social|safety|well))"
    r"(?=\s{0,3}(?:$|[,;.:•)/&–—-]|\b(?:and|or|sectors?|bodies|organisations|related|as\s+well)\b))",
    re.IGNORECASE,
)
SECTORS = {
    "health": "health-bodies",
    "healthcare": "health-bodies",
    "education": "education-bodies",
    "housing": "registered-providers",
    "police": "police-forces",
    "fire": "fire-services",
    "emergency": "emergency-services",
}
"""Single words that mean a class only as an item of a list of classes."""
CLUB = re.compile(
    r"(?P<before>(?:[A-Z][\w&’'.-]{0,30}\s{1,3}){1,6})?"
    r"(?P<word>\b[Mm]ember(?:s|ship)?\b(?=s|\s+of\b|(?<=s)|(?<=hip))[’']?|\b[Mm]ember\s+(?:[Aa]uthorit|[Oo]rgani[sz]ation|[Ii]nstitution|[Cc]ouncil|[Bb]od|"
    r"[Uu]niversit|[Ll]andlord|[Tt]rust|[Cc]lient)\w{0,5})"
    r"(?:\s{1,3}(?:or\s+associates\s+)?of\s+(?:the\s+|our\s+)?(?P<after>[A-Z][^,.;:()]{1,120}?)"
    r"(?=\s*(?:[,.;:()]|$|\bwho\b|\bwhich\b|\band\s+the\b)))?",
)
LEAD = re.compile(
    r"(?:(?:The|All|Any|Other|Each|This|These|Those|And|Or|For|By|In|On|If|As|Both|Further|Including)\s+)+"
)
AREA = re.compile(r"['’]?s?\s+(?:\(\w+\)\s+)?(?:area|region|boundar|district\b)")
GENERIC = frozenset(
    {"authority", "council", "trust", "framework agreement", "service", "services", "housing", "police"}
)
COMMON = frozenset(
    "the all any each other uk english welsh scottish british national public sector local central government authority "
    "authorities council council's trust body bodies framework agreement service services contracting customer customers "
    "client clients group consortium associate affiliate full current future existing new our its their and of for a "
    "borough county city district unitary wider organisation organisations department partner partners housing police "
    "education health social affordable supported care nhs registered providers association associations board company limited ltd "
    "following select named participating lead procurement purchasing executive agency commission academy school "
    "college university hospital".split()
)
"""Words that make no name on their own, however they are capitalised."""
CLUB_ENDS = re.compile(r"\s+(?:during|at|from|who|that|which|only|within|across|in|and\s+other)\b")
LEADS = frozenset(
    "these those both eligible other various many several approved relevant neighbouring associated independent".split()
)
PLACE_WORD = re.compile(
    r"(?:Wales|Scotland|England|Ireland|London|Region|Midlands|East|West|North|South|Anglia|Yorkshire|Humber|Manchester|"
    r"Eastern|Northern|Southern|Western|Sussex|Essex|Kent|Surrey|Norfolk|Suffolk|Devon|Dorset|Cornwall|Cumbria|Durham|\w+shire)$"
)
BRACKETED = re.compile(r"\(([^()]{3,80})\)")
SAME_BODY = re.compile(
    r"\b(?:as\s+hosted\s+by|hosted\s+by|trading\s+as|t/a|acting\s+as|operating\s+under)\b|\s[—–-]\s", re.IGNORECASE
)
NOT_A_CLUB = re.compile(
    r"members?\s+(?:of\s+(?:the\s+)?(?:public|staff|team|parliament|workforce|famil)|states?\b)", re.I
)
ELSEWHERE = re.compile(
    r"\b(?:listed|identified|named|set\s+out|detailed|specified|described|found|published|shown|stated|contained)\s+"
    r"(?:in|at|on|within|below|above|under|by)\b|https?://|\bwww\.|\bpermissible\s+users\b|\bAnnex\b|\bAppendix\b|"
    r"\b(?:partners|partner\s+organisations|approved\s+(?:organisations|bodies|users)|"
    r"participating\s+(?:authorities|bodies|organisations|institutions|councils|trusts|members)|contracting\s+bodies|"
    r"(?:our|its|their|all|any|approved|other|eligible)\s+(?:\w+\s+)?(?:customers|clients|users|buyers|bodies|organisations|"
    r"authorities|agencies|parties|partners|entities|institutions)|customers|clients|stakeholders|"
    r"other\s+(?:contracting\s+)?(?:authority|organisation|body|party)|"
    r"(?<!contracting\s)(?<!local\s)(?<!public\s)(?:authorities|organisations|bodies))\b",
    re.IGNORECASE,
)
TAKES_OVER = re.compile(
    r"\s+(?:as|that|which|who)\s+(?:may\s+|will\s+)?(?:assumes?|takes?|replaces?|succeeds?|inherits?)\b"
)
POINTER = re.compile(
    r"\b(?:listed|identified|named|set\s+out|detailed|specified|described|found|published|shown|stated|contained)\b|www|http|"
    r"annex|appendix",
    re.IGNORECASE,
)
"""Words of ``ELSEWHERE`` that say where a list stands, rather than that there are others."""
OTHERS_SERVED = re.compile(
    r"\b(?:to|for)\s+((?:(?!(?:that|who|which|to|of|at|by|in|economic|from)\s)[\w&’'-]+\s+){0,4}(?:operators|forces|departments|agencies))\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\W{0,3}((?:(?!(?:that|who|which|to|of|at|by|in|economic|from)\s)[\w&’'-]+\s+){0,5}(?:operators|forces|departments|agencies|institutions|"
    r"regulators|laboratories|airports|ports|courts|prisons|museums|embassies|galleries))\b",
    re.IGNORECASE,
)


def mentions(stretch: str, owner: str = "") -> list[Mention]:
    """Every body mentioned, in order and without overlap; the owner's own name is a mention of the owner."""
    found: list[Mention] = []
    found += _owner(stretch, owner)
    for reader in (_clubs, _names, _classes, _sectors, _elsewhere):
        taken = [(each.start, each.end) for each in found]
        if reader is _sectors and not any(each.who is Who.CLASS for each in found):
            continue
        found += [each for each in reader(stretch) if not any(a < each.end and each.start < b for a, b in taken)]
    named = [replace(each, who=Who.OWNER) if _is_owner(each, owner, stretch) else each for each in found]
    return sorted(named, key=lambda each: each.start) or list(_others(stretch))


def _owner(stretch: str, owner: str) -> Iterator[Mention]:
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


def is_pointer(mention: Mention, stretch: str) -> bool:
    """Whether a list elsewhere is pointed to, rather than others merely spoken of."""
    return POINTER.search(stretch[mention.start : mention.end]) is not None


def _is_owner(mention: Mention, owner: str, stretch: str) -> bool:
    is_name = mention.who in (Who.NAMED, Who.MEMBERS) and stretch[mention.start : mention.end] == mention.name
    if not is_name or not owner:
        return False
    slug = organisation_slug(mention.name)
    form, owned = matching_form(mention.name), matching_form(owner)
    return (slug is not None and slug == organisation_slug(owner)) or form == owned or f" {form} " in f" {owned} "


def _names(stretch: str) -> Iterator[Mention]:
    pairs = [pair for pair in PAIR.finditer(stretch) if not NO_PLACE.search(pair.group(1) + pair.group(2))]
    for pair in pairs:
        for place in (pair.group(1), pair.group(2)):
            council = council_called(place.strip())
            name = council.name if council else f"{place}{pair.group(3)}Council"
            yield Mention(Who.NAMED, name, pair.start(), pair.end())
    paired = {pair.start() for pair in pairs}
    for run in (run for run in RUN.finditer(stretch) if run.start() not in paired):
        for start, end in _parts(run.group(), run.start()):
            name = stretch[start:end]
            lead = LEAD.match(name)
            cut = lead.end() if lead else 0
            if _is_name(name[cut:]) and not AREA.match(stretch, end):
                joint = name.split()[-1].casefold() in JOINT_BODIES
                yield Mention(Who.MEMBERS if joint else Who.NAMED, name[cut:], start + cut, end)


def _parts(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """Names that "and" joins, and is no part of: Leicester City Council and Leicestershire County Council."""
    start = 0
    for joint in JOINT.finditer(run):
        if _is_whole(run[start : joint.start()]) and organisation_slug(run[start:]) is None:
            yield offset + start, offset + joint.start()
            start = joint.end()
    yield offset + start, offset + len(run)


def _is_whole(name: str) -> bool:
    last = name.split()[-1].casefold()
    return (
        last in HEADS
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
    plural = class_pattern().search(name)
    if (
        plural
        and plural.end() == len(name)
        and not SINGULAR.search(name)
        and plural.group().casefold() not in ("police",)
    ):
        return False
    tells = (
        words[-1].casefold() in HEADS
        or SERVICE.search(name)
        or re.match(r"(?:University|Borough|City|Department|Ministry|College|Transport)\s+(?:of|for)\b", name)
    )
    return bool(tells and own and len(words) > 1)


@cache
def class_pattern() -> re.Pattern[str]:
    """Any words of any class, the longest first."""
    words = sorted((word for each in classes().values() for word in each.words), key=len, reverse=True)
    spelt = (
        re.sub(r"['’]", "['’]", re.escape(word).replace("\\ ", r"[\s-]{1,9}").replace("\\-", r"[\s-]"))
        for word in words
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spelt)})(?![\w])", re.IGNORECASE)


@cache
def _class_slugs() -> Mapping[str, str]:
    return {_spelling(word): each.slug for each in classes().values() for word in each.words}


def class_slug(words: str) -> str:
    """The class that words found by ``class_pattern`` mean."""
    return _class_slugs()[_spelling(words)]


def _spelling(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").replace("-", " ").split())


def _classes(stretch: str) -> Iterator[Mention]:
    for found in class_pattern().finditer(without_statutes(without_definitions(stretch))):
        before = stretch[max(0, found.start() - 120) : found.start()]
        slug = class_slug(found.group())
        if found.group() == "NHS" and re.match(r"\s+[A-Z]", stretch[found.end() :]):
            continue
        if OF_A_BODY.match(stretch, found.end()) or (
            _is_singular(found.group()) and not (ANY.search(before) or ANY_OF_LIST.search(before))
        ):
            continue
        if slug == EVERYONE and (NOT_ITS_OWN.search(before) or LISTED.match(stretch, found.end())):
            yield Mention(Who.ELSEWHERE, "", found.start(), found.end())
            continue
        loose = slug == EVERYONE and bool(OTHER.search(before)) and not ALL.search(before)
        some = SOME.search(before) or ITS_PARTNERS.match(stretch, found.end()) or _of_one_place(found.group(), before)
        yield Mention(Who.CLASS, slug, found.start(), found.end(), loose, bool(some))


def _of_one_place(words: str, before: str) -> bool:
    """ "Fylde Councils": a name that the hub does not know stands before the class. Known places are read apart."""
    last = re.search(r"(?<![.!?:]\s)(?<!^)\b([A-Z][a-z]{3,30})\s+$", before)
    if not last or not words[0].isupper():
        return False
    return last.group(1).casefold() not in COMMON | LEADS and not PLACE_WORD.match(last.group(1))


def without_statutes(stretch: str) -> str:
    """Names of Acts blanked out: the Local Government Act is no local government."""
    return STATUTE.sub(_blank, stretch)


def without_definitions(stretch: str) -> str:
    """What stands in brackets on where a class is defined limits nobody."""
    return DEFINITION.sub(_blank, stretch)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _is_singular(words: str) -> bool:
    return SINGULAR.search(words) is not None and not words.casefold().endswith("emergency service")


def _sectors(stretch: str) -> Iterator[Mention]:
    for found in SECTOR.finditer(stretch):
        if not re.search(r"\b[A-Z][a-z]+\s$", stretch[max(0, found.start() - 30) : found.start()]):
            yield Mention(Who.CLASS, SECTORS[found.group(1).casefold()], found.start(), found.end())


def _clubs(stretch: str) -> Iterator[Mention]:
    for found in CLUB.finditer(stretch):
        if NOT_A_CLUB.match(stretch, found.start("word")):
            continue
        before = found.group("before") or ""
        own = " ".join(word for word in before.split() if word.casefold() not in COMMON)
        club = CLUB_ENDS.split((found.group("after") or own).strip())[0]
        start = found.start("word") if not own else found.start()
        yield Mention(Who.MEMBERS, club, start, found.end())


def _elsewhere(stretch: str) -> Iterator[Mention]:
    for found in ELSEWHERE.finditer(stretch):
        if not TAKES_OVER.match(stretch, found.end()):
            yield Mention(Who.ELSEWHERE, "", found.start(), found.end())


def _others(stretch: str) -> Iterator[Mention]:
    """Bodies of a sort there is no kind for; only looked for where nothing else is mentioned."""
    found = OTHERS.match(stretch[:120])
    if found:
        yield Mention(Who.OTHERS, " ".join(found.group().split()), found.start(), found.end())
