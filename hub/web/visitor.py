"""Who is visiting, as far as pages and searches depend on it: the bodies bought for and the owners approved."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response as FlaskResponse, current_app, g, has_request_context, request
from werkzeug.wrappers import Response

from hub import catalogue
from hub.auth import actor
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import buyer_tokens
from hub.web.choices import one_line
from hub.web.chosen import COOKIE, GOOD_FOR_SECONDS, LONGEST_SLUG, Chosen, read, written
from hub.web.context import now, today
from hub.web.memory import catalogue_version, remembered
from hub.web.shortlisted import CARRYING as ON_THE_WAY

PARAMETER = "for"
"""In the address of any page: show it for this body, whatever has been chosen."""

CARRYING = ON_THE_WAY | {
    *("notes.start", "why.why", "corrections.tell", "corrections.corrections", "needs.needs"),
    *("about.about_data", "about.glossary", "about.accessibility", "about.cookies", "about.privacy"),
    *("quality.about_quality", "pairs.pairs", "takeaway.all_of_it", "api_page.api"),
}
"""Pages that answer for whom somebody buys, and those that lead back to them: between all of these, links carry whom
the address names.
"""


@dataclass(frozen=True)
class Visitor:
    """``buyers`` are the bodies chosen, ``current`` the one in hand or named in the address, ``approved_owners`` slugs.

    ``shared``: the address names the body. ``hint`` says what of the address could not be understood.
    """

    buyers: tuple[Buyer, ...] = ()
    current: Buyer | None = None
    approved_owners: tuple[str, ...] = ()
    shared: bool = False
    hint: str = ""

    @property
    def others(self) -> tuple[Buyer, ...]:
        """The bodies chosen besides the one in hand."""
        return tuple(buyer for buyer in self.buyers if buyer != self.current)

    @property
    def marks(self) -> tuple[str, ...]:
        """By what the search knows whom the body in hand is covered by."""
        return tuple(sorted(buyer_tokens(self.current))) if self.current else ()

    @property
    def shown_for(self) -> tuple[Buyer, ...]:
        """The bodies a page answers for, the one in hand first; only that one where the address names it."""
        if self.current is None:
            return ()
        return (self.current,) if self.shared else (self.current, *self.others)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(visitor=visitor, shown_for=named_in_address)
    app.url_defaults(_carry)
    app.after_request(_keep_apart)


def visitor() -> Visitor:
    """The visitor of this request."""
    if "visitor" not in g:
        g.visitor = _visitor()
    found: Visitor = g.visitor
    return found


def named_in_address() -> str:
    """The slug of the body this page's address names; empty where it names none the hub knows."""
    if not has_request_context() or PARAMETER not in request.args:
        return ""
    who = visitor()
    return who.current.slug if who.shared and who.current else ""


def whose() -> Hashable:
    """What tells visitors apart to whom the same address shows different pages.

    The form in the header has a token, so the page of a visitor who has chosen is not kept beyond the hour, and that of
    somebody who is signed in is kept for their own session.
    """
    kept, who = chosen(), actor()
    return (kept, who, now().replace(minute=0, second=0, microsecond=0)) if kept or who.account else None


def chosen() -> Chosen:
    """What the visitor's cookie says, understood or not."""
    if "chosen" not in g:
        g.chosen = read(request.cookies.get(COOKIE, ""), str(current_app.config["SECRET_KEY"]))
    found: Chosen = g.chosen
    return found


def buyer(slug: str) -> Buyer | None:
    """The body of a slug, if there is one to buy for."""
    if len(slug) > LONGEST_SLUG:
        return None
    return catalogue.buyer_of_kind(slug) if "@" in slug else named_buyers().get(slug)


def named_buyers() -> Mapping[str, Buyer]:
    """Every body known by name. It is read apart from this request's session, which may have begun before."""
    return remembered(catalogue_version(), "buyers", _read_buyers)


def _read_buyers() -> Mapping[str, Buyer]:
    with current_app.extensions["hub.readers"]() as session:
        return catalogue.named_buyers(session)


def successors(body: Buyer) -> list[Buyer]:
    return [found for slug in body.successors if (found := named_buyers().get(slug))]


def is_over(body: Buyer) -> bool:
    return catalogue.is_over(body, today())


def remember(response: Response, kept: Chosen) -> None:
    """Give the visitor a cookie that says what was chosen, or take it away where nothing is."""
    if not kept:
        response.delete_cookie(COOKIE, secure=request.is_secure, httponly=True, samesite="Lax")
        return
    value = written(kept, str(current_app.config["SECRET_KEY"]))
    response.set_cookie(
        COOKIE, value, max_age=GOOD_FOR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in CARRYING and has_request_context() and request.endpoint in CARRYING and PARAMETER not in values:
        values[PARAMETER] = named_in_address() or None


def _visitor() -> Visitor:
    """Whoever is signed in and has chosen nobody buys for the organisations they act for."""
    kept, who = chosen(), actor()
    slugs, in_hand = (kept.buyers, kept.current) if kept.buyers else (who.organisations, who.acting_for)
    buyers = tuple(found for slug in slugs if (found := buyer(slug)))
    current = next((found for found in buyers if found.slug == in_hand), (*buyers, None)[0])
    wanted = request.args.get(PARAMETER, "")
    if not wanted:
        return Visitor(buyers, current, kept.owners)
    named = buyer(wanted)
    if named is None:
        hint = f"The hub knows no organisation called “{one_line(wanted)[:60]}”."
        return Visitor(buyers, current, kept.owners, hint=hint)
    return Visitor(buyers, named, kept.owners, shared=True)


def _keep_apart(response: FlaskResponse) -> FlaskResponse:
    """A page made for a visitor is no other's: caches between the two must know."""
    if "visitor" in g or "chosen" in g:
        response.vary.add("Cookie")
        if COOKIE in request.cookies or "Set-Cookie" in response.headers:
            response.cache_control.private = True
    return response
