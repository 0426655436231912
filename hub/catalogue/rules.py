"""How much of the catalogue says who may use it, by the kind of rule."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub.ingest.stated_rules import FIELD as STATED
from hub.models import EligibilityRule, Framework, listed
from hub.signposting.eligibility import Who

CLASSES = {
    Who.CLASS: "A class of bodies",
    Who.NAMED: "Bodies by name",
    Who.MEMBERS: "Members of a purchasing club",
    Who.OTHERS: "Bodies the hub has no kind for",
    Who.ELSEWHERE: "A list that stands elsewhere",
    Who.OWNER: "The owner itself",
}
PLACED = "Only in some part of the country"
EXCLUDING = "Somebody is shut out"
AIM = "Only an aim, or broad words"
NEEDING = "Consent, an agreement or membership is needed"
BY_LOT = "Only in some lots"
FACT = "A fact from a source, without its words"
CONFIRMED = "Confirmed by a person"
NONE = "Nothing on who may use it"


def rule_counts(session: Session) -> Mapping[str, int]:
    """How many listed frameworks have each kind of rule, in words; one may have several kinds."""
    frameworks: dict[str, set[int]] = defaultdict(set)
    rows = select(EligibilityRule.framework_id, EligibilityRule.rule, EligibilityRule.confirmed_at)
    quoted = rows.join(Framework, EligibilityRule.framework_id == Framework.id)
    told = or_(EligibilityRule.quote != "", EligibilityRule.field == STATED)
    for framework, rule, confirmed in session.execute(quoted.where(told, *listed())):
        for kind in (*_kinds(rule), *([CONFIRMED] if confirmed else [])):
            frameworks[kind].add(framework)
    total = session.scalar(select(func.count()).select_from(Framework).where(*listed())) or 0
    spoken = len(set().union(*frameworks.values()))
    order = (*CLASSES.values(), PLACED, EXCLUDING, AIM, NEEDING, BY_LOT, FACT, CONFIRMED)
    return {**{kind: len(frameworks[kind]) for kind in order}, NONE: total - spoken}


def _kinds(rule: Mapping[str, Any]) -> Iterator[str]:
    """What is at its default is left out of a stored rule."""
    yield CLASSES[Who(rule["who"])]
    parts = {"places": PLACED, "hedged": AIM, "needs": NEEDING, "lots": BY_LOT}
    yield from (kind for part, kind in parts.items() if rule.get(part))
    if not rule.get("includes", True):
        yield EXCLUDING
    if rule.get("field") == STATED:
        yield FACT
