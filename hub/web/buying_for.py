"""Whom do you buy for: the page on which a visitor chooses, and what it remembers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub import catalogue
from hub.catalogue.buyers import BY_NAME, HOME_REGION, kinds, widest_regions
from hub.security import policy
from hub.signposting.buyer import Buyer
from hub.web import forms
from hub.web.choices import one_line
from hub.web.chosen import MOST_BUYERS, MOST_OWNERS, Chosen
from hub.web.memory import catalogue_version, remembered
from hub.web.visitor import PARAMETER, buyer, chosen, is_over, named_buyers, remember, successors, visitor

bp = Blueprint("buying_for", __name__)

FORM = "buying-for"
LONGEST_NAME = 100
MOST_FOUND = 50
MOST_SUGGESTED = 8


@dataclass(frozen=True)
class Choice:
    """A body to choose, and what becomes of it where it is being replaced."""

    buyer: Buyer
    over: bool
    successors: Sequence[Buyer] = ()


def init_app(app: Flask) -> None:
    """What the switcher in the header of every page needs."""
    app.jinja_env.globals["switcher"] = lambda: {"token": forms.token(FORM), "back": back()}
    app.jinja_env.globals["replacement"] = lambda body: _choice(body)


@bp.get("/buying-for")
@policy("public")
def buying_for() -> str:
    return render_template("buying_for/buying_for.html", **_page())


@bp.post("/buying-for")
@policy("public form")
def choose() -> Response | tuple[str, int]:
    """Remember what was chosen; else the page again, with what is wrong."""
    wrong = {"": refusal} if (refusal := forms.refusal(FORM)) else {}
    kept, field, message = CHANGES.get(request.form.get("do", ""), _nothing)(chosen())
    if message and not wrong:
        wrong = {field: message}
    if wrong:
        return render_template("buying_for/buying_for.html", **_page(wrong)), 400
    answer = redirect(_way_back(), 303)
    remember(answer, kept)
    return answer


@bp.get("/buying-for/suggest")
@policy("public")
def suggestions() -> Response:
    """What the box for a name suggests, as hub.web.suggestions gives it."""
    asked = one_line(request.args.get("q", "")[:LONGEST_NAME])
    found = catalogue.buyers_called(named_buyers(), asked)[:MOST_SUGGESTED]
    options = [
        {"text": body.name, "note": body.county, "address": url_for("buying_for.buying_for", name=body.name)}
        for body in found
    ]
    return jsonify(groups=[{"title": "Organisations", "options": options}] if options else [])


Change = tuple[Chosen, str, str]
"""What is to be remembered, or else the field that is wrong and why."""


def _add(kept: Chosen) -> Change:
    slugs = [slug for slug in request.form.getlist("buyer") if slug]
    if not slugs:
        return kept, "name", "Choose an organisation"
    return _within(kept.adding(slugs), kept, "name", all(buyer(slug) for slug in slugs))


def _add_kind(kept: Chosen) -> Change:
    kind, region = (request.form.get(name, "") for name in ("kind", "region"))
    if not kind:
        return kept, "kind", "Choose a kind of organisation"
    if not region:
        return kept, "region", "Choose a region, or “Not in one region”"
    slug = f"{kind}@{region}"
    return _within(kept.adding([slug]), kept, "kind", buyer(slug) is not None)


def _approve(kept: Chosen) -> Change:
    slugs = [slug for slug in request.form.getlist("owner") if slug]
    return _within(kept.approving(slugs), kept, "owners", all(slug in owner_names() for slug in slugs))


def _within(changed: Chosen, kept: Chosen, field: str, known: bool) -> Change:
    """The change, unless it is of something the hub does not know, or more than can be remembered."""
    message = changed.refusal if known else "The hub does not know that one. Choose from the page"
    return (kept, field, message) if message else (changed, field, "")


def _remove(kept: Chosen) -> Change:
    return kept.without(request.form.get("buyer", "")), "", ""


def _switch(kept: Chosen) -> Change:
    return kept.switched(request.form.get("buyer", "")), "", ""


def _forget(kept: Chosen) -> Change:
    return Chosen(), "", ""


def _nothing(kept: Chosen) -> Change:
    return kept, "name", "Choose what to do with one of the buttons"


CHANGES = {
    "add": _add,
    "add-kind": _add_kind,
    "approve": _approve,
    "remove": _remove,
    "switch": _switch,
    "forget": _forget,
}
"""What the buttons do, by their value."""


def _way_back() -> str:
    """The page on which the switcher was used, shown for whom it says now; else this one."""
    address = request.form.get("back", "")
    is_ours = re.fullmatch(r"/(?![/\\])[!-~]*", address) is not None
    return address if is_ours else url_for("buying_for.buying_for")


def back() -> str:
    """Where the switcher leads back to: this page, without whom its address names."""
    if request.method != "GET":
        return url_for("buying_for.buying_for")
    others = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return quote(request.root_path + request.path) + (f"?{urlencode(others)}" if others else "")


def _page(wrong: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All the page says. ``wrong`` by field, or by "" for what is wrong with the whole."""
    asked = one_line(request.values.get("name", "")[:LONGEST_NAME])
    found = catalogue.buyers_called(named_buyers(), asked)
    return {
        "asked": asked,
        "found": [_choice(body) for body in found[:MOST_FOUND]],
        "total": len(found),
        "groups": list(_home_groups()),
        "mine": [_choice(body) for body in visitor().buyers],
        "kinds": kinds(),
        "regions": widest_regions(),
        "owners": owner_names(),
        "most": {"buyers": MOST_BUYERS, "owners": MOST_OWNERS},
        "wrong": wrong or {},
        "sent": request.form,
    }


def _choice(body: Buyer) -> Choice:
    return Choice(body, is_over(body), successors(body))


def _home_groups() -> Iterator[tuple[str, list[Choice]]]:
    """The bodies of the hub's own region that are still there, by kind."""
    regional = [body for body in named_buyers().values() if body.region.startswith(HOME_REGION) and not is_over(body)]
    in_order = sorted(regional, key=lambda body: (BY_NAME.index(body.kind), body.name))
    for kind, bodies in groupby(in_order, key=lambda body: body.kind):
        yield kinds()[kind], [_choice(body) for body in bodies]


def owner_names() -> Mapping[str, str]:
    """The owners of listed frameworks, by slug, in the order of their names."""
    names = remembered(catalogue_version(), "owners", _read_owners)
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def _read_owners() -> Mapping[str, str]:
    with current_app.extensions["hub.readers"]() as session:
        return catalogue.owner_names(session)
