"""The contract launch briefs of NHS Supply Chain: one page for each framework, its facts in one run of labels.

A brief says how many suppliers there are and lists them, in columns, in a table by lot, or, where there is one, in a
sentence. A list of another length than the brief states is refused. Only <main> is read: the footer has a heading
“Suppliers” of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from bs4 import Tag

from scrapers import rows
from scrapers.html_page import HtmlPage, markup, read_page, words
from scrapers.listing import detail_pages, read_list
from scrapers.notes import Notes
from scrapers.parse import codes, terms, text
from scrapers.record import Lot, Record, SupplierPlace
from scrapers.site import Body, Fetch, Grounds, Guards, Manners, Pace, Page, Permission, Site, Visit
from scrapers.source import Source, Voice

BRIEFS = "https://www.supplychain.nhs.uk/product-information/contract-launch-briefs/"
HOSTS = ("www.supplychain.nhs.uk",)
SOURCE = Source(
    name="nhs_supply_chain",
    title="NHS Supply Chain's contract launch briefs",
    publisher="NHS Supply Chain",
    url=BRIEFS,
    licence="Copyright of NHS Supply Chain: facts only",
    voice=Voice.OWNER,
    owner="NHS Supply Chain",
)
BRIEF = re.compile(r"/product-information/contract-launch-brief/(?P<slug>[^/]+)/?")
LIST_PAGE = re.compile(r"/page/(?P<number>\d+)/$")
LABELS = ("Type", "Category", "Reference", "Supply Route", "Start Date", "Expiry Date")
LABEL = re.compile(rf"\b({'|'.join(LABELS)})\s*:\s*")
DAY = re.compile(r"\d{1,2} \w+ \d{4}")
DATE_LABELS = {"start": "Start Date", "end": "Expiry Date"}
SUPPLIERS = "#suppliers"
STATED = re.compile(r"there are ([\d,]+) suppliers?", re.IGNORECASE)
ONLY_ONE = re.compile(r"there is (?:only )?one supplier[^:]{0,60}:\s*(?P<name>[^\n]{2,90})", re.IGNORECASE)
SUMMARY = re.compile(r"^\d+ suppliers?\b|suppliers? (?:are|is|has|have)\b", re.IGNORECASE)
LOT = re.compile(r"lot\s+(?P<number>\w+)\b\s*:?\s*(?P<rest>.*)", re.IGNORECASE)
NO_NAME = re.compile(r"supplier(?: name)?s?|lot|yes|no|y|n|-|npm|bulk buy|", re.IGNORECASE)


def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """Every brief of the list, which has pages 2, 3 and so on until there are no more."""
    listing = read_list(fetch, BRIEFS, _briefs, _next_page)
    yield from detail_pages(fetch, visit, SOURCE, listing, brief)


def brief(body: Body, notes: Notes) -> Record:
    """The framework a brief is about. Raises PageChanged where it has no main part, title or run of labels."""
    page = read_page(body)
    main = page.one("main")
    heading = markup(page.one("h1", main))
    facts = _facts(page, main)
    said = {name: rows.noted_if_missing(label, facts.get(label, ""), notes) for name, label in DATE_LABELS.items()}
    term = rows.take_term(notes, terms.Published(said["start"], said["end"]), DATE_LABELS)
    beside = {"type": facts.get("Type", ""), "supply route": facts.get("Supply Route", "")}
    return Record(
        source_id=codes.slug(urlsplit(page.address).path.rstrip("/").rpartition("/")[2]),
        title=rows.noted_if_missing("title", notes.take("title", heading, text.line(heading)), notes),
        owner=SOURCE.owner,
        reference=_reference(facts, notes),
        categories=tuple(filter(None, [facts.get("Category", "")])),
        start=term.start,
        end=term.end,
        lots=_lots(page, main, notes),
        url=page.address,
        extra={name: value for name, value in beside.items() if value},
    )


def _briefs(page: HtmlPage) -> list[str]:
    links = page.links("a[href]", HOSTS, page.one("main"))
    return [address for address in links if BRIEF.fullmatch(urlsplit(address).path)]


def _next_page(page: HtmlPage) -> str:
    match = LIST_PAGE.search(page.address)
    return f"{BRIEFS}page/{int(match['number']) + 1 if match else 2}/"


def _facts(page: HtmlPage, main: Tag) -> Mapping[str, str]:
    """The run of labels as a mapping: a value ends where the next label begins, and the first value of each counts."""
    parts = LABEL.split(" ".join(text.block(markup(main)).value.split()))
    found = {label: value.strip() for label, value in reversed(list(zip(parts[1::2], parts[2::2], strict=True)))}
    if len(found) < 2:
        raise page.changed(f"has no run of labels such as “{LABELS[2]}:” and “{LABELS[4]}:”")
    for label in DATE_LABELS.values():
        day = DAY.match(found.get(label, ""))
        found[label] = day[0] if day else " ".join(found.get(label, "").split()[:4])
    return {label: text.line(value).value[:200] for label, value in found.items()}


def _reference(facts: Mapping[str, str], notes: Notes) -> str:
    """A reference has a figure in it: anything else is what stands in place of one."""
    reference = codes.reference(facts.get("Reference", "")).value
    if not any(letter.isdigit() for letter in reference):
        notes.add("Reference", reference, "is no reference: it has no figure" if reference else "is missing")
        return ""
    return reference


def _lots(page: HtmlPage, main: Tag, notes: Notes) -> tuple[Lot, ...]:
    """The suppliers, by lot where the brief says so; none where they are not as many as the brief states."""
    section = page.maybe(SUPPLIERS, main)
    if section is None:
        notes.add("suppliers", "", "are not listed")
        return ()
    prose = text.block(markup(section)).value
    if one := ONLY_ONE.search(prose):
        return _as_lots({one["name"].strip(" ."): set()})
    places = _listed(page, section, _stated(prose)) or _tabled(page, section)
    stated = _stated(prose)
    if stated is None:
        notes.add("suppliers", "", "are listed without saying how many there are", "left out")
        return ()
    if len(places) != stated:
        notes.add("suppliers", str(stated), f"is not the number listed, {len(places)}", "the list is left out")
        return ()
    return _as_lots(places)


def _stated(prose: str) -> int | None:
    match = STATED.search(" ".join(prose.split()))
    return int(match[1].replace(",", "")) if match else None


def _listed(page: HtmlPage, section: Tag, stated: int | None) -> dict[str, set[str]]:
    """The suppliers of the bullet lists, column after column, until there are as many as stated."""
    found: dict[str, set[str]] = {}
    for column in page.every("ul", section):
        items = page.every("li", column)
        names = [words(item) for item in items]
        if _only_counts(names) or _only_links(page, items):
            continue
        found |= {name: set() for name in names if name and name.casefold() not in map(str.casefold, found)}
        if len(found) == stated:
            break
    return found


def _only_counts(names: Sequence[str]) -> bool:
    """True for a list that says how many suppliers are new and how many have left."""
    return sum(bool(SUMMARY.search(name)) for name in names) * 2 >= len(names)


def _only_links(page: HtmlPage, items: Sequence[Tag]) -> bool:
    """True for a list of downloads or further pages, which must not make up for a supplier that is missing."""
    return all(words(page.maybe("a[href]", item)) == words(item) for item in items)


def _tabled(page: HtmlPage, section: Tag) -> dict[str, set[str]]:
    """The suppliers of the table, each with its lots."""
    found: dict[str, set[str]] = {}
    for line in page.every("tr", section):
        lot, name = "", ""
        for cell in (words(cell) for cell in page.every("th, td", line)):
            match = LOT.fullmatch(cell)
            lot = match["number"] if match else lot
            name = name or ((match["rest"] if match else cell) if not NO_NAME.fullmatch(cell) else "")
        if name:
            found.setdefault(name, set()).update({lot} - {""})
    return found


def _as_lots(places: Mapping[str, set[str]]) -> tuple[Lot, ...]:
    """The lots named, and one without a number for the suppliers whose lot is not said."""
    numbers = sorted({number for lots in places.values() for number in lots or {""}})
    return tuple(
        Lot(number=number, suppliers=tuple(SupplierPlace(name=n) for n, on in places.items() if number in (on or {""})))
        for number in numbers
    )


SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=HOSTS, pace=Pace(requests=10, seconds=60, apart=5), body_limit=5_000_000),
    permission=Permission(grounds=Grounds.NONE),
    every=timedelta(days=7),
    visit=visit,
    read=brief,
    guards=Guards(least=100, filled={"title": 0.95, "reference": 0.8, "start": 0.8, "end": 0.8, "lots": 0.5}),
    looks_for={"main part": "main", "title": "main h1", "suppliers": f"main {SUPPLIERS}"},
)
