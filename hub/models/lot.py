"""The lots of a framework, the suppliers on them, and what using either costs."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, MaximumValue, Pence, Prose, Term, Word
from hub.models.organisation import Organisation


class Lot(Term, MaximumValue, Base):
    """A division of a framework. ``number`` empty: its source gives none. ``key`` is number, else folded title."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("framework_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"), index=True)
    key: Mapped[str] = mapped_column(Line(1100))
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(Line(1000), default="")
    title: Mapped[str] = mapped_column(Line(1000), default="")
    description: Mapped[str] = mapped_column(Prose, default="")
    stage: Mapped[str | None] = mapped_column(Word)
    cpv: Mapped[list[str]] = mapped_column(default=list)
    regions: Mapped[list[str]] = mapped_column(default=list)
    routes: Mapped[list[str]] = mapped_column(default=list)

    places: Mapped[list["SupplierPlace"]] = relationship(
        cascade="all, delete-orphan", order_by="SupplierPlace.position"
    )
    fees: Mapped[list["Fee"]] = relationship(cascade="all, delete-orphan")


class SupplierPlace(Base):
    """A supplier's standing on a lot: active, suspended, excluded or left, from when to when."""

    __tablename__ = "supplier_place"
    __table_args__ = (UniqueConstraint("lot_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Line(1000))
    status: Mapped[str] = mapped_column(Word, default="active")
    start: Mapped[date | None]
    end: Mapped[date | None]
    sme: Mapped[bool | None]

    supplier: Mapped[Organisation] = relationship()


class Fee(Base):
    """A charge for using a framework or one lot. ``basis_points`` None is "not published", never 0 %."""

    __tablename__ = "fee"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int | None] = mapped_column(ForeignKey("framework.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)
    basis_points: Mapped[int | None]
    payer: Mapped[str] = mapped_column(Word, default="unknown")
    base: Mapped[str] = mapped_column(Line(1000), default="")
    cap_pence: Mapped[int | None] = mapped_column(Pence)
    known: Mapped[str] = mapped_column(Word, default="unknown")
    text: Mapped[str] = mapped_column(Line(1000), default="")
