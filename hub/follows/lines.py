"""A framework as a letter tells of it: what it is, and why it is told of. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hub.models import Framework
from hub.status import assess, when

LONGEST = 200
"""Characters of a title or reference that a letter gives."""


@dataclass(frozen=True)
class Line:
    """A framework, and one reason to tell of it."""

    key: str
    title: str
    facts: str
    why: str


@dataclass
class Told:
    """A framework with every reason to tell of it."""

    key: str
    title: str
    facts: str
    whys: list[str] = field(default_factory=list)


def line(framework: Framework, day: date, why: str) -> Line:
    return Line(framework.key, shortened(framework.title), facts(framework, day), why)


def shortened(text: str) -> str:
    """Some publishers put a whole description into a title."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def by_framework(lines: Iterable[Line]) -> list[Told]:
    """Each framework once, in the order in which they come."""
    told: dict[str, Told] = {}
    for each in lines:
        told.setdefault(each.key, Told(each.key, each.title, each.facts)).whys.append(each.why)
    return list(told.values())


def facts(framework: Framework, day: date) -> str:
    """What tells a framework from others: whose it is, its number, how it stands and when it runs."""
    owner = framework.owner.name if framework.owner else ""
    status = assess(framework, day).status.label
    return ", ".join(filter(None, (shortened(owner), shortened(framework.reference), status, _term(framework))))


def _term(framework: Framework) -> str:
    start = when(framework, "start") if framework.start else ""
    end = when(framework, "end") if framework.end else ""
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""
