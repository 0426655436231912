"""The counts beside the filters against what the database itself counts, with GROUP BY."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import CompoundSelect, Subquery, distinct, func, literal, select, union
from sqlalchemy.orm import Session

from hub.models import (
    Framework,
    FrameworkCategory,
    FrameworkCpv,
    FrameworkRegion,
    FrameworkRoute,
    Lot,
    Organisation,
    SupplierPlace,
)
from hub.search import find, rebuild
from indexer import Query, SearchIndex, open_index

WORDS = ("aldinook", "brevikan", "corvanet", "dromelip", "estowack", "farnwick")
"""Invented, so that each stands for nothing else."""

STATUSES = ("live", "planned", "ended", "unknown")
KINDS = ("framework", "dps", "dynamic_market")
REGULATIONS = ("pcr_2015", "procurement_act_2023")
ROUTES = ("direct_award", "competition")
REGIONS = {
    "UK": ("UK",),
    "UKC": ("UK", "GB-ENG", "UKC"),
    "UKH": ("UK", "GB-ENG", "UKH"),
    "UKH1": ("UK", "GB-ENG", "UKH", "UKH1"),
}
CATEGORIES = {"it": ("it",), "software": ("it", "software"), "cloud-and-hosting": ("it", "cloud-and-hosting")}
CODES = {
    "30213100": ("30000000", "30200000", "30210000", "30213000", "30213100"),
    "30213000": ("30000000", "30200000", "30210000", "30213000"),
    "30200000": ("30000000", "30200000"),
    "45231100": ("45000000", "45200000", "45230000", "45231000", "45231100"),
}
"""Each with those above it and itself, all of which count it."""

FRAMEWORKS, SUPPLIERS, SEARCHES = 150, 40, 25


@pytest.fixture
def index(sessions: Any, tmp_path: Path) -> SearchIndex:
    index = open_index(f"whoosh://{tmp_path}/counted")
    with sessions.begin() as session:
        session.add_all(_frameworks(Random(5)))  # noqa: S311
    rebuild(sessions, index)
    return index


@pytest.mark.thorough
def test_facets_count_what_the_database_counts_whatever_is_searched_and_chosen(session: Session, index: SearchIndex):
    chance = Random(11)  # noqa: S311
    for _ in range(SEARCHES):
        word = chance.choice(("", *WORDS))
        chosen = _chosen(chance)
        page = find(session, index, Query(text=word, filters=chosen)).page
        for facet in FACETS:
            assert dict(page.facets[facet]) == _counted(session, facet, word, chosen), (facet, word, chosen)


def _frameworks(chance: Random) -> Iterator[Framework]:
    owners = [Organisation(slug=f"owner-{n}", name=f"Owner {n}") for n in range(5)]
    suppliers = [Organisation(slug=f"supplier-{n}", name=f"Supplier {n}") for n in range(SUPPLIERS)]
    for number in range(FRAMEWORKS):
        yield Framework(
            key=f"{number:016}",
            digest="stated",
            title=" ".join(chance.sample(WORDS, 2)),
            status=chance.choice(STATUSES),
            kind=chance.choice(KINDS),
            regulation=chance.choice(REGULATIONS),
            owner=chance.choice((*owners, None)),
            regions=[FrameworkRegion(code=code) for code in _some(chance, REGIONS)],
            routes=[FrameworkRoute(route=route) for route in _some(chance, ROUTES)],
            categories=[FrameworkCategory(slug=slug) for slug in _some(chance, CATEGORIES)],
            cpv=[FrameworkCpv(code=code) for code in _some(chance, CODES)],
            lots=[_lot(chance, key, suppliers) for key in _some(chance, ("1", "2"))],
        )


def _lot(chance: Random, key: str, suppliers: list[Organisation]) -> Lot:
    places = [SupplierPlace(supplier=each, name="A") for each in chance.sample(suppliers, chance.randrange(9))]
    return Lot(key=key, number=key, title="Lot", places=places)


def _some(chance: Random, values: Any) -> list[str]:
    return chance.sample([*values], chance.randint(0, len(values)))


def _chosen(chance: Random) -> dict[str, tuple[str, ...]]:
    choices = {
        "status": STATUSES,
        "kind": KINDS,
        "region": ("UKH", "UKC", "GB-ENG"),
        "route": ROUTES,
        "cpv": ("30000000", "30213000", "45231100"),
        "category": [*CATEGORIES],
        "supplier": ("supplier-1", "supplier-2", "supplier-3"),
        "owner": ("owner-1", "owner-4"),
    }
    facets = chance.sample([*choices], chance.randint(0, 3))
    return {facet: tuple(chance.sample(choices[facet], chance.randint(1, 2))) for facet in facets}


def _with_those_above(row: Any, column: Any, above: Mapping[str, tuple[str, ...]]) -> CompoundSelect[Any]:
    pairs = [(code, value) for code, values in above.items() for value in values]
    return union(*(select(row.framework_id, literal(value)).where(column == code) for code, value in pairs))


def _own(column: Any) -> Any:
    return select(Framework.id, column)


FACETS: Mapping[str, Any] = {
    "status": _own(Framework.status),
    "kind": _own(Framework.kind),
    "regulation": _own(Framework.regulation),
    "owner": select(Framework.id, Organisation.slug).join(Framework.owner),
    "route": select(FrameworkRoute.framework_id, FrameworkRoute.route),
    "region": _with_those_above(FrameworkRegion, FrameworkRegion.code, REGIONS),
    "category": _with_those_above(FrameworkCategory, FrameworkCategory.slug, CATEGORIES),
    "cpv": _with_those_above(FrameworkCpv, FrameworkCpv.code, CODES),
    "supplier": select(Lot.framework_id, Organisation.slug).join(Lot.places).join(SupplierPlace.supplier),
}
"""The rows of each facet: a framework and a value."""


def _counted(session: Session, facet: str, word: str, chosen: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How many frameworks have each value, of those that have the word and pass all filters but the facet's own."""
    id, value = _columns(FACETS[facet].subquery())
    conditions = [id.in_(select(Framework.id).where(Framework.title.contains(word)))]
    for name, values in chosen.items():
        if name != facet:
            other, of_other = _columns(FACETS[name].subquery())
            conditions.append(id.in_(select(other).where(of_other.in_(values))))
    rows = session.execute(select(value, func.count(distinct(id))).where(*conditions).group_by(value))
    return dict(rows.all())


def _columns(rows: Subquery) -> tuple[Any, Any]:
    id, value = rows.columns
    return id, value
