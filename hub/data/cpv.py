"""The Common Procurement Vocabulary of 2008: codes, English labels and the tree their digits form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hub.data import tables

DIVISION_DIGITS = 2
CODE_DIGITS = 8


@dataclass(frozen=True)
class Cpv:
    """A code of eight digits, its check digit (the ninth, after a dash) and its English label."""

    code: str
    check_digit: str
    label: str


@cache
def cpv_codes() -> Mapping[str, Cpv]:
    """All 9,454 codes in order."""
    return MappingProxyType(
        {row["code"]: Cpv(row["code"], row["check_digit"], row["label"]) for row in tables.rows("cpv.csv")}
    )


@cache
def cpv_labels() -> Mapping[str, str]:
    """The English label of each code."""
    return MappingProxyType({code: cpv.label for code, cpv in cpv_codes().items()})


def cpv_division(code: str) -> str | None:
    """The division a code belongs to, 72212000 → 72000000; None where there is no such division."""
    division = code[:DIVISION_DIGITS].ljust(CODE_DIGITS, "0")
    return division if division in cpv_codes() else None


def cpv_ancestors(code: str) -> tuple[str, ...]:
    """The existing codes above this one, division first: 72212100 → 72000000, 72200000, 72210000, 72212000."""
    shorter = (code[:digits].ljust(CODE_DIGITS, "0") for digits in range(DIVISION_DIGITS, CODE_DIGITS))
    return tuple(above for above in dict.fromkeys(shorter) if above != code and above in cpv_codes())
