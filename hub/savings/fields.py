"""Reads plain data into the parts of a claim, and writes it back: each part says of each of its fields what it takes.

A field is a dataclass field made by one of the functions here. What cannot be read is a problem that names the place,
as "lines[1].volume", and the cure; all are gathered before any is told.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from hub.errors import Refused

MOST_PENCE = 10**13
MOST_QUANTITY = 10**12
MOST_ITEMS = 200
LONGEST_TEXT = 1000
LONGEST_PROSE = 10_000
NUMBER = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,12})?", re.ASCII)
YEAR = re.compile(r"((?:19|20|21)[0-9]{2})-([0-9]{2})", re.ASCII)
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")

Part = TypeVar("Part")


@dataclass(frozen=True)
class Problem:
    """What is wrong, at which place of what was given."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class InvalidClaim(Refused):
    """What was given cannot be reckoned. ``problems`` says each place and its cure."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(each) for each in self.problems))


class Unreadable(Exception):
    """One value is not what its field takes; the words say the cure."""


Reader = Callable[[Any, str, list[Problem]], Any]
"""From a value, its place and the problems so far to what it means; raises Unreadable or adds problems."""


def taking(read: Reader, default: Any = MISSING) -> Any:
    """A field read by ``read``; without a default it must be given."""
    return field(default=default, metadata={"read": read})


def pence(default: Any = MISSING) -> Any:
    return taking(read_pence, default)


def signed_pence(default: Any = MISSING) -> Any:
    return taking(read_signed_pence, default)


def quantity(default: Any = MISSING, above: int | None = None) -> Any:
    return taking(_quantity(0, MOST_QUANTITY, above), default)


def percentage(default: Any = MISSING, least: int = 0, most: int = 1000) -> Any:
    return taking(_quantity(least, most, None), default)


def day(default: Any = MISSING) -> Any:
    return taking(read_day, default)


def choice(options: Iterable[str], default: Any = MISSING) -> Any:
    return taking(_choice(tuple(options)), default)


def text(default: Any = "") -> Any:
    return taking(_text, default)


def prose() -> Any:
    return taking(_prose, "")


def name() -> Any:
    return taking(_name)


def yes_or_no(default: bool) -> Any:
    return taking(_yes_or_no, default)


def several(read: Reader, least: int = 0) -> Any:
    return taking(_several(read, least), () if least == 0 else MISSING)


def by_year(default: Any = MISSING) -> Any:
    return taking(_by_year, default)


def by_name(default: Any = MISSING) -> Any:
    return taking(_by_name, default)


def read(part: type[Part], given: Any, place: str, problems: list[Problem]) -> Part | None:
    """The part that ``given`` describes; none where a field has a problem. Fields it does not know are left out."""
    if not isinstance(given, Mapping):
        problems.append(Problem(place, "Give its fields by name."))
        return None
    before = len(problems)
    values: dict[str, Any] = {}
    for each in fields(part):  # type: ignore[arg-type]
        if "read" in each.metadata:
            where = f"{place}.{each.name}" if place else each.name
            _read_field(values, each, given.get(each.name), where, problems)
    return part(**values) if len(problems) == before else None


def _read_field(values: dict[str, Any], each: Any, value: Any, place: str, problems: list[Problem]) -> None:
    if value is None:
        if each.default is MISSING:
            problems.append(Problem(place, "This is missing. Give it."))
        return
    try:
        values[each.name] = each.metadata["read"](value, place, problems)
    except Unreadable as unreadable:
        problems.append(Problem(place, str(unreadable)))


def written(part: Any) -> dict[str, Any]:
    """The part as plain data, which reads as the same part again. What is empty is left out, a default is not."""
    found = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if "read" in each.metadata and value not in (None, "", ()):
            found[each.name] = plain(value)
    return found


def plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return written(value) if hasattr(value, "__dataclass_fields__") else value


def decimal_text(exact: Fraction) -> str:
    """A number that was read from decimal text, as such: 3.4."""
    whole, rest = divmod(abs(exact) * 10**12, 10**12)
    digits = f"{whole}.{int(rest):012}".rstrip("0").rstrip(".")
    return f"-{digits}" if exact < 0 else digits


def read_count(value: Any, _place: str, _problems: list[Problem]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_ITEMS:
        raise Unreadable(f"Give a number from 1 to {MOST_ITEMS}.")
    return value


def number(value: Any) -> Fraction:
    """From decimal text, or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()):
        raise Unreadable("Give a number in digits, as “12.5”.")
    return Fraction(value.strip())


def part_of(part: type[Part]) -> Reader:
    return lambda value, place, problems: read(part, value, place, problems)


def read_pence(value: Any, place: str, problems: list[Problem]) -> int:
    found = read_signed_pence(value, place, problems)
    if found < 0:
        raise Unreadable("This cannot be less than nothing.")
    return found


def read_signed_pence(value: Any, _place: str, _problems: list[Problem]) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable("Give whole pence.")
    if abs(value) > MOST_PENCE:
        raise Unreadable("This is more than £100,000 million. Give the amount in pounds and pence.")
    return value


def _quantity(least: int, most: int, above: int | None) -> Reader:
    def read_quantity(value: Any, _place: str, _problems: list[Problem]) -> Fraction:
        found = number(value)
        if above is not None and found <= above:
            raise Unreadable(f"Give a number above {above}.")
        if not least <= found <= most:
            raise Unreadable(f"Give a number from {least} to {most:,}.")
        return found

    return read_quantity


def read_day(value: Any, _place: str, _problems: list[Problem]) -> date:
    try:
        found = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        raise Unreadable("Give a date from 1900 to 2200, as 2026-04-01.")
    return found


def _choice(options: tuple[str, ...]) -> Reader:
    def read_choice(value: Any, _place: str, _problems: list[Problem]) -> str:
        if value not in options:
            raise Unreadable(f"Give one of {', '.join(options)}.")
        return str(value)

    return read_choice


def _text(value: Any, _place: str, _problems: list[Problem]) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or UNSEEN.search(value):
        raise Unreadable(f"Give one line of text, of {LONGEST_TEXT} characters at most.")
    return value


def _prose(value: Any, _place: str, _problems: list[Problem]) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_PROSE or UNSEEN.search(re.sub(r"[\r\n\t]", "", value)):
        raise Unreadable(f"Give text of {LONGEST_PROSE:,} characters at most.")
    return value


def _name(value: Any, place: str, problems: list[Problem]) -> str:
    found = _text(value, place, problems)
    if not found.strip():
        raise Unreadable("This is missing. Give it.")
    return found


def _yes_or_no(value: Any, _place: str, _problems: list[Problem]) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("Say true or false.")
    return value


def _several(read_one: Reader, least: int) -> Reader:
    def read_several(value: Any, place: str, problems: list[Problem]) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or not least <= len(value) <= MOST_ITEMS:
            raise Unreadable(f"Give a list of {least} to {MOST_ITEMS}.")
        return tuple(_one(read_one, each, f"{place}[{n}]", problems) for n, each in enumerate(value))

    return read_several


def _one(read_one: Reader, value: Any, place: str, problems: list[Problem]) -> Any:
    try:
        return read_one(value, place, problems)
    except Unreadable as unreadable:
        problems.append(Problem(place, str(unreadable)))
        return None


def _by_name(value: Any, place: str, problems: list[Problem]) -> dict[str, Fraction]:
    if not isinstance(value, Mapping) or len(value) > MOST_ITEMS:
        raise Unreadable("Give a number for each name.")
    read_number = _quantity(0, MOST_QUANTITY, None)
    return {str(name): _one(read_number, value[name], f"{place}[{name}]", problems) for name in sorted(value, key=str)}


def _by_year(value: Any, place: str, problems: list[Problem]) -> dict[str, Fraction]:
    if not isinstance(value, Mapping) or not 1 <= len(value) <= MOST_ITEMS:
        raise Unreadable("Give an amount for each financial year, as 2025-26.")
    read_amount, found = _quantity(0, MOST_QUANTITY, None), {}
    for year in sorted(value, key=str):
        if not is_year(year):
            problems.append(Problem(f"{place}[{year}]", "Give a financial year, as 2025-26."))
        else:
            found[year] = _one(read_amount, value[year], f"{place}[{year}]", problems)
    return found


def is_year(value: Any) -> bool:
    match = YEAR.fullmatch(value) if isinstance(value, str) else None
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])
