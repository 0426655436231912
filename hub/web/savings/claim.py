"""A claim's page: where it stands and since when, its figures, its evidence, its versions, and what to do next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.formatters import instant_text
from hub.models import SavingClaim
from hub.savings import actuals, call_offs, desk, history, peer_rates, sampling, seen, typed, validating
from hub.savings.pence import shown
from hub.savings.states import LIVE, OPEN, STATES
from hub.savings.workings import years_shown
from hub.security import policy
from hub.web.context import now
from hub.web.savings import said, sums
from hub.web.savings.entering import is_first
from hub.web.savings.own import framework_of, seen_claim, version

bp = Blueprint("saving_claims", __name__, url_prefix="/savings/claims")
bp.add_app_template_filter(shown, "pence_text")
bp.add_app_template_filter(years_shown)

SAID = {
    "saved": "Your draft is saved.",
    "submitted": "Submitted. Somebody else of your council verifies it now.",
    "withdrawn": "Withdrawn. It counts nowhere, and stays here to be copied.",
    "verified": "Verified for the council. A moderator of the network looks at it next.",
    "returned": "Returned to whoever reported it, with your words.",
    "validated": "Validated. It counts from now on.",
    "rejected": "Rejected. It counts nowhere.",
    "link": "The letter is on its way. The link in it is good once, for 14 days.",
    "file": "The file is kept with the claim.",
    "noted": "Your notes are kept with the claim.",
    "taken": "You are its reporter now.",
}

NEXT = {
    "draft": "Its reporter finishes and submits it.",
    "returned": "Its reporter answers the question and submits it again.",
    "submitted": "Somebody else of the council verifies it, or finance by a link.",
    "verified": "A moderator of the network validates it.",
    "validated": "Nothing: it counts.",
    "rejected": "Nothing: it counts nowhere. It can be copied.",
    "withdrawn": "Nothing: it counts nowhere. It can be copied.",
    "superseded": "Nothing: another claim has taken its place.",
    "lapsed": "Nothing: the contract never began.",
}

WHEN_ACTUAL = "It counts. Once it has become actual, its reporter reports the actual."

DECLARE = "Confirm that it is true as far as you know"


@dataclass(frozen=True)
class Stage:
    """A step of its life: when and by whom it was done, or that it is yet to come."""

    name: str
    done: str
    current: bool


@bp.get("/<key>")
@policy("account")
def claim(key: str) -> str:
    return page(seen_claim(key))


@bp.post("/<key>/submit")
@policy("account form")
def submit(key: str) -> Response | tuple[str, int]:
    if request.form.get("declared") != "yes":
        return page(seen_claim(key), {"declared": DECLARE}), 400
    return _done(key, lambda session, held: desk.submit(session, held, actor(), now()), "submitted")


@bp.post("/<key>/withdraw")
@policy("account form")
def withdraw(key: str) -> Response | tuple[str, int]:
    return _done(key, lambda session, held: desk.withdraw(session, held, actor(), now()), "withdrawn")


@bp.post("/<key>/notes")
@policy("account form")
def annotate(key: str) -> Response | tuple[str, int]:
    """Of a claim that counts no longer its reporter may still change the notes."""
    notes = request.form.get("notes", "")
    return _done(key, lambda session, held: desk.annotate(session, held, actor(), notes, version(), now()), "noted")


@bp.post("/<key>/take-over")
@policy("account form")
def take_over(key: str) -> Response | tuple[str, int]:
    """A colleague goes on with what somebody left who is not here any more."""
    return _done(key, lambda session, held: desk.take_over(session, held, actor(), now()), "taken")


@bp.post("/<key>/copy")
@policy("account form")
def copy(key: str) -> Response:
    return _new_draft(key, desk.copy)


@bp.post("/<key>/supersede")
@policy("account form")
def supersede(key: str) -> Response:
    """A new draft that takes this one's place once it is submitted."""
    return _new_draft(key, desk.supersede)


@bp.post("/<key>/actual")
@policy("account form")
def report_actual(key: str) -> Response:
    """A new draft of what an estimate has become."""
    return _new_draft(key, actuals.begin)


def page(claim: SavingClaim, wrong: Mapping[str, str] | None = None, words: str = "") -> str:
    may = {step: not seen.why_not(step, claim, actor()) for step in STEPS}
    estimate = claim.entered.get("basis") == "estimated"
    return render_template(
        "savings/claim.html",
        claim=claim,
        framework=framework_of(claim.framework_home),
        stages=stages(claim),
        states=STATES,
        open_states=OPEN,
        next=WHEN_ACTUAL if estimate and claim.state == "validated" else NEXT[claim.state],
        said=SAID.get(request.args.get("said", ""), ""),
        may=may,
        why_not={step: seen.why_not(step, claim, actor()) for step in ("verify", "validate")},
        facts=said.facts(claim),
        groups=said.groups(claim),
        column=sums.COLUMNS.get(claim.column, ""),
        versions=history.versions(get_session(), claim),
        named=_named,
        estimate=estimate,
        wrong=wrong or {},
        words=words,
        **_worked(claim),
        **_beside(claim, may["validate"] or may["return"] or may["reject"]),
    )


def _worked(claim: SavingClaim) -> dict[str, Any]:
    """Its sum, and of one that is still written on what is wrong with it or missing."""
    if claim.state not in OPEN and claim.figures:
        return {"sum": sums.of_figures(claim.inputs, claim.figures), "problems": {}, "others": ()}
    problems = typed.read(claim.entered, claim.call_off)[1]
    first = next(map(is_first, problems), False)
    worked = sums.of_entered(claim.entered, claim.call_off)
    return {"sum": worked, "problems": problems, "first_problem": first, "others": _others(claim)}


def _others(claim: SavingClaim) -> Sequence[SavingClaim]:
    """Live claims on the same call-off, which this one may say again."""
    session, reference = get_session(), claim.entered.get("reference", "")
    same = call_offs.held(session, claim.organisation, reference) if reference else None
    if same is None:
        return ()
    live = (SavingClaim.call_off_id == same.id, SavingClaim.state.in_(LIVE), SavingClaim.id != claim.id)
    return session.scalars(seen.claims(actor()).where(*live).order_by(SavingClaim.id)).all()


def _beside(claim: SavingClaim, decides: bool) -> dict[str, Any]:
    """What whoever decides for the network looks at as well: claims on the same reference or sort, and the pair."""
    session = get_session()
    return {
        "of_estimate": actuals.of(session, claim),
        "alike": validating.alike(session, claim) if decides else (),
        "pair": _pair(session, claim) if decides else None,
        "peers": peer_rates.of(session, claim) if decides else None,
    }


STEPS = ("save", "annotate", "submit", "withdraw", "supersede", "send link", "take over", "verify", "give back",
         "validate", "return", "reject")  # fmt: skip


def stages(claim: SavingClaim) -> Sequence[Stage]:
    """Its way so far and the rest of it, with days and who did it."""
    done = [
        ("Reported", f"on {instant_text(claim.made_at)} by {_named(claim.reported_by)}"),
        ("Submitted", f"on {instant_text(claim.submitted_at)}" if claim.submitted_at else ""),
        ("Verified by the council", _by(claim.verified_at, claim.verified_by, claim.verified_how)),
        ("Validated by the network", _by(claim.validated_at, claim.validated_by)),
    ]
    waits_for = {"draft": 1, "returned": 1, "submitted": 2, "verified": 3}.get(claim.state, -1)
    return [Stage(name, text, number == waits_for) for number, (name, text) in enumerate(done)]


def _pair(session: Session, claim: SavingClaim) -> sampling.Pair | None:
    """How often the two who stand behind a claim did so before."""
    found = sampling.pairs(session, claim.network) if claim.network else ()
    both = (claim.reported_by, claim.verified_by)
    return next((each for each in found if (each.reporter, each.verifier) == both), None)


def _by(at: object, who: str, how: str = "") -> str:
    if at is None:
        return ""
    by = f"{_named(who)}, by a link sent to finance" if how == "link" else _named(who)
    return f"on {instant_text(at)} by {by}"  # type: ignore[arg-type]


def _named(handle: str) -> str:
    """Who did it, to whoever looks: a handle, and "you" of what they did themselves."""
    return "you" if handle == actor().name else handle


def _done(key: str, step: Callable[[Session, SavingClaim], object], done: str) -> Response | tuple[str, int]:
    """Take a step in one transaction; why it could not be taken stands on the page."""
    seen_claim(key)
    try:
        with get_writers().begin() as session:
            step(session, seen.find(session, key, actor()))
    except Refused as reason:
        get_session().rollback()
        return page(seen_claim(key), {"": years_shown(str(reason))}), 400
    return redirect(url_for("saving_claims.claim", key=key, said=done), 303)


def _new_draft(key: str, make: Callable[..., SavingClaim]) -> Response:
    with get_writers().begin() as session:
        made = make(session, seen.find(session, key, actor()), actor(), now()).key
    return redirect(url_for("saving_edit.edit", key=made), 303)
