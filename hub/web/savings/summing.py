"""The worked sum of what has been typed so far. Nothing is kept."""

from flask import Blueprint, render_template, request

from hub.security import policy
from hub.web.savings import edit, entering, first_step, sums
from hub.web.savings.own import seen_claim, version

bp = Blueprint("saving_sum", __name__)


@bp.post("/savings/sum")
@policy("account form")
def show() -> str:
    """The whole form again with its sum; the sum alone for the script that asks while somebody types."""
    claim = seen_claim(request.form["claim"]) if request.form.get("claim") else None
    first = request.form.get("step") != "second"
    entered = entering.merged(claim.entered if claim else {}, entering.sent(), first)
    if request.form.get("only") == "sum":
        return render_template("savings/sum.html", sum=sums.of_entered(entered, claim.call_off if claim else None))
    if claim is None or first:
        return first_step.page(entered, {}, claim, version=version())
    return edit.second_page(claim, entered, {})
