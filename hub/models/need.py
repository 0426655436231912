"""What people looked for and did not find."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, Line, Prose, Word


class UnmetNeed(Base):
    """A search that found nothing of use, told to the network. Nothing in it says who told.

    ``text`` is what was searched for, ``wanted`` what it was for. ``region`` and ``kind`` of organisation are the
    teller's choice.
    """

    __tablename__ = "unmet_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Line(400), default="")
    wanted: Mapped[str] = mapped_column(Prose)
    region: Mapped[str | None] = mapped_column(Word)
    kind: Mapped[str | None] = mapped_column(Word)
