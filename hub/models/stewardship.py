"""Who looks after a framework."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line
from hub.models.organisation import Organisation
from hub.models.people import Account, Network


class Stewardship(Base):
    """An organisation of a network looks after a framework: a person does, and perhaps another as their deputy.

    ``home`` is the key of the framework it was taken on for, which stays when that is merged into another, so that it
    comes back on un-merge. ``account_id`` is empty once they have left and nobody took it over. ``review_on`` is the
    day by which somebody is to look at it again, ``reviewed_at`` when somebody last did, ``reminded_on`` the day of
    the last letter that said it was due.
    """

    __tablename__ = "stewardship"
    __table_args__ = (UniqueConstraint("home", "network_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    home: Mapped[str] = mapped_column(Line(16), index=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    taken_on_at: Mapped[datetime]
    review_on: Mapped[date] = mapped_column(index=True)
    reviewed_at: Mapped[datetime | None]
    reminded_on: Mapped[date | None]

    network: Mapped[Network] = relationship()
    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    deputy: Mapped[Account | None] = relationship(foreign_keys=[deputy_id])
