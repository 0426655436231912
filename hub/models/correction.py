"""What people say is wrong with a record."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, Line, Prose, Slug, Word


class Correction(Base):
    """A problem or correction that anyone told of a framework or organisation. Nothing in it says who told.

    ``code`` is what the teller was given to look at it again. ``subject`` is framework or organisation and ``ident``
    its key or slug, ``title`` what it was called. ``field`` is what is wrong with it, one of hub.corrections.FIELDS.
    ``role`` is the teller's own choice of hub.corrections.ROLES. ``state`` is open, made, refused or withdrawn, and
    ``answer`` says why. It is to be answered by ``due_on``.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Line(20), unique=True)
    day: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(Word)
    ident: Mapped[str] = mapped_column(Slug, index=True)
    title: Mapped[str] = mapped_column(Line(1000), default="")
    field: Mapped[str] = mapped_column(Word)
    role: Mapped[str] = mapped_column(Word)
    wrong: Mapped[str] = mapped_column(Prose)
    right: Mapped[str] = mapped_column(Prose, default="")
    published_at: Mapped[str] = mapped_column(Line(2000), default="")
    state: Mapped[str] = mapped_column(Word, default="open", index=True)
    answer: Mapped[str] = mapped_column(Prose, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(Slug, default="")
