"""What is wrong with the catalogue, as far as the hub can tell by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from hub.ingest.frameworks import statement
from hub.ingest.merge import contradictions, merge
from hub.ingest.review import queue
from hub.ingest.statement import FIELDS
from hub.issues import open_issues
from hub.link_checks import Outcome, checks, with_outcome
from hub.models import (
    CallOff,
    Framework,
    Issue,
    Organisation,
    Relation,
    Source,
    StoredRecord,
    SupplierProposal,
    listed,
)
from hub.status import PIPELINE, Status

NOT_COMPARED = ("stage", "summary", "description", "eligibility_rules", "how_to_buy", "url", "keywords")
COMPARED = tuple(name for name in FIELDS if name not in NOT_COMPARED)
"""Differences in running text and addresses, a stage that has moved on, and one source's naming more users than another
are not contradictions."""

NAMES = (Framework.key, Framework.reference, Framework.title)
LONGEST = 60
"""How much of a published text a line shows."""

CONTRADICTED = "Two sources give different values. The hub shows the stronger one and keeps the other."
LAGGING = "A source called it live after its published end date had passed. The hub goes by the date."
UNCONFIRMED = "By its dates it should be running, but no source says that it was awarded or began."
ENDLESS = "No source the hub has read gives an end date. The hub does not guess one."
BACKWARDS = "Its published dates cannot both be right."
UNSORTED = "Neither its source nor its codes or title say what is bought through it."
UNBACKED = "The hub knows of no page, document or notice where a reader could check it."
DANGLING = "A source names a framework that this one replaces or follows, and the hub does not hold that one."
BROKEN = "The site says that there is nothing at the address any more, or it failed on two different days."
TWICE = "Two entries are much alike. They stay apart until a person decides."
ALIKE = "Two names of suppliers are much alike. They stay apart until a person decides."
UNLINKED = "A published contract names a framework that the hub does not hold, or that could be one of several."
BY_WORDS = "The hub linked a contract to a framework by what the buyer wrote. No person has confirmed it yet."
ISSUES = "A value that the hub could not read or does not believe, and that nobody has seen to yet."


@dataclass(frozen=True)
class Finding:
    """One kind of fault, what it means, and every case of it as a line that names the framework.

    ``desk`` is the command that sees to it, where there is one.
    """

    title: str
    meaning: str
    cases: Sequence[str]
    desk: str = ""


@dataclass(frozen=True)
class SourceFacts:
    """A source and how much of the catalogue it gives: records of frameworks; contracts, and how many of them are
    linked to a framework; issues nobody has cleared.
    """

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
    call_offs: int
    linked: int
    issues: int


def findings(session: Session) -> list[Finding]:
    """Every kind of fault there is a check for, also those without a case."""
    return [
        Finding("Sources contradict each other", CONTRADICTED, list(_contradictions(session))),
        Finding("Ended, though a source still listed it as live", LAGGING, _named(session, *_lagging())),
        Finding("Planned start passed, not confirmed", UNCONFIRMED, _named(session, *_unconfirmed())),
        Finding("No end date published", ENDLESS, _named(session, Framework.end.is_(None))),
        Finding("Ends before it starts", BACKWARDS, _named(session, Framework.end < Framework.start)),
        Finding("No category", UNSORTED, _named(session, ~Framework.categories.any())),
        Finding("Neither a page nor a notice to check it by", UNBACKED, _named(session, *_without_evidence())),
        Finding("Leads to a framework that is not in the catalogue", DANGLING, _dangling(session)),
        Finding("Web addresses that lead nowhere", BROKEN, _broken(session)),
        Finding("May be listed twice", TWICE, [_pair(p.left, p.right) for p in queue(session)], "hub review"),
        Finding("Suppliers that may be one", ALIKE, _supplier_pairs(session), "hub review suppliers"),
        Finding("Contracts whose words name no framework in the catalogue", UNLINKED, _unlinked(session)),
        Finding("Contracts linked by their words alone", BY_WORDS, _linked_by_words(session), "hub review links"),
        Finding("Open data issues", ISSUES, list(_issues(session)), "hub review issues"),
    ]


def _named(session: Session, *conditions: ColumnElement[bool]) -> list[str]:
    """The listed frameworks that meet the conditions, by title. Only what names them is read."""
    wanted = select(*NAMES).where(*listed(), *conditions).order_by(Framework.title_sort, Framework.id)
    return [_name(*row) for row in session.execute(wanted)]


def _name(key: str, reference: str, title: str) -> str:
    return f"{reference or key} {title}" if title != reference else title


def _line(framework: Framework) -> str:
    return _name(framework.key, framework.reference, framework.title)


def _pair(left: Framework, right: Framework) -> str:
    return f"{_line(left)} / {_line(right)}"


def _lagging() -> tuple[ColumnElement[bool], ...]:
    """As hub.status.lagging: the source spoke after the end and still called it live."""
    return Framework.stage == "live", Framework.stage_as_of > Framework.end


def _unconfirmed() -> tuple[ColumnElement[bool], ...]:
    return Framework.status == Status.UNCONFIRMED.value, Framework.stage.in_(PIPELINE)


def _without_evidence() -> tuple[ColumnElement[bool], ...]:
    return Framework.url == "", ~Framework.notices.any(), ~Framework.documents.any()


def _contradictions(session: Session) -> Iterator[str]:
    """Only of frameworks that have two records or more."""
    counted = select(StoredRecord.framework_id).group_by(StoredRecord.framework_id).having(func.count() > 1)
    for framework, records in described(session, Framework.id.in_(counted)):
        merged = merge(statement(record) for record in records)
        fields = [name for name in COMPARED if contradictions(merged, name)]
        if fields:
            yield f"{_line(framework)}: {', '.join(fields)}"


def described(session: Session, *conditions: ColumnElement[bool]) -> Iterator[tuple[Framework, list[StoredRecord]]]:
    """Every listed framework that meets the conditions, with its records."""
    rows = session.execute(
        select(Framework, StoredRecord)
        .join(StoredRecord, StoredRecord.framework_id == Framework.id)
        .where(*listed(), *conditions)
        .order_by(Framework.title_sort, Framework.id, StoredRecord.body_hash)
    )
    for framework, pairs in groupby(rows, key=lambda row: row[0]):
        yield framework, [record for _, record in pairs]


def _dangling(session: Session) -> list[str]:
    known = select(Framework.key).where(Framework.digest != "")
    rows = session.execute(
        select(*NAMES, Relation.kind, Relation.target_reference)
        .join(Relation, Relation.framework_id == Framework.id)
        .where(Relation.target_key != "", Relation.target_key.not_in(known), *listed())
        .order_by(Framework.title_sort, Relation.id)
    )
    return [f"{_name(*names)}: {kind} {reference}" for *names, kind, reference in rows]


def _broken(session: Session) -> list[str]:
    """Each address with the frameworks that lead there, and what its site answered."""
    links = with_outcome(checks(session), Outcome.BROKEN)
    return [f"{', '.join(map(_line, link.frameworks))}: {link.check.words}" for link in links]


def _supplier_pairs(session: Session) -> list[str]:
    """The pairs of names nobody has decided about, most alike first."""
    left, right = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(left.name, right.name, SupplierProposal.score)
        .join(left, left.slug == SupplierProposal.slug)
        .join(right, right.slug == SupplierProposal.other_slug)
        .where(SupplierProposal.state == "open")
        .order_by(SupplierProposal.score.desc(), SupplierProposal.id)
    )
    return [f"{name} / {other}, {score:.0%} alike" for name, other, score in rows]


def _unlinked(session: Session) -> list[str]:
    """Contracts that name a framework the hub could not find, or that could be of several."""
    words = (CallOff.reference_as_written, CallOff.framework_title, CallOff.framework_notice, CallOff.framework_ocid)
    named = or_(*(column != "" for column in words))
    unlinked = (CallOff.framework_id.is_(None), CallOff.link_decided.is_(False), CallOff.framework_said != "no")
    rows = session.execute(
        select(CallOff.title, CallOff.buyer_name, CallOff.link_reason, *words)
        .where(*unlinked, named)
        .order_by(CallOff.source, CallOff.id)
    )
    return [_wrote(title, buyer, reason, *words) for title, buyer, reason, *words in rows]


def _wrote(title: str, buyer: str, reason: str, *words: str) -> str:
    wrote = next(filter(None, words), "")[:LONGEST]
    return f"{title[:LONGEST]} ({buyer}) says “{wrote}”" + (f": {reason}" if reason else "")


def _linked_by_words(session: Session) -> list[str]:
    """The links nobody has confirmed, least sure first."""
    waiting = (CallOff.framework_id.is_not(None), CallOff.link_decided.is_(False))
    rows = session.execute(
        select(CallOff.title, CallOff.buyer_name, CallOff.link_confidence, CallOff.link_reason, *NAMES)
        .join(Framework, CallOff.framework_id == Framework.id)
        .where(*waiting)
        .order_by(CallOff.link_confidence, CallOff.id)
    )
    return [
        f"{title[:LONGEST]} ({buyer}): {_name(*names)}, {confidence or 0:.0%} sure: {reason}"
        for title, buyer, confidence, reason, *names in rows
    ]


def _issues(session: Session) -> Iterator[str]:
    for issue in open_issues(session):
        yield f"{issue.source}, {issue.place}, {issue.field} “{issue.value[:LONGEST]}”: {issue.reason}"


def sources(session: Session) -> list[SourceFacts]:
    """Every source that was read, by name."""
    records = _by_source(session, StoredRecord, func.count(StoredRecord.source_id.distinct()))
    frameworks = _by_source(session, StoredRecord, func.count(StoredRecord.framework_id.distinct()))
    call_offs = _by_source(session, CallOff, func.count())
    linked = _by_source(session, CallOff, func.count(CallOff.framework_id))
    issues = _by_source(session, Issue, func.count(), Issue.cleared_at.is_(None))
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
            records=records.get(row.name, 0),
            frameworks=frameworks.get(row.name, 0),
            call_offs=call_offs.get(row.name, 0),
            linked=linked.get(row.name, 0),
            issues=issues.get(row.name, 0),
        )
        for row in session.scalars(select(Source).order_by(Source.name))
    ]


def _by_source(session: Session, model: Any, counted: Any, *conditions: ColumnElement[bool]) -> Mapping[str, int]:
    """A count of a model's rows, or of something in them, for each source."""
    rows = session.execute(select(model.source, counted).where(*conditions).group_by(model.source))
    return dict(iter(rows))
