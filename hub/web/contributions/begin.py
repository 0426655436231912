"""Beginning a contribution: from nothing, from what the hub holds of a notice or page, or as a change."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.contributions import desk, prefill, states
from hub.contributions.fields import ALLOWED, named
from hub.contributions.prefill import Held
from hub.contributions.publishing import proposal
from hub.crawl.doors import sites
from hub.db import get_session, get_writers
from hub.models import Contribution, Framework
from hub.security import policy
from hub.web.context import now
from hub.web.visible import visible

bp = Blueprint("begin_contribution", __name__)

NOTHING = "This is no notice number, OCID or web address. Write 012345-2026, ocds-… or https://…"


@bp.get("/contributions/begin")
@policy("contributor")
def begin() -> str | tuple[str, int]:
    text = request.args.get("from", "").strip()
    found = _held(text)
    wrong = {"from": NOTHING} if text and found is None else {}
    page = render_template("contributions/begin.html", text=text, held=found, named=named, wrong=wrong)
    return (page, 400) if wrong else page


@bp.post("/contributions/begin")
@policy("contributor form")
def make() -> Response:
    found = _held(request.form.get("from", "").strip())
    draft = dict(found.draft) if found else {}
    with get_writers().begin() as session:
        code = desk.begin(session, actor(), _allowed(draft), now()).code
    return redirect(url_for("contribution_steps.step", code=code, step="what"), 303)


@bp.post("/frameworks/<key>/propose")
@policy("contributor form")
def propose(key: str) -> Response:
    """A change of a framework; a draft for it that there is already is gone on with."""
    framework = visible(Framework, key)
    code = _unfinished(framework.key)
    if not code:
        with get_writers().begin() as session:
            code = desk.begin(session, actor(), {}, now(), framework.key).code
    return redirect(url_for("contribution_steps.step", code=code, step="what"), 303)


def _held(text: str) -> Held | None:
    what = prefill.pasted(text) if text else None
    return prefill.held(get_session(), what, sites()) if what else None


def _allowed(draft: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in draft.items() if name in ALLOWED}


def _unfinished(key: str) -> str:
    mine = (Contribution.account_id == actor().account, Contribution.home == key, Contribution.state.in_(states.OPEN))
    found = get_session().scalars(select(Contribution).where(*mine).order_by(Contribution.id.desc())).all()
    return next((each.code for each in found if states.is_proposer(proposal(each), actor())), "")
