"""The regions of the United Kingdom, by the codes that notices carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hub.data import tables
from hub.data.names import matching_form

WHOLE_COUNTRY = "UK"


@dataclass(frozen=True)
class Region:
    """A part of the United Kingdom, or all of it.

    ``code`` is the NUTS code (UKH); ITL codes are the same with TL for UK. ``level`` 0 is the whole country or
    England, 1 a region or nation, 2 and 3 its parts. ``aliases`` are other names publishers use for it.
    """

    code: str
    name: str
    level: int
    parent: str
    aliases: tuple[str, ...]


@cache
def regions() -> Mapping[str, Region]:
    """Every region by code, the whole country first, then level by level."""
    found = (
        Region(row["code"], row["name"], int(row["level"]), row["parent"], tables.listed(row["aliases"]))
        for row in tables.rows("regions.csv")
    )
    return MappingProxyType({region.code: region for region in found})


def region_for(text: str) -> str | None:
    """The code of the region that a published name or code means; None where that is not certain.

    "East of England (England)", "UKH", "TLH" → UKH. A code we do not list gives the nearest region above it.
    """
    code = text.strip().upper()
    if code.startswith("TL"):
        code = f"UK{code[2:]}"
    if code.startswith(WHOLE_COUNTRY) and code[2:].isalnum() and len(code) <= 5:
        return next((code[:size] for size in range(len(code), 2, -1) if code[:size] in regions()), None)
    return _codes_by_name().get(matching_form(text))


def region_ancestors(code: str) -> tuple[str, ...]:
    """The codes above this one, widest first: UKH12 → UK, UKH, UKH1."""
    above: list[str] = []
    region = regions().get(code)
    while region and region.parent:
        above.insert(0, region.parent)
        region = regions().get(region.parent)
    return tuple(above)


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Names and aliases; where a region and a part of it share one (Wales), the wider region is meant."""
    codes: dict[str, str] = {}
    for region in regions().values():
        for name in (region.name, *region.aliases):
            codes.setdefault(matching_form(name), region.code)
    return codes
