"""What came from where: sources, crawls, records, issues, and the decisions people took about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Prose, Slug, Word
from hub.models.framework import Framework

UNLISTED_FROM = 2
"""Good crawls in a row that do not find an entry in its site's list, from which it counts as not listed."""

PLACE = 120
"""So many characters of a row's place are kept."""


class Source(Base):
    """A portal or file the hub has read, on what terms, and when last.

    ``as_of`` is the day it speaks of; ``as_of_precision`` is day, month, year or about, where the hub worked it out.
    """

    __tablename__ = "source"

    name: Mapped[str] = mapped_column(Slug, primary_key=True)
    title: Mapped[str] = mapped_column(Line(1000))
    publisher: Mapped[str] = mapped_column(Line(1000))
    url: Mapped[str] = mapped_column(Line(2000))
    licence: Mapped[str] = mapped_column(Line(1000))
    voice: Mapped[str] = mapped_column(Word)
    owner: Mapped[str] = mapped_column(Line(1000), default="")
    as_of: Mapped[date | None]
    as_of_precision: Mapped[str] = mapped_column(Word, default="day")
    last_read: Mapped[datetime | None]


class Crawl(Base):
    """One run of a source or one import of a file. ``ended_at`` empty: it was interrupted, or is under way.

    ``kind`` is file, crawl (a visit of a site) or reread (the weekly one that asks again for what was published of
    late). ``state`` is under way, finished, partial (it stopped, and what it stored before stays) or failed, and
    ``reason`` says why it stopped. A visit asks for what was published from ``since`` to ``until``; up to ``reached``
    everything is in the hub. ``requests`` are addresses asked for, ``bytes`` what came of them, packed.
    """

    __tablename__ = "crawl"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    file_name: Mapped[str] = mapped_column(Line(1000), default="")
    file_hash: Mapped[str] = mapped_column(Line(64), default="")
    as_of: Mapped[date | None]
    as_of_reason: Mapped[str] = mapped_column(Line(1000), default="")
    actor: Mapped[str] = mapped_column(Slug, default="")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    call_offs: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    kind: Mapped[str] = mapped_column(Word, default="file")
    state: Mapped[str] = mapped_column(Word, default="under way")
    requests: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    pages: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    reached: Mapped[datetime | None]


class CrawlState(Base):
    """How the hub stands with a site it may visit by itself: one row for each, from when a person or a crawl named it.

    Everything published before ``watermark`` is in the hub. ``run`` is the run under way or to go on with, ``cursor``
    where in it, ``held`` the OCIDs it asks for. ``permission`` is permitted or forbidden, where a person said so.
    ``last_good`` is what the last complete listing held: {"entries": [source ids], "filled": {"end": 0.98}}.
    ``failures`` are those since the last good crawl.
    """

    __tablename__ = "crawl_state"

    source: Mapped[str] = mapped_column(Slug, primary_key=True)
    watermark: Mapped[datetime | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("crawl.id"))
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    held: Mapped[list[str]] = mapped_column(default=list)
    next_at: Mapped[datetime | None]
    last_good_at: Mapped[datetime | None]
    last_good: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reread_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    probed_at: Mapped[datetime | None]
    permission: Mapped[str] = mapped_column(Word, default="")
    permission_because: Mapped[str] = mapped_column(Prose, default="")
    permission_by: Mapped[str] = mapped_column(Slug, default="")
    permission_at: Mapped[datetime | None]

    run: Mapped[Crawl | None] = relationship()


class StoredRecord(Base):
    """One record as it was stated: one row for each (source, source id, body).

    ``own_key`` is the hash of source and source id; ``reference_home`` that of owner and reference, where the newest
    edition with a reference has one that identifies; ``home`` is the latter, unless too many entries share it, else
    the former. Frameworks are groups of homes. ``body_hash`` covers source and body. ``missed`` is how many good
    crawls in a row did not find the entry in its site's list, the first of them at ``missing_since``.
    """

    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    source_id: Mapped[str] = mapped_column(Line(1000), index=True)
    body_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    body: Mapped[dict[str, Any]]
    voice: Mapped[str] = mapped_column(Word)
    owner_slug: Mapped[str] = mapped_column(Slug, index=True)
    as_of: Mapped[date]
    as_of_precision: Mapped[str] = mapped_column(Word, default="day")
    published: Mapped[date | None]
    place: Mapped[str] = mapped_column(Line(PLACE), default="")
    own_key: Mapped[str] = mapped_column(Line(16), index=True)
    reference_home: Mapped[str] = mapped_column(Line(16), default="", index=True)
    home: Mapped[str] = mapped_column(Line(16), index=True)
    framework_id: Mapped[int | None] = mapped_column(ForeignKey("framework.id"), index=True)
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawl.id"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    missed: Mapped[int] = mapped_column(default=0)
    missing_since: Mapped[datetime | None]

    described_by: Mapped[Source] = relationship()
    crawl: Mapped[Crawl | None] = relationship()
    framework: Mapped[Framework | None] = relationship()
    named: Mapped[list["RecordNotice"]] = relationship(cascade="all, delete-orphan")

    @property
    def is_listed(self) -> bool:
        """False once that many good crawls in a row did not find it. It is kept all the same."""
        return self.missed < UNLISTED_FROM


class RecordNotice(Base):
    """A notice or OCID a record names: records of one owner that name the same one may be one framework (level A)."""

    __tablename__ = "record_notice"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    identifier: Mapped[str] = mapped_column(Line(200), primary_key=True, index=True)


class StoredCallOff(Base):
    """One call-off record as it was stated: one row for each (source, source id, body)."""

    __tablename__ = "call_off_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    source_id: Mapped[str] = mapped_column(Line(1000), index=True)
    body_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    body: Mapped[dict[str, Any]]
    as_of: Mapped[date]
    place: Mapped[str] = mapped_column(Line(PLACE), default="")
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawl.id"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class Issue(Base):
    """One thing a run did not understand, until a person clears it."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Line(64), unique=True)
    source: Mapped[str] = mapped_column(ForeignKey("source.name"), index=True)
    source_id: Mapped[str] = mapped_column(Line(1000), default="")
    kind: Mapped[str] = mapped_column(Word, default="value", index=True)
    place: Mapped[str] = mapped_column(Line(PLACE))
    field: Mapped[str] = mapped_column(Line(120))
    value: Mapped[str] = mapped_column(Prose)
    reason: Mapped[str] = mapped_column(Prose)
    done: Mapped[str] = mapped_column(Prose, default="")
    first_seen: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str] = mapped_column(Slug, default="")


class LinkCheck(Base):
    """What came of asking a web address of the catalogue, the last time it was asked (hub.link_checks).

    ``outcome`` is one of hub.link_checks.Outcome, ``words`` what the site answered, ``failures`` how many times in a
    row it failed, each on a day of its own.
    """

    __tablename__ = "link_check"

    address: Mapped[str] = mapped_column(Line(2000), primary_key=True)
    checked_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(Word, index=True)
    words: Mapped[str] = mapped_column(Prose, default="")
    failures: Mapped[int] = mapped_column(default=0)


class Decision(Base):
    """What a person decided, kept apart from data so that it survives re-imports. The merge reads these rows.

    ``kind``: join (two homes are one framework), never (they are not, do not ask again), reject (not on this
    evidence), detach (this home stands alone), lock (this field has this value),
    eligibility (one of the rules on who may use it), organisation (hub.ingest.reorganising; ``source`` is the slug of
    the first that it concerns, ``field`` rename or succeed), thesaurus. ``revoked_at`` undoes it.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word, index=True)
    home: Mapped[str] = mapped_column(Line(16), index=True)
    other_home: Mapped[str] = mapped_column(Line(16), default="", index=True)
    source: Mapped[str] = mapped_column(Slug, default="")
    source_id: Mapped[str] = mapped_column(Line(1000), default="")
    field: Mapped[str] = mapped_column(Word, default="")
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Prose, default="")
    actor: Mapped[str] = mapped_column(Slug)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class MergeProposal(Base):
    """Two frameworks that may be one (level C): evidence for a person, never merged by itself."""

    __tablename__ = "merge_proposal"
    __table_args__ = (UniqueConstraint("home", "other_home"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Line(16), index=True)
    other_home: Mapped[str] = mapped_column(Line(16), index=True)
    score: Mapped[float]
    evidence: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(Word, default="open", index=True)
    proposed_at: Mapped[datetime]


class SupplierProposal(Base):
    """Two names that may be one supplier: evidence for a person, never joined by itself.

    ``slug`` and ``other_slug`` are the organisations' own, in that order of the alphabet. ``state`` is open, accept
    (they are one: hub.ingest.suppliers reads it), reject or never.
    """

    __tablename__ = "supplier_proposal"
    __table_args__ = (UniqueConstraint("slug", "other_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, index=True)
    other_slug: Mapped[str] = mapped_column(Slug, index=True)
    score: Mapped[float]
    evidence: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(Word, default="open", index=True)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Slug, default="")
    reason: Mapped[str] = mapped_column(Prose, default="")
