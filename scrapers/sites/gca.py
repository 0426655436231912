"""The agreements of the Government Commercial Agency, each from its own page, as the agency's sitemap lists them.

Its search pages are not asked: robots.txt forbids their paging. A page has one of three shapes: the usual one, with key
facts beside an accordion; one for agreements bought from online, with the facts as a run of paragraphs; and one for an
agreement still to come, with a title and prose. An ended agreement's page has its key facts and documents only.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag

from scrapers import gca, rows, sitemap
from scrapers.html_page import HtmlPage, markup, read_page, value_of, words
from scrapers.listing import Listing, detail_pages
from scrapers.notes import Notes
from scrapers.parse import codes, dates, routes, terms, text
from scrapers.parse.dates import Edge
from scrapers.parse.words import kind_in_title
from scrapers.record import Link, Lot, Record, Stage
from scrapers.rows import NotARecord
from scrapers.site import UNDER_OGL, Body, Fetch, Guards, Manners, Pace, Page, PageChanged, Site, Visit

SITEMAP = "https://www.gca.gov.uk/sitemap.xml"
HOSTS = ("www.gca.gov.uk", "www.crowncommercial.gov.uk")
"""The second one, the agency's until April 2026, leads to the first."""

SOURCE = gca.source("gca", "GCA agreements, from their own pages")
AGREEMENT = re.compile(r"/agreements/(?P<reference>RM\d[\w.]*)/?", re.IGNORECASE)
TITLE = "h1.page-title"
KEY_FACTS = "aside .apollo-enclosure dl"
OVERVIEW = "p.agreement-overview"
SUMMARY = "h1 ~ .govuk-body-l, .agreement-subtitle"
PROSE = ".wysiwyg-content"
LOT = "dl.apollo-list--definition > dt"
OF_OTHER_SHAPES = "aside, dl, .govuk-accordion, .govuk-tabs"
PRINT = ".app-c-print-link"
EXPIRED = ".govuk-warning-text"
EXPIRED_WORDS = re.compile(r"expired (?:agreement|framework)\W+this information is for reference only", re.IGNORECASE)
REFERENCE_LABELS = ("Agreement ID", "Framework ID", "Agreement number")
DATE_LABELS = {"start": "Start date", "end": "End date"}
LOT_TITLE = re.compile(r"Lot\s+(?P<number>[\w.]+)\s*:?\s*(?P<title>.*)", re.IGNORECASE)
LOT_DAY = re.compile(r"(?:Expired|Expires|Lot expires before framework):\s*(?P<day>[\d/]+)", re.IGNORECASE)
UPCOMING = "Upcoming"


def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """Every agreement of the sitemap."""
    body, listed = sitemap.addresses(fetch, SITEMAP)
    agreements = {address: match["reference"] for address in listed if (match := _agreement(address))}
    if not agreements:
        raise PageChanged(f"{SITEMAP} lists no page of the form /agreements/RM1234.")
    once = {reference.casefold(): address for address, reference in sorted(agreements.items())}
    yield from detail_pages(fetch, visit, SOURCE, Listing(body, tuple(once.values())), agreement)


def agreement(body: Body, notes: Notes) -> Record:
    """The agreement a page is about. Raises PageChanged where the page has none of the three shapes."""
    page = read_page(body)
    match = _agreement(page.address)
    if match is None:
        raise NotARecord("its address leads to a page that is no agreement's")
    main = page.one("main")
    title = _title(page.one(TITLE, main), notes)
    facts = _facts(page, main)
    if facts is None:
        return _record(_in_capitals(match["reference"]), title, **_upcoming(page, main, title, notes))
    reference = _reference(page, facts, match["reference"], notes)
    return _record(reference, title, **_dated(page, main, facts, notes), **_bought(page, main, title, facts, notes))


def _in_capitals(reference: str) -> str:
    """An address may say rm9500; the small figures of RM1043iv stay."""
    return f"RM{reference[2:]}"


def _record(reference: str, title: str, **said: Any) -> Record:
    parent, lot = gca.part_of(reference)
    return Record(
        source_id=reference,
        title=title,
        owner=SOURCE.owner,
        reference=reference,
        parent_reference=parent,
        parent_lot=lot,
        url=gca.address_of(reference),
        **said,
    )


def _agreement(address: str) -> re.Match[str] | None:
    parts = urlsplit(address)
    return AGREEMENT.fullmatch(parts.path) if parts.hostname in HOSTS else None


def _title(heading: Tag, notes: Notes) -> str:
    raw = markup(heading)
    return rows.noted_if_missing("title", notes.take("title", raw, text.line(raw)), notes)


def _facts(page: HtmlPage, main: Tag) -> Mapping[str, str] | None:
    """The key facts by their labels; None where the page is of an agreement to come, which has none."""
    listed = page.maybe(KEY_FACTS, main)
    if listed is not None:
        return {words(dt).rstrip(":"): value_of(dt) for dt in page.every("dt", listed)}
    if paragraphs := page.every(OVERVIEW, main):
        pairs = (words(paragraph).partition(":") for paragraph in paragraphs)
        return {label.strip(): value.strip() for label, _, value in pairs}
    if _is_of_one_to_come(page, main):
        return None
    raise page.changed(f"has neither “{KEY_FACTS}” nor “{OVERVIEW}”, where an agreement's key facts stand")


def _is_of_one_to_come(page: HtmlPage, main: Tag) -> bool:
    """A page of prose that ends with the link to print it, and has nothing of what the other shapes have."""
    beside = [tag for tag in page.every(OF_OTHER_SHAPES, main) if tag.find_parent(class_=PROSE[1:]) is None]
    return not beside and page.maybe(PRINT, main) is not None


def _reference(page: HtmlPage, facts: Mapping[str, str], in_address: str, notes: Notes) -> str:
    """As the page states it; its address may write it in other capitals."""
    stated = next((facts[label] for label in REFERENCE_LABELS if facts.get(label)), "")
    if not stated:
        raise page.changed(f"has key facts without “{REFERENCE_LABELS[0]}”")
    reference = notes.take(REFERENCE_LABELS[0], stated, codes.reference(stated))
    if reference.casefold() != in_address.casefold():
        notes.add(REFERENCE_LABELS[0], stated, f"is not the reference in its address, {in_address}", "used as stated")
    return reference


def _upcoming(page: HtmlPage, main: Tag, title: str, notes: Notes) -> dict[str, Any]:
    details = markup(page.maybe(PROSE, main))
    return {
        "kind": kind_in_title(title),
        "stage": Stage.PLANNED,
        "source_status": UPCOMING,
        "summary": notes.take("details", details, text.block(details)),
    }


def _dated(page: HtmlPage, main: Tag, facts: Mapping[str, str], notes: Notes) -> dict[str, Any]:
    """From when to when, and whether the page is marked as that of an agreement that has ended."""
    said = {name: rows.noted_if_missing(label, facts.get(label, ""), notes) for name, label in DATE_LABELS.items()}
    term = rows.take_term(notes, terms.Published(said["start"], said["end"]), DATE_LABELS)
    marked = "expired" in words(page.maybe(EXPIRED, main)).casefold()
    ended = marked or EXPIRED_WORDS.search(words(main)) is not None
    return {
        "start": term.start,
        "end": term.end,
        "stage": Stage.ENDED if ended else Stage.LIVE,
        "source_status": "Expired" if ended else "",
    }


def _bought(page: HtmlPage, main: Tag, title: str, facts: Mapping[str, str], notes: Notes) -> dict[str, Any]:
    """What can be bought, under which law, how, and with which documents."""
    sections = _sections(page, main)
    prose = {name: _block(name, sections.get(name), notes) for name in ("Description", "Benefits", "How to buy")}
    type_, law = facts.get("Agreement type", ""), facts.get("Regulation", "")
    beside = {"benefits": prose["Benefits"], "suppliers stated": facts.get("Suppliers", "")}
    return {
        "kind": gca.kind(type_, notes) if type_ else kind_in_title(title),
        "regulation": gca.regulation(law, type_, notes),
        "summary": _block("summary", page.maybe(SUMMARY, main), notes),
        "description": prose["Description"],
        "routes": routes.stated(prose["How to buy"]),
        "how_to_buy": prose["How to buy"],
        "lots": _lots(page, main, facts, notes),
        "documents": _documents(page, sections.get("Documents")),
        "extra": {name: value for name, value in beside.items() if value},
    }


def _block(name: str, tag: Tag | None, notes: Notes) -> str:
    return notes.take(name, markup(tag), text.block(markup(tag)))


def _sections(page: HtmlPage, main: Tag) -> dict[str, Tag]:
    """What stands under each heading: of the accordion, of the tabs, and of the page's own documents."""
    found: dict[str, Tag] = {}
    for section in page.every(".govuk-accordion__section", main):
        content = page.maybe(".govuk-accordion__section-content", section)
        if content is not None:
            found[words(page.maybe(".govuk-accordion__section-heading", section))] = content
    for tab in page.every("a.govuk-tabs__tab[href^='#']", main):
        panel = main.find(id=str(tab["href"])[1:])
        if panel is not None:
            found[words(tab)] = panel
    return found


def _documents(page: HtmlPage, section: Tag | None) -> tuple[Link, ...]:
    if section is None:
        return ()
    links = {page.joined(str(link.get("href") or "")): words(link) for link in page.every("ul.govuk-list a", section)}
    return tuple(Link(title=title, url=address) for address, title in links.items() if address and title)


def _lots(page: HtmlPage, main: Tag, facts: Mapping[str, str], notes: Notes) -> tuple[Lot, ...]:
    """The lots shown; none where their number is not the one the key facts state, so that no lot gets lost unseen."""
    lots = tuple(filter(None, (_lot(page, dt, notes) for dt in page.every(LOT, main))))
    stated = facts.get("Lots", "")
    if lots and stated.isdigit() and int(stated) != len(lots):
        notes.add("Lots", stated, f"is not the number of lots shown, {len(lots)}", "the lots are left out")
        return ()
    return lots


def _lot(page: HtmlPage, dt: Tag, notes: Notes) -> Lot | None:
    inner = page.maybe(".apollo-list--definition__key__inner", dt) or dt
    match = LOT_TITLE.fullmatch(words(inner))
    if match is None:
        notes.add("Lots", words(inner), "is not written as “Lot 1: title”", "left out")
        return None
    dd = dt.find_next_sibling("dd")
    day = LOT_DAY.search(f"{words(dt)} {words(dd)}")
    raw = day["day"] if day else ""
    return Lot(
        number=match["number"].rstrip("."),
        title=match["title"],
        description=_block(f"Lot {match['number']}", page.maybe("div", dd) if dd else None, notes),
        end=notes.take(f"Lot {match['number']} end", raw, dates.day(raw, Edge.LAST)),
        stage=Stage.ENDED if page.maybe(".ccs-tag--error", dt) else None,
    )


SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=HOSTS, pace=Pace(requests=10, seconds=60, apart=5), body_limit=5_000_000),
    permission=UNDER_OGL,
    every=timedelta(days=1),
    visit=visit,
    read=agreement,
    guards=Guards(least=150, filled={"title": 0.95, "reference": 0.95, "start": 0.7, "end": 0.7}),
    looks_for={
        "title": TITLE,
        "key facts": KEY_FACTS,
        "key facts in a run": OVERVIEW,
        "lots": LOT,
        "expired": EXPIRED,
        "summary": SUMMARY,
    },
)
