"""The first step of the form, as a page: for a new claim and for one that is there."""

from collections.abc import Mapping

from flask import render_template

from hub.models import SavingClaim
from hub.savings import claim_fields, typed
from hub.savings.kinds import grouped
from hub.savings.states import OPEN, STATES
from hub.savings.typed import FILL, told
from hub.web.savings import sums
from hub.web.savings.entering import about, is_first
from hub.web.savings.own import framework_of, organisation

BEFORE_PARTS = ("title", "framework_title", "reference", "start", "end", *(each.name for each in claim_fields.CALL_OFF))


def problems(entered: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields of this step, in the order they stand on the page."""
    wrong = {name: message for name, message in typed.read(entered)[1].items() if is_first(name)}
    through_one = entered.get("route", "framework") == "framework"
    if through_one and not (entered.get("framework") or entered.get("framework_title")):
        wrong["framework_title"] = told(claim_fields.FRAMEWORK_TITLE.label, FILL)
    return dict(sorted(wrong.items(), key=lambda each: _place(each[0])))


def _place(name: str) -> int:
    """Where a field stands: those of the parts come after the call-off, and whether it is an estimate comes last."""
    return BEFORE_PARTS.index(name) if name in BEFORE_PARTS else len(BEFORE_PARTS) + (name == claim_fields.BASIS.name)


def page(
    entered: Mapping[str, str],
    wrong: Mapping[str, str],
    claim: SavingClaim | None = None,
    version: int = 0,
) -> str:
    return render_template(
        "savings/form.html",
        claim=claim,
        version=version or (claim.version if claim else 0),
        organisation=claim.organisation if claim else organisation(),
        framework=framework_of(entered.get("framework", "")),
        groups=grouped(),
        sum=sums.of_entered(entered, claim.call_off if claim else None),
        more_open=any(entered.get(each.name) for each in claim_fields.CALL_OFF if each.name != "route")
        or any(each.name in wrong for each in claim_fields.CALL_OFF),
        open_states=OPEN,
        states=STATES,
        **about(entered, wrong),
    )
