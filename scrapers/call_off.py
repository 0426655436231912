"""The other statement a source yields: one contract of a buyer, and what it says of the framework it was awarded under.

As with a record (scrapers.record), what exists is valid, and is what its source says.
"""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from scrapers.record import (
    Address,
    CpvCode,
    Day,
    Known,
    Money,
    NoticeReference,
    Party,
    Short,
    Statement,
    Text,
)


class FrameworkPointer(Statement):
    """What a contract says about the framework it was awarded under, as written.

    ``said`` is NO where the source says that there is none, UNKNOWN where it does not say. ``reference`` is the text
    of the reference or of its column, ``ocid`` and ``notice`` are filled where the source gives those explicitly.
    """

    said: Known = Known.UNKNOWN
    reference: Short = ""
    title: Short = ""
    owner: Short = ""
    ocid: Short = ""
    notice: Short = ""
    url: Address = ""


class CallOffRecord(Statement):
    """One source's statement about one contract of a buyer, awarded under a framework or perhaps so.

    ``source_id`` is unique within the source and the same in every edition; a later edition's known fields count.
    ``reference`` is the buyer's own. ``value`` is that of the contract over its life, VAT as published.
    """

    source_id: Annotated[Short, Field(min_length=1)]
    title: Annotated[Short, Field(min_length=1)]
    buyer: Party
    reference: Short = ""
    suppliers: tuple[Party, ...] = ()
    framework: FrameworkPointer = FrameworkPointer()
    cpv: tuple[CpvCode, ...] = ()
    value: Money | None = None
    start: Day | None = None
    end: Day | None = None
    max_end: Day | None = None
    extension: Text = ""
    procedure: Short = ""
    notice: NoticeReference | None = None
    url: Address = ""
    published: date | None = None
    released: AwareDatetime | None = None
    extra: dict[str, str] = Field(default_factory=dict)
