"""Published passages read into rules: who may use a framework."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hub.data.organisations import organisation_slug, organisations
from hub.signposting.eligibility.aims import aims
from hub.signposting.eligibility.areas import NATIONS, UNCLEAR, area_of_council, nation_named, with_its_area
from hub.signposting.eligibility.classes import COUNCILS, WHOLE_SECTORS
from hub.signposting.eligibility.elsewhere import listed_elsewhere, without_those_listed
from hub.signposting.eligibility.needs import needs_in, with_needs
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.places import place_called
from hub.signposting.eligibility.rules import Rule, Who
from hub.signposting.eligibility.sentences import Sentence, sentences
from hub.signposting.eligibility.statements import Force, Statement, end_of_bodies, end_of_list, statements
from hub.signposting.eligibility.stating import Context, rules_of
from hub.signposting.eligibility.together import for_somebody, for_the_owner, together
from hub.signposting.eligibility.use_words import FURTHER_BUYERS

FOLLOWING = re.compile(r"\bfollowing\b[^.;]{0,160}:", re.IGNORECASE)
NATION = re.compile(r"\b(?:Scotland|Scottish|Wales|Welsh|Cymru|Northern\s+Ireland)\b")
BEYOND = phrase(
    r"\b(?:England|English|Great Britain|(?:in|across|within|throughout) the (?:rest of the )?(?:UK|"
    r"United Kingdom))\b"
)
"""Words by which a body of one nation shows that it speaks of others too."""
ONLY = phrase(
    r"\bonly (?:be )?(?:able|available|open|accessible|used|for use)\b", r"\b(?:use|customers|members) only\b"
)
ITS_SCHOOLS = frozenset({"schools", "maintained-schools", "education-bodies"})
ALL_OF_THEM = phrase(r"\b(?:all|any|every|each|national|nationally|nationwide|UK|England)\b")
HOW_TO_BUY = frozenset({"how_to_buy"})
"""Fields that tell buyers what to do: a class or a name in them counts, but they list nobody and close nothing."""
THOSE_MEMBERS = re.compile(r"\W{0,3}(?:those|these|the|current|its|our)?\W{1,3}(?:current\s+)?members\b", re.IGNORECASE)
"""Begins a sentence that says who the members are that an earlier one spoke of."""
THIS_INCLUDES = re.compile(
    r"(?:this|these|they|such\s+\w+|those)\s+(?:will\s+|may\s+)?(?:includes?|comprises?|are)\b", re.IGNORECASE
)
NOT_ONLY = phrase(r"\bnot (?:be )?(?:limited|restricted|confined|exclusive)\b")
SECTOR = r"(?:public (?:sector )?(?:bod|organi|authorit)|contracting authorities)"
WHO_THEY_ARE = phrase(
    rf"\W{{0,4}}(?:(?:all|any|other|UK|Welsh|Scottish|English|the|eligible) ){{0,4}}{SECTOR}[^.;:]{{0,80}}"
    r"\binclud(?:e|es|ing)\b",
    rf"\W{{0,4}}(?:all|any) (?:UK )?{SECTOR}\w* (?:in|within|across|throughout)\b"
    r"(?!.{0,300} (?:must|shall|should|are|is|will|have)\b)",
)
"""Begins a sentence without a verb that is nothing but a list of users."""
OPEN_TYPE = re.compile(r"Open framework: others than the named buyers may use it\.")
CLOSED_TYPE = re.compile(r"Closed framework: only the named buyers may use it\.")
"""What the reader of notices writes for the type that the form gives."""
ITS_OWN_USE = re.compile(
    r"\bfor\s+(?:the\s+)?(?:(?:sole|exclusive|own)\s+)?use\s+(?:by|of)\s+(?:the\s+)?"
    r"(?:Council|Authority|Trust|University|Association|College|Company|Agency|Board|Department|Group|"
    r"Client)\b(?!\s+and\b|,|s)"
    r"|\bfor\s+(?:its|our|their)\s+own\s+use\b(?!\s+and\b|,|\s+as\s+well)"
    r"|\b(?:sole|exclusive)\s+use\s+(?:by|of)\s+(?:the\s+)?(?:Council|"
    r"Authority|Trust|University)\b"
    r"|\bonly\s+(?:accessible|available|open|for\s+use)\s+(?:by|to)\s+the\s+(?:Council|Authority|Trust|University|Group)\b"
    r"|\bonly\s+be\s+(?:used|accessed)\s+by\s+the\s+(?:Contracting\s+)?(?:Council|Authority|Trust|University)\b"
    r"(?!\s+and\b|,|s)"
    r"|\b(?:used|utili[sz]ed|accessed)\s+by\s+the\s+(?:Council|Authority|Trust|University|Group)\s+only\b"
    r"|\bfor\s+the\s+(?:Council|Authority|Trust|University|Group|Association)['’]s\s+(?:(?:own|sole|exclusive)\s+use\b|"
    r"use\s+only\b)"
    r"|\b(?:restricted|limited|confined)\s+to\s+(?:use\s+(?:by|of)\s+)?the\s+(?:Council|Authority|Trust|University|Group|"
    r"Association)\b(?!\s+and\b|,|['’s])"
    r"|\bOnly\s+the\s+(?:Contracting\s+)?(?:Council|Authority|Trust|University)\s+(?:may|can|will|shall)\b"
    r"|\b(?:used|accessed)\s+by\s+(?:(?:any|all)\s+)?(?:organisations|companies|members|entities|businesses)\s+"
    r"(?:with)?in\s+(?:the|its|our)\s+[Gg]roup\b"
    r"|\b(?:on\s+behalf\s+of|by|to|for)\s+(?:\S+\s+){0,8}?(?:and\s+)?(?:any\s+of\s+|all\s+of\s+)?(?:its|the|their)"
    r"\s+(?:\w+\s+){0,3}?(?:subsidiar(?:y|ies)|wholly[\s-]+owned\s+compan(?:y|ies)|"
    r"[Gg]roup\s+(?:companies|members|entities))\b(?!\s+and\b|,\s+and\b)",
)


NO_OTHERS = phrase(
    r"\bno other (?:public |contracting |public sector )?(?:bod|organi|authorit|part|user|buyer|entit|institution)\w* "
    r"(?:may|can|will|shall|is|are)\b",
    r"\bnot (?:be )?(?:available|open|accessible|for use) (?:to|by|for) (?:any |use by (?:any )?)?"
    r"(?:other\b|(?:one|\w+) (?:other than|except|but)\b)",
)
SOLE_USE = phrase(r"\bfor (?:the )?(?:sole|exclusive) use (?:by|of)\b", r"\bfor use (?:solely|exclusively|only) by\b")
NOT_OF_BUYERS = phrase(
    r"^\W*(?:please note:? )?if you (?:are|represent|work)[^.;]{0,40}\b(?:consultant|supplier|contractor|bidder)",
    r"\bpurchasing on behalf of other (?:contracting )?(?:authorities|entities)\W{0,4}no\b",
)
"""Begins a sentence that speaks to others than buyers."""


@dataclass(frozen=True)
class Passage:
    """A published text and the framework's column it comes from (eligibility, description, …)."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Reading:
    """What was read: the rules, in the order of the words."""

    rules: tuple[Rule, ...] = ()


def read(texts: Iterable[Passage | str], *, title: str = "", owner: str = "", tool: str = "") -> Reading:
    """Every rule the passages state, and that the owner may use its own framework.

    ``owner`` is a published name. A title or owner that names Scotland, Wales or Northern Ireland makes it unclear
    whether a class without a place reaches further. ``tool`` (framework, dps) is not needed for the words on users.
    """
    passages = [each if isinstance(each, Passage) else Passage(each) for each in texts]
    found = [rule for passage in passages for rule in _of_its_area(_read_one(passage, owner), passage, owner, title)]
    return Reading(tuple(dict.fromkeys((*_settled(found), *_owner_rule(passages, owner)))))


def _of_its_area(rules: list[Rule], passage: Passage, owner: str, title: str) -> Iterator[Rule]:
    """What a body of Scotland, Wales or Northern Ireland lets is not plainly for those elsewhere, unless it says so."""
    speaks_of_others = BEYOND.search(passage.text) is not None  # once, as a text may be long and state a thousand rules
    for rule in rules:
        yield _in_its_area(rule, speaks_of_others, owner, title)


def _in_its_area(rule: Rule, speaks_of_others: bool, owner: str, title: str) -> Rule:
    if rule.who is Who.MEMBERS and not rule.places and not speaks_of_others:
        return replace(rule, places=nation_named(owner)) if _is_its_own_club(rule, owner) else rule
    if rule.who is not Who.CLASS or not rule.includes:
        return rule
    if rule.places and not (rule.places == (UNCLEAR,) and _is_of_its_schools(rule, owner)):
        return replace(rule, places=with_its_area(rule.places, owner))
    if (NATION.search(title) or of_one_nation(owner)) and not speaks_of_others:
        universal = rule.name in WHOLE_SECTORS or ALL_OF_THEM.search(rule.quote) is not None
        return replace(rule, places=(UNCLEAR if universal else _nation_of(owner) or UNCLEAR,))
    return replace(rule, places=(area_of_council(owner),)) if _is_of_its_schools(rule, owner) else rule


def _is_its_own_club(rule: Rule, owner: str) -> bool:
    return not rule.name or rule.name.casefold() in owner.casefold()


def _nation_of(owner: str) -> str:
    """The nation whose bodies an owner of Scotland, Wales or Northern Ireland speaks of; empty where unknown."""
    slug = organisation_slug(owner)
    region = organisations()[slug].region if slug else ""
    return region if region in NATIONS else ""


def _is_of_its_schools(rule: Rule, owner: str) -> bool:
    """Schools that a council speaks of are hers, unless it says that they are all."""
    slug = organisation_slug(owner)
    by_a_council = slug is not None and organisations()[slug].kind in COUNCILS
    return by_a_council and rule.name in ITS_SCHOOLS and not ALL_OF_THEM.search(rule.quote)


def of_one_nation(owner: str) -> bool:
    slug = organisation_slug(owner)
    region = organisations()[slug].region if slug else ""
    return region in NATIONS or NATION.search(owner) is not None


def _read_one(passage: Passage, owner: str) -> list[Rule]:
    parts = sentences(passage.text)
    needs = needs_in(parts)
    only_named = any(CLOSED_TYPE.fullmatch(part.text) for part in parts)
    found: list[Rule] = []
    for part in parts:
        context = Context(passage.text, passage.field, part, owner)
        said = _listed_next(context, found) or _read_sentence(context)
        if passage.field in HOW_TO_BUY or (FURTHER_BUYERS.match(part.text) and not only_named):
            said = [replace(rule, closed=False) for rule in said if rule.who in (Who.CLASS, Who.NAMED)]
        if THOSE_MEMBERS.match(part.text) and any(rule.who is Who.NAMED for rule in said):
            found = [rule for rule in found if rule.who is not Who.MEMBERS]
        found += said
    found = found or _let_for(passage, parts, owner)
    return [with_needs(rule, needs) for rule in found]


def _let_for(passage: Passage, parts: Sequence[Sentence], owner: str) -> list[Rule]:
    """Where nothing is said of users, those who let the framework together, or the body that it is let for."""
    contexts = [Context(passage.text, passage.field, part, owner) for part in parts]
    groups = (reader(context) for reader in (together, for_somebody, for_the_owner) for context in contexts)
    return next((group for group in groups if group), [])


def _listed_next(context: Context, found: Sequence[Rule]) -> list[Rule]:
    """ "This includes: …" after a sentence that spoke of users."""
    begins = THIS_INCLUDES.match(context.sentence.text)
    if not begins or not found:
        return []
    start = context.sentence.start
    end = start + end_of_list(context.sentence.text, begins.end())
    said = rules_of(context, Statement(Force.LISTED, start, start + begins.end(), end))
    return said if NOT_ONLY.search(context.sentence.text) else [_part_of(rule, found[-1]) for rule in said]


def _part_of(rule: Rule, last: Rule) -> Rule:
    """What bodies of one place include is in that place, and is as closed as the list that it explains."""
    if last.who is not Who.CLASS or not last.includes:
        return rule
    return replace(rule, places=rule.places or last.places, closed=rule.closed or last.closed)


def _read_sentence(context: Context) -> list[Rule]:
    if NOT_OF_BUYERS.search(context.sentence.text):
        return []
    if said := _stated_type(context) or listed_elsewhere(context):
        return said
    users = _said_of_users(context)
    for_others = any(rule.includes and rule.who is Who.CLASS for rule in users)
    own = [] if for_others and not NO_OTHERS.search(context.sentence.text) else _own_use(context)
    if said := own or users or _sole_use(context):
        return said
    if context.field == "eligibility" or WHO_THEY_ARE.match(context.sentence.text):
        whole = Statement(Force.STATED, context.sentence.start, context.sentence.start, context.sentence.end)
        return rules_of(context, whole)
    return aims(context)


def _said_of_users(context: Context) -> list[Rule]:
    """The rules of every stretch that mentions a body, in order; of overlapping ones the first counts."""
    kept: list[tuple[Statement, list[Rule]]] = []
    stated = [(statement, rules_of(context, statement)) for statement in statements(context.sentence)]
    for statement, rules in sorted(stated, key=_is_only_a_pointer):
        overlaps = any(each.start < statement.end and statement.start < each.end for each, _ in kept)
        if rules and not overlaps:
            kept.append((statement, rules))
    found = [rule for _, rules in sorted(kept, key=lambda each: each[0].start) for rule in rules]
    lists = any(statement.force is Force.LISTED and _names_several(rules) for statement, rules in kept)
    if lists or (FOLLOWING.search(context.sentence.text) and any(rule.who is Who.NAMED for rule in found)):
        return [rule for rule in found if rule.who is not Who.ELSEWHERE]
    return found


def _names_several(rules: Sequence[Rule]) -> bool:
    return sum(rule.who is Who.NAMED for rule in rules) > 1


def _is_only_a_pointer(stated: tuple[Statement, list[Rule]]) -> bool:
    """After "the following forces" stands no list but a link: the words before it tell more."""
    statement, rules = stated
    return statement.force is Force.LISTED and all(rule.who is Who.ELSEWHERE for rule in rules)


def _stated_type(context: Context) -> list[Rule]:
    text = context.sentence.text
    if OPEN_TYPE.fullmatch(text):
        return [Rule(who=Who.ELSEWHERE, quote=text, field=context.field)]
    if CLOSED_TYPE.fullmatch(text):
        return [Rule(who=Who.OWNER, name=context.owner, closed=True, quote=text, field=context.field)]
    return []


def _own_use(context: Context) -> list[Rule]:
    text = context.sentence.text
    if not (ITS_OWN_USE.search(text) or NO_OTHERS.search(text)):
        return []
    return [
        Rule(who=Who.OWNER, name=context.owner, closed=True, quote=context.sentence.text[:400], field=context.field)
    ]


def _sole_use(context: Context) -> list[Rule]:
    """ "For the exclusive use of XYZ": of one body alone, though the hub may not know it."""
    text = context.sentence.text
    found = SOLE_USE.search(text)
    if not found:
        return []
    name = " ".join(text[found.end() : end_of_bodies(text, found.end())].split())[:80]
    return [Rule(who=Who.OTHERS, name=name, closed=True, quote=text[:400], field=context.field)]


def _settled(found: Sequence[Rule]) -> Iterator[Rule]:
    """What a later sentence makes plain replaces what an earlier one left open."""
    limited = any(rule.closed and rule.who is Who.CLASS and any(map(place_called, rule.places)) for rule in found)
    only = any(rule.closed and ONLY.search(rule.quote) for rule in found)
    for rule in without_those_listed(found):
        vague = rule.who is Who.ELSEWHERE or (rule.who is Who.MEMBERS and not rule.name)
        if not (vague and (limited or only)):
            yield replace(rule, closed=True) if only and rule.includes and not rule.hedged else rule


def _owner_rule(passages: Sequence[Passage], owner: str) -> Iterator[Rule]:
    if not owner:
        return
    for passage in passages:
        place = passage.text.casefold().find(owner.casefold())
        if place >= 0 and len(passage.text.casefold()) == len(passage.text):
            quote = passage.text[place : place + len(owner)]
            yield Rule(who=Who.OWNER, name=owner, quote=quote, field=passage.field)
            return
    yield Rule(who=Who.OWNER, name=owner)
