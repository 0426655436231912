"""Organisations: authorities, framework owners and suppliers, by name, kind and region."""

from collections.abc import Container, Iterable
from typing import Any

from flask import abort, redirect, url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.catalogue.organisations import leading, other_names, registered_numbers
from hub.db import get_session
from hub.ingest.organisations import KINDS
from hub.models import Organisation, OrganisationName, Source
from hub.web import visitor
from hub.web.api import organisation_models as models
from hub.web.api.facts import unless_unknown
from hub.web.api.models import Coded
from hub.web.api.operation import BLUEPRINT, LONGEST_TEXT, PAGING, Asked, Operation, at, many
from hub.web.api.organisation_models import OrganisationAnswer, OrganisationsAnswer
from hub.web.api.parameters import Parameter
from hub.web.api.provenance import every_source, organisation_lists, stated
from hub.web.visible import visible

LABELS = {kind.slug: kind.label for kind in data.organisation_kinds().values()} | {
    "supplier": "Supplier",
    "buyer": "Buyer",
    "unknown": "Not known",
}
"""The kinds of the hub's lists, and those of organisations known only by what sources write (KINDS)."""

MOST_WORDS = 12


def organisations(asked: Asked) -> OrganisationsAnswer:
    session, known = get_session(), visitor.named_buyers()
    wanted = list(_conditions(asked))
    total = session.scalar(select(func.count()).select_from(Organisation).where(*wanted)) or 0
    rows = select(Organisation).where(*wanted).order_by(Organisation.slug)
    first = (asked.page - 1) * asked["per_page"]
    found = session.scalars(rows.offset(first).limit(asked["per_page"])).all()
    return OrganisationsAnswer(
        **stated(session, _sources(session, found), organisation_lists()),
        total=total,
        next=asked.next(total),
        organisations=[models.OrganisationSummary(**_summary(row, known)) for row in found],
    )


def organisation(asked: Asked) -> OrganisationAnswer:
    session, known = get_session(), visitor.named_buyers()
    row = visible(Organisation, asked.path["slug"])
    leader = leading(session, row)
    if leader is not row:
        abort(redirect(asked.address(slug=leader.slug), 301))
    before, after = catalogue.neighbours(session, row)
    return OrganisationAnswer(
        **stated(session, _sources(session, [row]), organisation_lists()),
        organisation=models.Organisation(
            **_summary(row, known),
            other_names=list(other_names(session, row)),
            identifiers=[models.Identifier(scheme=name, id=value) for name, value in registered_numbers(session, row)],
            web=row.web or None,
            predecessors=[_neighbour(each) for each in before],
            successors=[_neighbour(each) for each in after],
        ),
    )


def _conditions(asked: Asked) -> Iterable[ColumnElement[bool]]:
    yield Organisation.joined_to_id.is_(None)
    for word in (asked["q"] or "").replace("\x00", " ").split()[:MOST_WORDS]:
        called = select(OrganisationName.organisation_id).where(OrganisationName.name.icontains(word, autoescape=True))
        yield or_(Organisation.name.icontains(word, autoescape=True), Organisation.id.in_(called))
    if asked["kind"]:
        yield Organisation.kind.in_(asked["kind"])
    if asked["region"]:
        wanted = set(asked["region"])
        inside = [code for code in data.regions() if wanted & {code, *data.region_ancestors(code)}]
        yield Organisation.region.in_(inside)


def _sources(session: Session, rows: Iterable[Organisation]) -> list[Source]:
    """Who is not on the hub's own lists is known by what its sources write."""
    return every_source(session) if any(not row.curated for row in rows) else []


def _summary(row: Organisation, known: Container[str]) -> dict[str, Any]:
    region = data.regions().get(row.region or "")
    return {
        "slug": row.slug,
        "name": row.name,
        "api": url_for(f"{BLUEPRINT}.organisation", slug=row.slug),
        "kind": unless_unknown(row.kind, lambda kind: LABELS.get(kind, kind)),
        "region": Coded(code=region.code, label=region.name) if region else None,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "can_be_bought_for": row.slug in known,
    }


def _neighbour(each: catalogue.Neighbour) -> models.Neighbour:
    succession, other = each.succession, each.organisation
    return models.Neighbour(slug=other.slug, name=other.name, on=succession.on, provisional=succession.provisional)


LIST = Operation(
    name="organisations",
    path="/organisations",
    title="List organisations",
    description=(
        "Authorities, framework owners and suppliers, in the order of their slugs. Former bodies stay, with the day on "
        "which they ended."
    ),
    answer=OrganisationsAnswer,
    view=organisations,
    parameters=(
        Parameter(
            name="q",
            description="Only those with every one of these words in one of their names.",
            schema={"type": "string", "maxLength": LONGEST_TEXT},
        ),
        many("kind", "The kind of organisation.", {"type": "string", "enum": [*data.organisation_kinds(), *KINDS]}),
        many("region", "The region it is in, or a part of that.", {"type": "string", "enum": list(data.regions())}),
        *PAGING,
    ),
    problems=(400, 409, 503),
)

ONE = Operation(
    name="organisation",
    path="/organisations/{slug}",
    title="Get an organisation",
    description="One organisation with its other names, its numbers, those it took over from and those that follow it.",
    answer=OrganisationAnswer,
    view=organisation,
    parameters=(at("slug", "The slug of the organisation."),),
    problems=(400, 404, 503),
    moves=True,
)
