"""Frameworks side by side: the same facts, differences in words, and whom to ask about what is not published."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from scrapers.record import Fee, Known, Lot, Money, Payer, SupplierPlace
from tests.factories import a_day
from tests.hub.asking import statements
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def pair(publish: Callable[..., str]) -> list[str]:
    """One of which much is published, and one of which next to nothing is."""
    fee = Fee(basis_points=100, payer=Payer.SUPPLIER, known=Known.YES)
    lots = (
        Lot(number="1", title="Mowing", fee=fee, suppliers=(SupplierPlace(name="A Ltd"), SupplierPlace(name="B Ltd"))),
        Lot(number="2", title="Trees", suppliers=(SupplierPlace(name="A Ltd"), SupplierPlace(name="C", status="left"))),
    )
    rich = publish(
        title="Grounds", reference="AB1", stage="live", start=a_day("2025-01-01"), end=a_day("2028-01-01"), lots=lots,
        kind="framework", regulation="pcr_2015", routes=("direct_award",), eligibility="All councils.",
        max_value=Money(net_pence=5_000_000_00), regions=("UKH",),
    )  # fmt: skip
    return [rich, publish(title="Parks", reference="AB2", kind="framework", regulation="procurement_act_2023")]


def compared(page: Page, keys: list[str], more: str = "") -> BeautifulSoup:
    return page(f"/compare?{'&'.join(f'f={key}' for key in keys)}{more}")


def row(page: BeautifulSoup, label: str) -> Tag:
    return next(row for row in page.select("tbody tr") if words(row.th).startswith(label))


def cells(page: BeautifulSoup, label: str) -> list[str]:
    """What a row says of each framework, without the name that narrow screens show."""
    return [words(cell).removeprefix(words(cell.span)).strip() for cell in row(page, label).select("td")]


def test_each_fact_of_each_framework_stands_in_its_column(page: Page, pair: list[str]) -> None:
    found = compared(page, pair)
    assert [words(head.a) for head in found.select("thead th")[1:]] == ["Grounds", "Parks"]
    assert cells(found, "Status")[0].startswith("Live It began on 1 January 2025")
    assert cells(found, "Dates")[0] == "Starts: 1 January 2025 Ends: 1 January 2028"
    assert cells(found, "Award routes")[0] == "Direct award"
    assert cells(found, "Fee")[0] == "Lot 1: Mowing: 1%, paid by the supplier"
    assert cells(found, "Maximum value")[0].startswith("£5 million excluding VAT A ceiling")
    assert cells(found, "Who may use it")[0].startswith("“All councils.” The published words are quoted here.")
    assert cells(found, "Regions")[0] == "East of England"
    assert cells(found, "Lots")[0] == "2 lots"
    assert cells(found, "Suppliers")[0] == "2 suppliers 1 other not on it now."
    assert cells(found, "Call-offs")[0] == "0"
    assert cells(found, "Last checked")[0] == "21 November 2026 In Anglian Buying Group list."


def test_what_is_not_published_names_whom_to_ask_and_what(page: Page, pair: list[str]) -> None:
    fee = cells(compared(page, pair), "Fee")[1]
    assert fee.startswith("Not published – ask Anglian Buying Group A question to send")
    assert "About “Parks” (AB2): Which fees or levies apply" in fee


def test_differences_are_marked_in_words(page: Page, pair: list[str]) -> None:
    found = compared(page, pair)
    assert words(row(found, "Regulation").th) == "Regulation Differs"
    assert words(row(found, "Fee").th) == "Fee Not published for all"
    assert words(row(found, "Kind of agreement").th) == "Kind of agreement"
    assert words(row(found, "Extension").th) == "Extension", "where none is published, none differs"


def test_only_differences_are_shown_when_asked_for(page: Page, pair: list[str]) -> None:
    whole = compared(page, pair)
    link = next(link for link in whole.select("main a") if words(link) == "Show only differences")
    found = page(str(link["href"]))
    labels = [words(head) for head in found.select("tbody th")]
    assert labels and all("Differs" in label or "Not published for all" in label for label in labels)
    assert "Show every fact" in words(found.main)


def test_two_alike_say_so(page: Page, publish: Callable[..., str]) -> None:
    keys = [publish(title="Grounds", reference=reference) for reference in ("AB1", "AB2")]
    assert "Nothing that the hub compares differs" in words(compared(page, keys, "&only=differences").main)


def test_cells_of_frameworks_of_one_title_are_told_apart_by_reference(page: Page, publish: Callable[..., str]) -> None:
    found = compared(page, [publish(title="Grounds", reference=reference) for reference in ("AB1", "AB2")])
    names = [words(name) for name in row(found, "Status").select(".hub-compare__name")]
    assert names == ["Grounds · AB1", "Grounds · AB2"]


def test_the_table_says_what_it_is(page: Page, pair: list[str]) -> None:
    table = compared(page, pair).table
    assert table is not None
    assert "a column for each" in words(table.caption)
    assert {str(head["scope"]) for head in table.select("thead th")} == {"col"}
    assert {str(head["scope"]) for head in table.select("tbody th")} == {"row"}


def test_more_than_four_are_refused_and_can_be_chosen_from(page: Page, publish: Callable[..., str]) -> None:
    keys = [publish(title=f"Framework {n}", reference=f"AB{n}") for n in range(5)]
    found = page("/compare?" + "&".join(f"f={key}" for key in keys), status=400)
    assert "Choose up to four frameworks" in words(found.select_one(".govuk-error-summary"))
    assert len(found.select("input[type=checkbox][checked]")) == 5
    assert words(found.title).startswith("Error:")


def test_one_is_not_enough_and_the_shortlist_is_offered(page: Page, pair: list[str]) -> None:
    found = page(f"/compare?f={pair[0]}&shortlist={','.join(pair)}", status=400)
    assert "Choose at least two" in words(found.select_one(".govuk-error-summary"))
    assert len(found.select("input[type=checkbox]")) == 2


def test_who_asks_for_nothing_has_done_nothing_wrong(page: Page, pair: list[str]) -> None:
    assert "There is nothing to choose from yet" in words(page("/compare").main)
    offered = page(f"/compare?shortlist={','.join(pair)}")
    assert len(offered.select("input[type=checkbox]")) == 2 and not offered.select(".govuk-error-summary")


def test_one_that_is_not_there_is_named_and_the_others_compared(page: Page, pair: list[str]) -> None:
    found = compared(page, [*pair, "0123456789abcdef"])
    assert "There is no framework “0123456789abcdef”" in words(found.select_one(".hub-notice"))
    assert len(found.select("thead th")) == 3


@pytest.mark.parametrize("odd", ["%00", "x" * 5000, "%ED%A0%80", "'"])
def test_an_odd_key_is_named_too(page: Page, odd: str, pair: list[str]) -> None:
    found = page(f"/compare?f={odd}", status=400)
    assert "There is no framework" in words(found.main)


def test_the_shortlist_leads_to_the_comparison(page: Page, pair: list[str]) -> None:
    form = page(f"/shortlist?shortlist={','.join(pair)}").select_one("form[action='/compare']")
    assert form is not None
    assert [str(box["value"]) for box in form.select("input[type=checkbox][checked]")] == pair


def test_four_frameworks_ask_the_database_no_more_than_two(app: Flask, publish: Callable[..., str], page: Page) -> None:
    fee = Fee(basis_points=100, payer=Payer.SUPPLIER, known=Known.YES)
    places = (SupplierPlace(name="A Ltd"), SupplierPlace(name="B Ltd"))
    lots = tuple(Lot(number=number, title=f"Lot {number}", fee=fee, suppliers=places) for number in "12")
    keys = [publish(title=title, reference=title, lots=lots, eligibility="All councils.") for title in "ABCD"]
    compared(page, keys[:2], "")  # the first page reads what is kept for all others
    for whom in ("", "&for=district-council@UKH"):
        with statements(app) as of_two:
            compared(page, keys[:2], whom)
        with statements(app) as of_four:
            compared(page, keys, whom)
        assert len(of_four) == len(of_two) <= 20, of_four
