"""What every scraper, importer and officer yields: one validated statement about one framework or one call-off.

A record that exists is valid. Everything in it is what its source says, cleaned but not interpreted: an
empty field means the source does not say.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50_000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^(https?://\S+)?$")]
CpvCode = Annotated[str, StringConstraints(pattern=r"^\d{8}$")]
Pence = Annotated[int, Field(ge=0, le=10**16)]


class Statement(BaseModel):
    """Base of everything a source says: frozen, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Precision(StrEnum):
    """How exactly a source gave a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """Where a date comes from; anything but ``published`` is shown as worked out."""

    PUBLISHED = "published"
    DURATION = "duration"
    AWARD = "award"
    TEXT = "text"
    ESTIMATED = "estimated"


class Day(Statement):
    """A date with the precision its source gave: March 2027 is the last or first day, precision month."""

    value: date
    precision: Precision = Precision.DAY
    basis: Basis = Basis.PUBLISHED
    raw: Short = ""


class Kind(StrEnum):
    """The kind of agreement (rulings: one vocabulary)."""

    FRAMEWORK = "framework"
    OPEN_FRAMEWORK = "open_framework"
    DPS = "dps"
    DYNAMIC_MARKET = "dynamic_market"
    UTILITIES_DYNAMIC_MARKET = "utilities_dynamic_market"
    QUALIFICATION_SYSTEM = "qualification_system"
    JOINT_CONTRACT = "joint_contract"
    UNKNOWN = "unknown"


class Regulation(StrEnum):
    """The law a framework was let under; a framework begun under PCR 2015 stays under it."""

    PCR_2006 = "pcr_2006"
    PCR_2015 = "pcr_2015"
    PROCUREMENT_ACT_2023 = "procurement_act_2023"
    SCOTLAND = "scotland"
    OTHER = "other"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far along its source says a framework is. Its status also needs dates and the clock."""

    PLANNED = "planned"
    TENDERING = "tendering"
    AWARDED = "awarded"
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


class Route(StrEnum):
    """How a call-off may be awarded. ``direct_award`` here is from the framework, never s41 or s43."""

    DIRECT_AWARD = "direct_award"
    COMPETITION = "competition"


class Payer(StrEnum):
    SUPPLIER = "supplier"
    BUYER = "buyer"
    UNKNOWN = "unknown"


class Known(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Fee(Statement):
    """A charge for using a framework or lot. ``basis_points`` None means the rate is not published, never 0 %.

    ``known`` says whether there is a fee at all: YES, NO, or UNKNOWN where the source does not say.
    """

    basis_points: Annotated[int, Field(ge=0, le=10_000)] | None = None
    payer: Payer = Payer.UNKNOWN
    base: Short = ""
    cap_pence: Pence | None = None
    known: Known = Known.UNKNOWN
    text: Short = ""


class Money(Statement):
    """An amount in pence (or the currency's hundredths), net of VAT or gross; None is not published."""

    net_pence: Pence | None = None
    gross_pence: Pence | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "GBP"


class Identifier(Statement):
    """A number in a named register: scheme GB-COH, id 01234567."""

    scheme: Short
    id: Short


class Party(Statement):
    """An organisation as a source names it."""

    name: Annotated[Short, Field(min_length=1)]
    identifiers: tuple[Identifier, ...] = ()


class SupplierPlace(Statement):
    """A supplier's standing on a lot: active, suspended, excluded or left."""

    name: Short
    identifiers: tuple[Identifier, ...] = ()
    status: Annotated[str, StringConstraints(pattern=r"^(active|suspended|excluded|left)$")] = "active"
    start: Day | None = None
    end: Day | None = None
    sme: bool | None = None


class Lot(Statement):
    """A division of a framework. ``number`` is empty where the source gives none.

    A lot with neither number nor title holds the suppliers of a source that does not say which lot they are on.
    """

    number: Short = ""
    title: Short = ""
    description: Text = ""
    start: Day | None = None
    end: Day | None = None
    stage: Stage | None = None
    cpv: tuple[CpvCode, ...] = ()
    regions: tuple[Short, ...] = ()
    routes: tuple[Route, ...] = ()
    fee: Fee | None = None
    max_value: Money | None = None
    suppliers: tuple[SupplierPlace, ...] = ()


class Link(Statement):
    """A document or page, linked and never copied."""

    title: Short
    url: Address
    kind: Short = ""


class NoticeReference(Statement):
    """A published notice that is evidence for the record.

    ``identifier`` is its number as its portal writes it, else its OCID, else its address.
    """

    identifier: Annotated[Short, Field(min_length=1)]
    ocid: Short = ""
    type: Short = ""
    title: Short = ""
    published: date | None = None
    url: Address = ""


class Edition(StrEnum):
    """How one edition of a source's entry relates to the ones before it.

    A WHOLE edition replaces them. A DELTA adds to them: lots and suppliers it does not name stay as they were. A
    CHANGE is a delta that says what is different from now on (UK10, UK12, UK16 notices); in its dates, value, stage
    and lots it outranks every other voice (rulings, Identity).
    """

    WHOLE = "whole"
    DELTA = "delta"
    CHANGE = "change"


class Record(Statement):
    """One source's statement about one framework.

    ``source_id`` is unique within the source and the same in every edition of it. ``part`` tells frameworks apart
    that share a source id (one OCID used by many buyers): buyer and tender id as published, joined by a stroke.
    ``owner`` is the name or short code the source uses. ``title`` may be empty where a reference is given.
    ``parent_reference`` says that the source lists a part (a lot) of another framework; ``listing_of_owner`` that it
    lists another body's framework (a reseller's listing). ``reference_identifies`` is False where the source uses one
    reference for several frameworks. ``evidence_only`` is True for a notice that changes or ends something published
    before and does not itself say that it is a framework: it counts only beside an edition that does. ``released`` is
    the instant of a notice's publication, in UTC: of two on one day it tells the later. ``eligibility_rules`` say who
    may use it, each a line of the hub's rule language (docs/eligibility.md): facts, where words may not be copied.
    """

    source_id: Annotated[Short, Field(min_length=1)]
    part: Short = ""
    edition: Edition = Edition.WHOLE
    evidence_only: bool = False
    title: Short = ""
    owner: Annotated[Short, Field(min_length=1)]
    reference: Short = ""
    reference_identifies: bool = True
    parent_reference: Short = ""
    parent_lot: Short = ""
    listing_of_owner: Short = ""
    kind: Kind = Kind.UNKNOWN
    regulation: Regulation = Regulation.UNKNOWN
    stage: Stage | None = None
    source_status: Short = ""
    summary: Text = ""
    description: Text = ""
    categories: tuple[Short, ...] = ()
    keywords: tuple[Short, ...] = ()
    cpv: tuple[CpvCode, ...] = ()
    regions: tuple[Short, ...] = ()
    start: Day | None = None
    end: Day | None = None
    max_end: Day | None = None
    extension: Text = ""
    max_value: Money | None = None
    routes: tuple[Route, ...] = ()
    fee: Fee | None = None
    eligibility: Text = ""
    eligibility_rules: tuple[Short, ...] = ()
    how_to_buy: Text = ""
    stock_only: bool | None = None
    lots: tuple[Lot, ...] = ()
    documents: tuple[Link, ...] = ()
    notices: tuple[NoticeReference, ...] = ()
    replaces: tuple[Short, ...] = ()
    replaced_by: tuple[Short, ...] = ()
    url: Address = ""
    published: date | None = None
    released: AwareDatetime | None = None
    extra: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_called_something(self) -> Self:
        if not (self.title or self.reference):
            raise ValueError("has neither a title nor a reference")
        return self
