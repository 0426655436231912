"""Setting a value of a framework, whatever its sources say, and undoing that."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub import catalogue
from hub.auth import actor
from hub.catalogue import Field
from hub.contributions.fields import named
from hub.db import get_session
from hub.errors import NotFound, Refused
from hub.ingest import locks as desk
from hub.models import Framework
from hub.moderation.typed import column_of, value_of
from hub.security import policy
from hub.web import values
from hub.web.context import now
from hub.web.links import sources_link
from hub.web.moderation.deciding import deciding
from hub.web.values import reference_beside
from hub.web.visible import visible

bp = Blueprint("locks", __name__)

OWN = "own"
"""The choice of a value that no source has."""


@bp.get("/frameworks/<key>/set/<field>")
@policy("moderator")
def lock(key: str, field: str) -> str:
    return _form(visible(Framework, key), field, {"value": "", "typed": "", "reason": ""}, {})


@bp.post("/frameworks/<key>/set/<field>")
@policy("moderator form")
def hold(key: str, field: str) -> Response | tuple[str, int]:
    framework = visible(Framework, key)
    entered = {name: request.form.get(name, "").strip() for name in ("value", "typed", "reason")}
    offered = _offered(framework, field)
    wrong = {"reason": desk.reason_problem(entered["reason"])}
    value: Any = None
    try:
        value = _chosen(field, entered, offered)
    except Refused as reason:
        wrong["typed" if entered["value"] in ("", OWN) else "value"] = str(reason)
    wrong = {name: message for name, message in wrong.items() if message}
    if wrong:
        return _form(framework, field, entered, wrong), 400
    with deciding() as session:
        desk.lock(session, _same(session, framework), field, value, actor(), now(), entered["reason"])
    return redirect(sources_link(framework, field), 303)


@bp.post("/moderation/locks/<int:number>/undo")
@policy("moderator form")
def unlock(number: int) -> Response:
    with deciding() as session:
        decision = desk.unlock(session, number, actor(), now())
        field, framework = decision.field, _keyed(session, decision.home)
        address = sources_link(framework, field)
    return redirect(address, 303)


def _chosen(field: str, entered: Mapping[str, str], offered: Mapping[str, Any]) -> Any:
    """The value of a source, or what was typed. Raises Refused."""
    if entered["value"] in offered:
        return offered[entered["value"]]
    if entered["value"] not in ("", OWN):
        raise Refused("Choose one of the values on this page")
    return value_of(field, entered["typed"])


def _offered(framework: Framework, field: str) -> dict[str, Any]:
    """What the sources say, by what the form sends for it; what several say stands once."""
    found = _field(framework, field)
    unlike: list[Any] = []
    for claim in found.claims if found else ():
        if claim.value not in unlike:
            unlike.append(claim.value)
    return {str(number): value for number, value in enumerate(unlike, 1)}


def _field(framework: Framework, field: str) -> Field | None:
    """Raises NotFound for a field that cannot be set."""
    if field not in desk.LOCKABLE:
        raise NotFound("There is no such value to set.")
    return catalogue.evidence(get_session(), framework).fields.get(field)


def _form(framework: Framework, field: str, entered: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    found = _field(framework, field)
    return render_template(
        "moderation/lock.html",
        framework=framework,
        reference=reference_beside(framework),
        field=field,
        label=values.LABELS[field],
        asked=named(column_of(field)),
        standing=found,
        offered={key: values.lines(field, value) for key, value in _offered(framework, field).items()},
        shown=values.lines(field, found.value) if found else [],
        entered=entered,
        wrong=wrong,
        own=OWN,
        longest=desk.LONGEST_REASON,
    )


def _same(session: Any, framework: Framework) -> Framework:
    found: Framework = session.get_one(Framework, framework.id)
    return found


def _keyed(session: Any, key: str) -> Framework:
    found: Framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    return found.merged_into or found
