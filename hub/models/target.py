"""What a network keeps beside its savings: targets, and what it costs to take part. Money is pence, integer."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Pence, Word
from hub.models.organisation import Organisation
from hub.models.people import Network
from hub.models.saving import FinancialYear


class SavingTarget(Base):
    """A sum to be reached, or thought possible, or told by somebody; never added to a saving.

    ``kind`` is target, potential or reported. It is of a network, or of one organisation in it; ``first_year`` to
    ``last_year`` together. ``reported_on`` is the day it was told, for what is reported. ``former_id`` is whose it was
    before councils merged or were split; where it was split, ``of_id`` leads to the first of its pieces.
    """

    __tablename__ = "saving_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    former_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    of_id: Mapped[int | None] = mapped_column(ForeignKey("saving_target.id"))
    kind: Mapped[str] = mapped_column(Word)
    title: Mapped[str] = mapped_column(Line(200))
    first_year: Mapped[str] = mapped_column(FinancialYear)
    last_year: Mapped[str] = mapped_column(FinancialYear)
    pence: Mapped[int] = mapped_column(Pence)
    reported_on: Mapped[date | None]
    example: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Line(1000), default="")

    network: Mapped[Network] = relationship()
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])


class MembershipFee(Base):
    """What it costs to take part in a network in a financial year, as a moderator entered it.

    Without an organisation it is what each of them pays, but those of which something else is entered.
    """

    __tablename__ = "membership_fee"
    __table_args__ = (UniqueConstraint("network_id", "organisation_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[str] = mapped_column(FinancialYear)
    pence: Mapped[int] = mapped_column(Pence)
    entered_on: Mapped[date]

    organisation: Mapped[Organisation | None] = relationship()
