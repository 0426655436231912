"""A catalogue of thirty frameworks with a bit of everything, made once for all tests that only look at it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.search import rebuild
from scrapers.record import Fee, Identifier, Known, Lot, Payer, Record, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
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
        **TERMS[number % len(TERMS)],
    )


def _lots(number: int, title: str) -> tuple[Lot, ...]:
    supplier = SupplierPlace(name="Sparkle Ltd", identifiers=(Identifier(scheme="GB-COH", id="01234567"),))
    return (Lot(number="1", title=f"{title} for schools", suppliers=(supplier,)),) if number % 6 == 0 else ()


@pytest.fixture(scope="session")
def stocked(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose catalogue holds the thirty, indexed. Tests share it, as pages only read."""
    home = tmp_path_factory.mktemp("stocked")
    (home / "hub.sqlite").write_bytes(empty_database.read_bytes())
    app = create_app({"TESTING": True, "HOME": str(home), "INDEX_URL": "memory:", "CLOCK": lambda: NOON})
    opened = Opened("test.csv", "0" * 64, a_reading(*thirty()))
    ingest(app.extensions["hub.writers"], opened, OPERATOR, clock=lambda: NOON)
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
