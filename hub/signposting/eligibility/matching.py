"""How one rule bears on one buyer."""

from collections.abc import Iterable
from enum import IntEnum

from hub.data.names import matching_form
from hub.data.organisations import organisation_slug, organisations
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility.classes import COUNCILS, WHOLE_SECTORS, classes
from hub.signposting.eligibility.places import There, there
from hub.signposting.eligibility.rules import Rule, Who


class Match(IntEnum):
    """How sure it is that a rule means the buyer, surest last. ``OUT``: it plainly does not."""

    OUT = 0
    UNSURE = 1
    PROBABLE = 2
    COVERED = 3
    NAMED = 4


def match(rule: Rule, buyer: Buyer) -> Match:
    """Whether this rule means this buyer; of a rule that excludes, whether it is the one shut out."""
    if rule.who is Who.NAMED or rule.who is Who.OWNER:
        return _named(rule, buyer)
    where = there(rule.places, buyer)
    if rule.who is Who.MEMBERS:
        return _member(rule, buyer, where)
    if rule.who is Who.CLASS:
        return _classed(rule, buyer, where)
    if rule.who is Who.OTHERS:
        may_be_councils = rule.name.endswith("authorities") and buyer.kind in COUNCILS
        return Match.UNSURE if may_be_councils and where is not There.NO else Match.OUT
    return Match.OUT if where is There.NO else Match.UNSURE


def is_barred(rule: Rule, buyer: Buyer) -> bool:
    """Whether a rule that excludes plainly means this buyer; of broad words the text itself must be read."""
    sure = match(rule, buyer)
    return sure >= Match.COVERED or (
        sure is Match.PROBABLE and buyer.kind in barred_kinds(rule) and not is_doubtful(rule, buyer)
    )


def barred_kinds(rule: Rule) -> frozenset[str]:
    """Kinds that a class shuts out: "not for the wider public sector" means all of it."""
    if rule.who is not Who.CLASS:
        return frozenset()
    named = classes()[rule.name]
    return named.kinds | (named.likely if rule.name in WHOLE_SECTORS else frozenset())


def names_of(buyer: Buyer) -> frozenset[str]:
    """Its slug and its names, in the form names are compared in; none but the slug where it is any of its kind."""
    slugs = {organisation_slug(name) for name in buyer.names} - {None}
    return frozenset({buyer.slug, *map(matching_form, buyer.names), *(slug for slug in slugs if slug)})


def names_meant(rule: Rule) -> frozenset[str]:
    """The slugs or compared names of the organisations that a rule names; successors only if it speaks of them."""
    slug = organisation_slug(rule.name)
    return frozenset({slug or matching_form(rule.name), *(_successors(slug) if rule.successors and slug else ())})


def clubs_of(buyer: Buyer) -> frozenset[str]:
    return frozenset(club_form(membership) for membership in buyer.memberships)


def club_form(club: str) -> str:
    """The slug of a purchasing club by any of its names, or the name as compared."""
    return organisation_slug(club) or matching_form(club)


def _successors(slug: str) -> Iterable[str]:
    """Bodies that replaced it, and those that replaced them."""
    waiting, found = [slug], set[str]()
    while waiting:
        following = organisations()[waiting.pop()].successors if waiting[-1] in organisations() else ()
        waiting.extend(each for each in following if each not in found)
        found.update(following)
    return found


def _named(rule: Rule, buyer: Buyer) -> Match:
    if names_meant(rule) & names_of(buyer):
        return Match.NAMED
    slug = organisation_slug(rule.name)
    follows = slug is not None and buyer.slug in set(_successors(slug))
    return Match.UNSURE if follows else Match.OUT


def _member(rule: Rule, buyer: Buyer, where: There) -> Match:
    if club_form(rule.club or rule.name) in clubs_of(buyer):
        return Match.COVERED
    return Match.OUT if where is There.NO else Match.UNSURE


def _classed(rule: Rule, buyer: Buyer, where: There) -> Match:
    """Broad words, a vague place or a kind that may belong leave a doubt; beside one, a remote kind is not shown."""
    named = classes()[rule.name]
    if where is There.NO:
        return Match.OUT
    if buyer.kind not in named.kinds | named.likely | named.remote:
        return Match.UNSURE if rule.hedged and rule.closed else Match.OUT
    doubt = is_doubtful(rule, buyer)
    if where is There.UNSURE or (doubt and buyer.kind in named.remote):
        return Match.UNSURE
    return Match.COVERED if not doubt and buyer.kind in named.kinds else Match.PROBABLE


def is_doubtful(rule: Rule, buyer: Buyer) -> bool:
    """Whether its words leave a doubt of any kind of buyer: an aim, a vague place, or a club it is not known to be "
    "in."""
    members_only = bool(rule.club) and club_form(rule.club) not in clubs_of(buyer)
    return rule.hedged or members_only or there(rule.places, buyer) is There.LIKELY
