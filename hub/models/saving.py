"""Savings: what was bought through a framework, what it is claimed to have saved, and what counts of that.

Money is pence, integer, VAT that can be recovered excluded; percentages and quantities are decimal text. A financial
year is written 2025-26. The tables of years, shares and places are worked out from the claims of a call-off
(hub.savings) and can be made again.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Pence, Prose, Slug, Word
from hub.models.call_off import CallOff
from hub.models.organisation import Organisation
from hub.models.people import Account, Network

FinancialYear = Line(7)


class ClaimedCallOff(Base):
    """A call-off that somebody claims a saving on, with what the hub knows of it that bears on the claim.

    ``key`` is its address. ``reference`` is an ocid, a notice number or the council's own, and ``reference_key`` the
    same as it is compared: an organisation has one call-off of it. ``framework_home`` is the key of the framework,
    which stays when that is merged into another; empty where it is not in the catalogue, and then ``framework_title``
    says which it was. ``organisation_id`` is the buyer, of a joint call-off the lead. ``ends_on`` is the end as agreed
    last, ``ended_on`` the day it really ended where that was earlier. ``predecessor_id`` is the call-off before it.
    ``route`` is framework, joint_contract, own_tender or own_negotiation.
    """

    __tablename__ = "claimed_call_off"
    __table_args__ = (UniqueConstraint("organisation_id", "reference_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Slug, unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reference: Mapped[str] = mapped_column(Line(1000))
    reference_key: Mapped[str] = mapped_column(Line(120))
    call_off_id: Mapped[int | None] = mapped_column(ForeignKey("call_off.id", ondelete="SET NULL"), index=True)
    framework_home: Mapped[str] = mapped_column(Line(16), default="", index=True)
    framework_title: Mapped[str] = mapped_column(Line(1000), default="")
    lot: Mapped[str] = mapped_column(Line(120), default="")
    supplier: Mapped[str] = mapped_column(Line(1000), default="")
    title: Mapped[str] = mapped_column(Line(1000), default="")
    cpv: Mapped[str] = mapped_column(Line(10), default="")
    route: Mapped[str] = mapped_column(Word)
    start: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]
    award_date: Mapped[date | None]
    value_pence: Mapped[int | None] = mapped_column(Pence)
    unit_price_pence: Mapped[int | None] = mapped_column(Pence)
    actual_spend_pence: Mapped[int | None] = mapped_column(Pence)
    tender_run: Mapped[bool] = mapped_column(default=False)
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("claimed_call_off.id"))

    organisation: Mapped[Organisation] = relationship()
    published: Mapped[CallOff | None] = relationship()
    predecessor: Mapped["ClaimedCallOff | None"] = relationship(remote_side=[id])
    sharers: Mapped[list["CallOffSharer"]] = relationship(
        cascade="all, delete-orphan", order_by="CallOffSharer.position"
    )


class CallOffSharer(Base):
    """An organisation's part of a joint call-off. ``share`` is kept as said and exact: 1/3, 33.33%.

    The lead is first. ``name`` is how it was called where it is not an organisation the hub knows.
    """

    __tablename__ = "call_off_sharer"
    __table_args__ = (UniqueConstraint("call_off_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_off_id: Mapped[int] = mapped_column(ForeignKey("claimed_call_off.id"), index=True)
    position: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(Line(1000), default="")
    share: Mapped[str] = mapped_column(Word)
    member: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation | None] = relationship()


class SavingClaim(Base):
    """Somebody claims that a call-off saved something.

    ``state`` is draft, submitted, returned, verified (by the council), validated (by the network), rejected, withdrawn,
    superseded or lapsed. ``basis`` is estimated or actual, ``claimant`` council or framework_owner, ``column``
    collaborative, local or owner_declared. ``entered`` is what was typed, by the names of the form's fields; ``inputs``
    the same as it is reckoned with (hub.savings.claim). ``figures`` is what came of it, for the pages; the sums
    beside it are the same, in pence, for adding up. ``version`` goes up with each change, and earlier ones are kept.
    ``supersedes_id``: the claim this one takes the place of. ``estimate_id``: the estimate it is the actual of.
    Accounts are named by their handles, which stay when the person goes. ``sampled``: drawn for a closer look.
    ``example``: example data, with the words it was published in and where. ``told_with_permission``: the organisation
    agrees that ``story`` is told in a highlight report.
    """

    __tablename__ = "saving_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Slug, unique=True)
    version: Mapped[int] = mapped_column(default=1)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    call_off_id: Mapped[int | None] = mapped_column(ForeignKey("claimed_call_off.id"), index=True)
    framework_home: Mapped[str] = mapped_column(Line(16), default="", index=True)
    framework_title: Mapped[str] = mapped_column(Line(1000), default="")
    claimant: Mapped[str] = mapped_column(Word, default="council")
    basis: Mapped[str] = mapped_column(Word, default="actual")
    column: Mapped[str] = mapped_column(Word, default="")
    state: Mapped[str] = mapped_column(Word, default="draft", index=True)
    title: Mapped[str] = mapped_column(Line(1000), default="")
    notes: Mapped[str] = mapped_column(Prose, default="")
    entered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    entered_gross_pence: Mapped[int | None] = mapped_column(Pence)
    gross_pence: Mapped[int | None] = mapped_column(Pence)
    costs_pence: Mapped[int | None] = mapped_column(Pence)
    net_pence: Mapped[int | None] = mapped_column(Pence)
    cashable_pence: Mapped[int | None] = mapped_column(Pence)
    non_cashable_pence: Mapped[int | None] = mapped_column(Pence)
    budget_code: Mapped[str] = mapped_column(Line(120), default="")
    evidence: Mapped[str] = mapped_column(Word, default="")
    evidence_reference: Mapped[str] = mapped_column(Line(1000), default="")
    outlier_note: Mapped[str] = mapped_column(Prose, default="")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    reported_by: Mapped[str] = mapped_column(Slug, default="")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str] = mapped_column(Slug, default="")
    verified_how: Mapped[str] = mapped_column(Word, default="")
    validated_at: Mapped[datetime | None]
    validated_by: Mapped[str] = mapped_column(Slug, default="")
    answer: Mapped[str] = mapped_column(Prose, default="")
    sampled: Mapped[bool] = mapped_column(default=False)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    estimate_id: Mapped[int | None] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)
    published_words: Mapped[str] = mapped_column(Prose, default="")
    published_in: Mapped[str] = mapped_column(Line(1000), default="")
    told_with_permission: Mapped[bool] = mapped_column(default=False)
    story: Mapped[str] = mapped_column(Prose, default="")

    organisation: Mapped[Organisation] = relationship()
    network: Mapped[Network | None] = relationship()
    call_off: Mapped[ClaimedCallOff | None] = relationship()
    reporter: Mapped[Account | None] = relationship()
    supersedes: Mapped["SavingClaim | None"] = relationship(foreign_keys=[supersedes_id], remote_side=[id])
    years: Mapped[list["SavingYear"]] = relationship(cascade="all, delete-orphan", order_by="SavingYear.year")
    parts: Mapped[list["SavingPart"]] = relationship(cascade="all, delete-orphan", order_by="SavingPart.id")
    findings: Mapped[list["SavingFinding"]] = relationship(cascade="all, delete-orphan", order_by="SavingFinding.id")
    files: Mapped[list["SavingFile"]] = relationship(cascade="all, delete-orphan", order_by="SavingFile.id")


class SavingPlace(Base):
    """The place a live claim takes, which no other may take: the first of the rules against counting twice.

    ``subject`` is the call-off (“call-off 12”), for what an owner declares the framework (“framework abc”). ``year`` is
    empty for the cost of tendering, which is avoided once.
    """

    __tablename__ = "saving_place"
    __table_args__ = (UniqueConstraint("subject", "organisation_id", "type", "year", "basis"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    subject: Mapped[str] = mapped_column(Line(60))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    type: Mapped[str] = mapped_column(Word)
    year: Mapped[str] = mapped_column(FinancialYear, default="")
    basis: Mapped[str] = mapped_column(Word)


class SavingYear(Base):
    """What a claim comes to in a financial year: as much of it as counts now."""

    __tablename__ = "saving_year"
    __table_args__ = (
        UniqueConstraint("claim_id", "year"),
        CheckConstraint("new_pence + sustained_pence = gross_pence", name="new_and_sustained"),
        CheckConstraint("gross_pence - costs_pence = net_pence", name="net"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    year: Mapped[str] = mapped_column(FinancialYear)
    gross_pence: Mapped[int] = mapped_column(Pence)
    costs_pence: Mapped[int] = mapped_column(Pence)
    net_pence: Mapped[int] = mapped_column(Pence)
    new_pence: Mapped[int] = mapped_column(Pence)
    sustained_pence: Mapped[int] = mapped_column(Pence)
    headline_pence: Mapped[int] = mapped_column(Pence)


class SavingPart(Base):
    """The smallest piece of a net saving that tables add up: of a claim, year, kind, class and organisation.

    ``bucket`` is headline, avoidance, tender_cost, process_time, not_due or owner_declared. ``organisation_id`` is who
    has it now, empty for what no sharer claims; ``former_id`` who had it before councils merged or were split.
    ``member``: it goes into the network's own total. The parts of a claim sum to its net.
    """

    __tablename__ = "saving_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    year: Mapped[str] = mapped_column(FinancialYear, index=True)
    bucket: Mapped[str] = mapped_column(Word)
    cashable: Mapped[bool]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    former_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    member: Mapped[bool] = mapped_column(default=True)
    net_pence: Mapped[int] = mapped_column(Pence)

    claim: Mapped[SavingClaim] = relationship(back_populates="parts")
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])


class SavingFinding(Base):
    """A rule that bit: which, what came of it (adjust or reject), on which line, and why in plain words."""

    __tablename__ = "saving_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    rule: Mapped[str] = mapped_column(Word)
    outcome: Mapped[str] = mapped_column(Word)
    line: Mapped[int | None]
    words: Mapped[str] = mapped_column(Prose)


class SavingFile(Base):
    """A file somebody chose to add as evidence: checked, kept outside what is served, handed out only as a download."""

    __tablename__ = "saving_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    name: Mapped[str] = mapped_column(Line(200))
    media_type: Mapped[str] = mapped_column(Line(120))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(Line(64))
    added_at: Mapped[datetime]


class SavingVersion(Base):
    """A claim as it stood before a change. ``step`` is what was done then, ``changed_by`` the handle of who did it."""

    __tablename__ = "saving_version"
    __table_args__ = (UniqueConstraint("claim_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("saving_claim.id"), index=True)
    version: Mapped[int]
    step: Mapped[str] = mapped_column(Word)
    state: Mapped[str] = mapped_column(Word)
    entered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    net_pence: Mapped[int | None] = mapped_column(Pence)
    changed_by: Mapped[str] = mapped_column(Slug)
    changed_at: Mapped[datetime]
