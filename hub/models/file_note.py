"""File notes: why an organisation chose a framework, written by whoever holds a secret address, then frozen."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Prose


class FileNote(Base):
    """A draft, or a frozen note.

    ``key`` is the frozen note's address, which nobody can guess. ``edit_hash`` is the SHA-256 of the holder's token:
    the token itself is nowhere in the database. ``content`` is the draft (hub.notes.Note) and empty once frozen;
    ``canonical`` is then the text that was frozen and ``sha256`` its hash. ``version`` counts what was saved.
    """

    __tablename__ = "file_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Line(64), unique=True)
    edit_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    frozen_at: Mapped[datetime | None] = mapped_column(index=True)
    canonical: Mapped[str] = mapped_column(Prose, default="")
    sha256: Mapped[str] = mapped_column(Line(64), default="", index=True)

    addenda: Mapped[list["Addendum"]] = relationship(cascade="all, delete-orphan", order_by="Addendum.number")


class Addendum(Base):
    """A correction of a frozen note, frozen in its turn: its text holds the hash of what was frozen before it."""

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("file_note.id"), index=True)
    number: Mapped[int]
    frozen_at: Mapped[datetime]
    canonical: Mapped[str] = mapped_column(Prose)
    sha256: Mapped[str] = mapped_column(Line(64), index=True)
