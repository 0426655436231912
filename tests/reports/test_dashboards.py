"""Dashboards: what they add up, for whom, and that every number leads to just the claims it is made of."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.hub.asking import statements
from tests.pages import check_page, words
from tests.persons import Person, give
from tests.savings.rows import a_claim, a_part, members
from tests.thorough import mostly_thorough

YEARS = ("2024-25", "2025-26", "2026-27")


def shown(page: BeautifulSoup, caption: str) -> dict[str, list[str]]:
    """The cells of a table by the heading of their row."""
    found = next(table for table in page.select("table") if words(table.caption).startswith(caption))
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in found.select("tbody tr")}


def pence(text: str) -> int:
    return int(text.replace("−", "-").replace("£", "").replace(",", "").replace(".", ""))


@pytest.fixture
def moderator(person: Callable[..., Person]) -> Person:
    return person("moderator", network="pen")


@pytest.fixture
def look() -> Callable[..., BeautifulSoup]:
    def look(who: Person, address: str) -> BeautifulSoup:
        answer = who.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        return check_page(answer)

    return look


Look = Callable[..., BeautifulSoup]


def test_a_claim_is_in_one_band_and_drafts_and_dead_ones_in_none(sessions: Any, moderator: Person, look: Look) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        for state, basis, amount in (
            ("validated", "actual", 100),
            ("verified", "actual", 200),
            ("submitted", "actual", 300),
            ("submitted", "estimated", 400),
            ("validated", "estimated", 500),
            ("returned", "actual", 600),
            ("withdrawn", "actual", 700),
        ):
            a_claim(session, "essex", [a_part("2025-26", amount)], network="pen", state=state, basis=basis)
    found = shown(look(moderator, "/savings/networks/pen"), "Where the figures stand")
    assert {band: cells[2] for band, cells in found.items()} == {
        "Validated savings": "£1.00",
        "Verified, waiting for the network": "£2.00",
        "Submitted, waiting for the council": "£3.00",
        "Live estimates": "£9.00",
    }


def test_columns_stand_apart_and_what_owners_declare_is_never_added(
    sessions: Any, moderator: Person, look: Look
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        for column, amount in (("collaborative", 100), ("local", 20), ("owner_declared", 7)):
            a_claim(session, "essex", [a_part("2025-26", amount)], network="pen", column=column)
    page = look(moderator, "/savings/networks/pen")
    cells = shown(page, "Where the figures stand")["Validated savings"]
    assert cells == ["£1.00", "£0.20", "£1.20", "£1.20", "£1.20", "£0.07"]
    assert shown(page, "By financial year")["Total"] == ["£1.20", "£0.00", "£1.20", "£1.20", "£0.00", "£0.07"]


def test_a_network_adds_up_members_parts_and_says_what_is_nobodys(sessions: Any, moderator: Person, look: Look) -> None:
    parts = [
        a_part("2025-26", 100),
        a_part("2025-26", 50, organisation="kent", member=False),
        a_part("2025-26", 25, organisation="", member=False),
    ]
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", parts, network="pen")
    page = look(moderator, "/savings/networks/pen")
    assert shown(page, "By kind")["Total"][0] == "£1.00"
    assert shown(page, "In no total of this network") == {
        "Parts of organisations outside the network": ["£0.50"],
        "Not attributed: of no organisation the hub knows": ["£0.25"],
    }


def test_a_year_is_the_number_and_the_whole_life_the_second(sessions: Any, moderator: Person, look: Look) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", [a_part(year, 100) for year in YEARS], network="pen", new={YEARS[1]: 0, YEARS[2]: 0})
    page = look(moderator, "/savings/networks/pen?year=2025-26")
    assert shown(page, "Where the figures stand")["Validated savings"][2:5] == ["£1.00", "£1.00", "£3.00"]
    whole = look(moderator, "/savings/networks/pen")
    assert shown(whole, "By financial year")["Total"][:3] == ["£1.00", "£2.00", "£3.00"]


def test_new_and_sustained_of_an_organisations_part_sum_to_it(
    sessions: Any, person: Callable[..., Person], look: Look
) -> None:
    """A claim of 100 pence, a third of it new, shared by three: the pennies go nowhere."""
    parts = [a_part("2025-26", 34), *(a_part("2025-26", 33, organisation=slug) for slug in ("kent", "norfolk"))]
    with sessions.begin() as session:
        a_claim(session, "essex", parts, new={"2025-26": 50})
    new = []
    for slug in ("essex", "kent", "norfolk"):
        page = look(person("member", organisation=slug), f"/savings/organisations/{slug}")
        cells = [pence(cell) for cell in shown(page, "By financial year")["Total"]]
        assert cells[0] + cells[1] == cells[2]
        new.append(cells[0])
    assert sum(new) == 50


def a_lot_of_claims(
    session: Any, seed: int, number: int = 12, reporter: int | None = None, homes: tuple[str, ...] = ("",)
) -> None:
    """Of every state, column, kind and class, some shared and some negative."""
    lot = random.Random(seed)  # noqa: S311
    members(session, "pen", "essex", "kent", "norfolk")
    for _ in range(number):
        parts = [
            a_part(
                lot.choice(YEARS),
                lot.randint(-2_000, 90_000),
                bucket=lot.choice(("headline", "avoidance", "tender_cost", "process_time", "not_due")),
                cashable=lot.random() < 0.5,
                organisation=lot.choice(("essex", "essex", "kent", "norfolk", "")),
                member=lot.random() < 0.8,
            )
            for _ in range(lot.randint(1, 6))
        ]
        a_claim(
            session,
            "essex",
            parts,
            network="pen",
            state=lot.choice(("validated", "validated", "validated", "verified", "submitted", "returned")),
            basis=lot.choice(("actual", "actual", "estimated")),
            column=lot.choice(("collaborative", "local", "owner_declared")),
            framework_title=lot.choice(("Vans", "Salt", "")),
            framework_home=lot.choice(homes),
            call_off={"cpv": lot.choice(("34136000", "90910000", ""))},
            new={year: lot.randint(-10, 1_000) for year in YEARS},
            reporter_id=reporter,
        )


MEASURES = {"New": "New", "Sustained": "Sustained", "Whole life": "Whole life"}


def number_links(page: BeautifulSoup) -> list[tuple[str, str, str]]:
    """Each number that leads somewhere: what is at the head of its column, the number, the address."""
    found = []
    for cell in page.select("td[data-label]"):
        if isinstance(cell.a, Tag):
            found.append((str(cell["data-label"]), words(cell.a), str(cell.a["href"])))
    return found


FILTERS = ("", "?year=2025-26", "?kind=headline", "?state=verified", "?framework=vans&year=2026-27")


@pytest.mark.parametrize("asked", mostly_thorough(FILTERS))
@pytest.mark.parametrize(
    ("board", "seed"), [("/savings/networks/pen", 1), ("/savings/organisations/kent", 2), ("/savings/mine", 3)]
)
def test_the_list_behind_each_number_sums_to_it_to_the_penny(
    sessions: Any, person: Callable[..., Person], look: Look, board: str, seed: int, asked: str
) -> None:
    who = person("moderator", network="pen") if "networks" in board else person("member", organisation="kent")
    with sessions.begin() as session:
        a_lot_of_claims(session, seed, reporter=who.account)
        if board == "/savings/mine":
            from hub.models import Account

            give(session, session.get_one(Account, who.account), "member", "essex")
    links = number_links(look(who, board + asked))
    assert len(links) > 20
    for head, number, address in random.Random(seed).sample(list(dict.fromkeys(links)), 12):  # noqa: S311
        total = shown_total(who, address)
        assert total.get(MEASURES.get(head, "Net"), "£0.00") == number, (head, address)


def shown_total(who: Person, address: str) -> dict[str, str]:
    page = BeautifulSoup(who.get(address).text, "html.parser")
    cells = page.select(".hub-stacked__total td")
    return {str(cell["data-label"]): words(cell) for cell in cells}


def test_filters_stand_in_the_address_and_can_be_taken_back(sessions: Any, moderator: Person, look: Look) -> None:
    with sessions.begin() as session:
        a_lot_of_claims(session, 3)
    asked = "year=2025-26&category=vehicles&kind=headline&state=validated&colour=red"
    page = look(moderator, f"/savings/networks/pen?{asked}")
    chips = [words(chip) for chip in page.select(".hub-chip")]
    assert [chip.removeprefix("Remove ") for chip in chips][0] == "Financial year: 2025/26"
    assert len(chips) == 4
    chosen = [words(option) for option in page.select(".hub-picks option[selected]")]
    assert chosen[0] == "2025/26" and "Price savings and rebates" in chosen


def test_a_dashboard_without_claims_says_how_to_begin(person: Callable[..., Person], look: Look) -> None:
    page = look(person("member", organisation="essex"), "/savings/mine")
    assert "There is no claim here yet." in words(page.main)
    assert page.select_one("main a[href='/savings/report']")
    assert not page.select("table")


def test_charts_say_in_words_what_they_show_and_stand_beside_their_tables(
    sessions: Any, moderator: Person, look: Look
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", [a_part("2025-26", 12_345)], network="pen", new={"2025-26": 345})
    page = look(moderator, "/savings/networks/pen")
    drawings = page.select("main svg[role=img]")
    assert [words(each.title) for each in drawings] == [
        "Where the figures stand",
        "By financial year: new, and sustained hatched",
    ]
    assert "Validated savings: £123.45" in words(drawings[0].desc)
    assert words(drawings[1].desc) == "2025/26: £123.45."
    assert drawings[1].select_one("[fill^=url]") is not None, "sustained savings are told by hatching"
    assert all(table.caption for table in page.select("main table"))


@pytest.mark.parametrize("many", mostly_thorough((40, 290)))
@pytest.mark.parametrize("board", ["/savings/networks/pen", "/savings/organisations/essex", "/savings/mine"])
def test_a_dashboard_asks_the_database_as_often_for_many_claims_as_for_10(
    app: Flask, sessions: Any, person: Callable[..., Person], publish: Callable[..., str], board: str, many: int
) -> None:
    """Where transactions begin is not counted; the first look after a change also reads what every page shows."""
    homes = tuple(publish(reference=f"AB{number}", title=f"Salt {number}") for number in range(3))
    who = person("moderator", network="pen") if "networks" in board else person("member", organisation="essex")
    asked = []
    for number in (10, many):
        with sessions.begin() as session:
            a_lot_of_claims(session, number, number, who.account, homes)
        with statements(app) as found:
            assert who.get(board).status_code == 200
        asked.append(len([each for each in found if not each.startswith("BEGIN")]))
    assert asked[0] == asked[1] <= 16, asked  # on PostgreSQL two ask for what has changed


def test_who_may_not_see_a_board_is_told_that_there_is_none(person: Callable[..., Person], sessions: Any) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex", "kent")
        a_claim(session, "essex", [a_part("2025-26", 100)], network="pen")
    other, elsewhere = person("member", organisation="kent"), person("moderator", network="north")
    for who in (other, elsewhere):
        assert who.get("/savings/organisations/essex").status_code == 404
        assert who.get("/savings/organisations/essex/claims").status_code == 404
        assert who.get("/savings/networks/pen/claims").status_code == 404
    assert elsewhere.get("/savings/networks/pen").status_code == 404
    assert elsewhere.get("/savings/networks/nowhere").status_code == 404
    assert person("moderator", network="pen").get("/savings/organisations/essex").status_code == 200
    assert person("administrator").get("/savings/networks/pen").status_code == 200


def test_a_moderator_sees_of_an_organisation_what_is_in_their_network(
    sessions: Any, moderator: Person, look: Look
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", [a_part("2025-26", 100)], network="pen")
        a_claim(session, "essex", [a_part("2025-26", 900)], network="north")
    page = look(moderator, "/savings/organisations/essex")
    assert shown(page, "Where the figures stand")["Validated savings"][2] == "£1.00"


def test_a_member_sees_of_the_network_what_everybody_sees(
    sessions: Any, person: Callable[..., Person], look: Look
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex", "kent")
        a_claim(session, "essex", [a_part("2025-26", 7_777)], network="pen")
    page = look(person("member", organisation="kent"), "/savings/networks/pen")
    assert "77.77" not in page.text
    assert "Not shown: fewer than three organisations" in words(page.main)


@pytest.mark.parametrize("asked", ["", "?year=2025-26", "?year=2026-27&kind=headline", "?state=verified"])
def test_the_rows_of_each_table_sum_to_its_total(sessions: Any, moderator: Person, look: Look, asked: str) -> None:
    with sessions.begin() as session:
        a_lot_of_claims(session, 4, 25)
    page = look(moderator, f"/savings/networks/pen{asked}")
    tables = [table for table in page.select("table") if words(table.select("tbody tr")[-1].th) == "Total"]
    assert len(tables) == 5
    for table in tables:
        *rows, total = [[pence(words(cell)) for cell in row.select("td")] for row in table.select("tbody tr")]
        assert [sum(column) for column in zip(*rows, strict=True)] == total, words(table.caption)


def test_a_member_known_by_name_only_counts_and_stands_in_a_row_of_its_own(
    sessions: Any, moderator: Person, look: Look
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", [a_part("2025-26", 100), a_part("2025-26", 50, organisation="")], network="pen")
    found = shown(look(moderator, "/savings/networks/pen"), "By organisation")
    assert {label: cells[0] for label, cells in found.items()} == {
        "Essex": "£1.00",
        "Organisations known by name only": "£0.50",
        "Total": "£1.50",
    }
