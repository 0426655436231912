"""Contracts of buyers, awarded under a framework or perhaps so."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Pence, Slug, Term, Word
from hub.models.framework import Framework
from hub.models.organisation import Organisation


class CallOff(Term, Base):
    """A contract of a buyer, awarded under a framework or perhaps so: the merge of its records (CallOffRecord).

    ``framework_said`` is what the source says: yes, no or unknown; ``reference_as_written`` its words.
    ``framework_id`` is filled when a framework could be found for them, with the confidence of the link (0 to 1) and
    the reason in words. ``link_decided`` is True where a person has confirmed or refused it (hub.ingest.links).
    """

    __tablename__ = "call_off"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Slug)
    source_id: Mapped[str] = mapped_column(Line(1000))
    framework_id: Mapped[int | None] = mapped_column(ForeignKey("framework.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    link_confidence: Mapped[float | None]
    link_reason: Mapped[str] = mapped_column(Line(1000), default="")
    link_decided: Mapped[bool] = mapped_column(default=False)
    framework_said: Mapped[str] = mapped_column(Word, default="unknown")
    framework_title: Mapped[str] = mapped_column(Line(1000), default="")
    framework_owner: Mapped[str] = mapped_column(Line(1000), default="")
    framework_notice: Mapped[str] = mapped_column(Line(1000), default="")
    framework_ocid: Mapped[str] = mapped_column(Line(1000), default="")
    reference_as_written: Mapped[str] = mapped_column(Line(1000), default="")
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    buyer_name: Mapped[str] = mapped_column(Line(1000), default="")
    title: Mapped[str] = mapped_column(Line(1000), default="")
    reference: Mapped[str] = mapped_column(Line(1000), default="")
    value_net_pence: Mapped[int | None] = mapped_column(Pence)
    value_gross_pence: Mapped[int | None] = mapped_column(Pence)
    value_currency: Mapped[str | None] = mapped_column(Line(3))
    max_end: Mapped[date | None]
    notice: Mapped[str] = mapped_column(Line(1000), default="")
    published: Mapped[date | None]
    url: Mapped[str] = mapped_column(Line(2000), default="")
    digest: Mapped[str] = mapped_column(Line(64), default="")

    buyer: Mapped[Organisation | None] = relationship()
    framework: Mapped[Framework | None] = relationship()
    suppliers: Mapped[list["CallOffSupplier"]] = relationship(
        cascade="all, delete-orphan", order_by="CallOffSupplier.position"
    )


class CallOffSupplier(Base):
    """Who was awarded a call-off."""

    __tablename__ = "call_off_supplier"
    __table_args__ = (UniqueConstraint("call_off_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_off_id: Mapped[int] = mapped_column(ForeignKey("call_off.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Line(1000))

    supplier: Mapped[Organisation] = relationship()
