"""Marks for the search index: the filter "covers my organisation" finds exactly what ``answer`` lets through.

``covers & buyer_tokens`` and not ``bars & buyer_tokens`` is the same as an answer of named, covered or probably.
"""

from collections.abc import Iterable, Iterator

from hub.data.regions import WHOLE_COUNTRY
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility.answers import of_whole, standing
from hub.signposting.eligibility.classes import classes
from hub.signposting.eligibility.matching import barred_kinds, club_form, clubs_of, names_meant, names_of
from hub.signposting.eligibility.places import buyer_places, place_called
from hub.signposting.eligibility.rules import Rule, Who


def tokens(rules: Iterable[Rule]) -> tuple[frozenset[str], frozenset[str]]:
    """Whom the rules of one framework let in, and whom they shut out."""
    counted = of_whole(standing(rules))
    covers = (token for rule in counted if rule.includes for token in _tokens(rule, sure=False))
    bars = (token for rule in counted if not (rule.includes or rule.lots) for token in _tokens(rule, sure=True))
    return frozenset(covers), frozenset(bars)


def buyer_tokens(buyer: Buyer) -> frozenset[str]:
    """What a buyer is: its names, its clubs, and its kind in each place it lies in."""
    clubs = clubs_of(buyer)
    kinds = {f"kind:{buyer.kind}@{place}" for place in buyer_places(buyer.region, buyer.county)}
    by_club = {f"{kind}&{club}" for kind in kinds for club in clubs}
    return frozenset(
        {f"name:{name}" for name in names_of(buyer)} | {f"club:{club}" for club in clubs} | kinds | by_club
    )


def _tokens(rule: Rule, sure: bool) -> Iterator[str]:
    """The same decision as ``matching.match``, taken for every buyer at once; ``sure``: only those plainly meant."""
    if rule.who in (Who.NAMED, Who.OWNER):
        yield from (f"name:{name}" for name in names_meant(rule))
    elif rule.who is Who.MEMBERS:
        yield f"club:{club_form(rule.club or rule.name)}"
    elif rule.who is Who.CLASS:
        yield from _class_tokens(rule, sure)


def _class_tokens(rule: Rule, sure: bool) -> Iterator[str]:
    """A remote kind and a sure one count only without a doubt, so of a club only for its known members."""
    named = classes()[rule.name]
    members = f"&{club_form(rule.club)}" if rule.club else ""
    for place, vague in _places(rule):
        doubt = rule.hedged or vague
        if sure:
            yield from (f"kind:{kind}@{place}{members}" for kind in barred_kinds(rule) if not doubt)
            continue
        yield from (f"kind:{kind}@{place}" for kind in named.kinds | named.likely)
        yield from (f"kind:{kind}@{place}{members}" for kind in named.remote if not doubt)


def _places(rule: Rule) -> Iterator[tuple[str, bool]]:
    """Each code or county a rule reaches, and whether its reach is vague."""
    if not rule.places:
        yield WHOLE_COUNTRY, False
    for name in rule.places:
        place = place_called(name)
        if place is not None:
            yield from ((each, not place.certain) for each in place.codes | place.counties)
