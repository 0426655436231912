"""What people follow, what each of these has led them to, and which endings they have been warned of."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Slug, Word
from hub.models.people import Account


class Follow(Base):
    """Somebody wants to hear of what is new about something.

    ``kind`` is search, framework, owner, supplier or category; ``subject`` the parameters of the search's address, a
    framework's key or a slug; ``title`` what it was called then. ``cadence`` is one of hub.follows.CADENCES. It was
    looked at last at ``checked_at``: what is new is what has come since. Of a framework ``known_end`` and
    ``known_status`` are what its follower has been told or could read.
    """

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("account_id", "kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Word)
    subject: Mapped[str] = mapped_column(Line(1000), index=True)
    title: Mapped[str] = mapped_column(Line(400))
    cadence: Mapped[str] = mapped_column(Word, index=True)
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime]
    known_end: Mapped[date | None]
    known_status: Mapped[str] = mapped_column(Word, default="")

    account: Mapped[Account] = relationship()


class FollowSeen(Base):
    """A framework that a follow has led to: it is not new to it again, whatever becomes of its words."""

    __tablename__ = "follow_seen"

    follow_id: Mapped[int] = mapped_column(ForeignKey("follow.id", ondelete="CASCADE"), primary_key=True)
    framework: Mapped[str] = mapped_column(Slug, primary_key=True)


class EndingTold(Base):
    """Somebody has been warned, so many ``days`` ahead, that a framework ends on a day."""

    __tablename__ = "ending_told"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    framework: Mapped[str] = mapped_column(Slug, primary_key=True)
    end: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
