"""A fetch that asks a function in place of the web, and stores what it answers as the real one does."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.site import AskedTooMuch, Body, FetchFailed, Gone, Page, Site, Visit
from scrapers.source import Row

Answer = tuple[int, Mapping[str, str], bytes]
Portal = Callable[[str, str], Answer]
"""What a site answers to a path and a query."""

JSON = {"Content-Type": "application/json"}
NOON = datetime(2026, 9, 3, 12, tzinfo=UTC)


class Answers:
    """Asks ``portal``; ``asked`` are the addresses, in order."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self._portal = portal
        self._folder = folder
        self.asked: list[str] = []

    def __call__(self, address: str, expects: str = "") -> Body:
        self.asked.append(address)
        parts = urlsplit(address)
        status, headers, data = self._portal(parts.path, parts.query)
        media_type = headers.get("Content-Type", "").partition(";")[0]
        if status in (404, 410):
            raise Gone(f"{address} is no more ({status}).")
        if status >= 500:
            raise AskedTooMuch(f"{address} answered {status} each time it was asked.")
        if status != 200 or not data or media_type != expects:
            raise FetchFailed(f"{address} answered {status} with {len(data)} bytes of {media_type}.")
        digest = hashlib.sha256(data).hexdigest()
        path = self._folder / digest
        path.write_bytes(gzip.compress(data, mtime=0))
        return Body(address=address, path=path, sha256=digest, media_type=media_type, fetched_at=NOON)

    @property
    def queries(self) -> list[str]:
        return [urlsplit(address).query for address in self.asked]


def an_answer(text: str | bytes, status: int = 200) -> Answer:
    return status, JSON, text if isinstance(text, bytes) else text.encode()


def always(text: str | bytes, status: int = 200) -> Portal:
    """A site that gives the same answer to everything."""
    return lambda path, query: an_answer(text, status)


def in_turn(*answers: Answer) -> Portal:
    """A site that answers one thing after the other, whatever it is asked."""
    waiting = list(answers)
    return lambda path, query: waiting.pop(0)


def visited(site: Site, fetch: Answers, since: datetime, until: datetime, **further: object) -> list[Page]:
    return list(site.visit(fetch, Visit(since=since, until=until, **further)))  # type: ignore[arg-type]


def rows(pages: Iterable[Page]) -> list[Row]:
    return [row for page in pages for row in page.reading.rows]
