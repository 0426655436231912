"""What becomes known of a call-off later, and bears on what is claimed: its end, its spend, a tender, shares."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import ClaimedCallOff, SavingClaim
from hub.savings import call_offs, claim_fields, reading, seen
from hub.savings.asked import MOST_SHARERS
from hub.savings.pence import shown
from hub.savings.prefill import pounds_typed
from hub.savings.states import STATES
from hub.security import policy
from hub.web.context import now
from hub.web.savings.own import framework_of

bp = Blueprint("saving_call_offs", __name__, url_prefix="/savings/call-offs")
bp.add_app_template_filter(pounds_typed)

SAID = {
    "extend": "Extended. Years up to the new end can be claimed; no claim grows by it.",
    "end": "Its real end is kept. Claims count no further than that day.",
    "spend": "What was really spent is kept. Claims that rest on more were lowered.",
    "tender": "Kept. What counts of the claims follows from it.",
    "sharers": "The shares are kept.",
    "predecessor": "Kept: the price last paid there is the baseline.",
}

Change = Callable[[Session, ClaimedCallOff], None]


@bp.get("/<key>")
@policy("account")
def call_off(key: str) -> str:
    return _page(_found(key), {})


@bp.post("/<key>/<any(extend,end,spend,tender,sharers,predecessor):what>")
@policy("account form")
def change(key: str, what: str) -> Response | tuple[str, int]:
    _found(key)
    try:
        with get_writers().begin() as session:
            CHANGES[what](session, call_offs.find(session, key, actor()))
    except Refused as reason:
        get_session().rollback()
        return _page(_found(key), {what: str(reason)}), 400
    return redirect(url_for("saving_call_offs.call_off", key=key, said=what), 303)


def _found(key: str) -> ClaimedCallOff:
    return call_offs.find(get_session(), key, actor())


def _page(found: ClaimedCallOff, wrong: dict[str, str]) -> str:
    session = get_session()
    on_it = seen.claims(actor()).where(SavingClaim.call_off_id == found.id).order_by(SavingClaim.id)
    return render_template(
        "savings/call_off.html",
        call_off=found,
        framework=framework_of(found.framework_home),
        claims=session.scalars(on_it).all(),
        may_change=call_offs.acts_for(session, found, actor()),
        states=STATES,
        routes=claim_fields.ROUTES,
        sharers=_sharers(found),
        said=SAID.get(request.args.get("said", ""), ""),
        typed=request.form,
        wrong=wrong,
        shown=shown,
    )


def _sharers(found: ClaimedCallOff) -> list[tuple[str, str, bool]]:
    """The shares as they would be typed, with empty rows below."""
    held = [(each.organisation.name if each.organisation else each.name, each.share, each.member)
            for each in found.sharers]  # fmt: skip
    return [*held, ("", "", True), ("", "", True)][:MOST_SHARERS]


def _day() -> date:
    text = reading.day(request.form.get("on", "").strip())
    if text is None:
        raise Refused("Write a day, such as 31/03/2027")
    return date.fromisoformat(text)


def _pence(name: str) -> int | None:
    return reading.money(request.form.get(name, "").strip())


def _extend(session: Session, found: ClaimedCallOff) -> None:
    call_offs.extend(session, found, actor(), _day(), now())


def _end(session: Session, found: ClaimedCallOff) -> None:
    call_offs.end_early(session, found, actor(), _day(), now())


def _spend(session: Session, found: ClaimedCallOff) -> None:
    pence = _pence("amount")
    if pence is None:
        raise Refused("Write what was spent in pounds, such as 48,000 or 0")
    call_offs.record_spend(session, found, actor(), pence, now())


def _tender(session: Session, found: ClaimedCallOff) -> None:
    record = call_offs.record_no_tender if request.form.get("run") == "no" else call_offs.record_tender_run
    record(session, found, actor(), now())


def _set_sharers(session: Session, found: ClaimedCallOff) -> None:
    rows = []
    for number in range(1, MOST_SHARERS + 1):
        name, share = (request.form.get(f"sharer{number}_{each}", "").strip() for each in ("name", "share"))
        if name or share:
            rows.append((name, share, request.form.get(f"sharer{number}_outside") != "yes"))
    call_offs.set_sharers(session, found, actor(), rows, now())


def _predecessor(session: Session, found: ClaimedCallOff) -> None:
    reference = request.form.get("reference", "").strip()
    before = call_offs.held(session, found.organisation, reference) if reference else None
    if reference and before is None:
        raise Refused(f"Your organisation has claimed on no call-off “{reference[:60]}”. Write its reference as there")
    call_offs.predecessor(session, found, actor(), before, _pence("amount"), now())


CHANGES: dict[str, Change] = {
    "extend": _extend,
    "end": _end,
    "spend": _spend,
    "tender": _tender,
    "sharers": _set_sharers,
    "predecessor": _predecessor,
}
