"""Two sites of our own, and a fetch that serves their pages from a folder and writes down what was asked for.

The ledger publishes notices, by day and page, and answers for one OCID. The list lists everything, page by page.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scrapers.record import Day, Record
from scrapers.site import (
    Body,
    Fetch,
    FetchFailed,
    Gone,
    Grounds,
    Guards,
    Manners,
    Pace,
    Page,
    PageChanged,
    Permission,
    Site,
    Visit,
)
from scrapers.source import Outcome, Reading, Row, Source, Voice
from tests.factories import a_source

AN_HOUR_AGO = datetime(2026, 11, 21, 11, tzinfo=UTC)
BY_THE_HOUR = Pace(requests=12, seconds=120, apart=10)


@dataclass(frozen=True)
class Shelf:
    """A folder in which each address a site may ask for is a file. ``asked`` is every address asked for, in order."""

    folder: Path

    def put(self, address: str, page: Any) -> None:
        """What the address answers with: JSON, or a text that says why it cannot be fetched."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path(address).write_bytes(gzip.compress(json.dumps(page).encode(), mtime=0))

    @property
    def asked(self) -> list[str]:
        log = self.folder / "asked.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def __call__(self, address: str, expects: str = "") -> Body:
        with (self.folder / "asked.log").open("a", encoding="utf-8") as log:
            log.write(f"{address}\n")
        path = self._path(address)
        if not path.exists():
            raise Gone(f"{address} is not there any more (404).")
        packed = path.read_bytes()
        if isinstance(why := json.loads(gzip.decompress(packed)), str):
            raise FetchFailed(f"{address} {why}")
        digest = hashlib.sha256(gzip.decompress(packed)).hexdigest()
        return Body(address=address, path=path, sha256=digest, media_type="application/json", fetched_at=AN_HOUR_AGO)

    def _path(self, address: str) -> Path:
        return self.folder / f"{quote(address, safe='')}.gz"


def entry(number: int, **fields: Any) -> dict[str, Any]:
    """What a site says of its entry of this number."""
    said = {"source_id": f"ocds-abc123-{number:04}", "reference": f"AB{number}", "title": f"Materials {number}"}
    return said | {"end": "2028-03-31"} | fields


def _page_address(day: date, page: int) -> str:
    return f"https://ledger.example/{day.isoformat()}?page={page}"


def put_day(shelf: Shelf, day: date, *pages: Sequence[dict[str, Any]]) -> None:
    """What the ledger published on a day."""
    for number, entries in enumerate(pages or ((),), 1):
        shelf.put(_page_address(day, number), {"entries": list(entries), "more": number < len(pages)})


def put_list(shelf: Shelf, *pages: Sequence[dict[str, Any]]) -> None:
    """What the list lists."""
    for number, entries in enumerate(pages, 1):
        shelf.put(f"https://list.example/{number}", {"entries": list(entries), "more": number < len(pages)})


def visit_ledger(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    at = visit.resume
    day = date.fromisoformat(at["day"]) if at else visit.since.date()
    number = int(at["page"]) if at else 1
    while _midnight(day) < visit.until:
        body, said = _read(fetch, _page_address(day, number))
        following = _midnight(day + timedelta(days=1))
        if said["more"]:
            then, finished, number = {"day": day.isoformat(), "page": str(number + 1)}, None, number + 1
        else:
            day, number, finished = day + timedelta(days=1), 1, min(following, visit.until)
            is_last = finished == visit.until and not visit.held
            then = {} if is_last else {"day": day.isoformat(), "page": "1"}
        yield Page(body=body, reading=_reading(LEDGER.source, body, said), then=then, finished=finished)
    for asked in visit.held:
        body, said = _read(fetch, f"https://ledger.example/procurement/{asked}")
        then = {"day": day.isoformat(), "page": "1", "asked": asked}
        yield Page(body=body, reading=_reading(LEDGER.source, body, said), then=then)


def visit_list(fetch: Fetch, _visit: Visit) -> Iterator[Page]:
    number, more = 1, True
    while more:
        body, said = _read(fetch, f"https://list.example/{number}")
        yield Page(body=body, reading=_reading(LIST.source, body, said))
        number, more = number + 1, said["more"]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _read(fetch: Fetch, address: str) -> tuple[Body, dict[str, Any]]:
    body = fetch(address, "application/json")
    said: dict[str, Any] = json.loads(gzip.decompress(body.path.read_bytes()))
    if "entries" not in said:
        raise PageChanged(f"{address} has no “entries” any more.")
    return body, said


def _reading(source: Source, body: Body, said: dict[str, Any]) -> Reading:
    rows = tuple(_row(f"{body.address}, entry {n}", **values) for n, values in enumerate(said["entries"], 1))
    return Reading(source=source, as_of=Day(value=body.fetched_at.date()), as_of_reason="fetched then", rows=rows)


def _row(entry: str, *, place: str = "", **values: Any) -> Row:
    place = place or entry
    if reason := values.get("rejected"):
        return Row(place=place, outcome=Outcome.REJECTED, reason=reason)
    end = Day(value=date.fromisoformat(values["end"])) if values["end"] else None
    record = Record(owner="Anglian Buying Group", **values | {"end": end})
    return Row(place=place, outcome=Outcome.RECORD, record=record)


LEDGER = Site(
    source=a_source(name="ledger", title="The Ledger", voice=Voice.NOTICE, owner="", url="https://ledger.example"),
    manners=Manners(hosts=("ledger.example",), pace=BY_THE_HOUR),
    permission=Permission(grounds=Grounds.OPEN_LICENCE, words="Open Government Licence v3.0"),
    every=timedelta(hours=6),
    visit=visit_ledger,
    met="2026-11-20",
)
LIST = Site(
    source=a_source(name="list", title="The List", voice=Voice.DIRECTORY, owner="", url="https://list.example"),
    manners=Manners(hosts=("list.example",), pace=BY_THE_HOUR),
    permission=Permission(grounds=Grounds.AGREEMENT, words="letter of 3 November 2026"),
    every=timedelta(days=7),
    visit=visit_list,
    guards=Guards(least=4, filled={"title": 1.0, "end": 0.5}),
    met="2026-11-20",
)
UNASKED = replace(
    LIST,
    source=a_source(name="unasked", title="Nobody Asked", voice=Voice.DIRECTORY, owner="", url="https://list.example"),
    permission=Permission(grounds=Grounds.NONE),
    met="",
)
