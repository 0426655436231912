"""People: those who wait to be let in, everybody else, and what each may do."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import complaints, mail
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.models import Account
from hub.people import accounts, administration, domains, handing_over, leaving, networks, roles, second_factor
from hub.security import policy
from hub.web import erasures
from hub.web.about import STATEMENT_MADE
from hub.web.administration import finding
from hub.web.context import now
from hub.web.people import asking
from hub.web.people.leaving import hand_over_and_leave

bp = Blueprint("people", __name__, url_prefix="/administration")

SAID = {
    "approved": "The account is approved, and a letter says so.",
    "refused": "The account was not let in, and nothing of it is kept.",
    "disabled": "The account is disabled.",
    "enabled": "The account can be used again.",
    "given": "The role is given.",
    "ended": "The role is taken away.",
    "reset": "Their one-time codes are gone, and they are signed out.",
    "left": "Everything is handed over, and the account is disabled.",
}
"""What is told on the page after each thing that was done."""


@bp.get("/")
@policy("administrator")
def administration_page() -> str:
    session = get_session()
    return render_template(
        "administration/administration.html",
        waiting=len(administration.waiting(session)),
        complaints=len(complaints.waiting(session)),
        statement_made=STATEMENT_MADE,
        statement_is_old=now().date() - STATEMENT_MADE >= timedelta(days=365),
        said=SAID.get(request.args.get("done", ""), ""),
    )


@bp.get("/people")
@policy("administrator")
def people() -> str:
    session, text = get_session(), request.args.get("q", "")[:200]
    return render_template(
        "administration/people.html",
        waiting=administration.waiting(session),
        found=administration.search(session, text),
        most=administration.MOST,
        text=text,
        said=SAID.get(request.args.get("done", ""), ""),
    )


@bp.get("/people/<handle>")
@policy("administrator")
def person(handle: str) -> str:
    return _person(handle, {})


@bp.post("/people/<handle>/approve")
@policy("administrator form")
def approve(handle: str) -> Response | tuple[str, int]:
    """Let somebody in who waits, for one organisation; perhaps whoever has an address of that domain from now on."""
    try:
        with get_writers().begin() as session:
            account = administration.person(session, handle)
            chosen = finding.organisation_called(session, request.form.get("organisation", ""))
            accounts.approve(session, account, [chosen], actor(), now(), remember="remember" in request.form)
            facts: dict[str, Any] = {"organisations": [chosen.name], "link": asking.link("sign_in.sign_in")}
            mail.post(session, mail.write("approved", account.email or "", **facts), now())
    except Refused as reason:
        return _person(handle, {"organisation": str(reason).rstrip(".")}), 400
    return _back(handle, "approved")


@bp.post("/people/<handle>/refuse")
@policy("administrator form")
def refuse(handle: str) -> Response:
    with get_writers().begin() as session:
        account = administration.person(session, handle)
        address = account.email or ""
        administration.refuse(session, account, actor(), now())
        mail.post(session, mail.write("refused", address), now())
    erasures.write_down()
    return redirect(url_for("people.people", done="refused"), 303)


@bp.post("/people/<handle>/disable")
@policy("administrator form")
def disable(handle: str) -> Response:
    with get_writers().begin() as session:
        administration.disable(session, administration.person(session, handle), actor(), now())
    return _back(handle, "disabled")


@bp.post("/people/<handle>/enable")
@policy("administrator form")
def enable(handle: str) -> Response:
    with get_writers().begin() as session:
        accounts.enable(session, administration.person(session, handle), actor(), now())
    return _back(handle, "enabled")


@bp.post("/people/<handle>/reset-codes")
@policy("administrator form")
def reset_codes(handle: str) -> Response:
    """Somebody has lost the device that makes their one-time codes. Raises Refused for one's own."""
    with get_writers().begin() as session:
        second_factor.reset(session, administration.person(session, handle), actor(), now())
    return _back(handle, "reset")


@bp.post("/people/<handle>/roles")
@policy("administrator form")
def give(handle: str) -> Response | tuple[str, int]:
    """Give a role; organisation and network as far as the role needs them."""
    role, sent = request.form.get("role", ""), request.form
    try:
        with get_writers().begin() as session:
            account = administration.person(session, handle)
            _require_active(account)
            organisation, network = roles.BOUND.get(role, (False, False))
            within = (
                finding.organisation_called(session, sent.get("organisation", "")) if organisation else None,
                finding.network_called(session, sent.get("network", "")) if network else None,
            )
            roles.give(session, account, role, actor(), now(), *within)
    except Refused as reason:
        field = "role-organisation" if "from the list" in str(reason) else "role"
        return _person(handle, {field: str(reason).rstrip(".")}), 400
    return _back(handle, "given")


@bp.post("/people/<handle>/roles/<int:number>/end")
@policy("administrator form")
def end(handle: str, number: int) -> Response:
    with get_writers().begin() as session:
        administration.end_role(session, administration.person(session, handle), number, actor(), now())
    return _back(handle, "ended")


@bp.post("/people/<handle>/left")
@policy("administrator form")
def left(handle: str) -> Response | tuple[str, int]:
    """Somebody has left: a colleague takes over what they looked after, and their account is disabled."""
    try:
        with get_writers().begin() as session:
            account = administration.person(session, handle)
            hand_over_and_leave(session, account, request.form.get("successor", ""))
    except Refused as reason:
        return _person(handle, {"successor": str(reason).rstrip(".")}), 400
    return _back(handle, "left")


def _require_active(account: Account) -> None:
    if account.state != "active":
        raise Refused("Approve or enable this account first: only one that can be used has roles.")


def _person(handle: str, wrong: dict[str, str]) -> str:
    session = get_session()
    account = administration.person(session, handle)
    shown: dict[str, Any] = {
        "account": account,
        "grants": [(grant, administration.described(grant)) for grant in roles.standing(account)],
        "deputy": session.get(Account, account.deputy_id) if account.deputy_id else None,
        "held": handing_over.held(session, account),
        "colleagues": leaving.colleagues(session, account),
        "organisations": finding.choosable(session),
        "networks": networks.all_networks(session),
        "bound": roles.BOUND,
        "domain": domains.domain_of(account.email or ""),
    }
    said = SAID.get(request.args.get("done", ""), "")
    return render_template("administration/person.html", wrong=wrong, entered=request.form, said=said, **shown)


def _back(handle: str, done: str) -> Response:
    return redirect(url_for("people.person", handle=handle, done=done), 303)
