"""Check a call-off: what is published of a lot, what the buyer answers, and what both come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request

from hub import catalogue
from hub.clock import LONDON
from hub.db import get_session
from hub.errors import NotFound
from hub.formatters import lot_heading
from hub.models import Framework, Lot
from hub.security import policy
from hub.signposting.award import (
    Answered,
    Conclusion,
    Facts,
    Known,
    Mechanism,
    Published,
    Question,
    Regulation,
    answer,
    check_list,
    conclude,
    facts_of,
    standing_of,
)
from hub.signposting.award.conclusion import OWNER
from hub.signposting.award.law import test_note
from hub.signposting.eligibility import OF_A_LOT, Answer as Eligibility, OfLot
from hub.signposting.evidence import Evidence
from hub.web.context import today
from hub.web.lots import anchored
from hub.web.shortlisted import PARAMETER as SHORTLIST
from hub.web.values import reference_beside
from hub.web.visible import visible
from hub.web.visitor import PARAMETER as FOR, visitor
from hub.web.who import Answered as Told, who

bp = Blueprint("award", __name__)

NO_ANSWERS = (FOR, SHORTLIST)
"""What any page's address may hold."""

WHOLE = "whole"
"""Stands for the lot in the address where a framework has none."""


@dataclass(frozen=True)
class Line:
    """One thing to know about the routes of a lot: what is published of it, or that nothing is."""

    topic: str
    label: str
    text: str
    evidence: Sequence[Evidence]


@dataclass(frozen=True)
class Advice:
    """What is published on calling off from a lot. ``address_of`` names it in addresses, ``test`` says what counts."""

    address_of: str
    heading: str
    test: str
    lines: Sequence[Line]

    def of_the_lot_itself(self) -> "Advice":
        """With only the lines that rest on what is published of the lot; routes it has among its facts."""
        own = [line for line in self.lines if line.label != "Routes" and any(_of_lot(each) for each in line.evidence)]
        return replace(self, lines=own)


@bp.get("/frameworks/<key>/lots/<lot>/call-off")
@policy("public")
def award(key: str, lot: str) -> str | tuple[str, int]:
    found = visible(Framework, key)
    row = _lot(found, lot)
    evidence = catalogue.evidence(get_session(), found)
    published = _with_entitlement(facts_of(row, found, said(evidence), today()), found, _heading(row), evidence)
    answered = answer(published.facts, _given(), _suppliers(row))
    asked = bool(_given())
    conclusion = conclude(answered.facts) if asked and not answered.wrong else None
    page = render_template(
        "award/award.html",
        framework=found,
        reference=reference_beside(found),
        lot=_heading(row),
        address_of=lot,
        answered=answered,
        groups=_groups(answered),
        kept=_kept(answered, published.facts),
        conclusion=conclusion,
        to_owner=_to_owner(conclusion) if conclusion else [],
        published=_published(published),
        check_list=check_list(visitor().current, answered.facts),
    )
    return (page, 400) if answered.wrong else page


def _with_entitlement(published: Published, framework: Framework, lot: str, evidence: catalogue.Evidence) -> Published:
    """With what the published words say of the visitor's organisation, where they leave nothing to be asked."""
    told = next(iter(who(framework, evidence, visitor().shown_for[:1]).answers), None)
    of_lot = next((each for each in told.answer.by_lot if each.lot == lot), None) if told else None
    entitled = _entitled(told, lot) if told else None
    if told is None or entitled is None:
        return published
    answer, quoted = (of_lot.answer, _words_of(of_lot, evidence)) if of_lot else (told.answer.answer, _quoted(told))
    said_of = Known("entitled", f"{told.buyer.name}: {answer.value}.", (quoted,))
    facts = replace(published.facts, buyer_entitled=entitled)
    return replace(published, facts=facts, known={**published.known, "entitled": said_of})


def _entitled(told: Told, lot: str) -> bool | None:
    """None where the words leave something open (consent, membership, some lots only, or which lots they mean), or the
    hub holds none.
    """
    if told.quoted and told.quoted.is_fact:
        return None
    said = {each.lot: each.answer for each in told.answer.by_lot}
    if Eligibility.EXCLUDED in (told.answer.answer, said.get(lot)):
        return False
    of_this = lot in said or not lot or any(each.rule.field != OF_A_LOT for each in told.answer.by_lot)
    open_lots = told.answer.lots or (said and of_this)
    certain = told.answer.answer in (Eligibility.NAMED, Eligibility.COVERED)
    return True if certain and not (told.needs or open_lots or told.question) else None


def _quoted(told: Told) -> Evidence:
    quoted = told.quoted
    return Evidence(
        quote=told.answer.quote,
        field=quoted.column if quoted else "",
        source_name=quoted.source if quoted else "",
        notice=quoted.notice if quoted else "",
        checked_on=quoted.checked_on if quoted else None,
    )


def _words_of(of_lot: OfLot, evidence: catalogue.Evidence) -> Evidence:
    rule = of_lot.rule
    return replace(said(evidence).get(rule.field, Evidence(quote="")), quote=rule.quote, field=rule.field)


def by_lot(framework: Framework, evidence: catalogue.Evidence) -> Mapping[str, Advice]:
    """What the framework's page says on calling off: once of the whole, and of each lot what is its own.

    By the lot's place on the page; what holds for the whole is under WHOLE.
    """
    sources = said(evidence)
    rows = {anchor: lot for anchor, lot in anchored(framework).items() if lot.number or lot.title}
    lots = {anchor: _advice(anchor, lot, facts_of(lot, framework, sources, today())) for anchor, lot in rows.items()}
    whole = _advice(WHOLE, None, facts_of(None, framework, sources, today()))
    told = {line.label for advice in lots.values() for line in advice.lines if line.evidence}
    told |= {"Suppliers"} if lots else set()
    lines = [line for line in whole.lines if line.evidence or line.label not in told]
    own = {anchor: advice.of_the_lot_itself() for anchor, advice in lots.items()}
    return {**own, WHOLE: replace(whole, lines=lines)}


def said(evidence: catalogue.Evidence) -> Mapping[str, Evidence]:
    """For each field the source whose value is shown, without a quote."""
    shown = {
        name: next((claim for claim in field.claims if claim.shown), None) for name, field in evidence.fields.items()
    }
    return {name: _source(name, claim) for name, claim in shown.items() if claim}


def _source(field: str, claim: catalogue.Claim) -> Evidence:
    record = claim.record
    notices = record.body.get("notices") or [{}]
    return Evidence(
        quote="",
        field=field,
        source=record.source,
        source_name=record.described_by.title,
        notice=notices[0].get("identifier", ""),
        url=record.body.get("url", ""),
        published=record.published,
        checked_on=record.last_seen.astimezone(LONDON).date(),
    )


def _lot(framework: Framework, address_of: str) -> Lot | None:
    """None for the whole. Raises NotFound where the framework has no such lot."""
    rows = anchored(framework)
    if address_of in rows:
        return rows[address_of]
    if address_of != WHOLE:
        raise NotFound("This framework has no such lot.")
    return None


def _heading(lot: Lot | None) -> str:
    return lot_heading(lot.number, lot.title) if lot is not None else ""


def _given() -> Mapping[str, str]:
    """The answers in the address, less characters no page can show, and less those left empty."""
    given = {name: "".join(filter(str.isprintable, value)).strip() for name, value in request.args.items()}
    return {name: value for name, value in given.items() if value and name not in NO_ANSWERS}


def _suppliers(lot: Lot | None) -> Mapping[str, Any]:
    places = lot.places if lot is not None else []
    return {place.supplier.slug: (place.supplier.name, standing_of(place, today())) for place in places}


def _groups(answered: Answered) -> Mapping[str, Sequence[Question]]:
    """The questions under their headings, in the order in which they are read."""
    groups: dict[str, list[Question]] = {"Your call-off": []}
    for question in answered.questions:
        groups.setdefault(question.group, []).append(question)
    return groups


def _kept(answered: Answered, facts: Facts) -> Mapping[str, str]:
    """What stands in each field: the answer, else what the hub read in the texts."""
    read = {"by": facts.mechanism.value} if facts.mechanism is not Mechanism.UNKNOWN else {}
    return {
        question.name: answered.answers.get(question.name, read.get(question.name, ""))
        for question in answered.questions
    }


def _published(published: Published) -> Sequence[Line]:
    """What is published, by topic: what it is, for whom and when it can be used, and then the routes."""
    known = published.known
    identity = {
        "regulation": "Regulation",
        "kind": "Kind of agreement",
        "entitled": "Your organisation",
        "start": "Start",
        "end": "End",
    }
    return [*(_line(topic, label, known.get(topic)) for topic, label in identity.items()), *_on_routes(published)]


def _advice(address_of: str, lot: Lot | None, published: Published) -> Advice:
    return Advice(address_of, _heading(lot), test_note(published.facts), _on_routes(published))


def _on_routes(published: Published) -> Sequence[Line]:
    facts, known = published.facts, published.known
    act = facts.regulation is Regulation.PROCUREMENT_ACT
    topics = {
        "routes": "Routes",
        "suppliers": "Suppliers",
        "terms": "Core terms" if act else "All terms laid down",
        "mechanism": "How the supplier is chosen without competition",
        "value": "Limits on value",
        "length": "Limits on length",
        "system": "System to use",
    }
    if facts.is_market:
        topics = {name: topics[name] for name in ("routes", "value", "length", "system")}
    return [_line(topic, label, known.get(topic)) for topic, label in topics.items()]


def _of_lot(evidence: Evidence) -> bool:
    return evidence.field == "lots"


def _line(topic: str, label: str, known: Known | None) -> Line:
    return Line(topic, label, known.text, known.evidence) if known else Line(topic, label, "", ())


def _to_owner(conclusion: Conclusion) -> Sequence[str]:
    """What to ask the owner, ready to be sent."""
    return [missing.question for missing in conclusion.missing if missing.who == OWNER]
