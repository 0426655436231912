"""Both steps of the form on a claim that is there: the call-off and the parts; then baseline, evidence and the rest."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_writers
from hub.errors import Refused
from hub.models import SavingClaim
from hub.savings import claim_fields, desk, seen, typed
from hub.savings.asked import MOST_COSTS, MOST_SHARERS
from hub.savings.states import OPEN, STATES
from hub.security import policy
from hub.web.context import now
from hub.web.savings import entering, first_step, sums
from hub.web.savings.own import seen_claim, version

bp = Blueprint("saving_edit", __name__)

COSTS_SPARE, SHARERS_SPARE = 1, 2


@bp.get("/savings/claims/<key>/edit")
@policy("account")
def edit(key: str) -> str:
    claim = _changeable(key)
    return first_step.page(claim.entered, {}, claim)


@bp.post("/savings/claims/<key>/edit")
@policy("account form")
def save(key: str) -> Response | str | tuple[str, int]:
    claim, button = _changeable(key), request.form.get("do", "")
    entered = entering.merged(claim.entered, entering.sent(), first=True)
    if (changed := entering.pressed(entered, button)) is not None:
        return first_step.page(changed, {}, claim, version=version())
    wrong = {} if button == "later" and claim.state in OPEN else first_step.problems(entered)
    if not wrong:
        wrong = _keep(key, entered)
    if wrong:
        return first_step.page(entered, wrong, claim, version=version()), 400
    return _onward(key, button, "saving_edit.second")


@bp.get("/savings/claims/<key>/evidence")
@policy("account")
def second(key: str) -> str:
    claim = _changeable(key)
    return second_page(claim, claim.entered, {})


@bp.post("/savings/claims/<key>/evidence")
@policy("account form")
def save_second(key: str) -> Response | str | tuple[str, int]:
    claim, button = _changeable(key), request.form.get("do", "")
    entered = entering.merged(claim.entered, entering.sent(), first=False)
    if entering.pressed(entered, button) is not None:
        return second_page(claim, entered, {})
    wrong = {} if button == "later" and claim.state in OPEN else _problems(claim, entered)
    if not wrong:
        wrong = _keep(key, entered)
    if wrong:
        return second_page(claim, entered, wrong), 400
    return _onward(key, button, "saving_claims.claim")


def _changeable(key: str) -> SavingClaim:
    """Raises NotFound, and Refused with the reason for somebody who may look at it only."""
    claim = seen_claim(key)
    if refusal := seen.why_not("save", claim, actor()):
        raise Refused(refusal)
    return claim


def _keep(key: str, entered: Mapping[str, str]) -> dict[str, str]:
    """Save it; fields that are gone are saved as empty. Gives why it could not be."""
    try:
        with get_writers().begin() as session:
            claim = seen.find(session, key, actor())
            emptied = dict.fromkeys(claim.entered, "")
            desk.save(session, claim, actor(), {**emptied, **entered}, version(), now())
    except Refused as reason:
        return {"": str(reason)}
    return {}


def _onward(key: str, button: str, following: str) -> Response:
    if button == "later":
        return redirect(url_for("saving_claims.claim", key=key, said="saved"), 303)
    return redirect(url_for(following, key=key), 303)


def _problems(claim: SavingClaim, entered: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields of the second step."""
    found = typed.read(entered, claim.call_off)[1]
    return {name: message for name, message in found.items() if not entering.is_first(name)}


def second_page(claim: SavingClaim, entered: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    return render_template(
        "savings/evidence.html",
        claim=claim,
        version=version() or claim.version,
        costs=entering.rows(entered, "cost", COSTS_SPARE, MOST_COSTS),
        sharers=entering.rows(entered, "sharer", SHARERS_SPARE, MOST_SHARERS),
        held_sharers=claim.call_off.sharers if claim.call_off else [],
        cost_fields=claim_fields.COST,
        sharer_fields=claim_fields.SHARER,
        sum=sums.of_entered(entered, claim.call_off),
        beside_open=any(each.name in wrong or entered.get(each.name) for each in claim_fields.BESIDE),
        story_open=any(each.name in wrong or entered.get(each.name) for each in claim_fields.STORY),
        open_states=OPEN,
        states=STATES,
        **entering.about(entered, wrong),
    )
