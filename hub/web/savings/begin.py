"""Beginning a claim: from a framework's page, from a notice number or ocid the hub holds, or by hand."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.models import Framework
from hub.savings import desk, prefill
from hub.savings.prefill import Filled
from hub.savings.states import OPEN, STATES
from hub.security import policy
from hub.web.context import now
from hub.web.savings import entering, first_step
from hub.web.savings.own import organisation
from hub.web.visible import visible

bp = Blueprint("saving_begin", __name__)


@bp.get("/savings/report")
@policy("account")
def start() -> str:
    """How somebody wants to begin, and what they began before."""
    claims = desk.mine(get_session(), actor())
    return render_template(
        "savings/start.html",
        organisation=organisation(),
        unfinished=[claim for claim in claims if claim.state in OPEN],
        last=max(claims, key=lambda claim: claim.id, default=None),
        states=STATES,
    )


@bp.get("/savings/new")
@policy("account")
def new() -> str:
    """The form, filled with what the hub holds, and saying what is from where."""
    filled, ours = _filled(), organisation().name
    said = filled.said
    if filled.buyer and filled.buyer != ours:
        said += f" Its published buyer is {filled.buyer}. You report for {ours}."
    return first_step.page({**filled.entered, "filled": said} if said else filled.entered, {})


@bp.post("/savings/new")
@policy("account form")
def begin() -> Response | str | tuple[str, int]:
    """Keep a draft; a button that only changes the form keeps nothing."""
    button, sent = request.form.get("do", ""), entering.sent()
    if (changed := entering.pressed(sent, button)) is not None:
        return first_step.page(changed, {})
    wrong = {} if button == "later" else first_step.problems(sent)
    if wrong:
        return first_step.page(sent, wrong), 400
    organisation()
    with get_writers().begin() as session:
        key = desk.begin(session, actor(), sent, now()).key
    if button == "later":
        return redirect(url_for("saving_claims.claim", key=key, said="saved"), 303)
    return redirect(url_for("saving_edit.second", key=key), 303)


def _filled() -> Filled:
    if text := request.args.get("from", "").strip():
        return prefill.of_text(get_session(), text, organisation())
    if key := request.args.get("framework", "").strip():
        return prefill.of_framework(visible(Framework, key[:40]))
    return Filled({})
