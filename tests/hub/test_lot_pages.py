"""The lots on a framework's page, and the suppliers on them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from hub.models import SupplierPlace as Place
from hub.web.values import standing
from scrapers.record import Lot, Route, SupplierPlace
from tests.factories import a_day
from tests.pages import section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

TODAY = date(2026, 11, 21)


def test_lots_have_their_facts_and_suppliers_have_pages(framework: Any, page: Page, publish: Publish) -> None:
    lots = (
        Lot(number="1", title="Mowing", description="Grass.", routes=(Route.DIRECT_AWARD,), suppliers=(
            SupplierPlace(name="Sparkle Ltd", sme=True), SupplierPlace(name="Plain Ltd"),
        )),
        Lot(title="Trees", end=a_day("2024-01-01")),
    )  # fmt: skip
    found = section(framework(publish(lots=lots, stage="live", end=a_day("2028-01-01"))), "lots")
    assert [words(heading) for heading in found.select("h3")] == ["Lot 1: Mowing", "Trees"]
    first, second = found.select(".hub-lot")
    assert first["id"] == "lot-1"
    assert "Award routes Direct award" in words(first)
    assert words(first.summary) == "2 suppliers : Lot 1: Mowing"
    assert [words(row) for row in first.select("li")] == ["Sparkle Ltd (small or medium-sized)", "Plain Ltd"]
    assert "Ended Its end date, 1 January 2024, has passed" in words(second)
    link = first.select_one("li a")
    assert link is not None
    assert "Mowing" in words(page(str(link["href"])).main)


def test_a_lot_is_never_called_live_or_unconfirmed_by_its_dates_alone(framework: Any, publish: Publish) -> None:
    lots = (Lot(number="1", title="Mowing", start=a_day("2025-01-01"), end=a_day("2028-01-01")),)
    lot = section(framework(publish(lots=lots)), "lots").select_one(".hub-lot")
    assert words(lot).startswith("Lot 1: Mowing Dates 1 January 2025 to 1 January 2028 Check a call-off")


def test_suppliers_that_left_or_are_suspended_stand_apart_after_the_active_ones(
    framework: Any, publish: Publish
) -> None:
    suppliers = (
        SupplierPlace(name="Gone plc", status="left", end=a_day("2026-09-03")),
        SupplierPlace(name="Paused Ltd", status="suspended"),
        SupplierPlace(name="Sparkle Ltd", start=a_day("2025-03-01")),
    )
    lot = section(framework(publish(lots=(Lot(number="1", suppliers=suppliers),))), "lots")
    assert words(lot.summary) == "3 suppliers, 2 of them not active : Lot 1"
    active, others = lot.select(".govuk-details__text ul")
    assert words(active) == "Sparkle Ltd (since 1 March 2025)"
    assert words(others) == "Gone plc (left on 3 September 2026) Paused Ltd (suspended)"
    assert words(lot.select_one(".hub-others")) == "Not on it now, as far as is published:"


def test_a_lot_all_of_whose_suppliers_left_says_that_none_is_active(framework: Any, publish: Publish) -> None:
    lots = (Lot(number="1", suppliers=(SupplierPlace(name="Gone plc", status="left"),)),)
    assert words(section(framework(publish(lots=lots)), "lots").summary) == "1 supplier, not active : Lot 1"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(status="active"), ""),
        (Place(status="active", start=date(2025, 3, 1)), "since 1 March 2025"),
        (Place(status="active", start=date(2027, 3, 1)), "from 1 March 2027"),
        (Place(status="active", start=date(2025, 3, 1), end=date(2027, 3, 1)), "since 1 March 2025 until 1 March 2027"),
        (Place(status="active", end=date(2026, 3, 1)), "its place ended on 1 March 2026"),
        (Place(status="left", end=date(2026, 3, 1)), "left on 1 March 2026"),
        (Place(status="left"), "left, date not published"),
        (Place(status="excluded"), "excluded"),
    ],
)
def test_a_place_is_said_to_be_what_is_published_of_it(place: Place, said: str) -> None:
    assert standing(place, TODAY) == said


def test_suppliers_whose_lot_is_not_published_are_no_lot(framework: Any, publish: Publish) -> None:
    unplaced = Lot(suppliers=(SupplierPlace(name="Sparkle Ltd"),))
    both = section(framework(publish(lots=(unplaced, Lot(number="1", title="Mowing")))), "lots")
    assert words(both.p).startswith("1 lot.")
    headings = [words(heading) for heading in both.select("h3")]
    assert headings == ["Lot 1: Mowing", "Suppliers whose lot is not published"]
    alone = section(framework(publish(reference="AB2", title="Other", lots=(unplaced,))), "lots")
    assert words(alone.p).startswith("No lots are published in what the hub holds. These suppliers are named")


def test_regions_of_a_lot_are_named_where_the_hub_knows_their_code(framework: Any, publish: Publish) -> None:
    lot = section(framework(publish(lots=(Lot(number="1", regions=("UKH", "Fenland")),))), "lots")
    assert "Regions East of England; Fenland" in words(lot)
