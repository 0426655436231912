"""How what is taken away is sent: under a name with its day, whole or in parts, and not too much of it at once."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from threading import BoundedSemaphore
from typing import IO, Any

from flask import Flask, Response, current_app, request, stream_with_context

from hub.errors import Unavailable
from hub.formatters import slugify
from hub.takeaway.tables import Table, csv_parts, json_parts, workbook

AT_ONCE = 3
"""Tables written at a time, so that pages are answered meanwhile."""

BUSY = "Other people are taking away long lists just now. Please try again in a minute."

MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PARTS: dict[str, Callable[[Table[Any]], Iterator[bytes]]] = {"csv": csv_parts, "json": json_parts}
PART = 64 * 1024


def init_app(app: Flask) -> None:
    app.extensions["hub.takeaways"] = BoundedSemaphore(AT_ONCE)


def named(what: str, form: str, day: date | None) -> str:
    """The name a file is saved under: suppliers-rm6100-2026-11-22.csv."""
    return f"{slugify(what)}{f'-{day.isoformat()}' if day else ''}.{form}"


def sent(table: Table[Any], form: str, name: str, *more: Table[Any]) -> Response:
    """A table, as it is written: nobody waits for the whole of it, nor has it in memory. A workbook takes ``more`` of
    them. Raises Unavailable if too many are under way.
    """
    answer = Response(mimetype=None, content_type=MIMETYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    if request.method == "HEAD":
        answer.response = iter(())  # and not a body of no length
        return answer
    turn = Turn(current_app.extensions["hub.takeaways"])
    answer.call_on_close(turn.end)
    if form == "xlsx":
        with turn:
            file = workbook(table, *more)
        answer.response = _of_file(file)
    else:
        answer.response = stream_with_context(_in_parts(PARTS[form](table), turn))
    return answer


class Turn:
    """One of the tables written at a time, until it is written or whoever asked for it goes away."""

    def __init__(self, slots: BoundedSemaphore) -> None:
        if not slots.acquire(blocking=False):
            raise Unavailable(BUSY)
        self._slots: BoundedSemaphore | None = slots

    def end(self) -> None:
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.release()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.end()


def _of_file(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(PART), b"")


def _in_parts(lines: Iterator[bytes], turn: Turn) -> Iterator[bytes]:
    """Lines a good many at a time: each part is a message to the server."""
    waiting = bytearray()
    with turn:
        for line in lines:
            waiting += line
            if len(waiting) >= PART:
                yield bytes(waiting)
                waiting.clear()
    yield bytes(waiting)


def stable(body: bytes, content_type: str, name: str = "", changed: datetime | None = None) -> Response:
    """What is the same until the catalogue changes: whoever has it already is told so (304)."""
    answer = Response(body, content_type=content_type)
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.last_modified = changed
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]


def as_json(body: Any) -> bytes:
    """An object, in the order it was made."""
    return f"{json.dumps(body, ensure_ascii=False, indent=1)}\n".encode(errors="replace")
