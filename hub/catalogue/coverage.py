"""How fresh the catalogue is, and how much it knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, case, cast, func, or_, select
from sqlalchemy.orm import Session

from hub.ingest.stated_rules import FIELD as STATED
from hub.models import EligibilityRule, Framework, Lot, Source, listed


@dataclass(frozen=True)
class Dates:
    """When a source was last read, and what day the newest and the oldest of them speak of."""

    last_read: datetime | None
    newest: date | None
    oldest: date | None


def dates(session: Session) -> Dates:
    """How fresh the catalogue is."""
    newest, oldest = func.max(Source.as_of), func.min(Source.as_of)
    row = session.execute(select(func.max(Source.last_read), newest, oldest)).one()
    return Dates(row[0], row[1], row[2])


@dataclass(frozen=True)
class Coverage:
    """How many of the listed frameworks have each fact."""

    frameworks: int
    having: Mapping[str, int]

    def missing(self, name: str) -> int:
        return self.frameworks - self.having[name]


def coverage(session: Session) -> Coverage:
    """How many listed frameworks there are, and how many of them have each fact buyers ask for."""
    facts = _facts()
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in facts.values()]
    total, *counts = session.execute(select(func.count(), *sums).select_from(Framework).where(*listed())).one()
    return Coverage(total, dict(zip(facts, counts, strict=True)))


def _facts() -> Mapping[str, ColumnElement[bool]]:
    return {
        "Reference": Framework.reference != "",
        "Start date": Framework.start.is_not(None),
        "End date": Framework.end.is_not(None),
        "Kind of agreement": Framework.kind != "unknown",
        "Regulation": Framework.regulation != "unknown",
        "Category": Framework.categories.any(),
        "CPV code": Framework.cpv.any(),
        "Region": Framework.regions.any(),
        "Lots": Framework.lots.any(),
        "Suppliers": Framework.lots.any(Lot.places.any()),
        "Award route": or_(Framework.routes.any(), Framework.lots.any(cast(Lot.routes, String) != "[]")),
        "Fee": or_(Framework.fees.any(), Framework.lots.any(Lot.fees.any())),
        "Maximum value": or_(Framework.max_value_net_pence.is_not(None), Framework.max_value_gross_pence.is_not(None)),
        "Who may use it": or_(Framework.eligibility != "", Framework.rules.any(EligibilityRule.field == STATED)),
        "How to buy": Framework.how_to_buy != "",
        "Web page": Framework.url != "",
        "Notices": Framework.notices.any(),
    }
