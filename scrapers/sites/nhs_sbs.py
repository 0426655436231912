"""The framework agreements of NHS Shared Business Services, on its site as it is and as it was before.

The newer site has a search of cards, page after page; the older one a list of categories, each with links to its
agreements. An agreement's page has a title; dates, lots and suppliers stand in prose or tables, or not at all.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from bs4 import Tag

from scrapers import rows
from scrapers.html_page import HtmlPage, markup, read_page, words
from scrapers.listing import HTML, Listing, detail_pages, read_list
from scrapers.notes import Notes
from scrapers.parse import codes, text
from scrapers.parse.terms import Published, Term
from scrapers.record import Link, Lot, Record, SupplierPlace
from scrapers.site import Body, Fetch, Gone, Grounds, Guards, Manners, Pace, Page, Permission, Site, Visit
from scrapers.source import Source, Voice

SEARCH = "https://www.sbs.nhs.uk/framework-agreement-search"
CATEGORIES = "https://www.sbs.nhs.uk/proc-framework-agreements-support"
HOSTS = ("www.sbs.nhs.uk", "sbs.nhs.uk")
SOURCE = Source(
    name="nhs_sbs",
    title="NHS SBS framework agreements, from their own pages",
    publisher="NHS Shared Business Services",
    url=SEARCH,
    licence="Copyright of NHS Shared Business Services: facts only",
    voice=Voice.OWNER,
    owner="NHS Shared Business Services",
)
CARD = "a.card__link--heading"
NEXT = "a.paging__link--next"
CATEGORY = "#maincontent .a-panel--list a.item__link"
AGREEMENT = "a.a_body__link"
AGREEMENT_PATH = re.compile(r"/(?:fas|ica)")
TITLE = "h1.a-heading__title"
REFERENCE = re.compile(r"\bSBS/?\d[\w/.-]*")
TERM_ASKED = re.compile(
    r"(?:start\?|what is the framework agreement duration\??|term of the framework agreement)\s*:?\s*(?P<term>.+)",
    re.IGNORECASE | re.DOTALL,
)
DAY = r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|\d{1,2}/\d{1,2}/\d{4}|[A-Z][a-z]+ \d{4}"
DAYS = re.compile(rf"(?P<start>{DAY})(?:\s*(?:to|until|–|-)\s*(?P<end>{DAY})(?P<more>.*))?", re.DOTALL)
TERM_FIELDS = {"start": "term", "end": "term", "max_end": "term"}
LOT = re.compile(r"(?:•\s*)?Lot\s*(?P<number>\d+[a-z]?)\s*[:–-]?\s*(?P<title>.*)", re.IGNORECASE)
SUPPLIER_HEADING = re.compile(r"which suppliers are on|supplier details", re.IGNORECASE)


def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """Every agreement of the search, or where that is gone of the categories."""
    yield from detail_pages(fetch, visit, SOURCE, _listing(fetch), agreement)


def agreement(body: Body, notes: Notes) -> Record:
    """The agreement a page is about. Raises PageChanged where it has no title."""
    page = read_page(body)
    main = page.maybe("main") or page.maybe("#maincontent") or page.one("body")
    heading = markup(page.one(TITLE))
    term = _term(page, main, notes)
    return Record(
        source_id=codes.slug(urlsplit(page.address).path),
        title=rows.noted_if_missing("title", notes.take("title", heading, text.line(heading)), notes),
        owner=SOURCE.owner,
        reference=_reference(page, main, notes),
        start=term.start,
        end=term.end,
        max_end=term.max_end,
        extension=term.extension,
        lots=_lots(page, main, notes),
        documents=_documents(page, main),
        url=page.address,
    )


def _listing(fetch: Fetch) -> Listing:
    try:
        return read_list(fetch, SEARCH, _cards, _next_page)
    except Gone:
        return _of_categories(fetch)


def _cards(page: HtmlPage) -> list[str]:
    return page.links(CARD, HOSTS)


def _next_page(page: HtmlPage) -> str:
    return next(iter(page.links(NEXT, HOSTS)), "")


def _of_categories(fetch: Fetch) -> Listing:
    body = fetch(CATEGORIES, expects=HTML)
    page = read_page(body)
    categories = page.links(CATEGORY, HOSTS)
    if not categories:
        raise page.changed(f"has no link “{CATEGORY}”")
    found: dict[str, None] = {}
    for category in categories:
        links = read_page(fetch(category, expects=HTML)).links(AGREEMENT, HOSTS)
        found.update(dict.fromkeys(link for link in links if AGREEMENT_PATH.match(urlsplit(link).path)))
    if not found:
        raise page.changed(f"leads to categories that list no agreement: no link “{AGREEMENT}” to /fas or /ica")
    return Listing(body, tuple(found))


def _reference(page: HtmlPage, main: Tag, notes: Notes) -> str:
    spans = (words(span) for span in page.every("p > span", main))
    found = next((match[0] for span in spans if (match := REFERENCE.search(span))), "")
    return rows.noted_if_missing("reference", found.rstrip("./-"), notes)


def _term(page: HtmlPage, main: Tag, notes: Notes) -> Term:
    """What stands behind the question how long the agreement runs, in whichever paragraph asks it."""
    paragraphs = (words(paragraph) for paragraph in page.every("p", main))
    told = next((match["term"] for each in paragraphs if (match := TERM_ASKED.search(each))), "")
    days = DAYS.search(rows.noted_if_missing("term", told, notes))
    if days is None:
        return rows.take_term(notes, Published(end=told), TERM_FIELDS)
    more = (days["more"] or "").strip(" .,;()")
    return rows.take_term(notes, Published(days["start"], days["end"] or "", extension=more), TERM_FIELDS)


def _lots(page: HtmlPage, main: Tag, notes: Notes) -> tuple[Lot, ...]:
    """The table of lots and suppliers; else lots by their own lines, and the suppliers without saying on which."""
    if tabled := _tabled(page, main, notes):
        return tabled
    listed = [words(span) for span in page.every("span.procgreentext", main)]
    lines = listed or text.block(markup(main)).value.split("\n")
    numbered = {match["number"]: match["title"] for line in lines if (match := LOT.fullmatch(line.strip()))}
    lots = tuple(Lot(number=number, title=title.strip()) for number, title in numbered.items())
    names = _suppliers(page, main)
    return (*lots, Lot(suppliers=tuple(map(_place, names)))) if names else lots


def _tabled(page: HtmlPage, main: Tag, notes: Notes) -> tuple[Lot, ...]:
    lots = []
    for line in page.every("table.d1general tr", main):
        cells = page.every("td", line)
        match = LOT.fullmatch(words(cells[0])) if cells else None
        if len(cells) < 3 or match is None:
            continue
        names = dict.fromkeys(filter(None, (words(p) for p in page.every("p", cells[2]) or [cells[2]])))
        lots.append(Lot(number=match["number"], title=words(cells[1]), suppliers=tuple(map(_place, names))))
    if page.every("table.d1general td", main) and not lots:
        notes.add("lots", "", "stand in a table the hub cannot read", "left out")
    return tuple(lots)


def _suppliers(page: HtmlPage, main: Tag) -> list[str]:
    heading = next((tag for tag in page.every("h3", main) if SUPPLIER_HEADING.search(words(tag))), None)
    below = heading.find_next_sibling() if heading else None
    return list(dict.fromkeys(filter(None, (words(link) for link in page.every("a", below))))) if below else []


def _place(name: str) -> SupplierPlace:
    return SupplierPlace(name=name)


def _documents(page: HtmlPage, main: Tag) -> tuple[Link, ...]:
    links = {page.joined(str(link.get("href") or "")): words(link) for link in page.every("a.media-link--pdf", main)}
    return tuple(Link(title=title, url=address) for address, title in links.items() if address and title)


SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=HOSTS, pace=Pace(requests=10, seconds=60, apart=5), body_limit=5_000_000),
    permission=Permission(grounds=Grounds.NONE),
    every=timedelta(days=7),
    visit=visit,
    read=agreement,
    guards=Guards(least=30, filled={"title": 0.95, "reference": 0.6, "start": 0.5, "end": 0.5}),
    looks_for={"title": TITLE, "reference": "p > span", "lots": "span.procgreentext", "suppliers": "table.d1general"},
)
