"""Contracts as pages show them: on their framework's page, and all of them on one of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest.links import confirm
from hub.ingest.review import decide
from hub.models import CallOff, Framework, MergeProposal
from scrapers.call_off import FrameworkPointer
from scrapers.record import Money, NoticeReference, Party
from tests.conftest import NOON
from tests.factories import a_call_off, a_day
from tests.pages import section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


@pytest.fixture
def vans(publish: Publish) -> str:
    """The key of the framework AB100, which the contracts name."""
    return publish(reference="AB100", title="Vans")


def rows(page: Any) -> list[str]:
    """What the table of contracts says, one text for each contract."""
    return [words(item) for item in page.select("tbody.hub-contracts__item")]


def test_a_contract_shows_buyer_suppliers_value_dates_notice_and_why(
    framework: Any, vans: str, take_contracts: Any
) -> None:
    take_contracts(a_call_off(
        suppliers=(Party(name="Acorn Vans Ltd"), Party(name="Bark Ltd")), reference="FDC/12",
        value=Money(net_pence=17_500_00, gross_pence=21_000_00), start=a_day("2026-01-05"), end=a_day("2027-01-04"),
        notice=NoticeReference(identifier="000009-2026"), url="https://notices.example/9",
    ))  # fmt: skip

    found = section(framework(vans), "call-offs")
    assert rows(found) == [
        "Vans for parks Reference FDC/12 Notice 000009-2026 Fenland District Council Acorn Vans Ltd Bark Ltd "
        "£17,500 excluding VAT, £21,000 including VAT 5 January 2026 to 4 January 2027 "
        "90% sure: its reference names AB100. The buyer wrote: “AB100”. "
        "From Fenland contracts register , dated 1 April 2026."
    ]
    assert found.select_one("a[data-address='https://notices.example/9'][href^='/out/']") is not None
    assert found.select_one("a[href='/suppliers/acorn-vans-ltd']") is not None


def test_what_a_contract_does_not_say_is_not_published(framework: Any, vans: str, take_contracts: Any) -> None:
    take_contracts(a_call_off())
    cells = [words(cell) for cell in section(framework(vans), "call-offs").select("td[data-label]")]
    assert cells == ["Fenland District Council", "Not published", "Not published", "Not published"]


def test_a_link_a_person_confirmed_says_so(
    framework: Any, vans: str, take_contracts: Any, session: Session, sessions: Any
) -> None:
    take_contracts(a_call_off())
    with sessions.begin() as writing:
        confirm(writing, session.scalars(select(CallOff.id)).one(), OPERATOR, NOON)
    assert "Confirmed by a person. The buyer wrote: “AB100”." in rows(section(framework(vans), "call-offs"))[0]


def test_no_contracts_means_that_none_are_known_and_not_that_there_are_none(
    framework: Any, page: Page, vans: str
) -> None:
    for part in (section(framework(vans), "call-offs"), page(f"/frameworks/{vans}/call-offs").main):
        assert "knows of no contract" in words(part) and "does not mean that there is none" in words(part)
        assert rows(part) == []


def test_a_contract_that_names_another_framework_is_not_shown(framework: Any, vans: str, take_contracts: Any) -> None:
    take_contracts(a_call_off(framework=FrameworkPointer(reference="AB999")))
    assert rows(framework(vans)) == []


def test_values_are_added_up_apart_by_vat_beside_the_ceiling_and_never_taken_from_it(
    framework: Any, publish: Publish, take_contracts: Any
) -> None:
    key = publish(reference="AB100", title="Vans", max_value=Money(net_pence=100_000_000))
    values = (Money(net_pence=1_000_00), Money(net_pence=500_00, gross_pence=600_00), Money(gross_pence=240_00), None)
    take_contracts(*(a_call_off(source_id=str(n), value=value) for n, value in enumerate(values)))

    found = section(framework(key), "call-offs")
    assert [words(row) for row in found.select("dl div")] == [
        "Known to the hub 4 contracts",
        "Published values together £1,500 excluding VAT, for 2 contracts",
        "Published values together £240 including VAT, for 1 contract",
        "Without a published value 1 contract",
        "Maximum value of the framework £1 million excluding VAT",
    ]
    assert "What is left of the maximum cannot be worked out from them." in words(found)
    assert "998,500" not in words(found)


@pytest.fixture
def many(vans: str, take_contracts: Any) -> str:
    """A framework with twenty-two contracts, one a month."""
    days = [f"{2024 + month // 12}-{month % 12 + 1:02}-01" for month in range(21)]
    contracts = [a_call_off(source_id=each, title=f"Vans of {each}", start=a_day(each)) for each in days]
    take_contracts(*contracts, a_call_off(source_id="undated", title="Vans some day"))
    return vans


def test_a_framework_shows_the_newest_few_and_leads_to_all(framework: Any, page: Page, many: str) -> None:
    found = section(framework(many), "call-offs")
    shown = [row.partition(" Fenland")[0] for row in rows(found)]
    assert shown == [f"Vans of 2025-{month:02}-01" for month in (9, 8, 7, 6, 5)]
    link = found.select_one(f"a[href='/frameworks/{many}/call-offs']")
    assert words(link) == "All 22 call-offs"
    assert "Call-offs (22)" in words(framework(many).select_one(".hub-contents"))


def test_all_contracts_are_paged_newest_first_and_undated_ones_last(page: Page, many: str) -> None:
    first, second = page(f"/frameworks/{many}/call-offs"), page(f"/frameworks/{many}/call-offs?page=2")
    assert len(rows(first)) == 20 and len(rows(second)) == 2
    assert rows(first)[0].startswith("Vans of 2025-09-01") and rows(second)[-1].startswith("Vans some day")
    assert "page 2" in words(second.title)
    assert first.select_one(f"nav a[href='/frameworks/{many}/call-offs?page=2']") is not None


@pytest.mark.parametrize("asked", ["3", "0", "-1", "x", "९", "9" * 40])
def test_a_page_there_is_not_is_said_not_to_be_there(page: Page, many: str, asked: str) -> None:
    found = page(f"/frameworks/{many}/call-offs?page={asked}")
    assert f"There is no page “{asked[:40]}”" in words(found.main) and len(rows(found)) == 20


def test_contracts_of_a_framework_merged_into_this_one_are_its_own(
    framework: Any, page: Page, client: FlaskClient, publish: Publish, take_contracts: Any, sessions: Any
) -> None:
    for number, name in (("000001-2026", "anglian"), ("000002-2026", "portal")):
        notice = NoticeReference(identifier=number)
        publish({"name": name}, source_id=number, reference="", title="Grounds maintenance services", notices=(notice,))
        take_contracts(a_call_off(source_id=number, framework=FrameworkPointer(notice=number)))
    with sessions.begin() as writing:
        decide(writing, writing.scalars(select(MergeProposal.id)).one(), "accept", OPERATOR, NOON)
        leader = writing.scalars(select(Framework.key).where(Framework.merged_into_id.is_(None))).one()
        merged = writing.scalars(select(Framework.key).where(Framework.merged_into_id.is_not(None))).one()

    assert len(rows(section(framework(leader), "call-offs"))) == 2
    assert len(rows(page(f"/frameworks/{leader}/call-offs"))) == 2
    assert client.get(f"/frameworks/{merged}/call-offs").status_code == 301


def test_many_suppliers_of_one_contract_are_folded_away(framework: Any, vans: str, take_contracts: Any) -> None:
    take_contracts(a_call_off(suppliers=tuple(Party(name=f"Acorn {letter} Ltd") for letter in "ABCD")))
    folded = section(framework(vans), "call-offs")
    assert words(folded.select_one("details > summary")) == "4 suppliers of Vans for parks"
    assert len(folded.select("details li a")) == 4


def test_what_a_buyer_wrote_is_shown_inert(framework: Any, vans: str, take_contracts: Any) -> None:
    take_contracts(a_call_off(framework=FrameworkPointer(reference="<b>AB100</b>")))
    assert "wrote: “<b>AB100</b>”" in rows(framework(vans))[0]


def test_a_framework_called_call_offs_does_not_hide_its_own(client: FlaskClient, publish: Publish) -> None:
    key = publish(title="Call-offs")
    assert client.get(f"/frameworks/{key}").headers["Location"] == f"/frameworks/{key}/call-offs-framework"
