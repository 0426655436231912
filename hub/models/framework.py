"""Frameworks, and what is published about them.

Every column of a framework is the pure merge of its records (hub.ingest.merge); ``provenance`` says which record
gave each value. Nothing here is typed in by hand: an officer's correction is a record too.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, MaximumValue, Prose, Slug, SortKey, Term, Word
from hub.models.lot import Fee, Lot
from hub.models.organisation import Organisation
from hub.status import assess


class Framework(Term, MaximumValue, Base):
    """A commercial agreement buyers may call off from. The thing searched.

    ``key`` is a hash of owner and reference, else of source and source id. A framework merged into another keeps
    its row and key, so that its address redirects and comes back on un-merge. ``withdrawn_at``: no record is left.
    ``status`` is a copy of hub.status for the filters; ``status_until`` is the day it must be worked out again.
    ``digest`` is the hash of everything merged: as long as it stays, nothing has changed. ``rules_digest`` is that of
    what its eligibility rules were read from. ``legal_host_id`` and ``managing_agent_id`` are for owners that differ
    from these: no source the hub reads states them, and nothing fills or shows them.
    """

    __tablename__ = "framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Line(16), unique=True)
    version: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("framework.id"), index=True)
    withdrawn_at: Mapped[datetime | None]

    title: Mapped[str] = mapped_column(Line(1000), default="")
    title_sort: Mapped[str] = mapped_column(SortKey(1000), default="", index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    legal_host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    managing_agent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    reference: Mapped[str] = mapped_column(Line(1000), default="")
    reference_key: Mapped[str] = mapped_column(Line(200), default="", index=True)
    kind: Mapped[str] = mapped_column(Word, default="unknown", index=True)
    regulation: Mapped[str] = mapped_column(Word, default="unknown", index=True)
    stage: Mapped[str | None] = mapped_column(Word)
    stage_as_of: Mapped[date | None]
    stage_as_of_precision: Mapped[str] = mapped_column(Word, default="day")
    source_status: Mapped[str] = mapped_column(Line(1000), default="")
    summary: Mapped[str] = mapped_column(Prose, default="")
    description: Mapped[str] = mapped_column(Prose, default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    max_end: Mapped[date | None]
    max_end_precision: Mapped[str | None] = mapped_column(Word)
    max_end_basis: Mapped[str | None] = mapped_column(Word)
    parent_end: Mapped[date | None]
    """The end of the framework this is a lot of, where it has none of its own (hub.ingest.parents)."""

    extension: Mapped[str] = mapped_column(Prose, default="")
    eligibility: Mapped[str] = mapped_column(Prose, default="")
    how_to_buy: Mapped[str] = mapped_column(Prose, default="")
    stock_only: Mapped[bool | None]
    url: Mapped[str] = mapped_column(Line(2000), default="")
    provenance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(Line(64), default="")
    rules_digest: Mapped[str] = mapped_column(Line(64), default="")

    status: Mapped[str] = mapped_column(Word, default="unknown", index=True)
    status_until: Mapped[date | None] = mapped_column(index=True)
    first_seen: Mapped[datetime | None] = mapped_column(index=True)
    changed_at: Mapped[datetime | None]

    owner: Mapped[Organisation | None] = relationship(foreign_keys=[owner_id])
    merged_into: Mapped["Framework | None"] = relationship(remote_side=[id])
    lots: Mapped[list["Lot"]] = relationship(cascade="all, delete-orphan", order_by="Lot.position")
    cpv: Mapped[list["FrameworkCpv"]] = relationship(cascade="all, delete-orphan", order_by="FrameworkCpv.position")
    categories: Mapped[list["FrameworkCategory"]] = relationship(cascade="all, delete-orphan")
    regions: Mapped[list["FrameworkRegion"]] = relationship(cascade="all, delete-orphan")
    routes: Mapped[list["FrameworkRoute"]] = relationship(cascade="all, delete-orphan")
    fees: Mapped[list["Fee"]] = relationship(cascade="all, delete-orphan")
    rules: Mapped[list["EligibilityRule"]] = relationship(
        cascade="all, delete-orphan", order_by="EligibilityRule.position"
    )
    documents: Mapped[list["Document"]] = relationship(cascade="all, delete-orphan", order_by="Document.position")
    notices: Mapped[list["Notice"]] = relationship(cascade="all, delete-orphan", order_by="Notice.published")
    extension_options: Mapped[list["ExtensionOption"]] = relationship(
        cascade="all, delete-orphan", order_by="ExtensionOption.id"
    )
    relations: Mapped[list["Relation"]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Relation.framework_id"
    )

    def restate(self, today: date) -> bool:
        """Work out the status for a day. True if it is another than before."""
        before = self.status
        assessment = assess(self, today)
        self.status, self.status_until = assessment.status.value, assessment.until
        return self.status != before


def listed() -> tuple[ColumnElement[bool], ...]:
    """The condition for what people can find: described by a record, not merged into another, not withdrawn."""
    return (Framework.merged_into_id.is_(None), Framework.withdrawn_at.is_(None), Framework.digest != "")


class FrameworkCpv(Base):
    """A CPV 2008 code of a framework, eight digits, main code first."""

    __tablename__ = "framework_cpv"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Line(8), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class FrameworkCategory(Base):
    """A category of the hub's own tree; the words the source used stay in its record."""

    __tablename__ = "framework_category"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, primary_key=True, index=True)


class FrameworkRegion(Base):
    """A region a framework covers, where its source says so."""

    __tablename__ = "framework_region"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Word, primary_key=True, index=True)


class FrameworkRoute(Base):
    """A way to award a call-off: direct award or further competition."""

    __tablename__ = "framework_route"

    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), primary_key=True)
    route: Mapped[str] = mapped_column(Word, primary_key=True, index=True)


class ExtensionOption(Base):
    """A published option to extend: by how many months, decided by when, taken or not yet known (None)."""

    __tablename__ = "extension_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    months: Mapped[int | None]
    decide_by: Mapped[date | None]
    taken: Mapped[bool | None]
    text: Mapped[str] = mapped_column(Prose, default="")
    source: Mapped[str] = mapped_column(Slug, default="")


class EligibilityRule(Base):
    """One rule on who may use a framework: who is in or out, the sentence that says so, and when it was checked.

    ``rule`` is a hub.signposting.eligibility.Rule as plain values. The hub read it out of ``published_text``, which is
    the framework's column ``field`` as its ``source`` and ``notice`` give it; or its source states it as a fact without
    ``quote``, and the words stand at ``url``; or a person confirmed it at ``confirmed_at``, who names the notice or
    page.
    """

    __tablename__ = "eligibility_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    position: Mapped[int] = mapped_column(default=0)
    field: Mapped[str] = mapped_column(Word, default="")
    published_text: Mapped[str] = mapped_column(Prose, default="", deferred=True)
    quote: Mapped[str] = mapped_column(Prose, default="")
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(Slug, default="")
    notice: Mapped[str] = mapped_column(Line(1000), default="")
    url: Mapped[str] = mapped_column(Line(2000), default="")
    checked_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]

    @property
    def is_fact(self) -> bool:
        """Its source states it, and the hub holds no words of the publisher for it."""
        return self.rule.get("confidence") == "stated"


class Document(Base):
    """A document or page of the owner's: linked, never copied."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Line(1000))
    url: Mapped[str] = mapped_column(Line(2000))
    kind: Mapped[str] = mapped_column(Line(1000), default="")
    checked_at: Mapped[datetime | None]


class Notice(Base):
    """A published notice kept as evidence; ``identifier`` as its portal writes it."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("framework_id", "identifier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int | None] = mapped_column(ForeignKey("framework.id"), index=True)
    identifier: Mapped[str] = mapped_column(Line(1000), index=True)
    ocid: Mapped[str] = mapped_column(Line(1000), default="", index=True)
    type: Mapped[str] = mapped_column(Line(1000), default="")
    title: Mapped[str] = mapped_column(Line(1000), default="")
    published: Mapped[date | None]
    url: Mapped[str] = mapped_column(Line(2000), default="")
    source: Mapped[str] = mapped_column(Slug, default="")


class Relation(Base):
    """How a framework relates to another: replaces, replaced_by, lot_of, lists (a reseller's listing).

    ``target_id`` is empty while the other framework is not in the catalogue; the published words are always kept.
    """

    __tablename__ = "relation"
    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    kind: Mapped[str] = mapped_column(Word)
    target_owner: Mapped[str] = mapped_column(Line(1000), default="")
    target_reference: Mapped[str] = mapped_column(Line(1000), default="")
    target_key: Mapped[str] = mapped_column(Line(16), default="", index=True)
    lot: Mapped[str] = mapped_column(Line(1000), default="")
