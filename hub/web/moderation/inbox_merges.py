"""The inbox of pairs that may be one framework: both side by side, and the decision."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import catalogue
from hub.auth import actor
from hub.catalogue.provenance import EVERY_FIELD
from hub.db import get_session
from hub.errors import NotFound
from hub.ingest import review as desk
from hub.ingest.review import Pair
from hub.security import policy
from hub.web import values
from hub.web.cards import entry
from hub.web.context import now, today
from hub.web.moderation.deciding import deciding
from hub.web.moderation.reasons import VERDICTS, faults

bp = Blueprint("inbox_merges", __name__, url_prefix="/moderation/merges")

SHOWN = 50


@bp.get("/")
@policy("moderator")
def merges() -> str:
    pairs = desk.queue(get_session())
    shown = [(pair.proposal, [entry(each, today()) for each in (pair.left, pair.right)]) for pair in pairs[:SHOWN]]
    return render_template("moderation/merges.html", pairs=shown, total=len(pairs))


@bp.get("/<int:number>")
@policy("moderator")
def pair(number: int) -> str:
    return _page(_pair(number), "", {})


@bp.post("/<int:number>/decide")
@policy("moderator form")
def decide(number: int) -> Response | tuple[str, int]:
    """Accept, reject or never, which is the name of the button."""
    said, why = request.form.get("verdict", ""), request.form.get("reason", "").strip()
    if wrong := faults(number, said, why):
        return _page(_pair(number), why, wrong), 400
    with deciding() as session:
        desk.decide(session, number, said, actor(), now(), why)
    return redirect(url_for("inbox_merges.merges"), 303)


def _pair(number: int) -> Pair:
    """Raises NotFound, for one that was decided too."""
    found = next((each for each in desk.queue(get_session()) if each.proposal.id == number), None)
    if found is None:
        raise NotFound("There is no such pair waiting. It may have been decided already.")
    return found


def _page(found: Pair, why: str, wrong: Mapping[str, str]) -> str:
    evidence = catalogue.evidences(get_session(), [found.left, found.right])
    fields = [evidence[each.key].fields for each in (found.left, found.right)]
    lines = [
        (values.LABELS[name], *([values.lines(name, side[name].value) if name in side else [] for side in fields]))
        for name in EVERY_FIELD
        if any(name in side for side in fields)
    ]
    return render_template("moderation/pair.html", pair=found, lines=lines, verdicts=VERDICTS, why=why, wrong=wrong)
