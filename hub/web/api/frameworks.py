"""One framework with all its facts."""

from typing import Any

from sqlalchemy.orm import Session

from hub import catalogue
from hub.db import get_session
from hub.models import EligibilityRule, Framework, Lot
from hub.signposting.eligibility import Rule
from hub.signposting.eligibility.wording import in_words
from hub.web.api import advice, facts, framework_models as models
from hub.web.api.framework_models import FrameworkAnswer
from hub.web.api.operation import Asked, Operation, at
from hub.web.api.provenance import origin, stated
from hub.web.award import said
from hub.web.context import today
from hub.web.lots import anchored, known_to_be_over
from hub.web.values import is_active
from hub.web.visible import visible
from hub.web.who import stated_facts

TEXTS = ("summary", "description", "extension", "how_to_buy", "url")

KEY = at("key", "The key of the framework.")


def framework(asked: Asked) -> FrameworkAnswer:
    session = get_session()
    row = framework_of(asked)
    where = origin(session, [row])
    known = facts.summary_values(row, where, today(), None) | _further(session, row)
    return FrameworkAnswer(
        **stated(session, where.sources.values()),
        framework=models.Framework(**facts.with_gaps(models.Framework, known)),
    )


def framework_of(asked: Asked) -> Framework:
    """The framework of a key with its short facts. Raises NotFound, Gone, and a redirect where it was merged."""
    row = visible(Framework, asked.path["key"], lambda leader: asked.address(key=leader.key))
    catalogue.with_facts(get_session(), [row.key])
    return row


def lot_name(lot: Lot, anchor: str) -> models.LotName:
    return models.LotName(id=anchor, number=lot.number or None, title=lot.title or None)


def _further(session: Session, row: Framework) -> dict[str, Any]:
    """What a framework has beyond its summary."""
    catalogue.with_places(session, row)
    return _advice(session, row) | {
        **{name: getattr(row, name) or None for name in TEXTS},
        "eligibility_text": row.eligibility or None,
        "eligibility_facts": [_fact(rule, stated) for rule, stated in stated_facts(row)],
        "keywords": row.keywords or None,
        "cpv": facts.cpv(code.code for code in row.cpv),
        "stock_only": row.stock_only,
        "lots": [_lot(lot, anchor, row) for anchor, lot in anchored(row).items()] or None,
        "documents": [models.Document(title=each.title, url=each.url) for each in row.documents] or None,
        "notices": [_notice(each) for each in row.notices] or None,
        "relations": _relations(session, row),
        "known_call_offs": catalogue.call_off_count(session, row),
    }


def _advice(session: Session, row: Framework) -> dict[str, Any]:
    """What the hub makes of what is published."""
    evidence = catalogue.evidence(session, row)
    sources = said(evidence)
    return {
        "call_off_advice": advice.call_offs(row, evidence),
        "fee_answers": advice.fees(row, sources),
        "term": advice.term(session, row, sources, today()),
    }


def _fact(rule: Rule, row: EligibilityRule) -> models.EligibilityFact:
    return models.EligibilityFact(
        text=in_words(rule),
        source=row.source,
        notice=row.notice or None,
        url=row.url or None,
        as_of=row.checked_on,
    )


def _lot(lot: Lot, anchor: str, row: Framework) -> models.Lot:
    over = known_to_be_over(lot, today())
    values = {
        **dict(lot_name(lot, anchor)),
        "description": lot.description or None,
        "start": facts.published_day(lot, "start"),
        "end": facts.published_day(lot, "end"),
        "over": over.reason if over else None,
        "cpv": facts.cpv(lot.cpv),
        "regions": lot.regions or None,
        "award_routes": facts.award_routes(lot.routes, row.regulation),
        "maximum_value": facts.money(lot),
        "suppliers": sum(is_active(place, today()) for place in lot.places) if lot.places else None,
    }
    gaps = facts.with_gaps(models.Lot, values)
    return models.Lot(**gaps | {"not_published": [name for name in gaps["not_published"] if name != "over"]})


def _notice(row: Any) -> models.Notice:
    return models.Notice(
        identifier=row.identifier,
        type=row.type or None,
        title=row.title or None,
        published=row.published,
        url=row.url or None,
    )


def _relations(session: Session, row: Framework) -> list[models.Relation]:
    found = catalogue.related(session, row)
    return [
        models.Relation(
            kind=kind,
            key=other.key if other else None,
            text=other.title if other else ", ".join(filter(None, (each.target_reference, each.target_owner))),
        )
        for kind, each, other in found
    ]


OPERATION = Operation(
    name="framework",
    path="/frameworks/{key}",
    title="Get a framework",
    description=(
        "All the hub knows of one framework. The key of one that was merged into another leads to that one. "
        "Who is on its lots is an answer of its own."
    ),
    answer=FrameworkAnswer,
    view=framework,
    parameters=(KEY,),
    problems=(400, 404, 410, 503),
    moves=True,
)
