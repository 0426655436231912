"""The plain sentences of an answer: why, and what to ask the owner."""

from collections.abc import Callable, Mapping

from hub.data.kinds import organisation_kinds
from hub.data.regions import regions
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility.classes import classes
from hub.signposting.eligibility.matching import names_meant, names_of
from hub.signposting.eligibility.places import UNKNOWN, There, there
from hub.signposting.eligibility.rules import Need, Rule, Who

SILENT = "The published text does not say who may use this framework."
LONGEST_QUOTE = 300
NEEDS = {
    Need.CONSENT: "the owner's consent is needed",
    Need.AGREEMENT: "an access agreement is needed",
    Need.MEMBERSHIP: "it is for members only",
}


def reason(answer: str, rule: Rule, buyer: Buyer) -> str:
    """One sentence for an answer by the name it has in ``Answer``; conditions follow it."""
    sentence = REASONS[answer](rule, buyer)
    if answer not in ("NAMED", "COVERED", "PROBABLY"):
        return f"{sentence}."
    lots = f"only {listed(rule.lots, 'and')}" if rule.lots else ""
    return "; ".join(each for each in (sentence, lots, *(NEEDS[need] for need in rule.needs)) if each) + "."


def by_lot(answers: Mapping[str, str]) -> str:
    """ "not for Lot 3; not shown to be covered in Lot 4", by the names answers have in ``Answer``."""
    told = []
    for answer, words in OF_LOTS.items():
        if lots := tuple(lot for lot, said in answers.items() if said == answer):
            told.append(f"{words} {listed(lots, 'and')}")
    return "; ".join(told)


def question(buyer: Buyer, rule: Rule | None) -> str:
    """What to ask the owner, ready to send."""
    return (
        f"We buy for: {buyer.name}. Are we among those for whom this framework was set up? {_says(rule)} "
        "Please tell us which published words include or exclude us, and what we must do before we call off."
    )


def what_is_needed(buyer: Buyer, rule: Rule) -> str:
    """What to ask where the words cover the buyer and make a condition."""
    return f"We buy for: {buyer.name}. What must we do before we call off from this framework? {_says(rule)}"


def _says(rule: Rule | None) -> str:
    if rule and rule.is_fact:
        whom = f"{'for' if rule.includes else 'not for'} {described(rule)}"
        return f"What we hold says, without your own words, that it is {whom}."
    quote = rule.quote if rule else ""
    words = " ".join(quote.split())
    shown = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    return f"The published text says: “{shown}”" if quote else "The published text does not say who may use it."


def in_words(rule: Rule) -> str:
    """The whole rule: "For local authorities in East of England; the owner's consent is needed"."""
    lots = [f"only {listed(rule.lots, 'and')}"] if rule.lots else []
    needs = [NEEDS[need] for need in rule.needs]
    return "; ".join([f"{'For' if rule.includes else 'Not for'} {described(rule)}", *lots, *needs])


def described(rule: Rule) -> str:
    """Whom a rule means, in words: "local authorities in East of England"."""
    return f"{WHO[rule.who](rule)}{_where(rule)}"


def listed(parts: tuple[str, ...], last: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _where(rule: Rule) -> str:
    return f" in {listed(tuple(place_name(place) for place in rule.places), 'or')}" if rule.places else ""


def place_name(place: str) -> str:
    return regions()[place].name if place in regions() else place.removeprefix(UNKNOWN)


def _club(rule: Rule) -> str:
    club = rule.club or rule.name
    return f"members of {club}" if club else "members of a purchasing club"


WHO: Mapping[Who, Callable[[Rule], str]] = {
    Who.CLASS: lambda rule: classes()[rule.name].label + (f" that are {_club(rule)}" if rule.club else ""),
    Who.NAMED: lambda rule: rule.name,
    Who.MEMBERS: _club,
    Who.OWNER: lambda rule: rule.name or "the owner",
    Who.OTHERS: lambda rule: f"“{rule.name}”",
    Who.ELSEWHERE: lambda rule: "a list that is not in this text",
}


def _named(rule: Rule, buyer: Buyer) -> str:
    if rule.who is Who.OWNER:
        return f"{buyer.name} set up this framework"
    return f"The published text names {rule.name}" + (", which it replaced" if _by_succession(rule, buyer) else "")


def _by_succession(rule: Rule, buyer: Buyer) -> bool:
    only_it = Rule(who=rule.who, name=rule.name)
    return not names_meant(only_it) & names_of(buyer)


def _covered(rule: Rule, buyer: Buyer) -> str:
    return f"The published text gives {described(rule)}, and that includes this buyer"


def _probably(rule: Rule, buyer: Buyer) -> str:
    kind = organisation_kinds()[buyer.kind].label if buyer.kind in organisation_kinds() else buyer.kind
    if rule.hedged:
        return f"Broad words or an aim only: {described(rule)}"
    if rule.club:
        return f"The published text gives {described(rule)}; whether this buyer is one is not known"
    if there(rule.places, buyer) is There.LIKELY:
        return f"The published text gives {described(rule)}, and does not say how far that area reaches"
    if rule.who is Who.CLASS and buyer.kind not in classes()[rule.name].kinds:
        return f"The published text gives {described(rule)}; it does not name this buyer’s kind ({kind})"
    return f"The published text gives {described(rule)}; other words of it leave a doubt"


def _not_shown(rule: Rule, buyer: Buyer) -> str:
    return f"The published text gives {described(rule)}; it does not show that this buyer is among them"


def _excluded(rule: Rule, buyer: Buyer) -> str:
    if not rule.includes:
        return f"The published text shuts out {described(rule)}"
    return f"The published text lists who it is for, among them {described(rule)}, and this buyer is not in the list"


def _not_published(rule: Rule, buyer: Buyer) -> str:
    return "The published text points to a list or group that it does not give"


OF_LOTS = {
    "EXCLUDED": "by its own words not for",
    "NOT_SHOWN": "not shown to be covered in",
    "PROBABLY": "only probably covered in",
}
"""What is said of lots whose own words say less, by the name of the answer."""

REASONS: Mapping[str, Callable[[Rule, Buyer], str]] = {
    "NAMED": _named,
    "COVERED": _covered,
    "PROBABLY": _probably,
    "NOT_SHOWN": _not_shown,
    "EXCLUDED": _excluded,
    "NOT_PUBLISHED": _not_published,
}
