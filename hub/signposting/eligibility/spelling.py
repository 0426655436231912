"""A rule on one line, as people write it in a table (CSV) of corrections.

    include class local-authorities; in UKH, Suffolk; closed; needs consent
    exclude named Essex County Council
    include members ESPO; future

Parts stand in any order after the first; the quote, its field and who says so are columns of their own.
"""

import re
from collections.abc import Mapping
from typing import Any

from hub.signposting.eligibility.places import UNKNOWN, place_around
from hub.signposting.eligibility.rules import Rule, UnreadableRule, Who, rule_from_dict

FLAGS = ("closed", "hedged", "future", "successors")
LISTED: Mapping[str, str] = {"in": "places", "needs": "needs", "only": "lots"}
NAMELESS = frozenset({Who.ELSEWHERE, Who.OWNER, Who.MEMBERS})


def rule_line(rule: Rule) -> str:
    """The rule on one line; ``rule_from_line`` reads it back. Semicolons and commas within a name become blanks."""
    parts = [f"{'include' if rule.includes else 'exclude'} {rule.who} {_one_name(rule.name)}".strip()]
    for word, field in LISTED.items():
        values = [_one_name(value) for value in getattr(rule, field)]
        parts += [f"{word} {', '.join(values)}"] if values else []
    parts += [f"members of {_one_name(rule.club)}"] if rule.club else []
    return "; ".join([*parts, *(flag for flag in FLAGS if getattr(rule, flag))])


def rule_from_line(line: str) -> Rule:
    """The rule a person wrote. Raises UnreadableRule, which says which part is not understood and what would be."""
    first, *parts = [part.strip() for part in line.split(";") if part.strip()] or [""]
    values = _beginning(first)
    for part in parts:
        values |= _part(part)
    return rule_from_dict(values)


def _one_name(name: str) -> str:
    return " ".join(re.sub(r"[;,]", " ", name).split())


def _beginning(part: str) -> dict[str, Any]:
    effect, who, name = (*part.split(maxsplit=2), "", "", "")[:3]
    if effect.casefold() not in ("include", "exclude") or who.casefold() not in set(Who):
        raise UnreadableRule(
            f"“{part[:80]}” is not the beginning of a rule. Write include or exclude, then one of: {', '.join(Who)}."
        )
    kind = Who(who.casefold())
    if not name and kind not in NAMELESS and kind is not Who.CLASS:
        raise UnreadableRule(f"“{part[:80]}” does not say which. Write a name after “{kind}”.")
    return {"who": kind, "name": name, "includes": effect.casefold() == "include"}


def _part(part: str) -> dict[str, Any]:
    word, _, rest = part.partition(" ")
    if part.casefold() in FLAGS:
        return {part.casefold(): True}
    if part.casefold().startswith("members of "):
        return {"club": part[len("members of ") :].strip()}
    values = [value.strip() for value in rest.split(",") if value.strip()]
    if word.casefold() == "in":
        values = [_place(value) for value in values]
    if word.casefold() not in LISTED or not values:
        known = ", ".join((*FLAGS, "in …", "needs …", "only …", "members of …"))
        raise UnreadableRule(f"“{part[:80]}” is not a part of a rule. Use: {known}.")
    return {LISTED[word.casefold()]: values}


def _place(name: str) -> str:
    """The place, if the hub knows it or says that it does not: a misspelt one would be nowhere."""
    if name.startswith(UNKNOWN) or place_around(name):
        return name
    raise UnreadableRule(
        f"“{name[:80]}” is not a place the hub knows. Use a region’s code such as UKH, a county, or a name of "
        f"eligibility_places.csv; or put {UNKNOWN} before it."
    )
