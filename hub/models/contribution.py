"""What officers propose for the catalogue: frameworks that are missing and changes to those that are there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Prose, Slug, Word
from hub.models.organisation import Organisation
from hub.models.people import Account, Network


class Contribution(Base):
    """A framework or a change that an organisation proposes to a network, from the first draft to the answer.

    ``code`` is what its address carries. ``account_id`` is whose it is now, empty once they have left and nobody took
    it over; ``submitted_by`` the handle of who last submitted it, which a hand-over does not change. ``kind`` is new
    or change; ``home`` the key of the framework to be changed. ``draft`` holds the fields by name, as they were typed
    (hub.contributions.fields). ``declared_at``: they declared that nothing in it is from behind a login. ``state`` is
    one of hub.contributions.states.STATES. ``due_on``: the network means to have answered by then. ``decided_by`` is
    a handle, ``words`` what the moderator says to the proposer. ``source_id`` is that of the record that came of it.
    ``told_late`` is the day by which an answer was due when proposer and moderators were told that there was none.
    ``version`` rises with each change, so that nobody overwrites what they have not seen.
    """

    __tablename__ = "contribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Line(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    submitted_by: Mapped[str] = mapped_column(Slug, default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    kind: Mapped[str] = mapped_column(Word, default="new")
    home: Mapped[str] = mapped_column(Line(16), default="", index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    declared_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(Word, default="draft", index=True)
    submitted_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Slug, default="")
    words: Mapped[str] = mapped_column(Prose, default="")
    told_late: Mapped[date | None]
    source_id: Mapped[str] = mapped_column(Line(1000), default="", index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    network: Mapped[Network] = relationship()
