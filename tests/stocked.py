"""A catalogue of thirty frameworks with a bit of everything, and of contracts under one of them.

Made once for all tests that only look at it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.search import rebuild
from scrapers.call_off import CallOffRecord
from scrapers.record import (
    Fee,
    Identifier,
    Known,
    Lot,
    Money,
    NoticeReference,
    Party,
    Payer,
    Record,
    SupplierPlace,
)
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import AS_OF, a_call_off, a_day, a_reading, a_record, a_register
from tests.pages import check_page

TITLES = ("Cleaning", "Laptops", "Road surfacing", "Catering", "Legal advice")
OWNERS = ("Anglian Buying Group", "Fenland Supplies", "Broads Procurement")
KINDS = ("framework", "dps", "unknown", "dynamic_market")
REGULATIONS = ("pcr_2015", "procurement_act_2023", "unknown")
CODES = ("90910000", "30213100", "45233000", "55300000", "79110000")
TERMS: tuple[dict[str, Any], ...] = (
    {"stage": "live", "start": a_day("2025-01-01"), "end": a_day("2027-01-10")},
    {"stage": "live", "start": a_day("2020-01-01"), "end": a_day("2024-01-01")},
    {"stage": "planned", "start": a_day("2027-04-01")},
    {"stage": "planned", "start": a_day("2026-03-01")},
    {"stage": "live"},
    {"stage": "live", "start": a_day("2026-09-01"), "end": a_day("2029-08-31")},
    {"stage": "cancelled"},
)
ROUTES = (("direct_award", "competition"), ("competition",), ())
REGIONS = (("UKH",), ("UKI", "UKH1"), ())


def thirty() -> list[Record]:
    return [_numbered(number) for number in range(30)]


def _numbered(number: int) -> Record:
    title = TITLES[number % len(TITLES)]
    return a_record(
        reference=f"AB{100 + number}",
        title=f"{title} {number}",
        owner=OWNERS[number % len(OWNERS)],
        kind=KINDS[number % len(KINDS)],
        regulation=REGULATIONS[number % len(REGULATIONS)],
        cpv=(CODES[number % len(CODES)],),
        routes=ROUTES[number % len(ROUTES)],
        regions=REGIONS[number % 3],
        eligibility="Councils in the East of England." if number % 4 == 0 else "",
        fee=Fee(basis_points=100, payer=Payer.SUPPLIER, known=Known.YES) if number % 5 == 0 else None,
        lots=_lots(number, title),
        notices=(NoticeReference(identifier="000001-2026", type="UK6"),) if number == 0 else (),
        **TERMS[number % len(TERMS)],
    )


def _lots(number: int, title: str) -> tuple[Lot, ...]:
    supplier = SupplierPlace(name="Sparkle Ltd", identifiers=(Identifier(scheme="GB-COH", id="01234567"),))
    return (Lot(number="1", title=f"{title} for schools", suppliers=(supplier,)),) if number % 6 == 0 else ()


def contracts() -> list[CallOffRecord]:
    """Twenty-two, so that their list has a second page, all under AB100."""
    return [
        a_call_off(
            source_id=f"C{number}",
            title=f"Cleaning of site {number}",
            suppliers=tuple(Party(name=f"Broom {letter} Ltd") for letter in "ABCDE"[: number % 6]),
            value=Money(net_pence=number * 1_000_00) if number % 3 else None,
            start=a_day(f"2025-{number % 12 + 1:02}-01") if number % 4 else None,
        )
        for number in range(22)
    ]


@pytest.fixture(scope="session")
def stocked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose catalogue holds the thirty, indexed. Tests share it, as pages only read."""
    home = tmp_path_factory.mktemp("stocked")
    places = {"HOME": str(home), "DATABASE_URL": databases.migrated(home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, "API_PER_MINUTE": 0, **places})
    for reading in (a_reading(*thirty()), a_register(*contracts(), as_of=AS_OF)):
        ingest(app.extensions["hub.writers"], Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def stocked_page(stocked: Flask) -> Callable[..., BeautifulSoup]:
    """A page of the stocked hub, checked like every other."""
    client = stocked.test_client()

    def page(address: str, status: int = 200) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return check_page(response)

    return page
