"""What every table shares: names for constraints, instants in UTC, money in pence, dates with their precision."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

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

Slug = String(120)
Word = String(40)


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
    max_value_currency: Mapped[str | None] = mapped_column(String(3))
