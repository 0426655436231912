"""What people ask of the hub about themselves: to be taken out, and complaints."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, Line, Prose, Slug, Word


class Removal(Base):
    """Something that says who a person is and is shown no more, whichever source publishes it again.

    ``kind`` is name, e-mail or telephone; ``value_hash`` the SHA-256 of the value as it is compared. What it was is
    not kept (hub.removals).
    """

    __tablename__ = "removal"
    __table_args__ = (UniqueConstraint("kind", "value_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    value_hash: Mapped[str] = mapped_column(Line(64))
    words: Mapped[int] = mapped_column(default=1)
    """Of how many words it is: so many at a time are compared."""
    asked_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(Slug)


class DataComplaint(Base):
    """What somebody says is wrong with how the hub treats data about them.

    ``code`` is what they were given to name it by. It is acknowledged by ``due_on``, 30 days after it came. Once it is
    closed, ``said`` and ``email`` are kept for as long as hub.complaints says, and emptied then.
    """

    __tablename__ = "data_complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Line(20), unique=True)
    received_on: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    said: Mapped[str] = mapped_column(Prose, default="")
    email: Mapped[str] = mapped_column(Line(320), default="")
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(Word, default="")
    decided_by: Mapped[str] = mapped_column(Slug, default="")
