"""What is wrong with the catalogue, as far as the hub can tell by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.ingest.frameworks import statement
from hub.ingest.merge import contradictions, merge
from hub.ingest.review import queue
from hub.ingest.statement import FIELDS
from hub.models import Framework, Issue, Relation, Source, StoredRecord, listed
from hub.status import lagging

NOT_COMPARED = ("stage", "summary", "description", "how_to_buy", "url", "keywords")
COMPARED = tuple(name for name in FIELDS if name not in NOT_COMPARED)
"""Differences in running text and addresses, and a stage that has moved on, are not contradictions."""


@dataclass(frozen=True)
class Finding:
    """One kind of fault, and every case of it as a line that names the framework."""

    title: str
    cases: Sequence[str]


@dataclass(frozen=True)
class SourceFacts:
    """A source and how much of the catalogue it gives."""

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    voice: str
    as_of: date | None
    as_of_precision: str | None
    last_read: datetime | None
    records: int
    frameworks: int


def findings(session: Session) -> list[Finding]:
    """Every kind of fault there is a check for, also those without a case."""
    frameworks = session.scalars(select(Framework).where(*listed()).order_by(Framework.title_sort)).all()
    return [
        Finding("Sources contradict each other", list(_contradictions(session))),
        Finding("Ended, though a source still listed it as live", [_line(f) for f in frameworks if lagging(f)]),
        Finding("No end date published", [_line(f) for f in frameworks if f.end is None]),
        Finding("Ends before it starts", [_line(f) for f in frameworks if f.start and f.end and f.end < f.start]),
        Finding("No category", [_line(f) for f in frameworks if not f.categories]),
        Finding("Leads to a framework that is not in the catalogue", list(_dangling(session))),
        Finding("May be listed twice (`hub review`)", [_pair(p.left, p.right) for p in queue(session)]),
        Finding("Issues from imports", list(_issues(session))),
    ]


def _line(framework: Framework) -> str:
    return f"{framework.reference or framework.key} {framework.title}"


def _pair(left: Framework, right: Framework) -> str:
    return f"{_line(left)} / {_line(right)}"


def _contradictions(session: Session) -> Iterator[str]:
    for framework, records in described(session):
        merged = merge(statement(record) for record in records)
        fields = [name for name in COMPARED if contradictions(merged, name)]
        if fields:
            yield f"{_line(framework)}: {', '.join(fields)}"


def described(session: Session) -> Iterator[tuple[Framework, list[StoredRecord]]]:
    """Every listed framework with its records."""
    rows = session.execute(
        select(Framework, StoredRecord)
        .join(StoredRecord, StoredRecord.framework_id == Framework.id)
        .where(*listed())
        .order_by(Framework.title_sort, Framework.id, StoredRecord.body_hash)
    )
    for framework, pairs in groupby(rows, key=lambda row: row[0]):
        yield framework, [record for _, record in pairs]


def _dangling(session: Session) -> Iterable[str]:
    known = select(Framework.key).where(Framework.digest != "")
    rows = session.execute(
        select(Framework, Relation)
        .join(Relation, Relation.framework_id == Framework.id)
        .where(Relation.target_key != "", Relation.target_key.not_in(known), *listed())
    )
    return [f"{_line(framework)}: {relation.kind} {relation.target_reference}" for framework, relation in rows]


def _issues(session: Session) -> Iterator[str]:
    for issue in session.scalars(select(Issue).where(Issue.cleared_at.is_(None)).order_by(Issue.source, Issue.id)):
        yield f"{issue.source}, {issue.place}, {issue.field} “{issue.value[:60]}”: {issue.reason}"


def sources(session: Session) -> list[SourceFacts]:
    """Every source that was read, by name."""
    counts = select(
        StoredRecord.source,
        func.count(StoredRecord.source_id.distinct()).label("records"),
        func.count(StoredRecord.framework_id.distinct()).label("frameworks"),
    ).group_by(StoredRecord.source)
    found = {row.source: row for row in session.execute(counts)}
    return [
        SourceFacts(
            name=row.name,
            title=row.title,
            publisher=row.publisher,
            url=row.url,
            licence=row.licence,
            voice=row.voice,
            as_of=row.as_of,
            as_of_precision=row.as_of_precision,
            last_read=row.last_read,
            records=found[row.name].records if row.name in found else 0,
            frameworks=found[row.name].frameworks if row.name in found else 0,
        )
        for row in session.scalars(select(Source).order_by(Source.name))
    ]
