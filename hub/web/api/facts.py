"""Rows of the catalogue as the API gives them. What is not published is None, and named."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from flask import url_for
from pydantic import BaseModel

from hub import data
from hub.formatters import kind_label, regulation_label, route_label
from hub.models import Fee, Framework, Lot, Organisation
from hub.status import assess
from hub.web.api import models
from hub.web.api.framework_models import FrameworkSummary, Status
from hub.web.api.models import Coded, Day, EligibilityAnswer, FrameworkName, Money, OrganisationName
from hub.web.api.operation import BLUEPRINT
from hub.web.api.provenance import Origin
from hub.web.cards import routes
from hub.web.links import framework_link
from hub.web.lots import anchored
from hub.web.values import day_of

NOT_ASKED = frozenset({"eligibility", "not_published"})
"""Fields whose null does not mean that nothing is published."""


def summary(
    framework: Framework, origin: Origin, today: date, eligibility: EligibilityAnswer | None = None
) -> FrameworkSummary:
    """A framework as a list shows it."""
    return FrameworkSummary(**with_gaps(FrameworkSummary, summary_values(framework, origin, today, eligibility)))


def summary_values(
    framework: Framework, origin: Origin, today: date, eligibility: EligibilityAnswer | None
) -> dict[str, Any]:
    """Its fields by name, all but the list of what is not published."""
    return {
        **name_values(framework),
        "api": url_for(f"{BLUEPRINT}.framework", key=framework.key),
        "kind": unless_unknown(framework.kind, kind_label),
        "regulation": unless_unknown(framework.regulation, regulation_label),
        "status": _status(framework, today),
        **{name: published_day(framework, name) for name in ("start", "end", "max_end")},
        "maximum_value": money(framework),
        "award_routes": award_routes(routes(framework), framework.regulation),
        "fees": _fees(framework) or None,
        "categories": _coded((row.slug for row in framework.categories), _category_labels()),
        "regions": _coded((row.code for row in framework.regions), _region_labels()),
        "sources": origin.slugs(framework),
        "checked_on": origin.checked_on(framework),
        "eligibility": eligibility,
    }


def name_values(framework: Framework) -> dict[str, Any]:
    """What another thing refers to it by."""
    owner = framework.owner
    return {
        "key": framework.key,
        "title": framework.title,
        "reference": framework.reference or None,
        "owner": organisation_name(owner) if owner else None,
        "page": framework_link(framework),
    }


def framework_name(framework: Framework) -> FrameworkName:
    return FrameworkName(**name_values(framework))


def organisation_name(organisation: Organisation) -> OrganisationName:
    return OrganisationName(slug=organisation.slug, name=organisation.name)


def with_gaps(shape: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the names of those that are not published."""
    gaps = [name for name in shape.model_fields if name not in NOT_ASKED and values[name] is None]
    return {**values, "not_published": gaps}


def unless_unknown(code: str, label: Any) -> Coded | None:
    return None if code == "unknown" else Coded(code=code, label=label(code))


def published_day(row: Framework | Lot, name: str) -> Day | None:
    found = day_of(row, name)
    return Day(day=found.value, precision=str(found.precision), basis=str(found.basis)) if found else None


def money(row: Framework | Lot) -> Money | None:
    net, gross = row.max_value_net_pence, row.max_value_gross_pence
    if net is None and gross is None:
        return None
    return Money(net_pence=net, gross_pence=gross, currency=row.max_value_currency or "GBP")


def award_routes(found: Iterable[str], regulation: str) -> list[Coded] | None:
    return [Coded(code=route, label=route_label(route, regulation)) for route in sorted(found)] or None


def cpv(codes: Iterable[str]) -> list[Coded] | None:
    return _coded(codes, data.cpv_labels())


def _status(framework: Framework, today: date) -> Status:
    found = assess(framework, today)
    return Status(code=found.status.value, label=found.status.label, reason=found.reason)


def _fees(framework: Framework) -> list[models.Fee]:
    by_lot = [_fee(fee, anchor) for anchor, lot in anchored(framework).items() for fee in lot.fees]
    return [*(_fee(fee, None) for fee in framework.fees), *by_lot]


def _fee(fee: Fee, lot: str | None) -> models.Fee:
    return models.Fee(
        lot=lot,
        charged=fee.known,
        basis_points=fee.basis_points,
        payer=fee.payer,
        base=fee.base or None,
        cap_pence=fee.cap_pence,
        text=fee.text or None,
    )


def _coded(codes: Iterable[str], labels: Mapping[str, str]) -> list[Coded] | None:
    return [Coded(code=code, label=labels.get(code, code)) for code in codes] or None


@cache
def _category_labels() -> Mapping[str, str]:
    return {slug: category.title for slug, category in data.categories().items()}


@cache
def _region_labels() -> Mapping[str, str]:
    return {code: region.name for code, region in data.regions().items()}
