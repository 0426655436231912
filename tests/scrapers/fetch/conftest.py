"""A stand-in for the site that is fetched from, and a door to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from scrapers.fetch import Bodies, Door, Patience
from scrapers.site import Manners, Pace
from tests.stand_in import Answer, Reply, Request, SlowTime, StandIn

HOST = "portal.example"
SITE = f"https://{HOST}"
CONTACT = "hub@council.example"
PACE = Pace(requests=1000, seconds=1, apart=0)


@dataclass(frozen=True)
class Page:
    """A route that says ``reply`` at ``path``, and that there is nothing elsewhere."""

    path: str
    reply: Reply | str | bytes

    def __call__(self, request: Request) -> Reply | str | bytes | None:
        return self.reply if request.path == self.path else None


class InTurn:
    """A route that says one thing after the other, and the last for ever; robots.txt is not there."""

    def __init__(self, *replies: Reply | str | bytes) -> None:
        self.left = list(replies)

    def __call__(self, request: Request) -> Reply | str | bytes | None:
        if request.path == "/robots.txt":
            return None
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


@dataclass
class Place:
    """A site and what stands ready to fetch from it."""

    site: StandIn
    folder: Path

    @property
    def time(self) -> SlowTime:
        return self.site.time

    @property
    def bodies(self) -> Bodies:
        return Bodies(self.folder, "portal")

    def door(
        self,
        *,
        source: str = "portal",
        contact: str = CONTACT,
        since: datetime | None = None,
        patience: Patience | None = None,
        internet: Mapping[str, Any] = MappingProxyType({}),
        **manners: Any,
    ) -> Door:
        """``internet`` is what differs from the one that the stand-in makes."""
        return Door(
            Manners(**{"hosts": self.site.hosts, "pace": PACE, **manners}),
            Bodies(self.folder, source),
            contact=contact,
            since=since,
            internet=replace(self.site.internet, **internet),
            clock=self.time.clock,
            patience=patience,
        )


Serve = Callable[..., Place]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a stand-in with a route and hosts; gives the place."""
    with ExitStack() as running:

        def start(answer: Answer, *hosts: str) -> Place:
            return Place(running.enter_context(StandIn(answer, *(hosts or (HOST,)))), tmp_path / "home")

        yield start
