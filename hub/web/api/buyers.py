"""Whom somebody buys for, and what the published words of a framework say of them."""

from hub import data
from hub.models import EligibilityRule, Framework
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import Answer, OfLot, Rule, answer
from hub.signposting.eligibility.wording import NEEDS
from hub.signposting.stored import rules_of
from hub.web import visitor
from hub.web.api import models
from hub.web.api.models import Coded
from hub.web.api.parameters import Unacceptable, shortened
from hub.web.api.provenance import Origin

IDENTIFIERS = {
    Answer.NAMED: "named",
    Answer.COVERED: "covered",
    Answer.PROBABLY: "probably_covered",
    Answer.NOT_SHOWN: "not_shown",
    Answer.EXCLUDED: "excluded",
    Answer.NOT_PUBLISHED: "not_published",
}
"""The six answers, as programs know them. These never change; the words for people may."""


def buyer_called(slug: str) -> Buyer:
    """The body of a slug, or any body of a kind in a region. Raises Unacceptable where there is none."""
    found = visitor.buyer(slug)
    if found is None:
        cure = (
            "Take the slug of a council, fire service or police force from /api/v1/organisations, "
            "or give a kind and a region such as nhs@UKH; UK is the region of bodies of no one region."
        )
        detail = f"The hub knows nobody to buy for called “{shortened(slug)}”."
        raise Unacceptable(detail, "organisation", cure, status=404)
    return found


def described(buyer: Buyer) -> models.Buyer:
    region = data.regions().get(buyer.region)
    return models.Buyer(
        slug=buyer.slug,
        name=buyer.name,
        kind=Coded(code=buyer.kind, label=data.organisation_kinds()[buyer.kind].label),
        region=Coded(code=region.code, label=region.name) if region else None,
        ends_on=buyer.ends_on,
        successors=list(buyer.successors),
    )


def answered(framework: Framework, buyer: Buyer, origin: Origin) -> models.EligibilityAnswer:
    """What the published words say, and where they stand."""
    rules = rules_of(framework)
    found = answer(rules, buyer)
    rows = dict(zip(rules, framework.rules, strict=False))
    return models.EligibilityAnswer(
        answer=IDENTIFIERS[found.answer],
        label=found.answer.value.capitalize(),
        reason=found.reason,
        quote=found.quote or None,
        evidence=_evidence(framework, found.rule, rows[found.rule], origin) if found.rule and found.is_told else None,
        needs=[Coded(code=need.value.replace(" ", "_"), label=NEEDS[need]) for need in found.needs],
        lots=list(found.lots),
        by_lot=[_of_lot(each) for each in found.by_lot],
        question=found.question or None,
    )


def _of_lot(said: OfLot) -> models.LotEligibility:
    label = said.answer.value.capitalize()
    return models.LotEligibility(lot=said.lot, answer=IDENTIFIERS[said.answer], label=label, quote=said.rule.quote)


def _evidence(framework: Framework, rule: Rule, row: EligibilityRule, origin: Origin) -> models.Evidence:
    """Words that were read are as new as their source was last seen to say them."""
    seen = None if row.confirmed_at or rule.is_fact else origin.checked_on(framework, row.source)
    return models.Evidence(
        quote=rule.quote or None,
        field=row.field or None,
        source=row.source or None,
        notice=row.notice or None,
        url=row.url or None,
        checked_on=seen or row.checked_on,
        confidence=str(rule.confidence),
    )
