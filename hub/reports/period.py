"""The financial year that a report is of: 1 April to 31 March. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hub.clock import LONDON
from hub.errors import Refused
from hub.savings.years import year_shown

WRITTEN = re.compile(r"(?P<first>\d{4})[-/](?P<last>\d{2}|\d{4})")


@dataclass(frozen=True)
class Period:
    """``begins`` is the calendar year in whose April it begins."""

    begins: int

    @property
    def year(self) -> str:
        """As the hub keeps it and as it stands in addresses: 2025-26."""
        return f"{self.begins}-{(self.begins + 1) % 100:02}"

    @property
    def shown(self) -> str:
        """As people write it: 2025/26."""
        return year_shown(self.year)

    @property
    def first(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last(self) -> date:
        return date(self.begins + 1, 3, 31)

    def until(self, day: date) -> date:
        """The last day of it that has come by a day."""
        return min(self.last, day)


def read(text: str) -> Period:
    """Of “2025/26”, “2025-26” or “2025/2026”. Raises Refused for anything else."""
    found = WRITTEN.fullmatch(text.strip())
    if found:
        begins, last = int(found["first"]), found["last"]
        if 1900 <= begins < 2200 and str(begins + 1).endswith(last):
            return Period(begins)
    raise Refused(f"“{text}” is no financial year. Write it as 2025/26: from 1 April 2025 to 31 March 2026.")


def of_day(day: date) -> Period:
    """The financial year a day is in."""
    return Period(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of a day in London, and the first after another."""
    return (
        datetime.combine(first, time.min, LONDON),
        datetime.combine(last + timedelta(days=1), time.min, LONDON),
    )
