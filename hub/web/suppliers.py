"""Suppliers and the lots they have a place on."""

from itertools import groupby

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import catalogue
from hub.catalogue import Place
from hub.catalogue.organisations import account_numbers, leading, other_names, registered_numbers
from hub.db import get_session
from hub.formatters import PLACES, lot_heading
from hub.models import Organisation
from hub.security import policy
from hub.web.cards import Entry, entry
from hub.web.choices import words_of
from hub.web.context import today
from hub.web.links import supplier_link
from hub.web.owners import kind_of
from hub.web.visible import visible

bp = Blueprint("suppliers", __name__)

SCHEMES = {
    "GB-COH": "Companies House",
    "GB-CHC": "Charity Commission for England and Wales",
    "GB-SC": "Scottish Charity Register",
    "GB-NIC": "Charity Commission for Northern Ireland",
    "GB-PPON": "Central Digital Platform (PPON)",
    "GB-NHS": "NHS organisation code",
    "XI-DUNS": "DUNS number",
    "US-DUNS": "DUNS number",
    "US-DUN": "DUNS number",
    "gss": "Office for National Statistics code",
    "mysociety": "mySociety local authority code",
}
"""The registers organisations are named in, as people know them."""


@bp.get("/suppliers")
@policy("public")
def suppliers() -> str:
    letters = catalogue.supplier_letters(get_session())
    text = words_of(request.args)[:100]
    asked = request.args.get("letter", "").upper()
    letter = asked if asked in letters else "" if text else next(iter(letters), "")
    found = catalogue.suppliers(get_session(), letter, text)
    return render_template("suppliers/suppliers.html", suppliers=found, letters=letters, letter=letter, text=text)


@bp.get("/suppliers/<slug>")
@policy("public")
def supplier(slug: str) -> str | Response:
    found = visible(Organisation, slug)
    session = get_session()
    leader = leading(session, found)
    if leader is not found:
        return redirect(supplier_link(leader), 301)
    return render_template(
        "suppliers/supplier.html",
        supplier=found,
        kind=kind_of(found),
        places=by_framework(catalogue.places_of(session, found)),
        identifiers=numbers_of(session, found),
        other_names=other_names(session, found),
    )


def numbers_of(session: Session, supplier: Organisation) -> list[tuple[str, str]]:
    """A supplier's numbers, each once with its register, for which sources may have several names."""
    accounts = [number for number in account_numbers(session, supplier) if number[0] in SCHEMES]
    found = [*registered_numbers(session, supplier), *accounts]
    return list(dict.fromkeys((SCHEMES.get(scheme, scheme), number) for scheme, number in found))


def by_framework(places: list[Place]) -> list[tuple[Entry, list[tuple[str, str]]]]:
    """Each framework with the supplier's lots on it, and what is special about its place on each."""
    return [
        (
            entry(framework, today()),
            [(lot_heading(place.lot.number, place.lot.title), PLACES[place.place.status]) for place in members],
        )
        for framework, members in groupby(places, key=lambda place: place.framework)
    ]
