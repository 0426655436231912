"""A stand-in for Find a Tender's list of notices, as its sheet says that it behaves.

Pure: it answers a path and a query and remembers nothing, so that it can be asked by a call or served over HTTPS.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote
from zoneinfo import ZoneInfo

from tests.scrapers.ocds.releases import a_package

HOST = "www.find-tender.service.gov.uk"
API = "/api/1.0"
LIST = f"{API}/ocdsReleasePackages"
LONDON = ZoneInfo("Europe/London")
PARAMETERS = {"updatedFrom", "updatedTo", "stages", "limit", "cursor"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
LONGEST = timedelta(hours=6)
JSON = {"Content-Type": "application/json", "Cache-Control": "no-store"}

Release = dict[str, Any]
Answer = tuple[int, Mapping[str, str], bytes]


class _Refused(ValueError):
    """The request is wrong: 400."""


def find_a_tender(releases: Sequence[Release], fold: int = 0, per_page: int = 100) -> Callable[[str, str], Answer]:
    """A portal with these notices, at most ``per_page`` at once, however many are asked for.

    ``fold`` is how it reads a time that London's clock shows twice.
    """
    newest_first = sorted(releases, key=_released, reverse=True)

    def answer(path: str, query: str) -> Answer:
        try:
            if path == LIST:
                return _listed(newest_first, query, fold, per_page)
            return _one(newest_first, path, query)
        except ValueError as reason:
            error = {"timestamp": "2026-09-03T13:00:00", "status": 400, "error": "Bad Request", "message": str(reason)}
            return 400, JSON, json.dumps(error | {"path": path, "exception": "BadRequestException"}).encode()

    return answer


def _listed(newest_first: Sequence[Release], query: str, fold: int, per_page: int) -> Answer:
    """One page. Of a window that is too long only its end is given, and nothing says so."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    if not asked.keys() <= PARAMETERS:
        raise _Refused(f"unknown parameter {min(asked.keys() - PARAMETERS)}")
    place = _decoded(asked["cursor"]) if "cursor" in asked else {}
    window = {name: place.get(name) or asked.get(name, "") for name in ("updatedFrom", "updatedTo")}
    start, end = (_instant(window[name], fold) for name in window)
    if start > end:
        raise _Refused("updatedFrom is after updatedTo")
    start = max(start, end - LONGEST)
    found = [release for release in newest_first if start <= _released(release) < end]
    begin, limit = int(place.get("nextCursor", "0")), min(_limit(asked.get("limit", "100")), per_page)
    links = {}
    if begin + limit < len(found):
        cursor = _encoded(window | {"nextCursor": str(begin + limit)})
        times = "&".join(f"{name}={time}" for name, time in window.items())
        links = {"links": {"next": f"https://{HOST}{LIST}?{times}&limit={limit}&cursor={cursor}"}}
    return 200, JSON, a_package(*found[begin : begin + limit], **links).encode()


def _one(newest_first: Sequence[Release], path: str, query: str) -> Answer:
    """Everything of one procurement, or of one notice."""
    kind, _, name = path.removeprefix(f"{API}/").partition("/")
    if kind not in ("ocdsReleasePackages", "ocdsRecordPackages") or query:
        raise _Refused("unknown request")
    found = [release for release in newest_first if unquote(name) in (release.get("ocid"), release.get("id"))]
    if not found:
        return 404, JSON, json.dumps({"message": f"'{name}' is not found"}).encode()
    if kind == "ocdsReleasePackages":
        return 200, JSON, a_package(*found).encode()
    record = {"ocid": found[0]["ocid"], "releases": found, "compiledRelease": found[0], "versionedRelease": {}}
    return 200, JSON, json.dumps({"version": "1.1", "records": [record]}).encode()


def _released(release: Release) -> datetime:
    return datetime.fromisoformat(release["date"])


def _instant(written: str, fold: int) -> datetime:
    """A time by London's clock. One with a zone, and one the clock left out in March, is refused."""
    if not TIME.fullmatch(written):
        raise _Refused(f"{written or 'nothing'} is no time as YYYY-MM-DDTHH:MM:SS")
    shown = datetime.fromisoformat(written).replace(tzinfo=LONDON)
    if datetime.fromtimestamp(shown.timestamp(), LONDON).hour != shown.hour:
        raise _Refused(f"{written} is a time that never was")
    return shown.replace(fold=fold)


def _limit(written: str) -> int:
    if not written.isdigit() or not 1 <= int(written) <= 100:
        raise _Refused("limit must be 1 to 100")
    return int(written)


def _encoded(place: Mapping[str, str]) -> str:
    return base64.b64encode("|".join(f"{name}={value}" for name, value in place.items()).encode()).decode()


def _decoded(cursor: str) -> dict[str, str]:
    if not re.fullmatch(r"[A-Za-z0-9=]{1,300}", cursor):
        raise _Refused("cursor is none")
    return dict(parse_qsl(base64.b64decode(cursor).decode().replace("|", "&")))
