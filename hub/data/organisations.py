"""Framework owners and local authorities: their names then and now, kinds, identifiers and successors."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from hub.data import tables
from hub.data.names import matching_form

COUNCIL_WORDS = re.compile(
    r"\b(?:(?:royal |london )?borough(?: of)?|city(?: of)?|county(?: of)?|district|metropolitan|unitary|council)\b"
)
"""What a council's name says beside its place, in the form names are compared in."""


@dataclass(frozen=True)
class Identifier:
    """A number in a named register. ``gss`` is the nine-character code of the Office for National Statistics."""

    scheme: str
    id: str


@dataclass(frozen=True)
class Name:
    """A name an organisation bears or bore. ``kind`` is current, former, short or alias; dates None are not known."""

    name: str
    kind: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Organisation:
    """A public body or framework owner, by a slug that never changes.

    ``start`` None means before our records, ``end`` None that it exists today. ``region`` is a code of
    ``regions()``, empty for national bodies. ``member_2009`` and ``member_today`` say whether it is one of the
    East of England's councils and fire services: 58 in 2009/10, 56 today.
    """

    slug: str
    name: str
    kind: str
    short_name: str = ""
    region: str = ""
    county: str = ""
    start: date | None = None
    end: date | None = None
    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    hosts: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    member_2009: bool = False
    member_today: bool = False


@cache
def organisations() -> Mapping[str, Organisation]:
    """Every organisation known beforehand, by slug: authorities here and elsewhere, and framework owners."""
    return MappingProxyType({**uk_authorities(), **authorities(), **owners()})


@cache
def owners() -> Mapping[str, Organisation]:
    """Bodies that own frameworks and are no council, by slug."""
    return _read("owners.csv", "owner_names.csv")


@cache
def authorities() -> Mapping[str, Organisation]:
    """Authorities of the East of England, today's and those of 2009/10, by slug."""
    return _read("authorities.csv", "organisation_names.csv")


@cache
def uk_authorities() -> Mapping[str, Organisation]:
    """Councils and combined authorities elsewhere in the United Kingdom, by slug."""
    return _read("uk_authorities.csv", "uk_authority_names.csv")


def organisation_slug(name: str) -> str | None:
    """The slug of the organisation a published name or short code means; None where that is not certain.

    Case, punctuation, accents, a leading "the" and "&" for "and" make no difference; every other spelling is
    one listed in the names files. "CCS" and "Crown Commercial Service" are both ``gca``.
    """
    return _slugs_by_name().get(matching_form(name))


def council_called(place: str) -> Organisation | None:
    """The one council of today that goes by a place's name: Exeter is Exeter City Council. None where it could be
    several, or is none.
    """
    slug = organisation_slug(place) or _councils_by_place().get(matching_form(place))
    return organisations()[slug] if slug else None


def organisation_for_host(address: str) -> str | None:
    """The slug of the organisation whose own web site an address is on; www. and subdomains count."""
    labels = _host(address).casefold().strip(".").split(".")
    candidates = (".".join(labels[place:]) for place in range(len(labels) - 1))
    return next((_slugs_by_host()[name] for name in candidates if name in _slugs_by_host()), None)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:  # an address such as http://[
        return ""


@cache
def _slugs_by_name() -> Mapping[str, str]:
    return {
        matching_form(name): organisation.slug
        for organisation in organisations().values()
        for name in _spellings(organisation)
    }


def _spellings(organisation: Organisation) -> Iterable[str]:
    yield organisation.slug
    yield organisation.name
    if organisation.short_name:
        yield organisation.short_name
    yield from (name.name for name in organisation.names)


@cache
def _councils_by_place() -> Mapping[str, str]:
    """Councils by their name without what kind of council they are, where no other has that name."""
    found: dict[str, list[str]] = {}
    for organisation in organisations().values():
        place = COUNCIL_WORDS.sub(" ", matching_form(organisation.name))
        if organisation.end is None and place != matching_form(organisation.name):
            found.setdefault(" ".join(place.split()), []).append(organisation.slug)
    return {place: slugs[0] for place, slugs in found.items() if len(slugs) == 1}


@cache
def _slugs_by_host() -> Mapping[str, str]:
    return {host: organisation.slug for organisation in organisations().values() for host in organisation.hosts}


def _read(file: str, names_file: str) -> Mapping[str, Organisation]:
    names = _names_by_slug(names_file)
    found = (_organisation(row, names.get(row["slug"], ())) for row in tables.rows(file))
    return MappingProxyType({organisation.slug: organisation for organisation in found})


def _names_by_slug(file: str) -> Mapping[str, tuple[Name, ...]]:
    names: dict[str, tuple[Name, ...]] = {}
    for row in tables.rows(file):
        name = Name(row["name"], row["kind"], tables.day(row["from"]), tables.day(row["to"]))
        names[row["slug"]] = (*names.get(row["slug"], ()), name)
    return names


def _organisation(row: Mapping[str, str], names: tuple[Name, ...]) -> Organisation:
    """One row; columns a file does not have (an owner has no county) are as if empty."""
    return Organisation(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        short_name=row.get("short_name", ""),
        region=row.get("region", ""),
        county=row.get("county", ""),
        start=tables.day(row.get("start", "")),
        end=tables.day(row.get("end", "")),
        identifiers=tuple(_identifier(cell) for cell in tables.listed(row.get("identifiers", ""))),
        names=names,
        hosts=tables.listed(row.get("hosts", "")),
        predecessors=tables.listed(row.get("predecessors", "")),
        successors=tables.listed(row.get("successors", "")),
        member_2009=row.get("member_2009") == "true",
        member_today=row.get("member_today") == "true",
    )


def _identifier(cell: str) -> Identifier:
    scheme, _, number = cell.partition(":")
    return Identifier(scheme, number)
