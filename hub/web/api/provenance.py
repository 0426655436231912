"""Where an answer comes from: its sources, their licences, and how fresh it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.clock import LONDON
from hub.data import DataFile
from hub.models import Framework, Source, StoredRecord
from hub.web import about
from hub.web.api import models

ORGANISATION_LISTS = ("authorities.csv", "uk_authorities.csv", "owners.csv")


@dataclass(frozen=True)
class Origin:
    """The sources of some frameworks; ``seen`` is when each was last seen to speak of one, by slug and framework id."""

    sources: Mapping[str, Source]
    seen: Mapping[int, Mapping[str, date]]

    def slugs(self, framework: Framework) -> list[str]:
        return sorted(self.seen.get(framework.id, ()))

    def checked_on(self, framework: Framework, source: str = "") -> date | None:
        """The day on which a source of it, or else any of them, was last seen to speak of it."""
        found = self.seen.get(framework.id, {})
        return found.get(source) if source else max(found.values(), default=None)


def origin(session: Session, frameworks: Iterable[Framework]) -> Origin:
    """Where these frameworks come from, in one question to the database."""
    said = select(Framework.id, StoredRecord.last_seen, Source).join(StoredRecord.framework)
    said = said.join(StoredRecord.described_by).where(Framework.id.in_([framework.id for framework in frameworks]))
    sources: dict[str, Source] = {}
    seen: dict[int, dict[str, date]] = defaultdict(dict)
    for framework, last_seen, source in session.execute(said):
        sources[source.name] = source
        seen[framework][source.name] = max(seen[framework].get(source.name, date.min), day(last_seen))
    return Origin(sources, seen)


def every_source(session: Session) -> list[Source]:
    return list(session.scalars(select(Source).order_by(Source.name)))


def stated(session: Session, sources: Iterable[Source] = (), files: Iterable[DataFile] = ()) -> dict[str, Any]:
    """What every answer says of where it comes from, as the fields of hub.web.api.models.Answer."""
    told = [*map(_source, sorted(sources, key=lambda source: source.name)), *map(_file, files)]
    dates = catalogue.dates(session)
    checked = [source.checked_on for source in told if source.checked_on]
    return {
        "licence": sorted({source.licence for source in told}),
        "sources": told,
        "catalogue_date": day(dates.last_read) if dates.last_read else None,
        "checked_on": min(checked, default=None),
    }


def organisation_lists() -> list[DataFile]:
    """The hub's own lists of organisations."""
    return [file for file in data.data_files() if file.file in ORGANISATION_LISTS]


def day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _source(source: Source) -> models.Source:
    licence = about.LICENCES.get(source.licence)
    return models.Source(
        source=source.name,
        title=source.title,
        publisher=source.publisher,
        url=source.url or None,
        licence=licence.title if licence else source.licence,
        attribution=licence.attribution if licence else None,
        as_of=source.as_of,
        checked_on=day(source.last_read) if source.last_read else None,
    )


def _file(file: DataFile) -> models.Source:
    return models.Source(
        source=file.file,
        title=file.title,
        publisher=file.publisher,
        url=file.url or None,
        licence=file.licence,
        attribution=file.attribution or None,
        as_of=file.as_of,
        checked_on=file.as_of,
    )
