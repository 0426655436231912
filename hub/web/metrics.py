"""Figures for whoever watches the hub, in the text form that Prometheus reads.

They name routes and never what was asked for, and are for this machine alone, or for who shows the token of the
setting METRICS_TOKEN. Each process counts its own requests since it began.
"""

import hmac
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from hub import clock, readiness
from hub.db import get_session
from hub.models import Framework, IndexChange, Outbox
from hub.security import policy

bp = Blueprint("metrics", __name__)

TEXT = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""

PROCESS = Path("/proc/self")

Line = tuple[dict[str, str], float]


class Requests:
    """What was answered, by method, route and status, and how long it took."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._within: Counter[float] = Counter()
        self._seconds = 0.0
        self.began = time.time()

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        with self._lock:
            self._counts[method, route, str(status)] += 1
            self._seconds += seconds
            self._within.update(bound for bound in BOUNDS if seconds <= bound)

    def lines(self) -> Iterator[str]:
        with self._lock:
            counts, within, seconds = sorted(self._counts.items()), dict(self._within), self._seconds
        labels = ("method", "route", "status")
        answered: list[Line] = [(dict(zip(labels, key, strict=True)), count) for key, count in counts]
        yield from metric("hub_requests_total", "counter", "Requests answered", answered)
        total = sum(count for _, count in counts)
        yield from _head("hub_request_seconds", "histogram", "Seconds to answer a request")
        for bound in (*BOUNDS, float("inf")):
            text = "+Inf" if bound == float("inf") else str(bound)
            yield _line("hub_request_seconds_bucket", {"le": text}, within.get(bound, 0) if text != "+Inf" else total)
        yield _line("hub_request_seconds_sum", {}, round(seconds, 6))
        yield _line("hub_request_seconds_count", {}, total)


def init_app(app: Flask) -> None:
    counted = app.extensions["hub.requests"] = Requests()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else ""
        counted.add(request.method, route, response.status_code, time.perf_counter() - g.began)
        return response


@bp.get("/metrics")
@policy("public")
def metrics() -> Response:
    if not _may_read():
        abort(404)
    counted: Requests = current_app.extensions["hub.requests"]
    parts = readiness.parts(
        current_app.config, current_app.extensions["hub.engine"], current_app.extensions["hub.index"], clock.now()
    )
    answers = not any(part.name == "database" and part.trouble for part in parts)
    held = _held() if answers else ()
    lines = [*counted.lines(), *_ready(parts), *held, *_process(counted)]
    answer = Response("\n".join([*lines, ""]), content_type=TEXT)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_read() -> bool:
    """Who shows the token; where none is set, whoever asks from this machine."""
    token = str(current_app.config["METRICS_TOKEN"])
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.encode())
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _ready(parts: list[readiness.Part]) -> Iterator[str]:
    lines: list[Line] = [({"part": part.name}, float(not part.trouble)) for part in parts]
    yield from metric("hub_ready", "gauge", "Whether a part of the hub does its work", lines)


def _held() -> Iterator[str]:
    """What the database says, as long as it says anything."""
    waiting = select(func.count()).select_from(Outbox).where(Outbox.sent_at.is_(None))
    asked = {
        "hub_frameworks": ("Frameworks", select(func.count()).select_from(Framework)),
        "hub_index_pending": ("Changes that are not searchable yet", select(func.count()).select_from(IndexChange)),
        "hub_mail_waiting": ("Letters that wait to be sent", waiting.where(Outbox.failed_at.is_(None))),
        "hub_mail_failed": ("Letters that could not be sent", waiting.where(Outbox.failed_at.is_not(None))),
    }
    try:
        session = get_session()
        for name, (words, counted) in asked.items():
            yield from metric(name, "gauge", words, [({}, session.scalar(counted) or 0)])
        lag = readiness.lag(current_app.extensions["hub.engine"], clock.now()).total_seconds()
        yield from metric("hub_index_lag_seconds", "gauge", "Age of the oldest change not searchable yet", [({}, lag)])
    except SQLAlchemyError:
        return


def _process(counted: Requests) -> Iterator[str]:
    home = Path(current_app.config["HOME"])
    if home.is_dir():
        yield from metric("hub_disk_free_bytes", "gauge", "Room on the disk", [({}, shutil.disk_usage(home).free)])
    yield from metric("process_start_time_seconds", "gauge", "When this process began", [({}, round(counted.began))])
    if PROCESS.is_dir():
        pages = int((PROCESS / "statm").read_text(encoding="ascii").split()[1])
        size = pages * os.sysconf("SC_PAGE_SIZE")
        yield from metric("process_resident_memory_bytes", "gauge", "Memory of this process", [({}, size)])
        files = len(list((PROCESS / "fd").iterdir()))
        yield from metric("process_open_fds", "gauge", "Files this process has open", [({}, files)])


def metric(name: str, kind: str, words: str, lines: Iterable[Line]) -> Iterator[str]:
    """One metric as Prometheus reads it."""
    yield from _head(name, kind, words)
    for labels, value in lines:
        yield _line(name, labels, value)


def _head(name: str, kind: str, words: str) -> tuple[str, str]:
    return f"# HELP {name} {words}.", f"# TYPE {name} {kind}"


def _line(name: str, labels: dict[str, str], value: float) -> str:
    told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {value}" if told else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
