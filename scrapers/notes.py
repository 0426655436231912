"""The notebook of one row: it hands on values and writes down what is wrong with them."""

from typing import TypeVar

from scrapers.parse.found import Found
from scrapers.parse.text import shortened
from scrapers.source import Problem

T = TypeVar("T")


class Notes:
    """Collects the problems of one row; ``place`` is where the row stands."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._problems: list[Problem] = []

    def take(self, field: str, raw: str, found: Found[T]) -> T:
        """The value that was found; every doubt about it becomes a problem of this row."""
        for doubt in found.doubts:
            self.add(field, doubt.shown or raw, doubt.reason, doubt.done)
        return found.value

    def add(self, field: str, value: str, reason: str, done: str = "") -> None:
        """Write down a problem. Only the beginning of a long value is kept, and nothing no database could hold."""
        shown = shortened("".join(letter if letter.isprintable() else " " for letter in value))
        self._problems.append(Problem(place=self.place, field=field, value=shown, reason=reason, done=done))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)
