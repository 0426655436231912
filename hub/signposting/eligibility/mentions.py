"""Bodies that a stretch of text mentions: classes, organisations by name, members of a club, lists kept elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hub.data.organisations import organisation_slug, owners
from hub.signposting.eligibility.by_place import listed_by_place
from hub.signposting.eligibility.class_words import class_mentions, sector_mentions
from hub.signposting.eligibility.mention import Mention, without_addresses, without_definitions
from hub.signposting.eligibility.naming import COMMON, is_owner, name_mentions, owner_mentions, stand_in_mentions
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Who

MEMBER = (
    r"\b[Mm]ember(?:s|ship)\b[’']?|\b[Mm]ember(?= of\b)|"
    r"\b[Mm]ember (?:[Aa]uthorit|[Oo]rgani[sz]ation|[Ii]nstitution|[Cc]ouncil|[Bb]od|[Uu]niversit|[Ll]andlord|[Tt]rust|"
    r"[Cc]lient)\w{0,5}"
)
CLUB = phrase(
    rf"(?P<before>(?:[A-Z][\w&’'.-]{{0,30}} ){{1,6}})?(?P<word>{MEMBER})"
    r"(?: (?:or associates )?of (?:the |our )?(?P<after>[A-Z][^,.;:()]{1,120}?)"
    r"(?=\s*(?:[,.;:()]|$|\bwho\b|\bwhich\b|\band the\b)))?",
    exact_case=True,
)
NO_CLUB = frozenset({"framework", "framework agreement", "agreement", "dps"})
CLUBS_JOINED = re.compile(r"(?:\s*(?:,|&|\band\b|\bplus\b|\bthe\b|\([^()]{1,20}\)|[()]|\b[A-Z]{3,7}\b)){1,20}\s*")
"""Between clubs; one that the hub does not know may stand there by its letters."""
CLUB_ENDS = phrase(
    r" (?:(?:and|or) (?:by|to|for|any|all)|including|comprising|being|during|at|from|who|that|which|only|within|across|"
    r"in|and other)\b"
)
NOT_A_CLUB = phrase(r"members? (?:of (?:the )?(?:public|staff|team|parliament|workforce|famil)|states?\b)")
LISTED = (
    r"(?<!not\s)(?:listed|identified|named|set out|detailed|specified|described|found|published|shown|stated|contained)"
)
BODIES = (
    "(?:customers|clients|users|buyers|bodies|organisations|authorities|agencies|parties|partners|entities|"
    "institutions)"
)
ELSEWHERE = phrase(
    rf"\b{LISTED} (?:in|at|on|within|below|above|under|by)\b",
    r"https?://",
    r"\bwww\.",
    r"\b(?:permissible users|Annex|Appendix)\b",
    r"\b(?:partners|partner organisations|contracting bodies)\b",
    r"\bparticipating (?:authorities|bodies|organisations|institutions|councils|trusts|members)\b",
    rf"\b(?:our|its|their|all|any|approved|other|eligible|named) (?:\w+ )?{BODIES}\b",
    r"\bother (?:contracting )?(?:authority|organisation|body|party)\b",
    r"\b(?<!contracting\s)(?<!local\s)(?<!public\s)(?<!new\s)(?:authorities|organisations|bodies)\b",
)
A_NAME = re.compile(r"[A-Z][\w’']++(?:\s++\(\w++\))?\s*+[-–—(:]\s*+$")
"""Before a web address: it is the address of the body just named."""
TAKES_OVER = phrase(r" (?:as|that|which|who) (?:may |will )?(?:assumes?|takes?|replaces?|succeeds?|inherits?)\b")
SUCCESSORS = phrase(r"\bsuccessors? (?:(?:to|of|in title to) )?(?:\w+ ){0,2}\w+$")
"""Ends in "successor bodies": they take the place of those let in."""
ITS_ARMS = phrase(
    r"(?:its|their|all) (?:executive )?agencies",
    r"(?:its|their) (?:functional|sponsored|subsidiary|group) (?:bodies|organisations|authorities|entities)",
)
POINTER = phrase(rf"\b{LISTED}\b", "www", "http", "annex", "appendix")
"""Words of ``ELSEWHERE`` that say where a list stands, rather than that there are others."""
BODY_NOUN = phrase(r"(?:partners?|bodies|organisations|authorities)\b")
AND_THOSE = phrase(r"\b(?:those|others|and|or|plus|as well as) $")
ITS_WORDS = r"(?:(?!(?:that|who|which|to|of|at|by|in|economic|from)\s)[\w&’'-]{1,30} )"
NOT_BUYERS = (
    r"(?!(?:\S+ ){0,4}?(?:customers|users|residents|passengers|staff|suppliers|providers|contractors|bidders|tenderers|"
    r"interested|recruitment|letting|service|all) )"
)
OTHERS_SERVED = phrase(
    rf"\b(?:suppl(?:y|ies)|services?|goods|equipment|works|provided|delivered) (?:to|for) "
    rf"{NOT_BUYERS}({ITS_WORDS}{{0,4}}(?:operators|forces|departments|agencies))\b"
)
"""Supplies to bodies of a sort that is often a supplier's: a framework "for taxi operators" has them as suppliers."""
OTHERS = phrase(
    rf"\W{{0,3}}({ITS_WORDS}{{0,5}}(?:operators|forces|departments|agencies|institutions|regulators|laboratories|"
    rf"airports|"
    r"ports|courts|prisons|museums|embassies|galleries))\b"
)


OF_A_SORT = re.compile(r"\b([a-z][a-z-]{2,20})\s+(?:authorities|organisations|bodies)\b")
VAGUE = phrase(
    r"\w+(?:ing|ed|ble|ant|ent)|(?:and|the|any|all|some|many|other|others|such|similar|these|those|this|that|which|for|"
    r"its|their|our|both|each|several|various|certain|more|most|further|own|new|same|public|local|partner|host|user|"
    r"member|customer|client|buyer|sector|lead|single|large|small|external|internal|additional|individual|"
    r"specific|wider|type|types|range|number|to|of|by|or|with|from|as|in|who|between|named|listed|successor|"
    r"group|joint|core|key|main|national|regional|english|british|service|contract|framework|pilot|founder)"
)
"""Words before "bodies" that tell nothing of their sort; "rail bodies" and "healthcare organisations" are of one."""


def mentions(stretch: str, owner: str = "") -> list[Mention]:
    """Every body mentioned, in order and without overlap; the owner's own name is a mention of the owner."""
    stretch = without_addresses(stretch)
    found = list(_clubs(stretch))
    found += _apart(found, owner_mentions(stretch, owner))
    for reader in (name_mentions, class_mentions):
        found += _apart(found, reader(stretch))
    found += _apart(found, stand_in_mentions(stretch, owner))
    if any(each.who is Who.CLASS for each in found):
        found += _apart(found, (each for each in sector_mentions(stretch) if not _is_a_purpose(each, found, stretch)))
    found += _apart(found, (each for each in _elsewhere(stretch) if not _is_a_noun_of(each, found, stretch)))
    found += _apart(found, listed_by_place(found, stretch))
    named = [replace(each, who=Who.OWNER) if is_owner(each, owner, stretch) else each for each in found]
    return _with_clubs(sorted(named, key=lambda each: each.start), stretch) or list(_others(stretch))


def _is_a_purpose(mention: Mention, found: list[Mention], stretch: str) -> bool:
    """ "The NHS for practice, education and research": what stands after such a "for" is no body."""
    before = [each.end for each in found if each.who is Who.CLASS and each.end <= mention.start]
    return bool(before) and re.search(r"\bfor\b", stretch[max(before) : mention.start]) is not None


def _with_clubs(found: list[Mention], stretch: str) -> list[Mention]:
    """ "Members of LUPC, SUPC and NWUPC", "LUPC and SUPC members": clubs named beside one are clubs too."""
    read: list[Mention] = []
    for each in found:
        before = read[-1] if read else None
        follows = before and before.who is Who.MEMBERS and CLUBS_JOINED.fullmatch(stretch, before.end, each.start)
        read.append(replace(each, who=Who.MEMBERS) if follows and _may_be_a_club(each) else each)
    for place in range(len(read) - 2, -1, -1):
        each, after = read[place], read[place + 1]
        leads = after.who is Who.MEMBERS and after.name and CLUBS_JOINED.fullmatch(stretch, each.end, after.start)
        if leads and _may_be_a_club(each):
            read[place] = replace(each, who=Who.MEMBERS)
    return read


def _may_be_a_club(mention: Mention) -> bool:
    by_name = mention.who is Who.NAMED and organisation_slug(mention.name) in owners()
    return by_name or mention.who is Who.OWNER


def _apart(taken: list[Mention], found: Iterator[Mention]) -> list[Mention]:
    """Those that share no character with what was found before."""
    return [each for each in found if not any(other.start < each.end and each.start < other.end for other in taken)]


def _is_a_noun_of(mention: Mention, found: list[Mention], stretch: str) -> bool:
    """ "Local authority partners": the word ends the name of a class."""
    before = any(each.who is Who.CLASS and stretch[each.end : mention.start].strip() == "" for each in found)
    return before and BODY_NOUN.match(stretch, mention.start) is not None


def is_pointer(mention: Mention, stretch: str) -> bool:
    """Whether it is said where a list of the bodies before it stands, rather than that there are others."""
    points = POINTER.search(stretch[mention.start : mention.end])
    return points is not None and not AND_THOSE.search(stretch[max(0, mention.start - 40) : mention.start])


def _clubs(stretch: str) -> Iterator[Mention]:
    for found in CLUB.finditer(stretch):
        if NOT_A_CLUB.match(stretch, found.start("word")):
            continue
        before = found.group("before") or ""
        own = " ".join(word for word in before.split() if word.casefold() not in COMMON)
        club = CLUB_ENDS.split((found.group("after") or own).strip())[0]
        name = "" if club.casefold() in NO_CLUB else club
        start = found.start("word") if not own else found.start()
        end = found.start("after") + len(club) if found.group("after") else found.end()
        yield Mention(Who.MEMBERS, name, start, end)


def _elsewhere(stretch: str) -> Iterator[Mention]:
    for found in ELSEWHERE.finditer(without_definitions(stretch)):
        its_own_site = found.group().startswith(("http", "www")) and A_NAME.search(stretch[: found.start()])
        follows = SUCCESSORS.search(stretch[max(0, found.start() - 40) : found.end()]) is not None
        if not (follows or TAKES_OVER.match(stretch, found.end()) or ITS_ARMS.fullmatch(found.group()) or its_own_site):
            yield _of_a_sort(stretch, found) or Mention(Who.ELSEWHERE, "", found.start(), found.end())


def _of_a_sort(stretch: str, found: re.Match[str]) -> Mention | None:
    """ "Rail bodies", "other healthcare organisations"."""
    sort = OF_A_SORT.search(stretch, max(0, found.start() - 40), found.end())
    if not sort or sort.end() != found.end() or VAGUE.fullmatch(sort.group(1)):
        return None
    return Mention(Who.OTHERS, " ".join(sort.group().split()), min(sort.start(), found.start()), found.end())


def _others(stretch: str) -> Iterator[Mention]:
    """Bodies of a sort there is no kind for; only looked for where nothing else is mentioned."""
    found = OTHERS.match(stretch[:120])
    if found and not re.match(r"\W*(?:other|some|any|all|various)\s+\w+\s*$", found.group()):
        yield Mention(Who.OTHERS, " ".join(found.group().split()), found.start(), found.end())
