"""Days and the years they fall in: the financial year, 1 April to 31 March, and the years of a contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hub.savings.pence import shared

ONE_DAY = timedelta(days=1)


def year_of(day: date) -> str:
    """The financial year of a day: 2025-26."""
    first = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def year_shown(year: str) -> str:
    """As people write it, and as pages show it: 2025/26. Addresses and files keep 2025-26."""
    return year.replace("-", "/")


def years_between(first: str, last: str) -> list[str]:
    """The financial years from one to another, both among them."""
    return [year_of(date(begins, 4, 1)) for begins in range(int(first[:4]), int(last[:4]) + 1)]


def first_day(year: str) -> date:
    return date(int(year[:4]), 4, 1)


def days(start: date, end: date) -> int:
    """How many days, both ends included; none where the end is before the start."""
    return max(0, (end - start).days + 1)


def days_by_year(start: date, end: date) -> dict[str, int]:
    """How many days of a period fall in each financial year, in order."""
    found, day = {}, start
    while day <= end:
        year = year_of(day)
        last = date(int(year[:4]) + 1, 3, 31)
        found[year] = days(day, min(end, last))
        day = last + ONE_DAY
    return found


def spread(total: int, start: date, end: date) -> dict[str, int]:
    """Pence by financial year, by days; they sum to the total."""
    found = days_by_year(start, end)
    return dict(zip(found, shared(total, [Fraction(each) for each in found.values()]), strict=True))


def anniversary(start: date, count: int = 1) -> date:
    """The day ``count`` years on; of 29 February, 1 March in a year that has none."""
    try:
        return start.replace(year=start.year + count)
    except ValueError:
        return date(start.year + count, 3, 1)


@dataclass(frozen=True)
class ContractYear:
    """Twelve months of a contract, as far as they run: ``fraction`` is the days run of the days it has."""

    start: date
    end: date
    fraction: Fraction


def contract_years(start: date, end: date) -> Iterator[ContractYear]:
    """The contract years of a period; the last may be a part of one."""
    begins, count = start, 1
    while begins <= end:
        following = anniversary(start, count)
        last = min(end, following - ONE_DAY)
        yield ContractYear(begins, last, Fraction(days(begins, last), (following - begins).days))
        begins, count = following, count + 1
