"""One round of a source: what was interrupted, what is new, and once a week what was published of late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hub.actor import Actor
from hub.clock import Clock, now
from hub.crawl import CRAWL, Progress, Run, crawl
from hub.crawl.locks import only_crawl
from hub.crawl.permission import require_permission
from hub.crawl.runs import REREAD, under_way_since
from hub.crawl.weekly import is_reread_due
from hub.db import read_only
from hub.models import CrawlState
from scrapers.site import Fetch, Site

OpenFetch = Callable[[Site, datetime], Fetch]
"""Opens the door to the web for a site; what was fetched since the instant is not fetched again."""


@dataclass(frozen=True)
class Wishes:
    """How a person wants a source crawled: from another day, without writing, believing a list that has shrunk."""

    since: datetime | None = None
    dry_run: bool = False
    believe: bool = False


@dataclass(frozen=True)
class Crawler:
    """What crawling any site takes. ``locks`` is the folder of the sources' locks."""

    sessions: sessionmaker[Session]
    open_fetch: OpenFetch
    locks: Path
    actor: Actor
    clock: Clock = now
    stop: Callable[[], bool] = lambda: False

    def round(self, site: Site, wishes: Wishes, progress: Progress) -> list[Run]:
        """Crawl one source. Raises Refused where that is not permitted, not yet tried, or under way elsewhere."""
        require_permission(site, self._state(site))
        with only_crawl(self.locks, site.source.name):
            runs = [self._crawl(site, wishes, progress)]
            if not wishes.dry_run and self._is_due_again(site, runs[-1]):
                runs.append(self._crawl(site, Wishes(believe=wishes.believe), progress))
            if not wishes.dry_run and runs[-1].state == "finished" and self._is_reread_due(site):
                runs.append(self._crawl(site, Wishes(), progress, REREAD))
        return runs

    def _crawl(self, site: Site, wishes: Wishes, progress: Progress, kind: str = CRAWL) -> Run:
        at = self.clock()
        return crawl(
            self.sessions,
            site,
            self.open_fetch(site, under_way_since(self.sessions, site, at)),
            self.actor,
            clock=self.clock,
            since=wishes.since,
            dry_run=wishes.dry_run,
            progress=progress,
            stop=self.stop,
            believe=wishes.believe,
            kind=kind,
        )

    def _is_due_again(self, site: Site, run: Run) -> bool:
        """Whether a run that finished was left over from so long ago that what is new is still to be asked for."""
        state = self._state(site)
        finished = run.state == "finished" and not self.stop()
        return finished and state is not None and state.next_at is not None and state.next_at <= self.clock()

    def _is_reread_due(self, site: Site) -> bool:
        state = self._state(site)
        return not self.stop() and state is not None and is_reread_due(site, state, self.clock())

    def _state(self, site: Site) -> CrawlState | None:
        with read_only(self.sessions) as session:
            found = session.get(CrawlState, site.source.name)
            session.expunge_all()
            return found
