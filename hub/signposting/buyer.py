"""Whom a visitor buys for, as far as an answer depends on it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """An organisation by name, or any of one kind in one region.

    ``slug`` is the organisation's, or the kind and region ("district-council@UKH") where no organisation is named.
    ``kind`` is a slug of data/organisation_kinds.csv, ``region`` the most exact known code of data/regions.csv, empty
    for national bodies. ``names`` are all names it bears, today's first; none where it is any of its kind.
    ``memberships`` are the slugs of the purchasing clubs it is known to belong to. ``ends_on``: it is replaced on that
    day by ``successors``, by slug.
    """

    slug: str
    name: str
    kind: str
    region: str = ""
    county: str = ""
    names: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    ends_on: date | None = None
    successors: tuple[str, ...] = ()
