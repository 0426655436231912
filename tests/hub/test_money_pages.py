"""What a framework's page says of money: the fee of each lot, and the ceiling beside the call-offs that are known."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag

from scrapers.record import Fee, Known, Lot, Money, Payer
from tests.factories import a_call_off, a_day
from tests.pages import section, words

Publish = Callable[..., str]
Shown = Callable[[str], BeautifulSoup]


COMPARE = " Compare costs with a tender : {}"


def rows(part: Tag) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in part.select("tbody tr")]


def test_each_lot_has_its_fee_with_base_payer_and_cap(publish: Publish, framework: Shown) -> None:
    levy = Fee(basis_points=125, payer=Payer.SUPPLIER, base="invoiced spend", cap_pence=500_00, known=Known.YES)
    lots = (Lot(number="1", title="Vans", fee=levy), Lot(number="2", fee=Fee(known=Known.NO)), Lot(number="3"))
    found = section(framework(publish(lots=lots)), "money")

    assert rows(found) == [
        ["Lot 1: Vans" + COMPARE.format("Lot 1: Vans"), "1.25% of invoiced spend", "The supplier", "£500"],
        ["Lot 2" + COMPARE.format("Lot 2"), "No fee", "–", "–"],
        ["Lot 3" + COMPARE.format("Lot 3"), "Not published – ask the owner", "Not published", "Not published"],
    ]
    assert "0%" not in words(found)
    assert "From Anglian Buying Group list, dated 26 February 2026" in words(found)


def test_a_fee_stated_for_the_framework_holds_for_its_lots_and_says_so(publish: Publish, framework: Shown) -> None:
    key = publish(fee=Fee(basis_points=100, known=Known.YES), lots=(Lot(number="1"), Lot(number="2")))
    found = rows(section(framework(key), "money"))

    assert [row[1:3] for row in found] == [["1% Stated for the framework as a whole.", "Not published"]]
    assert found[0][0].startswith("All 2 lots")


def test_lots_without_a_published_fee_are_one_line_and_one_question(publish: Publish, framework: Shown) -> None:
    found = section(framework(publish(lots=tuple(Lot(number=str(each)) for each in range(1, 22)))), "money")

    assert len(rows(found)) == len(found.select("details p")) == 1 and rows(found)[0][0].startswith("All 21 lots")


def test_a_fee_that_is_not_published_comes_with_a_question_to_send(publish: Publish, framework: Shown) -> None:
    found = section(framework(publish(fee=Fee(known=Known.YES, text="A small levy applies"))), "money")

    assert "In its words: “A small levy applies”." in rows(found)[0][1]
    assert "To Anglian Buying Group: for call-offs under Grounds maintenance, AB1, please tell us whether" in words(
        found
    )


def test_each_lot_leads_to_its_comparison_of_costs(publish: Publish, framework: Shown) -> None:
    levy = Fee(basis_points=100, known=Known.YES)
    key = publish(lots=(Lot(number="1", title="Vans", fee=levy), Lot(number="2")))
    links = section(framework(key), "money").select("a[href^='/cost']")

    assert [link["href"] for link in links] == [f"/cost?framework={key}&lot=1", f"/cost?framework={key}&lot=2"]
    assert len({words(link) for link in links}) == 2


def test_the_ceiling_stands_beside_known_call_offs_each_with_its_date(
    publish: Publish, framework: Shown, take_contracts: Any
) -> None:
    key = publish(reference="AB100", max_value=Money(net_pence=100_000_000))
    take_contracts(
        a_call_off(source_id="1", value=Money(net_pence=1_000_00), start=a_day("2025-03-01")),
        a_call_off(source_id="2", value=Money(gross_pence=240_00), start=a_day("2025-06-01")),
        a_call_off(source_id="3"),
    )
    found = section(framework(key), "money")

    assert [words(row) for row in found.select("dl div")] == [
        "Maximum value £1 million excluding VAT (Anglian Buying Group list, dated 26 February 2026, read on "
        + words(found).split("read on ")[1].split(")")[0] + ")",
        "Known call-offs 3 contracts; £1,000 excluding VAT, for 1 contract; £240 including VAT, for 1 contract; "
        "1 contract without a published value; the newest of 1 June 2025. See them",
    ]  # fmt: skip
    assert "a ceiling for all buyers together, not money spent" in words(found)
    assert "%" not in words(found.select_one("dl")) and "999" not in words(found), "no share, nothing subtracted"


def test_a_ceiling_that_is_not_published_is_said_as_such(publish: Publish, framework: Shown) -> None:
    found = words(section(framework(publish()), "money").select_one("dl"))

    assert found == "Maximum value Not published Known call-offs 0 contracts"
