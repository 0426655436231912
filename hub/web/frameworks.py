"""A framework, and where each value of it came from."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from hub import catalogue, corrections as desk
from hub.db import get_session
from hub.ingest.locks import LOCKABLE
from hub.models import Framework
from hub.savings import pence
from hub.security import policy
from hub.status import assess
from hub.web import award, facts, values
from hub.web.boards.framework import peers_view
from hub.web.call_offs import known
from hub.web.context import today
from hub.web.corrections import of_framework
from hub.web.fees import money_view
from hub.web.links import CARRIED, framework_link, framework_slug
from hub.web.lots import lots
from hub.web.shortlisted import can_toggle, toggled
from hub.web.similar import similar
from hub.web.stewards.shown import care_view
from hub.web.term import term_view
from hub.web.values import reference_beside
from hub.web.visible import visible
from hub.web.visitor import visitor
from hub.web.who import who

bp = Blueprint("frameworks", __name__)


@bp.get("/frameworks/<key>", defaults={"slug": ""})
@bp.get("/frameworks/<key>/<slug>")
@policy("public")
def framework(key: str, slug: str) -> str | Response:
    found = visible(Framework, key)
    if slug != framework_slug(found):
        asked = request.query_string.decode("ascii", "replace")  # whole, with what links would carry along
        address = framework_link(found, **dict.fromkeys(CARRIED))
        return redirect(f"{address}?{asked}" if asked else address, 301)
    session = get_session()
    evidence = catalogue.evidence(session, found)
    assessment = assess(found, today())
    return render_template(
        "frameworks/framework.html",
        framework=found,
        reference=reference_beside(found),
        owner_page=values.owner_page(found),
        assessment=assessment,
        facts=facts.facts(found, evidence, catalogue.judged_by(session, found)),
        term=term_view(session, found, assessment, evidence, today()),
        money=money_view(found, evidence),
        lots=lots(found, today()),
        awards=award.by_lot(found, evidence),
        relations=facts.relations(session, found),
        similar=similar(session, found, today()),
        known=known(session, found),
        peers=peers_view(session, found),
        shown=pence.shown,
        one_decimal=pence.one_decimal,
        evidence=evidence,
        who=who(found, evidence, visitor().shown_for),
        corrections=desk.waiting(session, of_framework(found)),
        correction_fields=desk.FIELDS,
        labels=values.LABELS,
        shortlist_link=_shortlist_link(found),
        **care_view(session, found),
    )


def _shortlist_link(framework: Framework) -> str:
    """This page with the framework put on the shortlist, or taken off it; empty where the list is full."""
    return framework_link(framework, shortlist=toggled(framework.key)) if can_toggle(framework.key) else ""


@bp.get("/frameworks/<key>/sources")
@policy("public")
def sources(key: str) -> str:
    found = visible(Framework, key)
    return render_template(
        "frameworks/sources.html",
        framework=found,
        reference=reference_beside(found),
        evidence=catalogue.evidence(get_session(), found),
        labels=values.LABELS,
        lockable=LOCKABLE,
        lines=values.lines,
        shown_as=facts.shown_as(found),
    )
