"""Ways in besides search: owners, suppliers, categories, letters."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bs4 import BeautifulSoup

from hub import data
from hub.catalogue.frameworks import DIGITS
from hub.ingest.organisations import load_organisations
from hub.models import Organisation, Succession
from scrapers.record import Identifier, Lot, SupplierPlace
from tests.factories import a_day
from tests.pages import words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

LIVE: dict[str, Any] = {"stage": "live", "start": a_day("2025-01-01"), "end": a_day("2028-01-01")}
OVER: dict[str, Any] = {"stage": "live", "start": a_day("2020-01-01"), "end": a_day("2022-01-01")}


def titles(page: BeautifulSoup) -> list[str]:
    return [words(link) for link in page.select(".hub-list__title")]


def headings(page: BeautifulSoup) -> list[str]:
    return [words(heading) for heading in page.select("main h2")]


# Owners


def test_owners_are_listed_with_how_much_is_current(stocked_page: Page) -> None:
    rows = [words(row) for row in stocked_page("/owners").select(".hub-rows__item")]
    assert [row.partition(" ")[0] for row in rows] == ["Anglian", "Broads", "Fenland"]
    assert rows[0] == "Anglian Buying Group 10 frameworks, 7 current"


def test_an_owners_frameworks_are_grouped_and_what_is_over_comes_last(page: Page, publish: Publish) -> None:
    publish(reference="AB1", title="Still running", **LIVE)
    publish(reference="AB2", title="Long over", **OVER)
    publish(reference="AB3", title="To come", stage="planned", start=a_day("2027-01-01"))
    publish(reference="AB4", title="Undated")
    owner = page("/owners/anglian-buying-group")
    assert headings(owner) == ["In force (1)", "To come (1)", "Unconfirmed or undated (1)", "Ended or cancelled (1)"]
    assert titles(owner) == ["Still running", "To come", "Undated", "Long over"]
    assert [words(link) for link in owner.select("details .hub-list__title")] == ["Long over"]


def test_an_owner_of_only_ended_frameworks_shows_them_at_once(page: Page, publish: Publish) -> None:
    publish(title="Long over", **OVER)
    assert not page("/owners/anglian-buying-group").select("details")


def test_an_owner_has_its_former_names_and_website(page: Page, sessions: Any) -> None:
    with sessions.begin() as session:
        load_organisations(session)
    text = words(page("/owners/gca").main)
    assert "Government Commercial Agency" in text
    assert "Formerly Crown Commercial Service" in text
    assert "name no framework of this organisation. That does not mean that it has none." in text


def test_a_council_that_ended_leads_to_the_one_that_followed(page: Page, sessions: Any) -> None:
    with sessions.begin() as session:
        old = Organisation(slug="old-council", name="Old Council", ends_on=date(2023, 3, 31))
        new = Organisation(slug="new-council", name="New Council")
        session.add_all([old, new])
        session.flush()
        session.add(Succession(predecessor_id=old.id, successor_id=new.id, on=date(2023, 4, 1)))
    ended = page("/owners/old-council")
    assert "came to an end on 31 March 2023" in words(ended.main)
    assert ended.select_one("main a[href='/owners/new-council']") is not None
    assert page("/owners/new-council").select_one("main a[href='/owners/old-council']") is not None


def test_an_unknown_owner_is_not_found(page: Page) -> None:
    page("/owners/nobody", 404)


# Suppliers


def test_no_suppliers_are_said_to_be_none_named(page: Page) -> None:
    assert "The hub holds no supplier of any framework yet." in words(page("/suppliers").main)


def test_suppliers_are_found_by_letter_or_name(page: Page, publish: Publish) -> None:
    names = ("Sparkle Ltd", "Acme plc", "Sweep & Sons")
    lot = Lot(number="1", title="Mowing", suppliers=tuple(SupplierPlace(name=name) for name in names))
    publish(lots=(lot,))
    assert [words(row) for row in page("/suppliers").select(".hub-rows__item")] == ["Acme plc 1 framework"]
    under_s = [words(row.a) for row in page("/suppliers?letter=S").select(".hub-rows__item")]
    assert under_s == ["Sparkle Ltd", "Sweep & Sons"]
    named = [words(row.a) for row in page("/suppliers?q=sons").select(".hub-rows__item")]
    assert named == ["Sweep & Sons"]
    assert "0 suppliers with “nobody” in the name" in words(page("/suppliers?q=nobody").main)


def test_a_supplier_shows_its_lots_and_registered_numbers(stocked_page: Page) -> None:
    supplier = stocked_page("/suppliers/sparkle-ltd")
    assert "Companies House: 01234567" in words(supplier.main)
    assert len(titles(supplier)) == 5
    assert "Lot 1: Cleaning for schools" in words(supplier.main)
    assert "on 5 frameworks. There may be more." in words(supplier.main)


def test_a_supplier_without_a_number_may_be_another_of_that_name(page: Page, publish: Publish) -> None:
    publish(lots=(Lot(number="1", suppliers=(SupplierPlace(name="Acme plc", status="suspended"),)),))
    text = words(page("/suppliers/acme-plc").main)
    assert "another body of the same name may be meant" in text
    assert "Lot 1 (Suspended)" in text


def test_a_body_without_a_place_says_what_that_means(page: Page, publish: Publish) -> None:
    publish()
    text = words(page("/suppliers/anglian-buying-group").main)
    assert "That does not mean that it has none." in text


def test_a_number_is_shown_once_under_the_name_of_its_register_whatever_sources_call_that(
    page: Page, publish: Publish
) -> None:
    company, own = Identifier(scheme="GB-COH", id="01234567"), Identifier(scheme="GB-FTS", id="4711")
    names = ("XI-DUNS", "US-DUN", "US-DUNS")
    numbers = (own, *(Identifier(scheme=name, id="123456781") for name in names), company)
    publish(lots=(Lot(number="1", suppliers=(SupplierPlace(name="Acme plc", identifiers=numbers),)),))
    shown = [words(item) for item in page("/suppliers/acme-plc").select("main ul.govuk-list li")]
    assert [text for text in shown if ":" in text] == ["Companies House: 01234567", "DUNS number: 123456781"]


def test_registered_numbers_are_joined_across_spellings(page: Page, publish: Publish) -> None:
    number = (Identifier(scheme="GB-COH", id="07654321"),)
    spellings = (SupplierPlace(name="ACME PLC", identifiers=number), SupplierPlace(name="Acme plc", identifiers=number))
    for place, supplier in enumerate(spellings, 1):
        publish(reference=f"AB{place}", lots=(Lot(number="1", suppliers=(supplier,)),))
    assert len(page("/suppliers?q=acme").select(".hub-rows__item")) == 1


# Categories


def test_categories_count_what_is_current_and_lead_to_their_pages(stocked_page: Page) -> None:
    page = stocked_page("/categories")
    assert len(page.select("main h2")) == len(data.category_children(""))
    assert {str(link["href"]) for link in page.select("main h2 a")} == {
        f"/categories/{slug}" for slug in data.category_children("")
    }


def test_a_category_shows_what_it_means_what_is_in_it_and_its_cpv_divisions(page: Page, publish: Publish) -> None:
    publish(reference="AB1", title="Windows cleaned", categories=("Cleaning",), cpv=("90911300",), **LIVE)
    publish(reference="AB2", title="Floors cleaned", categories=("Cleaning",), **OVER)
    for slug in ("cleaning", "facilities"):
        found = page(f"/categories/{slug}")
        assert data.categories()[slug].scope in words(found.main)
        assert "2 frameworks, 1 of them not known to have ended." in words(found.main)
        assert titles(found) == ["Windows cleaned", "Floors cleaned"]
        division = found.select_one("a[href*='cpv=90000000']")
        assert words(division).startswith("90 ")
    below = [words(link) for link in page("/categories/facilities").select("a[href='/categories/cleaning']")]
    assert below == ["Cleaning"]


def test_an_empty_category_says_so_and_an_unknown_one_is_not_found(page: Page) -> None:
    assert "no framework in this category" in words(page("/categories/cleaning").main)
    page("/categories/nonsense", 404)


# Letters


def test_letters_list_every_framework_once_with_ended_ones_marked(stocked_page: Page) -> None:
    first = stocked_page("/a-to-z")
    letters = [str(link["href"]) for link in first.select(".hub-letters a")]
    found = [title for address in letters for title in titles(stocked_page(address))]
    assert len(found) == len(set(found)) == 30
    assert any(words(tag) == "Ended" for tag in first.select(".govuk-tag"))


def test_a_title_that_begins_with_a_figure_comes_last(page: Page, publish: Publish) -> None:
    publish(reference="AB1", title="The Zoo")
    publish(reference="AB2", title="3D printing")
    found = page("/a-to-z")
    assert [words(link).split()[2].rstrip(",") for link in found.select(".hub-letters a")] == ["Z", DIGITS]
    assert titles(found) == ["The Zoo"]
    assert titles(page(f"/a-to-z?letter={DIGITS}")) == ["3D printing"]


def test_a_letter_without_titles_says_so(stocked_page: Page) -> None:
    assert "No title begins with “X”" in words(stocked_page("/a-to-z?letter=x").main)


def test_an_empty_catalogue_has_no_letters(page: Page) -> None:
    assert "The catalogue is empty" in words(page("/a-to-z").main)
