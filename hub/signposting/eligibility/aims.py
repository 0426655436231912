"""For whom a sentence says a framework is, where it does not say who may use it ("supplies to our members")."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hub.data.organisations import organisation_slug, owners
from hub.signposting.eligibility.class_words import class_pattern, class_slug
from hub.signposting.eligibility.classes import WHOLE_SECTORS
from hub.signposting.eligibility.mentions import OTHERS_SERVED, mentions
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.places import place_called
from hub.signposting.eligibility.rules import Rule, Who
from hub.signposting.eligibility.statements import Force, Statement, end_of_bodies
from hub.signposting.eligibility.stating import Context, quote_of, rules_of
from hub.signposting.eligibility.use_words import NOT_YET, OTHER_THINGS, OTHERS_AGREEMENT

FRAMEWORK = phrase(r"\b(?:frameworks?|agreements?|DPS|dynamic (?:purchasing|market)\w*|call[\s-]?offs?)\b")
NOT_SERVED_BY = "".join(
    rf"(?<!{word}\s)"
    for word in (
        "works repairs delivered limited exclusive restricted confined subject related due apply applies applied "
        "applicable known common according owed paid respond reply refer refers referred relates similar access "
        "report unavailable closed"
    ).split()
)
"""Words before "to" after which no body is served."""
FOR = phrase(
    r"\b(?<!charge\s)(?<!levy\s)(?<!mandatory\s)(?<!specific\s)(?<!extended\s)"
    rf"(?:for|{NOT_SERVED_BY}to|across|part of) "
    r"(?:(?:use (?:by|in)|the|all|our|its|their|any|some|certain|other|UK|UK['’]s|English|both|various|select|wider|"
    r"whole|entire|Crown|and|a|range|of|number|\d+|two|three|four|five|six|seven|eight|nine|ten|"
    r"public|sector|state|funded|publicly|Scottish|Welsh|defence|government|"
    r"(?-i:[A-Z][\w-]{1,20})|\((?-i:[A-Z]{1,6})\)) ){0,6}[\"“‘]?$"
)
NATION = phrase(r"\b(?:Scotland|Wales|Northern Ireland)\b")
PART_OF = phrase(r"\bpart of [^.;:]{0,40}$")
OF_ANOTHER = phrase(r"\b(?:replac(?:es?|ing)|supersedes?|expired|formerly|previous(?:ly)?)\b")
"""Words of a sentence on an older agreement."""
SELLERS = phrase(
    r"\b(?:suppliers?|contractors?|bidders|providers?|tenderers|companies|firms) (?:\w+ ){0,4}?"
    r"(?:who|that|which|seeking|looking|wishing|experienced|able|to (?:sell|offer|market))\b[^;:]*$",
    r"\b(?:suppliers?|contractors?|providers?|companies|firms) (?:who )?to (?:\w+ ){0,2}$",
)
"""Before bodies: those who sell to them are spoken of."""
NOT_SUPPLIED = phrase(
    r"\b(?:marketed|promoted|advertised|(?:market|promote|advertise) the|charged|invoiced?|reported|paid|fees?|"
    r"rebates?|management information)\b[^.;:]{0,60}$"
)
"""Before "to bodies": they are told of it, or pay for it."""
OPEN = phrase(r"\b(?:open|available|accessible) $")
ALSO = phrase(r"\balso\b")

SERVED = frozenset(
    {
        "schools",
        "maintained-schools",
        "education-bodies",
        "health-bodies",
        "health-and-care-bodies",
        "health-commissioners",
        "colleges",
        "universities",
        "tertiary-education",
        "registered-providers",
        "housing-providers",
        "charities",
        "housing-companies",
    }
)
"""Classes that councils buy for as often as they buy themselves: for them such words are no more than an aim."""


ANOTHER = phrase(r"\b(?:under|via|through|from|using|against|by means of) (?:(?:the|an?|our|existing|national) ){0,3}$")
"""Before "NHS framework": what is spoken of is bought through that framework."""
PLAIN = WHOLE_SECTORS | {"central-government", "devolved"}
"""Classes that nobody serves: services "for" them are bought by them."""


def aims(context: Context) -> list[Rule]:
    """The rules of a sentence on a framework "for" or "to" bodies; of classes that are served, an aim.

    The first words of an owner who buys for others tell at whom it aims, without a word of a framework.
    """
    sentence = context.sentence
    if OF_ANOTHER.search(sentence.text) or NOT_YET.search(sentence.text):
        return []
    if joint := _several_named(context):
        return joint
    of_framework = FRAMEWORK.search(sentence.text) is not None
    of_a_nation = sentence.start == 0 and NATION.search(sentence.text) is not None
    buys_for_others = sentence.start == 0 and organisation_slug(context.owner) in owners()
    for mention in mentions(sentence.text, context.owner):
        before = sentence.text[max(0, mention.start - 80) : mention.start]
        surely = of_framework or (mention.who is Who.CLASS and (mention.name in PLAIN or of_a_nation))
        plain = surely or buys_for_others
        part = PART_OF.search(before) is not None
        served = FOR.search(before) if plain and not SELLERS.search(before) else None
        if served and _is_of_other_things(before[: served.start()]):
            continue
        if served and (mention.who is Who.CLASS or (mention.who is Who.MEMBERS and not part)):
            start = sentence.start + mention.start - len(before) + _after_preposition(served)
            end = sentence.start + end_of_bodies(sentence.text, mention.end)
            found = rules_of(context, Statement(Force.STATED, start, start, end))
            let_for = (of_framework or sentence.start == 0 or before == "For ") and not ALSO.search(sentence.text)
            of_kinds = [rule for rule in found if rule.who not in (Who.NAMED, Who.OWNER)] or found
            return [_softened(rule, let_for, mention.loose or part or not surely) for rule in of_kinds]
    return [*_of_a_sector(context), *_others_served(context)] if of_framework else []


def _is_of_other_things(before: str) -> bool:
    """Guidance that is "open to" bodies, or an older or another's agreement."""
    said = OPEN.sub("", before)
    if NOT_SUPPLIED.search(said):
        return True
    return OTHER_THINGS.search(said) is not None or OTHERS_AGREEMENT.search(said) is not None


def _after_preposition(served: re.Match[str]) -> int:
    return served.end() - len(re.sub(r"^(?:part\s+of|\w+)\s+", "", served.group()))


def _several_named(context: Context) -> list[Rule]:
    """Services "to the Council, A and B" are let for all three; to one body alone they say nothing of others."""
    text = context.sentence.text
    for mention in mentions(text, context.owner):
        if mention.who in (Who.NAMED, Who.OWNER) and FOR.search(text[max(0, mention.start - 80) : mention.start]):
            start = context.sentence.start + mention.start
            end = context.sentence.start + end_of_bodies(text, mention.end)
            found = rules_of(context, Statement(Force.STATED, start, start, end))
            owned = any(rule.who is Who.OWNER for rule in found)
            named = [rule for rule in found if rule.who is Who.NAMED]
            return found if len(named) + owned > 1 and named else []
    return []


def _softened(rule: Rule, let_for: bool, hedged: bool) -> Rule:
    """A list is closed only where the sentence is on the framework itself, or opens the passage."""
    served = rule.who is Who.CLASS and rule.name in SERVED
    closed = rule.closed and let_for and not hedged and (not served or any(map(place_called, rule.places)))
    return replace(rule, closed=closed, hedged=rule.hedged or served or hedged)


def _others_served(context: Context) -> Iterator[Rule]:
    """Supplies "to tram and rail operators": let for bodies of which the hub knows no kind."""
    found = OTHERS_SERVED.search(context.sentence.text)
    if found:
        quote = quote_of(context, context.sentence.start, context.sentence.start, context.sentence.start + found.end())
        yield Rule(who=Who.OTHERS, name=" ".join(found.group(1).split()), closed=True, quote=quote, field=context.field)


def _of_a_sector(context: Context) -> Iterator[Rule]:
    """ "NHS framework agreement", "public sector framework": whose it is, not who may use it."""
    for found in class_pattern().finditer(context.sentence.text):
        before = context.sentence.text[max(0, found.start() - 30) : found.start()]
        itself = re.match(r"\s+(?:[Nn]ational\s+)?[Ff]ramework\b", context.sentence.text[found.end() :])
        if itself and not ANOTHER.search(before):
            yield Rule(
                who=Who.CLASS,
                name=class_slug(found.group()),
                hedged=True,
                quote=context.sentence.text[:400],
                field=context.field,
            )
            return
