"""Buyers, suppliers and framework owners: one kind of thing, told apart by what they do.

An organisation has a beginning and may have an end; councils are merged and split, so predecessors and
successors are many to many, and a planned successor is provisional until it exists.
"""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Slug, Word


class Organisation(Base):
    """A legal person or public body. ``starts_on`` and ``ends_on`` empty: not known, or still there."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, unique=True)
    name: Mapped[str] = mapped_column(Line(1000), index=True)
    short_name: Mapped[str] = mapped_column(Line(120), default="")
    kind: Mapped[str] = mapped_column(Word, default="unknown", index=True)
    region: Mapped[str | None] = mapped_column(Word, index=True)
    web: Mapped[str] = mapped_column(Line(2000), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    curated: Mapped[bool] = mapped_column(default=False)
    """True: from the hub's own lists; False: known only by the name a source wrote."""
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The organisation this one was found to be, by a number or by a person (hub.ingest.suppliers); its address
    leads there. Undone, it stands by itself again."""

    identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(cascade="all, delete-orphan")
    names: Mapped[list["OrganisationName"]] = relationship(cascade="all, delete-orphan")


class OrganisationIdentifier(Base):
    """A number in a named register, scheme first: GB-COH 01234567, GB-PPON PMRV-4748-MNJV, GSS E07000200."""

    __tablename__ = "organisation_identifier"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    scheme: Mapped[str] = mapped_column(Word)
    value: Mapped[str] = mapped_column(Line(120))


class OrganisationName(Base):
    """Another name: former, short, trading, or simply as some source spells it."""

    __tablename__ = "organisation_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(Line(1000), index=True)
    kind: Mapped[str] = mapped_column(Word, default="published")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class Succession(Base):
    """One organisation took over from another on a date; ``provisional`` until it has happened.

    ``share`` is the part of the predecessor's savings that passes to it, as said and exact: 1/3, 60%. Empty for all of
    it, or where nobody has said.
    """

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    on: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    share: Mapped[str] = mapped_column(Word, default="")


class Membership(Base):
    """An organisation belongs to a purchasing club, as some source showed on a date."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "club_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Slug, default="")
    checked_on: Mapped[date | None]


class EmailDomain(Base):
    """A mail domain whose holders may act for an organisation; one domain may serve several."""

    __tablename__ = "email_domain"
    __table_args__ = (UniqueConstraint("domain", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    domain: Mapped[str] = mapped_column(Line(253), index=True)
