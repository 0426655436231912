"""From a site's list to its pages: each is fetched, read into one row, and yielded with the place to go on from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scrapers import rows
from scrapers.html_page import HtmlPage, read_page
from scrapers.notes import Notes
from scrapers.record import Day, Record
from scrapers.site import Body, Disallowed, Fetch, Gone, Page, PageChanged, Visit
from scrapers.source import Reading, Row, Source

HTML = "text/html"
MOST_LIST_PAGES = 100
GONE = "it is listed, but the site says that there is nothing at its address"

Read = Callable[[Body, Notes], Record]


@dataclass(frozen=True)
class Listing:
    """Where a site lists its pages: the list's first page as fetched, and the addresses on all of it."""

    body: Body
    addresses: tuple[str, ...]


def read_list(
    fetch: Fetch, start: str, links: Callable[[HtmlPage], Iterable[str]], next_page: Callable[[HtmlPage], str]
) -> Listing:
    """A list of one page or several: ``links`` are the addresses on a page, ``next_page`` is where it leads, or empty.

    A later page that is gone or lists nothing ends the list. Raises PageChanged where the first lists nothing, and for
    a list that leads back to itself.
    """
    first = _list_page(fetch, start)
    found = dict.fromkeys(links(first.page))
    if not found:
        raise first.page.changed("lists nothing")
    at, seen = first, {start}
    while address := next_page(at.page):
        if address in seen or len(seen) >= MOST_LIST_PAGES:
            raise _circle(start, address)
        seen.add(address)
        try:
            at = _list_page(fetch, address)
        except Gone:
            break
        further = dict.fromkeys(links(at.page))
        if further and further.keys() <= found.keys():
            raise _circle(start, address)
        if not further:
            break
        found |= further
    return Listing(first.body, tuple(found))


def detail_pages(
    fetch: Fetch, visit: Visit, source: Source, listing: Listing, read: Read, expects: str = HTML
) -> Iterator[Page]:
    """One page for each address, read with ``read``, in the order of the addresses: after an interruption the visit
    goes on behind the last one stored, whatever the list has gained or lost meanwhile.
    """
    found = sorted(set(listing.addresses))
    left = [address for address in found if address > visit.resume.get("after", "")]
    for address in left:
        body, row = _visited(fetch, address, expects, listing, read)
        yield Page(
            body=body,
            reading=reading(source, body, (row,)),
            then={"after": address},
            finished=visit.until if address == found[-1] else None,
            total=len(found),
        )


def one_page(fetch: Fetch, source: Source, address: str, read: Read) -> Iterator[Page]:
    """The page at an address by itself, for a person's look at it. Raises FetchFailed and PageChanged."""
    body, notes = fetch(address), Notes(address)
    yield Page(body=body, reading=reading(source, body, (rows.one_row(notes, lambda: read(body, notes)),)), total=1)


def reading(source: Source, body: Body, found: Iterable[Row]) -> Reading:
    """What a page says, as of the day it was fetched."""
    day = Day(value=body.fetched_at.date())
    return Reading(source=source, as_of=day, as_of_reason="the day the page was fetched", rows=tuple(found))


def _visited(fetch: Fetch, address: str, expects: str, listing: Listing, read: Read) -> tuple[Body, Row]:
    """A page and its row. Of one that is gone, or that robots.txt disallows, the row says so, with the list as its
    evidence.
    """
    notes = Notes(address)
    try:
        body = fetch(address, expects=expects)
    except Gone:
        return listing.body, rows.rejected(notes, GONE)
    except Disallowed as failure:
        return listing.body, rows.rejected(notes, str(failure))
    return body, rows.one_row(notes, lambda: read(body, notes))


@dataclass(frozen=True)
class _ListPage:
    body: Body
    page: HtmlPage


def _list_page(fetch: Fetch, address: str) -> _ListPage:
    body = fetch(address, expects=HTML)
    return _ListPage(body, read_page(body))


def _circle(start: str, address: str) -> PageChanged:
    return PageChanged(f"{start} is a list whose pages go round in circles: {address} lists nothing new.")
