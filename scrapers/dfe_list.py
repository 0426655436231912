"""The Department for Education's list of frameworks for schools (a JSON array), as an older file or its service today.

It is a directory: the owner is the body it names. One framework stands under several categories, and rows were made
by copying the one above: in many the long owner name and the address are left over from it. The short code is right,
so the owner is the body the code names, and an address counts only where it is the owner's and not a left-over.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from scrapers import dfe_service, rows
from scrapers.content import Content, Entry
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, dates, text, words
from scrapers.parse.dates import Edge
from scrapers.record import Day, Record
from scrapers.rows import text_of
from scrapers.source import Row, Source, Voice

FORMAT = "the DfE list of frameworks for schools (JSON)"
SOURCE = Source(
    name="dfe_list",
    title="Frameworks listed for schools by the Department for Education",
    publisher="Department for Education",
    url="https://www.gov.uk/guidance/find-a-dfe-approved-framework-for-your-school",
    licence="MIT licence",
    voice=Voice.DIRECTORY,
)
KEYS = {"category", "framework", "frameworkLong", "title", "url"}
EXPIRY = "expiry"
"""The last day, which only the service gives."""


@dataclass(frozen=True)
class Owner:
    """A body the list names by a code, and the hosts its own pages are on (without www)."""

    name: str
    hosts: tuple[str, ...]


OWNERS = {
    "CCS": Owner(
        "Crown Commercial Service", ("crowncommercial.gov.uk", "gca.gov.uk", "ccs-agreements.cabinetoffice.gov.uk")
    ),
    "CPC": Owner("Crescent Purchasing Consortium", ("thecpc.ac.uk",)),
    "DFE": Owner("Department for Education", ("gov.uk",)),
    "Econocom": Owner("Econocom", ("econocom.co.uk",)),
    "ESPO": Owner("Eastern Shires Purchasing Organisation", ("espo.org",)),
    "Everything ICT": Owner("Everything ICT", ("everythingict.org",)),
    "Fusion21": Owner("Fusion21", ("fusion21.co.uk",)),
    "KCS": Owner("Kent County Supplies", ("procurementservices.co.uk", "kcs.co.uk")),
    "LASER": Owner("LASER Energy", ("laserenergy.org.uk",)),
    "NEPO": Owner("North East Procurement Organisation", ("nepo.org", "bloom.services")),  # Bloom runs NEPRO for NEPO
    "SBS": Owner("NHS Shared Business Services", ("sbs.nhs.uk",)),
    "WME": Owner("West Mercia Energy", ("westmerciaenergy.co.uk",)),
    "YPO": Owner("YPO", ("ypo.co.uk",)),
}

GCA_PATH = re.compile(r"/(?:agreements|contracts)/(?P<reference>RM[\d.]*\d)(?::(?P<lot>\d+))?(?:/|$)", re.IGNORECASE)
ESPO_PATH = re.compile(r"-(?P<number>\d{1,4}[a-z]?)-(?P<year>\d{2})-?\.html$", re.IGNORECASE)
YPO_QUERY = re.compile(r"(?P<reference>\d{3,5})\b")
ESPO_TITLE = re.compile(r"\b(?P<reference>\d{1,4}[A-Z]?_\d{2})$", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """The framework's own number, or the parent and lot where the list shows a part of another framework."""

    own: str = ""
    parent: str = ""
    lot: str = ""


@dataclass(frozen=True)
class Listing:
    """One item, understood. ``url`` is empty where the published one is left over or another body's."""

    notes: Notes
    code: str
    owner: str
    title: str
    category: str
    url: str
    reference: Reference
    end: Day | None


def recognises(content: Content) -> bool:
    fields = set(content.fields)
    return content.form == "json" and (KEYS <= fields or dfe_service.KEYS <= fields)


def read(content: Content) -> Imported:
    """One record for each framework, with all its categories; its further rows are skipped."""
    found: dict[str, Row] = {}
    listings: list[Listing] = []
    above = _Above()
    is_service = dfe_service.KEYS <= set(content.fields)
    for entry in map(dfe_service.as_listed, content.entries) if is_service else content.entries:
        row = rows.unread(entry) or _unusable(entry)
        if row:
            found[entry.place] = row
        else:
            listings.append(_listing(entry, above))
        above = _beneath(entry, above) if entry.values else above
    for framework in _frameworks(listings):
        found.update(_rows(framework))
    in_order = (found[entry.place] for entry in content.entries)
    return Imported(source=SOURCE, rows=rows.apart(in_order, lambda record: codes.slug(record.owner, record.reference)))


@dataclass(frozen=True)
class _Above:
    """The row above: what a careless copy leaves in the next one."""

    title: str = ""
    long_name: str = ""
    url: str = ""
    url_is_left_over: bool = False


def _unusable(entry: Entry) -> Row | None:
    if not entry.values.get("title"):
        return rows.rejected(Notes(entry.place), "its title is missing")
    if not entry.values.get("framework") and not entry.values.get("frameworkLong"):
        return rows.rejected(Notes(entry.place), "its owner is missing")
    return None


def _listing(entry: Entry, above: _Above) -> Listing:
    notes = Notes(entry.place)
    rows.noted_oddities(entry, notes)
    cell = {name: text_of(entry, name, notes).strip() for name in (*sorted(KEYS), EXPIRY)}
    title = notes.take("title", cell["title"], text.line(cell["title"]))
    url = _trusted_url(cell, above, notes)
    reference = _reference(cell["framework"], title, url)
    return Listing(
        notes=notes,
        code=cell["framework"],
        owner=_owner(cell, above, notes),
        title=codes.without_reference(title, reference.own),
        category=text.line(cell["category"].replace("-", " ")).value,
        url=url,
        reference=reference,
        end=notes.take(EXPIRY, cell[EXPIRY], dates.day(cell[EXPIRY], Edge.LAST)),
    )


def _beneath(entry: Entry, above: _Above) -> _Above:
    title, long_name, url = (str(entry.values.get(name) or "").strip() for name in ("title", "frameworkLong", "url"))
    return _Above(title, long_name, url, _is_left_over(title, url, above))


def _is_left_over(title: str, url: str, above: _Above) -> bool:
    return bool(url) and url == above.url and (title != above.title or above.url_is_left_over)


def _owner(cell: dict[str, str], above: _Above, notes: Notes) -> str:
    """The body the code names. A differing long name is a left-over of the row above, or plainly another body."""
    code, long_name = cell["framework"], cell["frameworkLong"]
    if code not in OWNERS:
        notes.add("framework", code, "is no owner code the hub knows", f"the long name is used: {long_name or code}")
        return long_name or code
    owner = OWNERS[code].name
    if long_name.casefold() not in ("", owner.casefold(), code.casefold()):
        copied = long_name == above.long_name
        why = "is left over from the row above" if copied else f"is not the body {code} stands for"
        notes.add("frameworkLong", long_name, why, f"not used: the owner is {owner}, as its code {code} says")
    return owner


def _trusted_url(cell: dict[str, str], above: _Above, notes: Notes) -> str:
    url = notes.take("url", cell["url"], codes.address(cell["url"]))
    if not url:
        return ""
    if _is_left_over(cell["title"], cell["url"], above):
        notes.add("url", cell["url"], "is left over from the row above, which has another title", "not used")
        return ""
    hosts = OWNERS[cell["framework"]].hosts if cell["framework"] in OWNERS else ()
    if hosts and codes.host(url) not in hosts:
        notes.add("url", cell["url"], f"is not on a site of {OWNERS[cell['framework']].name}", "not used")
        return ""
    return url


def _reference(code: str, title: str, url: str) -> Reference:
    """What a trusted address or the title says; numbers that only name a web page say nothing."""
    if code == "CCS" and (match := GCA_PATH.search(urlsplit(url).path)):
        reference = match["reference"].upper()
        return Reference(parent=reference, lot=match["lot"]) if match["lot"] else Reference(own=reference)
    if code == "ESPO" and (match := ESPO_TITLE.search(title)):
        return Reference(own=match["reference"])
    if code == "ESPO" and (match := ESPO_PATH.search(urlsplit(url).path)):
        return Reference(own=f"{match['number']}_{match['year']}")
    if code == "YPO" and (match := YPO_QUERY.match(parse_qs(urlsplit(url).query).get("q", [""])[0])):
        return Reference(own=match["reference"])
    return Reference()


@dataclass(frozen=True)
class _Framework:
    """The listings of one framework. ``further_id`` tells it from another one of the same owner and title."""

    listings: Sequence[Listing]
    further_id: str = ""


def _frameworks(listings: Iterable[Listing]) -> list[_Framework]:
    """Listings of one owner and title together, unless trusted addresses give them different references."""
    by_title: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        by_title.setdefault((listing.owner, codes.slug(listing.title)), []).append(listing)
    return [framework for alike in by_title.values() for framework in _by_reference(alike)]


def _by_reference(alike: Sequence[Listing]) -> list[_Framework]:
    references = list(dict.fromkeys(listing.reference for listing in alike if listing.reference != Reference()))
    if len(references) < 2:
        return [_Framework(alike)]
    groups = {each: [listing for listing in alike if listing.reference == each] for each in (*references, Reference())}
    return [_Framework(group, f"{each.own}{each.parent} {each.lot}") for each, group in groups.items() if group]


def _rows(framework: _Framework) -> dict[str, Row]:
    """The first listing's row carries the record; the others are accounted for."""
    first, *others = framework.listings
    try:
        result = {first.notes.place: rows.accepted(first.notes, _record(framework))}
    except ValidationError as error:
        notes = [listing.notes for listing in framework.listings]
        return {each.place: rows.rejected(each, rows.invalid(error, each)) for each in notes}
    for listing in others:
        reason = f"same framework as {first.notes.place}; its category was added there"
        result[listing.notes.place] = rows.skipped(listing.notes, reason)
    return result


def _record(framework: _Framework) -> Record:
    listings = framework.listings
    first = listings[0]
    best = max(listings, key=lambda listing: (listing.reference != Reference(), bool(listing.url)))
    return Record(
        source_id=codes.slug(first.code, first.title, framework.further_id),
        title=first.title,
        owner=first.owner,
        reference=best.reference.own,
        parent_reference=best.reference.parent,
        parent_lot=best.reference.lot,
        kind=words.kind_in_title(first.title),
        categories=tuple(dict.fromkeys(listing.category for listing in listings if listing.category)),
        end=best.end or next((listing.end for listing in listings if listing.end), None),
        url=best.url,
        extra={"owner code": first.code},
    )
