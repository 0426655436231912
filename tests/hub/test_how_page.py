"""How to search: every example on the page does what the page says of it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from scrapers.record import Lot, SupplierPlace
from tests.factories import a_day
from tests.hub.test_search_pages import hints, titles
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

OVER = {"stage": "live", "start": a_day("2019-01-01"), "end": a_day("2020-01-01")}

FINDS: dict[str, set[str]] = {
    "RM6232": {"Consultancy"},
    "rm 6232": {"Consultancy"},
    "90910000": {"Hygiene"},
    "90910000-9": {"Hygiene"},
    '"legal advice"': {"Legal advice"},
    "cleaning -office": {"Window cleaning", "Hygiene"},
    'cleaning -"legal advice"': {"Window cleaning", "Office cleaning", "Hygiene"},
    "laptops OR tablets": {"Laptops", "Tablets"},
    "cater*": {"Catering", "School caterers"},
    "title:laptops": {"Laptops"},
    'owner:"buying group"': {"Legal advice"},
    "supplier:sparkle": {"Hygiene"},
    "lot:schools": {"Catering"},
    "cpv:cleaning": {"Hygiene"},
}
"""Which frameworks of the catalogue below each example finds; a CPV code finds others too, by what it means."""


@pytest.fixture
def catalogue(publish: Publish) -> None:
    sparkle = (Lot(number="1", title="All", suppliers=(SupplierPlace(name="Sparkle Ltd"),)),)
    fields = {"owner": "Fenland Supplies"}
    publish(title="Consultancy", reference="RM6232", **OVER, **fields)
    publish(title="Hygiene", reference="F1", cpv=("90910000",), lots=sparkle, **fields)
    publish(title="Window cleaning", reference="F2", **fields)
    publish(title="Office cleaning", reference="F3", **fields)
    publish(title="Legal advice", reference="F4", owner="Anglian Buying Group")
    publish(title="Advice on cleaning, legal and other", reference="F5", **OVER, **fields)
    publish(title="Laptops", reference="F6", **fields)
    publish(title="Tablets", reference="F7", **fields)
    publish(title="Catering", reference="F8", lots=(Lot(number="1", title="For schools"),), **fields)
    publish(title="School caterers", reference="F9", **fields)


def test_every_example_finds_what_the_page_says(page: Page, catalogue: None) -> None:
    examples = {words(link): str(link["href"]) for link in page("/search/how").select("dd a")}
    assert set(examples) == set(FINDS)

    for text, address in examples.items():
        found = titles(page(address))
        assert set(found[:1] if text.startswith("9091") else found) == FINDS[text], text
        assert "Window cleaning" in found or not text.startswith("9091")


def test_the_page_is_true_of_long_sentences(page: Page, publish: Publish) -> None:
    names = "anchor barley candle dragon ember falcon garnet hazel indigo jasper kestrel lantern maple nectar"
    publish(title=names)

    assert "its 12 least common words" in hints(page(f"/search?q={names.replace(' ', '+')}"))
    assert "Only the first 400 characters" in hints(page(f"/search?q={'anchor+' * 80}"))


def test_the_page_is_linked_from_the_search_and_leads_to_the_form(page: Page) -> None:
    assert page("/search").select("#main-content a[href='/search/how']")
    assert page("/search/how").select("#main-content a[href='/needs']")
