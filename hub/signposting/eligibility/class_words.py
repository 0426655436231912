"""The words by which texts mean a class of bodies."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from hub.signposting.eligibility.classes import EVERYONE, classes
from hub.signposting.eligibility.mention import Mention, without_definitions, without_statutes
from hub.signposting.eligibility.phrases import any_of, phrase
from hub.signposting.eligibility.rules import Who

ANY = phrase(
    r"\b(?:any|each|every|all|other|another|an?|either|which|relevant|eligible|its|their|our) (?:[\w-]+ ){0,2}$"
)
ANY_OF_LIST = phrase(r"\b(?:any|each|every)\b[^.;:]{0,100}(?:,|\bor|\band) (?:other )?$")
"""Before a class in the singular: without such words it is the owner ("the Council")."""
ALL = phrase(r"\b(?:any|each|every|all|most) (?:[\w’'()-]+ ){0,3}$")
OTHER = phrase(r"\b(?:other|similar|associated|related) (?:[\w’'-]+ ){0,2}$")
RANGE = phrase(r"\b(?:range|variety|number|selection|mix) of (?:other |different )?(?:UK )?$")
"""Before "public bodies": many of them, and which is not said."""
ELIGIBLE = phrase(r"\b(?:eligible|approved|authorised|permitted|qualifying|nominated) (?:(?:UK|English) )?$")
"""Before "public bodies": those that the owner lets in."""
SOME = phrase(
    r"\b(?:its|our|their|both|some|certain|selected|several|various|neighbouring|surrounding|a (?:small )?number of|"
    r"limited number of|(?:selection|handful|cohort) of|one of (?:the )?(?:many|several)|pilot|host|founding|"
    r"constituent|participating|partner|client|named|two|three|four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:(?!(?:the|and|or|all) )[\w’'()-]+ ){0,2}$",
    r"\b(?:Trust|Council|Authority|University|Group|Association|Board|Company|Agency|College|Partnership|Department)"
    r"['’]s? (?:\w+ )?$",
)
ITS_PARTNERS = phrase(
    r" (?:partners?|colleagues|partnership)\b", r" (?:and|or|&) (?:faculties|directorates|departments)\b"
)
OF_ITS_CUSTOMERS = phrase(r"\b(?:its|our|their) (?:customers|clients|partners)\b[^.;]{0,100}$")
NOT_ITS_OWN = phrase(
    r"\b(?:participating|following|named|listed|above|below|said|identified|lead|these|those|such|the contracting) "
    r"(?:(?:additional|other|further|named|eligible|UK|English|(?:type|categorie|group|kind)s? of) ){0,2}$"
)
"""Words before "contracting authorities" that point to a list."""
LISTED = phrase(
    r" (?:\([^()]{1,60}\) )?(?:in the (?:UK|United Kingdom) )?(?:as )?"
    r"(?:listed|cited|outlined|referred to|named|identified|specified|set out|detailed)\b",
)
THINGS = (
    "owned|area|areas|building|buildings|premises|property|properties|stock|meals?|transport|staff|sites?|estate|care|"
    "placements?|systems?|supplies|pupils?|patients?|kitchens?|homes|residents?|tenants?|equipment|records?|works?|"
    "projects?|spend|procurement|contracts?|frameworks?|regulations?|duties|functions|standards?|policy|policies|tax|"
    "boundary|boundaries|led|rules|decision|departments?|officers?|offices|directorates?|budgets?|members|terms|"
    "employees|"
    "workers|vehicles|land|uniforms?|furniture|requirements?|needs|responsibilities|assets|schemes?|legal|"
    "decarbonisation|improvement|clinical|services? departments?"
)
OF_A_BODY = phrase(rf"[\s-]{{1,4}}{any_of(THINGS)}", r"[\s-]{1,4}funded (?!bod|org|auth)")
"""What follows a body's name where not the body but a thing of it is meant."""
SINGULAR = phrase(
    r"(?:body|authority|organisation|council|school|academy|college|university|hospital|charity|trust|department|"
    r"association|landlord|provider|force|institution|establishment|agency|entity|constabulary|borough|park|(?<!civil\s)service|"
    r"customer|buyer|client|commissioner|brigade|group|almo|ccg|rsl|hei|company|enterprise)$"
)
WITHIN = phrase(
    r"(?<!use\s)(?<!used\s)(?<!bodies\s)(?<!buyers\s)(?<!organisations\s)(?<!customers\s)(?<!authorities\s)"
    r"\b(?:with)?in the $"
)
"""Before "public sector": it tells where things are ("care homes within the public sector")."""
ENTITLED = phrase(
    r"(?: (?:and|or) (?:other )?(?:organisations|bodies|authorities))?,? (?:(?:that|which|who) are )?"
    r"(?:entitled|eligible|authorised|approved|permitted) to (?:access|use|call[\s-]?off|participate|join)\b"
)
"""After "contracting authorities": only those that another text entitles."""
RESTRICTED = phrase(
    r",? (?:that|which|who) (?:do not|does not|have|has|had|are not|already|currently|previously|were|meet|manage|opt|"
    r"hold|pay|fund|employ|operate|own|run|become|becomes|join|joins|sign|signs|subscribe|subscribes|commission|"
    r"participate|deliver|receive|provide|are (?:registered|signed|participating|party|named|licensed))\b",
    r" with (?:(?:a|an|their|its|own) )?(?:[\w-]+ )?(?:stock|homes|propert(?:y|ies)|portfolios?|responsibilit(?:y|ies)|"
    r"membership|licen[cs]es?|duty|duties|powers)\b",
    r" for (?:whom|which|whose)\b",
    r" (?:converting|transferring|moving|leaving|joining|buying|funded|run|sponsored|managed|served|owned) "
    r"(?:from|by|into|to|over|out)\b",
    r" (?:occupying|sharing|leasing|renting|hosting|funding|sponsoring|co-located|involved|engaged|"
    r"interested|agreed|approved|authorised|nominated|selected|invited|bordering|adjoining|"
    r"contributing|affiliated|belonging|attached|adjacent)\b",
    r" (?:participating|taking part|registered|signed up|subscribed) (?:in|with|to)\b",
)
"""After a class: only those of it of which something more is true."""
BY_STATUTE = phrase(
    r",? (?:\()?(?:within the meaning of|as defined (?:in|by|under)|under|for the purposes of) [^.;()]{0,60}?"
    r"\bLocal Authorities \(Goods (?:and|&) Services\) Act"
)
"""After "public bodies": those that the Act names, councils and a list of others that is not given."""
OF_A_SECTOR = re.compile(
    r"\s+(?!(?:and|or|nor|in|across|within|throughout|to|for|with|who|which|that|can|may|will|shall|is|are|was|has|have|"
    r"by|at|on|from|including|includes?|such|as|under|through|only|also|via|but|when|where|while|without|whether|so|"
    r"both|the|a|an|all|any|other|plus|nationally|regionally|wishing|requiring|seeking|looking|using|access|"
    r"departments?|customers?|clients?|buyers?|users?|employers?|purchasers?|commissioners?|partners?|stakeholders?|"
    r"market|family|community|wide|wherever|generally|based|if|per|use|"
    r"buy|procure|purchase|find|choose|source|achieve|deliver|manage|save|get|make|meet|reduce|recruit|hire|run|build|"
    r"design|improve|understand|comply|work|obtain|order|secure|select|should|must|could|would|having|being|need|needs|"
    r"want|wish)\b)[a-z]"
)
"""After "public sector" another noun: it tells of what sort that is ("public sector employees")."""
OF_SECTOR = phrase(
    r" (?:with)?in the (?!(?:wider )?public |third |voluntary )(?:[\w&/-]+ ){1,4}sectors?\b",
    r" (?:across|from|of|operating in) the (?!(?:wider )?public |third |voluntary )(?:[\w&/-]+ ){1,4}sectors?\b",
)
"""After "contracting authorities": only those of one sector."""
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
SECTOR = re.compile(
    rf"(?<![\w-])({'|'.join(SECTORS)})(?!\s+and\s+(?:social|safety|well))"
    r"(?=\s{0,3}(?:$|[,;.:•)/&–—-]|\(?\d{1,2}[.)]|\b(?:and|or|sectors?|bodies|organisations|related|as\s+well)\b))",
    re.IGNORECASE,
)
BOTH_GOVERNMENTS = phrase(
    r"\blocal(?= (?:and|or|&) central government\b)",
    r"\bcentral(?= (?:and|or|&) local government\b)",
)
QUALIFIERS = frozenset(
    "the all any each other uk english welsh scottish british national public local central nhs registered these "
    "those both other "
    "eligible various many several approved relevant neighbouring "
    "associated independent wider and of for its our their contracting participating member partner named further "
    "higher social neighbouring surrounding constituent authorised following purchasing public council councils "
    "framework agreement education housing health police fire emergency district borough county city unitary "
    "authority authorities services academy crown state special maintained".split()
)
PLACE_WORD = re.compile(
    r"(?:Wales|Scotland|England|Ireland|London|Region|Midlands|East|West|North|South|Anglia|Yorkshire|Humber|"
    r"Manchester|"
    r"Eastern|Northern|Southern|Western|Sussex|Essex|Kent|Surrey|Norfolk|Suffolk|Devon|Dorset|Cornwall|Cumbria|Durham|"
    r"\w+shire)$"
)


ABBREVIATED = r"(?:\s\((?-i:[A-Z]{2,6})\))?"
"""Between the words of a class: "Higher (HE) and Further (FE) Education"."""


@cache
def class_pattern() -> re.Pattern[str]:
    """Any words of any class, the longest first."""
    words = sorted(_class_slugs(), key=len, reverse=True)
    spelt = (
        re.sub(r"['’]", "['’]", re.escape(word).replace("\\ ", rf"{ABBREVIATED}[\s-]{{1,9}}"))
        for word in words
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spelt)})(?![\w])", re.IGNORECASE)


def class_slug(words: str) -> str:
    """The class that words found by ``class_pattern`` mean."""
    return _class_slugs()[_spelling(words)]


@cache
def _class_slugs() -> Mapping[str, str]:
    """The class by each of its words, and by those of one such body ("any housing organisation")."""
    listed = {_spelling(word): each.slug for each in classes().values() for word in each.words}
    return {**{_one_of(words): slug for words, slug in listed.items() if _has_one(words)}, **listed}


def _has_one(words: str) -> bool:
    """Whether one such body is known by its words; "a trust" alone could be of any sort."""
    return " " in words and SINGULAR.search(_one_of(words)) is not None


def _one_of(words: str) -> str:
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")


def _spelling(words: str) -> str:
    return " ".join(re.sub(r"\([^()]*\)", " ", words).casefold().replace("’", "'").replace("-", " ").split())


def class_mentions(stretch: str) -> Iterator[Mention]:
    """Every class, where its words mean bodies; "the contracting authorities named below" are a list elsewhere."""
    for found in class_pattern().finditer(without_statutes(without_definitions(stretch))):
        before = stretch[max(0, found.start() - 120) : found.start()]
        if _means_bodies(found, stretch, before):
            yield _class_mention(found, stretch, before)


def sector_mentions(stretch: str) -> Iterator[Mention]:
    """ "Health" and "education" as items of a list; not where they end a name."""
    for found in BOTH_GOVERNMENTS.finditer(stretch):
        slug = "local-authorities" if found.group().casefold() == "local" else "central-government"
        yield Mention(Who.CLASS, slug, found.start(), found.end())
    for found in SECTOR.finditer(stretch):
        if not re.search(r"\b[A-Z][a-z]+\s$", stretch[max(0, found.start() - 30) : found.start()]):
            yield Mention(Who.CLASS, SECTORS[found.group(1).casefold()], found.start(), found.end())


NO_LOCAL_COUNCIL = phrase(
    r"\b(?:research|arts|sports?|health|funding|students?|works|youth|medical|design|skills|film|"
    r"learning|privy|safety) $"
)
PREDICATE = phrase(r"\b(?:(?:which|who|that) (?:is|are)|being)(?: also)?(?: an?)? $")
"""Before "a contracting authority": it says more of bodies already named."""
SORT = phrase(
    r"\b(?:diocesan|faith|catholic|church|independent|private|fee-paying|boarding|rural|coastal|small(?:er)?|"
    r"large(?:r)?|selected|sponsored|franchised|commercial|overseas|international|foreign|interested|voluntary aided) $"
)
"""Before a class: only this sort of it."""


def _means_bodies(found: re.Match[str], stretch: str, before: str) -> bool:
    words = found.group()
    if words == "NHS" and re.match(r"\s+(?!Scotland|Wales|Cymru)[A-Z]", stretch[found.end() : found.end() + 10]):
        return False
    if words.casefold() in ("council", "councils") and NO_LOCAL_COUNCIL.search(before):
        return False
    if _is_of_a_sector(found, stretch):
        return False
    if PREDICATE.search(before) and class_pattern().search(before):
        return False
    if words.casefold().endswith("sector") and WITHIN.search(before):
        return False
    if OF_A_BODY.match(stretch, found.end()) or _is_told_of_another(found, stretch, before):
        return False
    return not SINGULAR.search(words) or bool(ANY.search(before) or ANY_OF_LIST.search(before))


def _is_of_a_sector(found: re.Match[str], stretch: str) -> bool:
    """ "Contracting authorities in the health sector" are health bodies, which is said of them next."""
    sector = OF_SECTOR.match(stretch, found.end()) if class_slug(found.group()) == EVERYONE else None
    return sector is not None and class_pattern().search(sector.group()) is not None


def _is_told_of_another(found: re.Match[str], stretch: str, before: str) -> bool:
    """ "Public sector" before another noun; not where a list has lost its commas ("the public sector charities")."""
    if not found.group().casefold().endswith("sector") or not OF_A_SECTOR.match(stretch, found.end()):
        return False
    another = class_pattern().match(stretch, found.end() + 1)
    return not (another and re.search(r"\bthe $", before))


def _class_mention(found: re.Match[str], stretch: str, before: str) -> Mention:
    slug = class_slug(found.group())
    if slug == EVERYONE and BY_STATUTE.match(stretch, found.end()):
        slug = "wider-public"
    listed = LISTED.match(stretch, found.end()) is not None
    entitled = ENTITLED.match(stretch, found.end()) is not None
    if slug == EVERYONE and (NOT_ITS_OWN.search(before) or listed or entitled):
        return Mention(Who.ELSEWHERE, "", found.start(), found.end())
    others = OTHER.search(before) and not ALL.search(before)
    loose = slug == EVERYONE and bool(others or ELIGIBLE.search(before) or RANGE.search(before))
    some = (
        RESTRICTED.match(stretch, found.end())
        or SOME.search(before)
        or (listed and slug != EVERYONE)
        or OF_ITS_CUSTOMERS.search(before)
        or ITS_PARTNERS.match(stretch, found.end())
        or SORT.search(before)
        or _of_one_place(found.group(), before)
    )
    return Mention(Who.CLASS, slug, found.start(), found.end(), loose, bool(some))


def _of_one_place(words: str, before: str) -> bool:
    """ "Fylde Councils": a name that the hub does not know stands before the class. Known places are read apart."""
    last = re.search(r"(?<![.!?:]\s)(?<!^)\b([A-Z][a-z]{3,30})\s+$", before)
    if not last or not words[0].isupper():
        return False
    return last.group(1).casefold() not in QUALIFIERS and not PLACE_WORD.match(last.group(1))
