"""What every table shares: names for constraints, instants in UTC, money in pence, dates with their precision."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database, on SQLite as on PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


LONGEST_KEY = 2400  # bytes: PostgreSQL refuses a row whose indexed text is much longer


class Line(TypeDecorator[str]):
    """Text of at most so many characters: what is longer is cut, and what no database can hold is replaced.

    PostgreSQL refuses longer text and the character NUL, SQLite takes both, and neither takes half a character
    pair. The record keeps what was published.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and _within(storable(value), self.length)


class SortKey(Line):
    """Text that is sorted by its characters, whatever language the database sorts by."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        in_order = String(self.length, collation="C" if dialect.name == "postgresql" else None)
        return dialect.type_descriptor(in_order)


class Prose(TypeDecorator[str]):
    """Text of any length, likewise."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and storable(value)


def storable(text: str) -> str:
    """The text with a mark in place of each NUL and each half of a character pair."""
    text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _within(text: str, length: int) -> str:
    text = text[:length]
    return text if text.isascii() else text.encode()[:LONGEST_KEY].decode(errors="ignore")


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Instant,
        date: Date,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


Pence = BigInteger
"""Money: integer hundredths of its currency."""

Slug = Line(120)
Word = Line(40)


class Term:
    """The dates a framework or lot runs for, each with the precision and basis its source gave.

    ``precision`` is day, month or year; ``basis`` anything but ``published`` is a date somebody worked out.
    """

    start: Mapped[date | None] = mapped_column(index=True)
    start_precision: Mapped[str | None] = mapped_column(Word)
    start_basis: Mapped[str | None] = mapped_column(Word)
    end: Mapped[date | None] = mapped_column(index=True)
    end_precision: Mapped[str | None] = mapped_column(Word)
    end_basis: Mapped[str | None] = mapped_column(Word)


class MaximumValue:
    """The most that may be called off, for all buyers together: a ceiling, never a sum spent."""

    max_value_net_pence: Mapped[int | None] = mapped_column(Pence)
    max_value_gross_pence: Mapped[int | None] = mapped_column(Pence)
    max_value_currency: Mapped[str | None] = mapped_column(Line(3))
