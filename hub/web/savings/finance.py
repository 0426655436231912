"""Finance verifies by a link in a letter, without an account. Looking changes nothing; sending uses the link up."""

from flask import Blueprint, Response, render_template, request

from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import SavingClaim
from hub.savings import finance_link
from hub.security import policy
from hub.web import forms
from hub.web.context import now
from hub.web.people.asking import unshared
from hub.web.savings import said, sums
from hub.web.savings.verdicts import address_of, secret

bp = Blueprint("saving_finance", __name__)

FORM = "finance"


@bp.get("/savings/verify/<token>")
@policy("public")
def look(token: str) -> Response:
    return unshared(_page(token, finance_link.open(get_session(), token, now())))


@bp.post("/savings/verify/<token>")
@policy("public form")
def answer(token: str) -> Response:
    """Verified, or given back with words; which of the two is the name of the button."""
    claim, words = finance_link.open(get_session(), token, now()), request.form.get("words", "")[:5_000]
    wrong = forms.refusal(FORM)
    steps = {"verify": finance_link.verify, "return": finance_link.give_back}
    step = steps.get(request.form.get("do", ""))
    if not wrong and step is None:
        wrong = "Choose one of the two answers"
    if not wrong and step is not None:
        try:
            with get_writers().begin() as session:
                step(session, token, words, now(), secret(), address_of(claim.key))
            return unshared(render_template("savings/finance_done.html", verified=step is finance_link.verify))
        except Refused as reason:
            wrong = str(reason)
            get_session().rollback()
            claim = finance_link.open(get_session(), token, now())
    return unshared(_page(token, claim, wrong, words), 400)


def _page(token: str, claim: SavingClaim, wrong: str = "", words: str = "") -> str:
    return render_template(
        "savings/finance.html",
        claim=claim,
        token=token,
        sum=sums.of_figures(claim.inputs, claim.figures),
        facts=said.facts(claim),
        groups=said.groups(claim),
        wrong=wrong,
        words=words,
        form=FORM,
    )
