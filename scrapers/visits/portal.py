"""A notice portal that is asked for a window of time and gives its notices page by page.

After each page the place to go on from is known: the procurement asked for last, or the window and its next page. A
window is finished only when a page without a next one was read. What fails on the way is either said in the rows, where
it is one procurement, or ends the visit with everything before it stored.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote

from scrapers import ocds
from scrapers.site import AskedTooMuch, Body, Fetch, Gone, Page, PageChanged, Visit
from scrapers.source import Reading, Row, Source, UnreadableFile
from scrapers.visits.page import missing, nothing_on, opened, with_rows
from scrapers.visits.place import Place, resumed
from scrapers.visits.windows import Window, clock_time, first_window, halves

JSON = "application/json"
PER_PAGE = 100
MOST_PAGES = 1_000
LONGEST_LINK = 2_000


@dataclass(frozen=True, kw_only=True)
class Portal:
    """What is particular to one portal.

    ``listing`` is the address that lists notices and ``record`` the one that gives everything of one procurement, with
    {ocid} in it. ``begins`` and ``ends`` are what the listing calls the two times of a window, and ``others`` what
    else a link to the next page may have. A window is at most ``longest``; where the portal cannot cope, it is halved
    down to ``shortest``. A visit begins ``overlap`` before it has to, for notices that come late.
    """

    source: Source
    listing: str
    record: str
    begins: str
    ends: str
    longest: timedelta
    shortest: timedelta
    overlap: timedelta
    others: tuple[str, ...] = ("stages", "limit", "cursor")

    def pages(self, fetch: Fetch, visit: Visit) -> Iterator[Page]:
        """First the procurements held, then window by window. Raises FetchFailed and PageChanged."""
        place = resumed(visit.resume, visit.since - self.overlap)
        unsaid: Sequence[Row] = ()
        if place.start is None:
            unsaid = yield from self._held(fetch, visit.held, place)
        yield from self._windows(fetch, visit.until, place, unsaid)

    def _held(self, fetch: Fetch, held: Sequence[str], place: Place) -> Generator[Page, None, Sequence[Row]]:
        """Each procurement by itself. Returns the rows of those that cannot be had and no page followed to say so.

        One that the portal fails at is passed over; two, one after the other, mean that the portal is down.
        """
        unsaid: list[Row] = []
        failed = False
        for ocid in held[held.index(place.held) + 1 if place.held in held else 0 :]:
            try:
                body = fetch(self.record.format(ocid=quote(ocid, safe="")), JSON)
            except (Gone, AskedTooMuch) as failure:
                if failed and isinstance(failure, AskedTooMuch):
                    raise
                failed = isinstance(failure, AskedTooMuch)
                unsaid.append(missing(ocid, str(failure)))
                continue
            failed = False
            then = replace(place, held=ocid).stored()
            yield Page(body=body, reading=self._procurement(body, ocid, unsaid), then=then)
            unsaid = []
        return unsaid

    def _windows(self, fetch: Fetch, until: datetime, place: Place, unsaid: Sequence[Row]) -> Iterator[Page]:
        start = place.start or place.since
        waiting = [Window(start, place.end)] if place.end and place.next else []
        while waiting or start < until:
            window = waiting.pop(0) if waiting else first_window(start, until, self.longest)
            try:
                for page in self._window(fetch, window, until, place):
                    yield replace(page, reading=with_rows(page.reading, unsaid))
                    unsaid = ()
            except AskedTooMuch:
                parts = halves(window, self.shortest)
                if parts is None:
                    raise
                waiting = [*parts, *waiting]
            else:
                start = window.end
            place = replace(place, held="", next="")

    def _window(self, fetch: Fetch, window: Window, until: datetime, place: Place) -> Iterator[Page]:
        """The pages of one window, from the place's next page or its first one."""
        address = place.next or self._first_page(window)
        asked, marks = {self._first_page(window), address}, set[str]()
        while address:
            body = fetch(address, JSON)
            page = opened(body, self.source)
            address = self._next_page(page.next, body)
            _refuse_circles(body, address in asked, page.mark in marks, len(marks))
            asked.add(address)
            marks.add(page.mark)
            if address:
                then = Place(since=place.since, start=window.start, end=window.end, next=address).stored()
                yield Page(body=body, reading=page.reading, then=then)
            else:
                then = Place(since=place.since, start=window.end).stored() if window.end < until else {}
                yield Page(body=body, reading=page.reading, then=then, finished=min(window.end, until))

    def _first_page(self, window: Window) -> str:
        times = f"{self.begins}={clock_time(window.start)}&{self.ends}={clock_time(window.end)}"
        return f"{self.listing}?{times}&limit={PER_PAGE}"

    def _next_page(self, link: object, body: Body) -> str:
        """The next page's address as the page gives it; empty where it gives none. Nothing but the listing is asked."""
        if not link:
            return ""
        if not isinstance(link, str) or not self._is_listing(link):
            raise PageChanged(f"{body.address} names a next page that is none of {self.listing}: {str(link)[:200]}")
        return link

    def _is_listing(self, link: str) -> bool:
        head, _, query = link.partition("?")
        if head != self.listing or "#" in link or len(link) > LONGEST_LINK:
            return False
        known = {self.begins, self.ends, *self.others}
        return all(name in known for name, _ in parse_qsl(query, keep_blank_values=True))

    def _procurement(self, body: Body, ocid: str, unsaid: Sequence[Row]) -> Reading:
        try:
            reading = ocds.read(body.path)
        except UnreadableFile as fault:
            unsaid = [*unsaid, missing(ocid, f"{body.address} cannot be read: {fault}")]
            reading = nothing_on(body, self.source)
        if reading.source.name != self.source.name:
            raise PageChanged(f"{body.address} holds {reading.source.title}, not {self.source.title}.")
        return with_rows(reading, unsaid)


def _refuse_circles(body: Body, leads_back: bool, repeats: bool, before: int) -> None:
    if leads_back:
        raise PageChanged(f"{body.address} names a page as the next that was asked before: its pages go in a circle.")
    if repeats:
        raise PageChanged(f"{body.address} lists the same notices as a page before it: its pages go in a circle.")
    if before >= MOST_PAGES:
        raise PageChanged(f"{body.address} is page {before + 1:,} of one window of time, and there are more to come.")
