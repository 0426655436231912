"""A web of a few pages, held in a dict, and a visit to it."""

import gzip
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from scrapers.site import Body, Gone, Page, Site, Visit
from scrapers.source import Row

DATA = Path(__file__).parents[2] / "data"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
VISIT = Visit(since=datetime(2026, 11, 21, 12, tzinfo=UTC), until=NOON)


class Web:
    """Answers by address; a ``Redirect`` leads elsewhere, and what it does not hold is gone. ``asked`` is in order."""

    def __init__(self, folder: Path, answers: Mapping[str, str | bytes]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self._folder = folder

    def __call__(self, address: str, expects: str = "") -> Body:
        self.asked.append(address)
        if address not in self.answers:
            raise Gone(f"{address} answered 404.")
        answer = self.answers[address]
        if isinstance(answer, Redirect):
            address, answer = answer.to, self.answers[answer.to]
        data = answer if isinstance(answer, bytes) else answer.encode()
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._folder / f"{sha256}.gz"
        path.write_bytes(gzip.compress(data))
        return Body(address=address, path=path, sha256=sha256, media_type=expects or "text/xml", fetched_at=NOON)


class Redirect(str):
    """Where an address leads."""

    @property
    def to(self) -> str:
        return str(self)


def recorded(name: str) -> str:
    """A page we wrote in a site's structure."""
    return (DATA / name).read_text(encoding="utf-8")


def sitemap(*addresses: str) -> str:
    listed = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


def visited(site: Site, web: Web, visit: Visit = VISIT) -> list[Page]:
    return list(site.visit(web, visit))


def rows(site: Site, web: Web, visit: Visit = VISIT) -> dict[str, Row]:
    """Every row by its place."""
    return {row.place: row for page in visited(site, web, visit) for row in page.reading.rows}
