"""The agreements of the Government Commercial Agency, from the API behind its website.

The list gives the references, twenty to a page, and says how many there are; each agreement is then asked for by its
own. Off until the agency agrees: the API is not offered to the public.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from scrapers import gca
from scrapers.content import Entry
from scrapers.html_page import read_body
from scrapers.listing import Listing, detail_pages
from scrapers.notes import Notes
from scrapers.parse import codes, dates, text
from scrapers.parse.dates import Edge
from scrapers.record import Link, Lot, Record, SupplierPlace
from scrapers.rows import text_of
from scrapers.site import Body, Fetch, Grounds, Guards, Manners, Pace, Page, PageChanged, Permission, Site, Visit

FRAMEWORKS = "https://webprod-cms.crowncommercial.gov.uk/wp-json/ccs/v1/frameworks"
JSON = "application/json"
MOST_LIST_PAGES = 100
SOURCE = gca.source("gca_api", "GCA agreements, from the API behind its website")
FIELDS = (
    "rm_number", "title", "published_status", "regulation_type", "regulation", "start_date", "end_date", "terms",
    "status", "summary", "upcoming_deal_summary", "description", "how_to_buy", "category", "keywords", "id",
    "salesforce_id", "pillar", "benefits", "tenders_open_date", "tenders_close_date", "expected_live_date",
    "expected_award_date",
)  # fmt: skip


def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """Every agreement of the list."""
    yield from detail_pages(fetch, visit, SOURCE, _listing(fetch), agreement, expects=JSON)


def agreement(body: Body, notes: Notes) -> Record:
    """The agreement one answer is about. Raises PageChanged where the answer is not built as it was."""
    said = _answer(body)
    for name in ("rm_number", "title", "status"):
        if name not in said:
            raise PageChanged(f"{body.address} has no “{name}”. Nothing was stored from it.")
    entry = Entry(notes.place, {name: _plain(said.get(name)) for name in FIELDS})
    fields = {name: text_of(entry, name, notes).strip() for name in FIELDS}
    fields["published_status"] = fields["published_status"] or "publish"  # the API leaves out what is not published
    found = gca.agreement(fields, notes, SOURCE.owner)
    documents = tuple(_document(each) for each in _items(said, "documents", notes))
    lots = tuple(_lot(each, notes) for each in _items(said, "lots", notes))
    return found.model_copy(update={"lots": lots, "documents": tuple(filter(None, documents))})


def _listing(fetch: Fetch) -> Listing:
    """The references on all pages of the list. Raises PageChanged where they are not as many as the list says."""
    found: dict[str, None] = {}
    first: Body | None = None
    for number in range(1, MOST_LIST_PAGES + 1):
        body = fetch(f"{FRAMEWORKS}?limit=20&page={number}", expects=JSON)
        first = first or body
        total, references = _list_page(body)
        further = dict.fromkeys(references)
        if further and further.keys() <= found.keys():
            raise PageChanged(f"{body.address} lists nothing that the pages before did not: the list goes in circles.")
        found |= further
        if not further or len(found) >= total:
            break
    if not found or len(found) != total:
        raise PageChanged(f"{FRAMEWORKS} says that it lists {total} agreements, and lists {len(found)}.")
    return Listing(first or body, tuple(f"{FRAMEWORKS}/{reference}" for reference in found))


def _list_page(body: Body) -> tuple[int, list[str]]:
    answer = _answer(body)
    meta, results = answer.get("meta"), answer.get("results")
    total = meta.get("total_results") if isinstance(meta, dict) else None
    if not isinstance(total, int) or not isinstance(results, list):
        raise PageChanged(f"{body.address} has no “meta.total_results” or no list of “results”.")
    return total, [str(each["rm_number"]) for each in results if isinstance(each, dict) and each.get("rm_number")]


def _answer(body: Body) -> Mapping[str, Any]:
    try:
        answer = json.loads(read_body(body))
    except (ValueError, RecursionError) as error:
        raise PageChanged(f"{body.address} is no JSON: {text.shortened(str(error))}.") from error
    if not isinstance(answer, dict):
        raise PageChanged(f"{body.address} is a list or a value where an object belongs.")
    return answer


def _plain(value: object) -> object:
    """A number, as ids are, as its figures."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _items(said: Mapping[str, Any], name: str, notes: Notes) -> list[dict[str, Any]]:
    items = said.get(name) or []
    if not isinstance(items, list):
        notes.add(name, str(items), "is not a list", "left out")
        return []
    for item in items:
        if not isinstance(item, dict):
            notes.add(name, str(item), "is not an object", "left out")
    return [item for item in items if isinstance(item, dict)]


def _document(item: Mapping[str, Any]) -> Link | None:
    title, address = text.line(str(item.get("title") or "")).value, codes.address(str(item.get("url") or "")).value
    return Link(title=title, url=address) if title and address else None


def _lot(item: Mapping[str, Any], notes: Notes) -> Lot:
    number, title, description, expiry, status = (
        str(item.get(name) or "") for name in ("lot_number", "title", "description", "expiry_date", "status")
    )
    field = f"lot {number}"
    names = (str(each.get("name") or "") for each in _items(item, "suppliers", notes))
    suppliers = dict.fromkeys(filter(None, (text.line(name).value for name in names)))
    return Lot(
        number=text.line(number).value,
        title=notes.take(f"{field} title", title, text.line(title)),
        description=notes.take(f"{field} description", description, text.block(description)),
        stage=gca.stage(status, notes),
        end=notes.take(f"{field} expiry_date", expiry, dates.day(expiry, Edge.LAST)),
        suppliers=tuple(SupplierPlace(name=name) for name in suppliers),
    )


SITE = Site(
    source=SOURCE,
    manners=Manners(
        hosts=("webprod-cms.crowncommercial.gov.uk",), pace=Pace(requests=10, seconds=60, apart=5), body_limit=5_000_000
    ),
    permission=Permission(grounds=Grounds.NONE),
    every=timedelta(days=1),
    visit=visit,
    read=agreement,
    guards=Guards(least=150, filled={"title": 0.95, "reference": 0.95, "start": 0.7, "end": 0.7}),
)
