"""The comparison of what a framework costs with a tender of one's own."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from scrapers.record import Fee, Known, Lot, Payer
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

EXAMPLE = {
    "value": "400,000", "months": "48", "salary": "£38,500", "year_hours": "1575", "tender_hours": "110",
    "tender_hours_to": "150", "call_off_hours": "24", "call_off_hours_to": "30", "tender_paid": "2500",
    "call_off_paid": "0", "fee": "yes", "fee_percent": "0.75", "fee_cap": "2800", "fee_yearly": "150",
    "levy_percent": "1",
}  # fmt: skip
"""The worked example of docs/cost-comparison.md."""


def asked(*left_out: str, **other: str) -> str:
    fields = {name: value for name, value in (EXAMPLE | other).items() if name not in left_out}
    return f"/cost?{urlencode(fields)}"


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    return {words(row.th): [words(cell) for cell in row.select("td")[:2]] for row in page.select(".hub-sheet tbody tr")}


def chosen(page: BeautifulSoup, name: str) -> str:
    """The answer that is ticked."""
    ticked = page.select_one(f"input[name={name}][checked]")
    assert ticked is not None
    return str(ticked["value"])


def said(page: BeautifulSoup) -> str:
    return words(page.select_one(".hub-sheet"))


def test_the_form_is_empty_until_something_is_entered(stocked_page: Page) -> None:
    found = stocked_page("/cost")

    assert not found.select(".hub-sheet, .govuk-error-summary")
    assert not [field["value"] for field in found.select("main input[type=text]") if field["value"]]
    assert chosen(found, "published") == "", "no published figure is used unasked"
    assert chosen(found, "fee") == "unknown"


def test_the_worked_example_comes_out_to_the_penny(stocked_page: Page) -> None:
    found = stocked_page(asked())

    assert rows(found) == {
        "Staff time": ["£1,173.33 to £1,466.67", "£5,377.78 to £7,333.33"],
        "Costs paid to others": ["£0.00", "£2,500.00"],
        "Fee you pay, a share of the value": ["£2,800.00", "–"],
        "Fee you pay, by the year": ["£600.00", "–"],
        "Together": ["£4,573.33 to £4,866.67", "£7,877.78 to £9,833.33"],
    }
    assert "the framework costs £3,011.11 to £5,260.00 less than a tender of your own" in said(found)
    assert "£3,011.11 to £5,260.00, which is 0.75% to 1.32% of the contract value" in said(found)
    assert "an hour costs £48.89" in said(found)


def test_every_sheet_says_that_it_is_an_illustration_and_names_its_sources(stocked_page: Page) -> None:
    found = stocked_page(asked())

    assert words(found.select_one("#sheet .govuk-tag")) == "Illustration"
    assert "no forecast" in said(found)
    assert all(words(row.select("td")[2]) for row in found.select(".hub-sheet tbody tr"))
    assert "advice of HM Treasury and the OGC" in said(found)


def test_the_chart_has_the_sums_of_the_table(stocked_page: Page) -> None:
    found = stocked_page(asked())
    chart = [text.get_text() for text in found.select(".hub-sheet svg text")]

    assert chart == ["Framework: £4,573.33 to £4,866.67", "Own tender: £7,877.78 to £9,833.33"]
    assert found.select(".hub-chart__bar")[1]["width"] == str(round(7_877_78 / 9_833_33 * 638, 1))


def test_a_levy_is_shown_beside_and_changes_no_sum(stocked_page: Page) -> None:
    with_levy, without = stocked_page(asked()), stocked_page(asked("levy_percent"))

    assert rows(with_levy) == rows(without)
    assert "Levy the supplier pays: £4,000.00. Already in the supplier's prices, so in neither sum." in said(with_levy)
    assert "Levy the supplier pays: Not published." in said(without)


def test_a_missing_fee_is_listed_and_the_framework_then_costs_at_least_its_sum(stocked_page: Page) -> None:
    left = ("fee_percent", "fee_cap", "fee_yearly")
    missing, none = stocked_page(asked(*left, fee="unknown")), stocked_page(asked(*left, fee="none"))

    assert rows(missing)["Fee you pay"] == ["Not published: not in the sum", "–"]
    assert rows(missing)["Together"][0] == "At least £1,173.33 to £1,466.67"
    assert rows(none)["Together"][0] == "£1,173.33 to £1,466.67" and "Fee you pay" not in rows(none)
    assert "costs at most £8,660.00 less than a tender of your own: its sum is not complete" in said(missing)


def test_a_fee_of_an_unknown_payer_stands_beside_and_the_framework_costs_at_least_its_sum(stocked_page: Page) -> None:
    found = stocked_page(
        asked("fee_percent", "fee_cap", "fee_yearly", fee="none", unknown_percent="1.5", unknown_cap="5000")
    )

    assert "Fee whose payer is not published: £5,000.00. If your organisation pays it, it comes on top" in said(found)
    assert rows(found)["Together"][0].startswith("At least ")


def test_a_framework_that_costs_more_is_said_to(stocked_page: Page) -> None:
    found = stocked_page(asked(call_off_paid="20000"))

    assert "the framework costs £14,740.00 to £16,988.89 more than a tender of your own" in said(found)
    assert "Tender less framework −£16,988.89 to −£14,740.00" in said(found)


def test_a_difference_on_both_sides_of_nought_is_said_as_both(stocked_page: Page) -> None:
    found = stocked_page(asked(call_off_paid="4000"))

    assert "costs between £988.89 more and £1,260.00 less than a tender of your own" in said(found)


def test_what_is_missing_on_both_sides_leaves_the_question_open(stocked_page: Page) -> None:
    found = stocked_page(asked("salary"))

    assert rows(found)["Staff time"] == ["Not given: not in the sum"] * 2
    assert "do not say which way costs less" in said(found)
    assert said(found).count("(of what is given: a sum is not complete)") == 3, "difference and both break-evens"


def test_what_is_missing_of_the_tender_makes_the_framework_cost_at_least_so_much_less(stocked_page: Page) -> None:
    assert "costs at least £511.11 less than a tender of your own: the tender's sum" in said(
        stocked_page(asked("tender_paid"))
    )
    dearer = stocked_page(asked("tender_hours", "tender_hours_to"))
    assert "costs at most £2,366.67 more than a tender of your own" in said(dearer)


def test_the_break_even_in_value_is_there_with_a_fee_by_share_alone(stocked_page: Page) -> None:
    assert "£774,814.67 to £1,074,666.67: from there on the fee outweighs" in said(stocked_page(asked("fee_cap")))
    assert "Break-even in contract value" not in said(stocked_page(asked("fee_percent", "fee_cap")))
    assert "At no value: the most that the fee comes to is less" in said(stocked_page(asked()))
    assert "From £774,814.67 on, or at no value: the fee is capped" in said(stocked_page(asked(fee_cap="7000")))


@pytest.mark.parametrize(("chosen", "bids", "sum"), [("procedure", "", "£8,000.00"), ("bids", "7", "£8,820.00")])
def test_the_published_figure_is_used_only_when_chosen_and_named_with_its_year(
    stocked_page: Page, chosen: str, bids: str, sum: str
) -> None:
    found = stocked_page(asked("tender_hours", "tender_hours_to", "tender_paid", published=chosen, bids=bids))

    assert rows(found)["A tender as a whole"] == ["–", sum] and rows(found)["Together"][1] == sum
    assert "Centre for Economics and Business Research (CEBR), 2013" in said(found)


def test_the_published_figure_and_figures_of_ones_own_are_not_added_up(stocked_page: Page) -> None:
    found = stocked_page(asked(published="procedure"), 400)

    assert [link["href"] for link in found.select(".govuk-error-summary a")] == ["#cost-published"]


def wrong_fields(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]).removeprefix("#cost-") for link in page.select(".govuk-error-summary a")]


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"value": "", "months": ""}, ["value", "months"]),
        ({"value": "1e9999"}, ["value"]),
        ({"value": "-5"}, ["value"]),
        ({"value": "0"}, ["value"]),
        ({"value": "NaN"}, ["value"]),
        ({"value": "1,5"}, ["value"]),
        ({"value": "1.005"}, ["value"]),
        ({"value": "9" * 10_000}, ["value"]),
        ({"value": "１２"}, ["value"]),
        ({"value": "<script>"}, ["value"]),
        ({"value": "\x00"}, ["value"]),
        ({"value": "100,000,000,001"}, ["value"]),
        ({"months": "0"}, ["months"]),
        ({"months": "1.5"}, ["months"]),
        ({"months": "601"}, ["months"]),
        ({"year_hours": "0"}, ["year_hours"]),
        ({"tender_hours": "200"}, ["tender_hours_to"]),
        ({"tender_hours": ""}, ["tender_hours"]),
        ({"fee_percent": "101"}, ["fee_percent"]),
        ({"fee": "none"}, ["fee"]),
        ({"fee": "perhaps"}, ["fee"]),
        ({"published": "bids", "tender_hours": "", "tender_hours_to": "", "tender_paid": ""}, ["bids"]),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    stocked_page: Page, other: dict[str, str], fields: list[str]
) -> None:
    found = stocked_page(asked(**other), 400)

    assert wrong_fields(found) == fields
    assert all(found.find(id=f"cost-{name}") is not None for name in fields)
    assert found.title is not None and found.title.text.startswith("Error: ")
    assert not found.select(".hub-sheet")


def test_what_was_typed_is_still_there(stocked_page: Page) -> None:
    found = stocked_page(asked(value="lots", months=" 48 "), 400)
    typed: dict[str, Any] = {str(field["name"]): field["value"] for field in found.select("main input[type=text]")}

    assert (typed["value"], typed["months"], typed["salary"]) == ("lots", "48", "£38,500")
    assert chosen(found, "fee") == "yes"


LEVY = Fee(basis_points=125, payer=Payer.SUPPLIER, cap_pence=2_000_50, known=Known.YES)


def test_the_published_fee_of_a_lot_is_filled_in_for_its_payer_with_its_source(publish: Publish, page: Page) -> None:
    paid = Fee(basis_points=50, payer=Payer.BUYER, known=Known.YES)
    key = publish(title="Vans", lots=(Lot(number="1", fee=LEVY), Lot(number="2", fee=paid), Lot(number="3")))
    typed = [
        {
            str(field["name"]): field["value"]
            for field in page(f"/cost?framework={key}&lot={lot}").select("main input[type=text]")
        }
        for lot in "123"
    ]

    assert (typed[0]["levy_percent"], typed[0]["levy_cap"], typed[0]["fee_percent"]) == ("1.25", "2000.50", "")
    assert (typed[1]["levy_percent"], typed[1]["fee_percent"]) == ("", "0.50")
    assert not any(typed[2].values()), "a fee that is not published is not nought"
    assert "Published (Anglian Buying Group list, dated 26 February 2026" in words(
        page(f"/cost?framework={key}&lot=1").main
    )


def test_a_fee_that_all_lots_have_is_filled_in_and_differing_ones_ask_for_a_lot(publish: Publish, page: Page) -> None:
    same = publish(reference="AB1", lots=tuple(Lot(number=each, fee=LEVY) for each in "12"))
    differing = publish(reference="AB2", lots=(Lot(number="1", fee=LEVY), Lot(number="2")))
    levies = [page(f"/cost?framework={key}").select("#cost-levy_percent") for key in (same, differing)]

    assert [field[0]["value"] for field in levies] == ["1.25", ""]
    assert "The fees differ by lot" in words(page(f"/cost?framework={differing}").main)
    assert "The fees differ by lot" not in words(page(f"/cost?framework={differing}&lot=1").main)


def test_a_published_fee_is_named_as_such_until_it_is_changed(publish: Publish, page: Page) -> None:
    key = publish(fee=Fee(basis_points=50, payer=Payer.BUYER, known=Known.YES))
    kept = page(asked("fee_cap", "fee_yearly", framework=key, fee_percent="0.5"))
    changed = page(asked("fee_cap", "fee_yearly", framework=key, fee_percent="0.6"))

    assert "Published: Anglian Buying Group list, dated 26 February 2026" in said(kept)
    assert "Published: " not in said(changed)


def test_a_framework_without_a_fee_has_that_filled_in(publish: Publish, page: Page) -> None:
    key = publish(fee=Fee(known=Known.NO))

    assert chosen(page(f"/cost?framework={key}"), "fee") == "none"


def test_the_framework_stays_chosen_when_the_form_is_sent(publish: Publish, page: Page) -> None:
    key = publish(title="Vans", lots=(Lot(number="2", title="Lorries"),))
    found = page(asked(framework=key, lot="2"))

    assert [field["value"] for field in found.select("main input[type=hidden]")] == [key, "2"]
    assert "Vans, Lot 2: Lorries" in words(found.select_one(".govuk-caption-l"))


def test_an_unknown_framework_is_not_found_and_an_unknown_lot_is_left_out(publish: Publish, page: Page) -> None:
    page("/cost?framework=nonsense", 404)
    page("/cost?framework=" + "a" * 10_000, 404)
    assert words(page(f"/cost?framework={publish(title='Vans')}&lot=9").select_one(".govuk-caption-l")) == "Vans"


def test_an_address_with_a_fee_but_no_choice_means_that_it_is_paid(stocked_page: Page) -> None:
    assert rows(stocked_page(asked("fee")))["Fee you pay, by the year"] == ["£600.00", "–"]


def test_largest_figures_are_exact(stocked_page: Page) -> None:
    found = stocked_page(asked(value="100,000,000,000", fee_percent="99.9999", fee_cap=""))

    assert rows(found)["Fee you pay, a share of the value"][0] == "£99,999,900,000.00"
