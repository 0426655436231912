"""How each source is doing: when it was last read to its end, what its last run did, and what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.crawl.permission import states_of
from hub.models import Crawl, CrawlState, StoredRecord
from hub.models.evidence import UNLISTED_FROM
from hub.quality import SourceFacts, sources
from scrapers.site import Site
from scrapers.source import Source


@dataclass(frozen=True)
class SourceHealth:
    """A source that was read, or a site that could be: one of ``facts`` and ``site`` is there, or both.

    ``last_run`` is the newest crawl or import, ``last_good`` when one last came to its end. ``unlisted`` counts the
    entries its list does not have any more.
    """

    name: str
    facts: SourceFacts | None
    site: Site | None
    state: CrawlState | None
    last_run: Crawl | None
    last_good: datetime | None
    unlisted: int

    @property
    def described(self) -> SourceFacts | Source:
        """Where its title, publisher, address, licence and voice stand."""
        if self.facts is not None:
            return self.facts
        assert self.site is not None  # noqa: S101  one of the two is there
        return self.site.source

    @property
    def issues(self) -> int:
        return self.facts.issues if self.facts else 0


def source_health(session: Session, sites: Mapping[str, Site]) -> list[SourceHealth]:
    """Every source that was read and every site there is, by title."""
    facts = {each.name: each for each in sources(session)}
    states, runs, good, unlisted = states_of(session), _last_runs(session), _last_good(session), _unlisted(session)
    found = [
        SourceHealth(
            name=name,
            facts=facts.get(name),
            site=sites.get(name),
            state=states.get(name),
            last_run=runs.get(name),
            last_good=good.get(name),
            unlisted=unlisted.get(name, 0),
        )
        for name in facts.keys() | sites.keys()
    ]
    return sorted(found, key=lambda each: (each.described.title.casefold(), each.name))


def _last_runs(session: Session) -> Mapping[str, Crawl]:
    newest = select(func.max(Crawl.id)).group_by(Crawl.source)
    return {row.source: row for row in session.scalars(select(Crawl).where(Crawl.id.in_(newest)))}


def _last_good(session: Session) -> Mapping[str, datetime]:
    ended = select(Crawl.source, func.max(Crawl.ended_at)).where(Crawl.state == "finished").group_by(Crawl.source)
    return {source: at for source, at in session.execute(ended) if at is not None}


def _unlisted(session: Session) -> Mapping[str, int]:
    counted = select(StoredRecord.source, func.count(StoredRecord.source_id.distinct()))
    rows = session.execute(counted.where(StoredRecord.missed >= UNLISTED_FROM).group_by(StoredRecord.source))
    return dict(iter(rows))
