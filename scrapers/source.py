"""What an importer declares about its source, and what reading a file gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scrapers.call_off import CallOffRecord
from scrapers.record import Day, Record

OGL = "Open Government Licence v3.0"


class Voice(StrEnum):
    """Who speaks: the order, strongest first, in which voices win (rulings, Identity)."""

    OWNER = "owner"
    FIND_A_TENDER = "find_a_tender"
    NOTICE = "notice"
    OFFICER = "officer"
    DIRECTORY = "directory"
    RESELLER = "reseller"
    REGISTER = "register"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The facts a reader of the data needs: who publishes it, where, under what licence.

    ``owner`` is the framework owner the source speaks for, where ``voice`` is OWNER.
    """

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    voice: Voice
    owner: str = ""


class Outcome(StrEnum):
    """What became of one row as it was read. The database later tells accepted from changed and unchanged."""

    RECORD = "record"
    CALL_OFF = "call_off"
    SKIPPED = "skipped"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing a row made us wonder about: where, what stood there, why it is wrong, what was done."""

    place: str
    field: str
    value: str
    reason: str
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a file: its place ("line 7", "item 3"), what became of it, and its problems.

    A RECORD row has a record and a CALL_OFF row a call-off; a SKIPPED or REJECTED one has a reason instead. The
    reason for skipping is the same words for every row skipped for it, so that they can be counted.
    """

    place: str
    outcome: Outcome
    record: Record | None = None
    call_off: CallOffRecord | None = None
    reason: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A whole file, read: its source, the date it speaks of, why that date, and every row in order."""

    source: Source
    as_of: Day
    as_of_reason: str
    rows: Sequence[Row] = field(default_factory=tuple)

    def records(self) -> Iterable[Record]:
        return (row.record for row in self.rows if row.record is not None)


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says where and what to do about it."""
