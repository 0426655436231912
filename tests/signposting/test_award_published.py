"""What is published of a lot, as facts with the words they were read from; what is not published stays unknown."""

from datetime import date
from typing import Any

import pytest

from hub.models import Framework, FrameworkRoute, Lot, SupplierPlace
from hub.signposting.award import Mechanism, Published, Regulation, Standing, Tool, facts_of, standing_of
from hub.signposting.award.published import sentences
from hub.signposting.evidence import Confidence, Evidence

TODAY = date(2026, 11, 22)
SAID = {"how_to_buy": Evidence(quote="", source="anglian", source_name="Anglian list", checked_on=TODAY)}


def published(how_to_buy: str = "", lot: Lot | None = None, routes: tuple[str, ...] = (), **fields: Any) -> Published:
    own = {"kind": "framework", "regulation": "pcr_2015", "description": "", "summary": ""} | fields
    framework = Framework(how_to_buy=how_to_buy, **own)
    framework.routes = [FrameworkRoute(route=route) for route in routes]
    lot = lot or a_lot()
    framework.lots = [lot, *fields.get("lots", [])]
    return facts_of(lot, framework, SAID, TODAY)


def a_lot(number: str = "1", suppliers: int = 0, routes: tuple[str, ...] = (), **fields: Any) -> Lot:
    lot = Lot(number=number, title="", description="", routes=list(routes), **fields)
    lot.places = [SupplierPlace(supplier_id=each, name=f"S{each}", status="active") for each in range(suppliers)]
    return lot


def test_what_is_not_published_stays_unknown() -> None:
    found = published(kind="unknown", regulation="unknown")
    facts = found.facts
    assert (facts.regulation, facts.tool, facts.mechanism) == (Regulation.UNKNOWN, Tool.UNKNOWN, Mechanism.UNKNOWN)
    assert (facts.suppliers, facts.start, facts.end, facts.buyer_entitled, facts.limits_kept) == (None,) * 5
    assert not found.known


def test_stated_fields_are_facts_with_their_source() -> None:
    found = published(lot=a_lot(suppliers=2, routes=("direct_award",)), end=date(2028, 3, 31))
    assert (found.facts.suppliers, found.facts.end) == (2, date(2028, 3, 31))
    assert found.known["suppliers"].text == "2 active suppliers"
    assert found.known["routes"].text == "Direct award"
    assert found.known["routes"].evidence[0].confidence is Confidence.STATED


def test_the_dates_of_a_lot_come_before_those_of_its_framework() -> None:
    found = published(lot=a_lot(end=date(2027, 1, 1)), end=date(2028, 3, 31))
    assert found.facts.end == date(2027, 1, 1)
    assert found.known["end"].evidence[0].field == "lots"


def test_a_list_with_one_supplier_is_not_taken_for_the_whole() -> None:
    assert published(lot=a_lot(suppliers=1)).facts.others_party is None
    other = a_lot("2", suppliers=3)
    assert published(lot=a_lot(suppliers=1), lots=[other]).facts.others_party is True


def test_routes_that_name_only_competition_leave_no_mechanism() -> None:
    assert published(routes=("competition",)).facts.mechanism is Mechanism.NONE
    assert published(routes=("competition", "direct_award")).facts.mechanism is Mechanism.UNKNOWN


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("Direct award goes to the supplier ranked first. Ring us.", Mechanism.RANKED),
        ("Orders without further competition are placed in rotation.", Mechanism.ROTATION),
        ("You can award directly to the nearest supplier.", Mechanism.LOCATION),
        ("You can direct award to the lowest price for your basket.", Mechanism.LOWEST_PRICE),
        ("Direct award is possible.", Mechanism.UNKNOWN),
        ("Bids are ranked.", Mechanism.UNKNOWN),
        ("Direct award is possible; in a further competition the lowest price wins.", Mechanism.UNKNOWN),
    ],
)
def test_a_mechanism_is_read_only_from_a_sentence_on_awards_without_competition(
    text: str, mechanism: Mechanism
) -> None:
    found = published(text)
    assert found.facts.mechanism is mechanism
    assert ("mechanism" in found.known) is (mechanism is not Mechanism.UNKNOWN)


def test_what_is_read_is_quoted_as_it_stands_and_marked_as_read() -> None:
    text = "Two ways.\nDirect award goes to the supplier ranked first.  Ring us."
    (quote,) = published(text).known["mechanism"].evidence
    assert quote.quote == "Direct award goes to the supplier ranked first."
    assert quote.quote in text
    assert (quote.confidence, quote.source_name, quote.checked_on) == (Confidence.READ, "Anglian list", TODAY)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("Direct award up to £100,000.", 100_000_00),
        ("Direct award under £100,000.", 100_000_00 - 1),
        ("Direct award up to £1.5m. Direct award up to £20k for lot 1.", 20_000_00),
        ("Direct award for lot 2 up to £20,000.", None),
        ("Direct award up to £50,000 per year.", None),
        ("Further competition up to £50,000.", None),
        ("Direct award up to a limit.", None),
    ],
)
def test_the_value_up_to_which_orders_go_without_competition_is_read(text: str, pence: int | None) -> None:
    assert published(text).facts.direct_award_max == pence


def test_limits_and_systems_are_quoted_and_left_to_a_person() -> None:
    found = published("Call-off contracts can last up to four years. Orders are placed on the eMarketplace.")
    assert found.known["length"].evidence[0].quote == "Call-off contracts can last up to four years."
    assert found.known["system"].evidence[0].quote == "Orders are placed on the eMarketplace."
    assert (found.facts.length_max, found.facts.limits_kept) == (None, None)


@pytest.mark.parametrize(
    ("place", "standing"),
    [
        (SupplierPlace(status="active"), Standing.ACTIVE),
        (SupplierPlace(status="active", end=date(2026, 11, 21)), Standing.LEFT),
        (SupplierPlace(status="suspended"), Standing.SUSPENDED),
        (SupplierPlace(status="excluded"), Standing.EXCLUDED),
        (SupplierPlace(status="left"), Standing.LEFT),
    ],
)
def test_a_supplier_stands_as_published(place: SupplierPlace, standing: Standing) -> None:
    assert standing_of(place, TODAY) is standing


def test_sentences_are_parts_of_the_text() -> None:
    text = "One. Two!\n\n Three; four"
    assert sentences(text) == ("One.", "Two!", "Three;", "four")
    assert all(part in text for part in sentences(text))
