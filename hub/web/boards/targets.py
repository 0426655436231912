"""The targets of a network, which its moderators add, change and remove."""

import re
from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused
from hub.models import Network, SavingTarget
from hub.people import networks
from hub.reports import targets
from hub.reports.targets import KINDS, LONGEST_TITLE, MEANINGS, MOST_PENCE, Entered
from hub.savings.pence import shown
from hub.savings.years import year_shown
from hub.security import policy
from hub.web import amounts
from hub.web.context import now
from scrapers.parse import dates

bp = Blueprint("targets", __name__)

FIELDS = ("kind", "title", "amount", "first_year", "last_year", "organisation", "reported_on", "source")
YEAR = re.compile(r"(\d{4})[-/–](\d{2}|\d{4})", re.ASCII)
NOT_YOURS = "There is no such network, or its targets are not yours to change."
DONE = {"added": "The target has been added.", "changed": "It has been changed.", "removed": "It has been removed."}


@bp.get("/savings/networks/<slug>/targets")
@policy("moderator")
def of_network(slug: str) -> str:
    return _list(_moderated(slug), dict.fromkeys(FIELDS, "") | {"kind": "target"}, {})


@bp.post("/savings/networks/<slug>/targets")
@policy("moderator form")
def add(slug: str) -> Response | tuple[str, int]:
    network, entered = _moderated(slug), _typed()
    wrong = _kept(
        entered,
        lambda session, read: targets.add(session, session.get_one(Network, network.id), read, actor(), now()),
    )
    return (_list(network, entered, wrong), 400) if wrong else _back(slug, "added")


@bp.get("/savings/targets/<int:number>")
@policy("moderator")
def target(number: int) -> str:
    row = targets.find(get_session(), number, actor())
    return _one(row, _as_typed(row), {})


@bp.post("/savings/targets/<int:number>/change")
@policy("moderator form")
def change(number: int) -> Response | tuple[str, int]:
    row, entered = targets.find(get_session(), number, actor()), _typed()
    wrong = _kept(
        entered,
        lambda session, read: targets.change(session, targets.find(session, number, actor()), read, actor(), now()),
    )
    return (_one(row, entered, wrong), 400) if wrong else _back(row.network.slug, "changed")


@bp.post("/savings/targets/<int:number>/remove")
@policy("moderator form")
def remove(number: int) -> Response:
    with get_writers().begin() as session:
        row = targets.find(session, number, actor())
        slug = row.network.slug
        targets.remove(session, row, actor(), now())
    return _back(slug, "removed")


def _moderated(slug: str) -> Network:
    """Raises NotFound, whether there is none or it is not theirs."""
    if not actor().may("moderator", network=slug):
        raise NotFound(NOT_YOURS)
    return networks.network(get_session(), slug)


def _back(slug: str, done: str) -> Response:
    return redirect(url_for("targets.of_network", slug=slug, done=done), 303)


def _typed() -> dict[str, str]:
    return {name: " ".join(request.form.get(name, "")[:1000].split()) for name in FIELDS}


def _kept(entered: Mapping[str, str], keep: Callable[[Session, Entered], object]) -> dict[str, str]:
    """Keep what was typed. Gives what is wrong with it, by field."""
    wrong: dict[str, str] = {}
    read = Entered(
        kind=entered["kind"],
        title=entered["title"],
        first_year=_tried(wrong, "first_year", entered, _year),
        last_year=_tried(wrong, "last_year", entered, _year),
        pence=int(_tried(wrong, "amount", entered, _amount) or 0),
        organisation=entered["organisation"],
        reported_on=dates.calendar_day(entered["reported_on"][:40]).value,
        source=entered["source"],
    )
    if wrong:
        return wrong
    try:
        with get_writers().begin() as session:
            keep(session, read)
    except Refused as reason:
        return {_place(str(reason)): str(reason)}
    return {}


def _tried(wrong: dict[str, str], name: str, entered: Mapping[str, str], read: Callable[[str], str]) -> str:
    try:
        return read(entered[name])
    except Refused as reason:
        wrong[name] = str(reason)
        return ""


def _year(text: str) -> str:
    """A financial year as 2025-26. Raises Refused."""
    found = YEAR.fullmatch(text)
    if found is None or not str(int(found[1]) + 1).endswith(found[2]) or not 1990 <= int(found[1]) < 2200:
        raise Refused("Enter a financial year, such as 2025/26")
    return f"{found[1]}-{found[2][-2:]}"


def _amount(text: str) -> str:
    """Pence. Raises Refused."""
    try:
        return str(amounts.pounds(text, 1, MOST_PENCE // 100))
    except Refused as reason:
        raise Refused(f"Enter the amount in pounds, {reason}") from reason


def _place(reason: str) -> str:
    """The field that a refusal is about."""
    about = {"sort": "kind", "title": "title", "year": "last_year", "organisation": "organisation"}
    return next((field for word, field in about.items() if word in reason), "amount")


def _as_typed(row: SavingTarget) -> dict[str, str]:
    """A target as a form shows it."""
    day = f"{row.reported_on:%d/%m/%Y}" if row.reported_on else ""
    shown = {name: getattr(row, name) for name in ("kind", "title", "source")}
    shown |= {name: year_shown(getattr(row, name)) for name in ("first_year", "last_year")}
    slug = row.organisation.slug if row.organisation else ""
    amount = f"{row.pence // 100:,}" + (f".{row.pence % 100:02}" if row.pence % 100 else "")
    return shown | {"amount": amount, "organisation": slug, "reported_on": day}


def _list(network: Network, entered: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    return render_template(
        "boards/targets.html",
        network=network,
        rows=targets.of_network(get_session(), network),
        shown=shown,
        done=DONE.get(request.args.get("done", ""), ""),
        **_form(network, entered, wrong),
    )


def _one(row: SavingTarget, entered: Mapping[str, str], wrong: Mapping[str, str]) -> str:
    return render_template("boards/target.html", row=row, network=row.network, **_form(row.network, entered, wrong))


def _form(network: Network, entered: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, object]:
    members = networks.organisations(get_session(), network, now())
    return {
        "entered": entered,
        "wrong": wrong,
        "kinds": KINDS,
        "meanings": MEANINGS,
        "organisations": {each.slug: each.name for each in members},
        "longest": LONGEST_TITLE,
    }
