"""The page by which somebody begins to follow what another page is about."""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from hub import data, follows
from hub.auth import actor
from hub.db import get_session, get_writers
from hub.errors import NotFound, Refused, Unavailable
from hub.follows import CADENCES, USUAL, Catalogue, Subject
from hub.models import Framework, Organisation
from hub.security import policy
from hub.web.context import now, today
from hub.web.following.saved import SavedSearches, address_of, in_words
from hub.web.links import framework_link
from hub.web.memory import catalogue_version
from hub.web.search import asked
from hub.web.visible import visible
from hub.web.visitor import visitor
from indexer import IndexUnavailable

bp = Blueprint("follow", __name__)

NOT_NOW = "The search index cannot be read just now, so nothing can be followed. Please try again in a few minutes."


@bp.get("/follow/<any(framework, owner, supplier, category):kind>/<ident>")
@policy("account")
def follow(kind: str, ident: str) -> str:
    return _form(SUBJECTS[kind](ident), {})


@bp.post("/follow/<any(framework, owner, supplier, category):kind>/<ident>")
@policy("account form")
def keep(kind: str, ident: str) -> Response | tuple[str, int]:
    return _keep(SUBJECTS[kind](ident))


@bp.get("/follow/search")
@policy("account")
def follow_search() -> str:
    return _form(_search(request.args), {})


@bp.post("/follow/search")
@policy("account form")
def keep_search() -> Response | tuple[str, int]:
    return _keep(_search(request.args))


def _form(subject: Subject, wrong: Mapping[str, str]) -> str:
    held = follows.followed(get_session(), actor(), subject)
    cadence = held.cadence if held else USUAL
    shown = {"held": held, "cadence": cadence, "cadences": CADENCES, "action": _address(subject)}
    return render_template("following/follow.html", subject=subject, wrong=wrong, **shown)


def _address(subject: Subject) -> str:
    """Where the form of a subject goes: the page it is on, without what other pages carry along."""
    if subject.kind == "search":
        return f"{url_for('follow.keep_search')}?{subject.ident}"
    return url_for("follow.keep", kind=subject.kind, ident=subject.ident)


def _keep(subject: Subject) -> Response | tuple[str, int]:
    """Begin from here: what it leads to now is known. Raises Unavailable."""
    session, day, cadence = get_session(), today(), request.form.get("cadence", "")
    found = Catalogue(session, current_app.extensions["hub.index"], SavedSearches.of(session).query)
    try:
        known = found.keys(subject.kind, subject.ident, day)
    except IndexUnavailable as reason:
        raise Unavailable(NOT_NOW) from reason
    try:
        with get_writers().begin() as writing:
            follows.follow(writing, actor(), subject, cadence, known, now())
    except Refused as refusal:
        field = "" if cadence in CADENCES else f"cadence-{next(iter(CADENCES))}"
        return _form(subject, {field: str(refusal).rstrip(".")}), 400
    return redirect(url_for("following.mine", done="followed"), 303)


def _framework(ident: str) -> Subject:
    found = visible(Framework, ident, framework_link)
    return Subject("framework", found.key, found.title)


def _organisation(kind: str) -> Callable[[str], Subject]:
    def subject(ident: str) -> Subject:
        found = visible(Organisation, ident)
        return Subject(kind, found.slug, found.name)

    return subject


def _category(ident: str) -> Subject:
    found = data.categories().get(ident)
    if found is None:
        raise NotFound("There is no category at this address.")
    return Subject("category", found.slug, found.title)


SUBJECTS: Mapping[str, Callable[[str], Subject]] = {
    "framework": _framework,
    "owner": _organisation("owner"),
    "supplier": _organisation("supplier"),
    "category": _category,
}


def _search(parameters: MultiDict[str, str]) -> Subject:
    """The search of an address. Raises Refused for one that asks for nothing."""
    choices, words, _ = asked(parameters, catalogue_version())
    body = visitor().current if choices.covers else None
    if not (choices.q or choices.narrows):
        raise Refused("This search asks for nothing in particular. Search for words or choose a filter first.")
    title = in_words(choices, words, body.name if body else "")
    return Subject("search", address_of(choices, body.slug if body else ""), title)
