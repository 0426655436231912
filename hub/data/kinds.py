"""The kinds of organisation the hub tells apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hub.data import tables


@dataclass(frozen=True)
class OrganisationKind:
    """``authority_type`` is the UK_CA_TYPE value of UK notices; empty where no single value fits."""

    slug: str
    label: str
    authority_type: str


@cache
def organisation_kinds() -> Mapping[str, OrganisationKind]:
    """Every kind by slug."""
    kinds = (
        OrganisationKind(row["slug"], row["label"], row["authority_type"])
        for row in tables.rows("organisation_kinds.csv")
    )
    return MappingProxyType({kind.slug: kind for kind in kinds})
