"""A visit under way, and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from hub.clock import Clock
from hub.crawl.pages import CountedFetch
from scrapers.site import Site

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Trip:
    """One visit of one site, recorded in the run ``run_id``."""

    sessions: sessionmaker[Session]
    site: Site
    fetch: CountedFetch
    clock: Clock
    run_id: int
    progress: Progress
    stop: Callable[[], bool]
    believe: bool
