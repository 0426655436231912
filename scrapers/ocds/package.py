"""What a portal's page is as a whole, before its releases are understood: whether it is sound, and what comes next."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapers.ocds.cursor import Cursor, Fault
from scrapers.ocds.shape import dig
from scrapers.ocds.stream import ANY_START
from scrapers.ocds.text import Text


class Unsound(ValueError):
    """The page is no whole JSON object, even with the known faults mended. Says what is wrong, and where."""


@dataclass(frozen=True)
class Package:
    """``releases`` is how many there are, None where the page has no list of them; ``mark`` is the same for the same
    ones in the same order. ``next`` is where the page says the next one is, of whatever type. ``keys`` are its names.
    """

    releases: int | None
    mark: str
    next: object
    keys: tuple[str, ...]


def survey(path: Path) -> Package:
    """The page in the file at ``path``, which may be packed with gzip. Raises Unsound and UnreadableFile."""
    with Text(path) as text:
        cursor = Cursor(text)
        try:
            return _Survey(cursor).package()
        except Fault as fault:
            raise Unsound(f"{fault} (character {cursor.place:,})") from fault


class _Survey:
    """Reads a page once, holding one release at a time."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._mark = hashlib.sha256()
        self._count: int | None = None

    def package(self) -> Package:
        members: dict[str, Any] = {}
        for key in self._elements("{", "}"):
            name = str(key)
            self._pass(":", f'has no colon after "{name}"')
            if name == "releases" and self._cursor.peek() == "[":
                self._count = sum(self._marked(release) for release in self._elements("[", "]"))
            else:
                members[name] = self._value()
        if self._cursor.peek():
            raise Fault("does not end where its object ends")
        keys = (*members, "releases") if self._count is not None else tuple(members)
        return Package(self._count, self._mark.hexdigest(), dig(members, "links").get("next"), keys)

    def _elements(self, opening: str, closing: str) -> Iterator[object]:
        """The values of a list; of an object its keys, whose values are left to whoever asks."""
        self._pass(opening, "is no JSON object")
        if self._cursor.peek() == closing:
            self._cursor.step()
            return
        while True:
            yield self._value()
            if self._cursor.peek() != ",":
                break
            self._cursor.step()
        self._pass(closing, f"has no {closing} where one belongs")

    def _marked(self, release: object) -> int:
        self._mark.update(json.dumps(release, sort_keys=True).encode("ascii", "backslashreplace") + b"\n")
        return 1

    def _value(self) -> Any:
        return self._cursor.value(ANY_START).value

    def _pass(self, mark: str, fault: str) -> None:
        found = self._cursor.peek()
        if found != mark:
            raise Fault(fault if found else "breaks off")
        self._cursor.step()
