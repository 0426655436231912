"""How the hub works on itself: what the index has yet to hear, what was done by whom, mail to send, jobs under way."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from hub.models.base import Base, Line, Prose, Slug, Word
from hub.models.framework import Framework


class IndexChange(Base):
    """A framework the index has yet to hear about, written in the transaction that changed it.

    One row for each change, so that a change made while another is being indexed has a row of its own.
    """

    __tablename__ = "index_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    version: Mapped[int]
    claimed_at: Mapped[datetime | None] = mapped_column(index=True)

    framework: Mapped[Framework] = relationship()


def touch(session: Session, framework: Framework, at: datetime) -> None:
    """A framework has changed: a new version, and a row from which the index will hear of it."""
    framework.version = (framework.version or 0) + 1
    framework.changed_at = at
    session.add(IndexChange(framework=framework, version=framework.version))


class AuditEntry(Base):
    """Who did what to what, when, in answer to which request. Written by hub.audit alone: a chain of hashes.

    Append-only: triggers refuse to change or delete a row. No personal data in it.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Slug)
    action: Mapped[str] = mapped_column(Word, index=True)
    subject: Mapped[str] = mapped_column(Line(200), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    request_id: Mapped[str] = mapped_column(Word, index=True)
    previous_hash: Mapped[str] = mapped_column(Line(64), index=True, unique=True)
    hash: Mapped[str] = mapped_column(Line(64))


class Outbox(Base):
    """A letter to send after the transaction that wrote it: waiting until ``sent_at`` or ``failed_at`` is known.

    ``mark`` tells it from all others, so that a letter sent again is known for the same one. It waits until
    ``not_before``, and whoever sends it just now holds it until ``leased_until``. ``reason`` is what the mail server
    last said. Once it is sent, ``body`` and ``headers`` are empty.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(Word, default=lambda: token_hex(16))
    purpose: Mapped[str] = mapped_column(Word, default="")
    to: Mapped[str] = mapped_column(Line(320))
    subject: Mapped[str] = mapped_column(Line(1000))
    body: Mapped[str] = mapped_column(Prose)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(index=True)
    not_before: Mapped[datetime | None] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Line(500), default="")


class Job(Base):
    """Long work one process holds at a time; the lease lets another take over after a crash."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(Slug, primary_key=True)
    holder: Mapped[str] = mapped_column(Slug, default="")
    leased_until: Mapped[datetime | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
