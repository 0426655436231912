"""Up to four frameworks beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue
from hub.db import get_session
from hub.models import Framework
from hub.web.api import facts
from hub.web.api.buyers import answered, buyer_called, described
from hub.web.api.eligibility import ORGANISATION
from hub.web.api.framework_models import CompareAnswer, Comparison, FrameworkSummary, Status
from hub.web.api.models import EligibilityAnswer
from hub.web.api.operation import KEY, Asked, Operation
from hub.web.api.parameters import Parameter, Unacceptable
from hub.web.api.provenance import origin, stated
from hub.web.context import today

FEWEST, MOST = 2, 4

COMPARED = (
    *("status", "start", "end", "max_end", "kind", "regulation", "award_routes", "fees", "maximum_value"),
    *("eligibility", "categories", "regions"),
)


def compare(asked: Asked) -> CompareAnswer:
    session = get_session()
    buyer = buyer_called(asked["organisation"]) if asked["organisation"] else None
    rows = _chosen(session, asked["framework"])
    where = origin(session, rows)
    shown = [facts.summary(row, where, today(), answered(row, buyer, where) if buyer else None) for row in rows]
    fields = [name for name in COMPARED if buyer or name != "eligibility"]
    return CompareAnswer(
        **stated(session, where.sources.values()),
        organisation=described(buyer) if buyer else None,
        frameworks=shown,
        fields=[_compared(name, shown) for name in fields],
    )


def _chosen(session: Session, keys: Sequence[str]) -> list[Framework]:
    found = {row.key: row for row in catalogue.with_facts(session, keys)}
    for key in keys:
        if key not in found:
            detail = f"There is no framework with the key {key}{_whereabouts(session, key)}."
            raise Unacceptable(detail, "framework", "Take keys from a search.", status=404)
    return [found[key] for key in keys]


def _whereabouts(session: Session, key: str) -> str:
    row = session.scalar(select(Framework).where(Framework.key == key))
    return f" any more: it was merged into {row.merged_into.key}" if row and row.merged_into else ""


def _compared(field: str, shown: Sequence[FrameworkSummary]) -> Comparison:
    said = {each.key: _meaning(getattr(each, field)) for each in shown}
    known = [value for value in said.values() if value is not None]
    return Comparison(
        field=field,
        differs=any(value != known[0] for value in known),
        not_published_for=[key for key, value in said.items() if value is None],
    )


def _meaning(value: Any) -> Any:
    """What is compared of a value: of a status and an answer not the reason."""
    if isinstance(value, Status):
        return value.code
    if isinstance(value, EligibilityAnswer):
        return None if value.answer == "not_published" else value.answer
    return value


OPERATION = Operation(
    name="compare",
    path="/compare",
    title="Compare frameworks",
    description=f"{FEWEST} to {MOST} frameworks in the order asked for, and for each field whether they differ.",
    answer=CompareAnswer,
    view=compare,
    parameters=(
        Parameter(
            name="framework",
            description=f"The key of a framework. Give it {FEWEST} to {MOST} times.",
            schema={
                "type": "array",
                "items": {"type": "string", "pattern": KEY, "description": "the key of a framework"},
                "minItems": FEWEST,
                "maxItems": MOST,
                "uniqueItems": True,
            },
            required=True,
        ),
        replace(ORGANISATION, required=False),
    ),
    problems=(400, 404, 503),
)
