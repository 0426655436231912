"""Classes of bodies that notices name ("local authorities"), and the kinds of organisation that belong to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hub.data import tables

EVERYONE = "public"
WHOLE_SECTORS = frozenset({EVERYONE, "wider-public"})
COUNCILS = ("county-council", "district-council", "unitary-authority", "metropolitan-district", "london-borough")


@dataclass(frozen=True)
class BuyerClass:
    """``kinds`` plainly belong to it, ``likely`` ones perhaps, ``remote`` ones only where the words are not hedged.

    All are slugs of organisation_kinds.csv.
    """

    slug: str
    label: str
    kinds: frozenset[str]
    likely: frozenset[str]
    remote: frozenset[str]
    words: tuple[str, ...]


@cache
def classes() -> Mapping[str, BuyerClass]:
    """Every class by slug."""
    found = (
        BuyerClass(
            row["slug"],
            row["label"],
            _kinds(row["kinds"]),
            _kinds(row["likely"]),
            _kinds(row["remote"]),
            tables.listed(row["words"]),
        )
        for row in tables.rows("eligibility_classes.csv")
    )
    return MappingProxyType({each.slug: each for each in found})


def _kinds(cell: str) -> frozenset[str]:
    listed = tables.listed(cell)
    return frozenset(kind for name in listed for kind in (COUNCILS if name == "@council" else (name,)))
