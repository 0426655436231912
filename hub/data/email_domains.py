"""Mail domains of authorities: whoever has an address of one may act for them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from hub.data import tables


@cache
def email_domains() -> Mapping[str, tuple[str, ...]]:
    """The mail domains of an organisation by its slug; several may share one, as a county and its fire service do."""
    found: dict[str, tuple[str, ...]] = {}
    for row in tables.rows("email_domains.csv"):
        found[row["slug"]] = (*found.get(row["slug"], ()), row["domain"])
    return MappingProxyType(found)
