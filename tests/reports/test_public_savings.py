"""What everybody may see of savings: whole tables where enough organisations stand behind them, and else why not."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from bs4 import BeautifulSoup

from hub.models import SavingPart
from hub.reports import public
from hub.reports.public import FRAMEWORK, WHOLE, Cell
from hub.reports.suppression import Why
from scrapers.record import Lot, SupplierPlace
from tests.factories import a_call_off
from tests.moments import NOON
from tests.pages import section, words
from tests.reports.test_dashboards import YEARS, shown
from tests.reports.test_suppression import rank
from tests.savings.rows import LONG_AGO, a_claim, a_part, members

Page = Callable[..., BeautifulSoup]
THREE = ("essex", "kent", "norfolk")


def test_the_public_page_shows_a_networks_totals_once_three_members_stand_behind_them(
    sessions: Any, page: Page
) -> None:
    with sessions.begin() as session:
        members(session, "pen", *THREE)
        for slug in THREE:
            a_claim(session, slug, [a_part("2025-26", 10_000)], network="pen")
    found = page("/savings")
    assert shown(found, "By financial year") == {"2025/26": ["£300.00"], "Total": ["£300.00"]}
    assert shown(found, "By kind") == {"Price savings and rebates": ["£300.00"], "Total": ["£300.00"]}
    assert "validated by 30 September 2026" in words(found.main)


def test_fewer_than_three_or_one_of_more_than_80_percent_are_not_shown_and_the_page_says_why(
    sessions: Any, page: Page
) -> None:
    with sessions.begin() as session:
        members(session, "pen", *THREE)
        for slug, pence in zip(THREE, (81_000, 9_000, 10_000), strict=True):
            a_claim(session, slug, [a_part("2025-26", pence)], network="pen")
        a_claim(session, "essex", [a_part("2024-25", 77_700)], network="pen")
    found = page("/savings")
    assert shown(found, "By financial year") == {
        "2024/25": ["Not shown: fewer than three organisations"],
        "2025/26": ["Not shown: one organisation makes up more than 80% of it"],
        "Total": ["Not shown: one organisation makes up more than 80% of it"],
    }
    assert "777" not in found.text and "810" not in found.text


def test_only_validated_actuals_of_members_count_and_what_owners_declare_does_not(sessions: Any, page: Page) -> None:
    with sessions.begin() as session:
        members(session, "pen", *THREE)
        for slug in THREE:
            a_claim(session, slug, [a_part("2025-26", 100)], network="pen")
            a_claim(session, slug, [a_part("2025-26", 1)], network="pen", state="verified")
            a_claim(session, slug, [a_part("2025-26", 2)], network="pen", basis="estimated")
            a_claim(session, slug, [a_part("2025-26", 3)], network="pen", column="owner_declared")
            a_claim(session, slug, [a_part("2025-26", 4, member=False)], network="pen")
            a_claim(session, slug, [a_part("2025-26", 5, organisation="", member=False)], network="pen")
    assert shown(page("/savings"), "By financial year")["Total"] == ["£3.00"]


def test_what_is_validated_in_a_quarter_shows_after_its_end(sessions: Any, page: Page) -> None:
    with sessions.begin() as session:
        members(session, "pen", *THREE)
        for slug in THREE:
            a_claim(session, slug, [a_part("2025-26", 100)], network="pen")
            a_claim(session, slug, [a_part("2025-26", 900)], network="pen", at=NOON)
    assert shown(page("/savings"), "By financial year")["Total"] == ["£3.00"]


def test_one_organisations_new_saving_does_not_show_by_what_changed_since_the_quarter_before(
    sessions: Any, session: Any
) -> None:
    with sessions.begin() as writing:
        members(writing, "pen", *THREE)
        for slug in THREE:
            a_claim(writing, slug, [a_part("2025-26", 10_000)], network="pen")
        a_claim(writing, "essex", [a_part("2025-26", 500)], network="pen", at=datetime(2026, 8, 1, tzinfo=UTC))
    before, after = (public.release(session, day) for day in (date(2026, 7, 2), date(2026, 10, 2)))
    assert before.figures[Cell("pen", WHOLE)].pence == 30_000
    assert after.figures[Cell("pen", WHOLE)].why is Why.TOGETHER


def test_without_a_network_or_a_saving_the_page_says_how_they_come_to_show(page: Page, sessions: Any) -> None:
    assert "There is no network yet" in words(page("/savings").main)
    with sessions.begin() as session:
        members(session, "pen", "essex")
    assert "No member of Pen had a validated saving on 30 September 2026" in words(page("/savings").main)


def peers_of(page: BeautifulSoup) -> str:
    return words(section(page, "peers"))


@pytest.fixture
def on_page(page: Page, client: Any) -> Callable[[str], str]:
    return lambda key: peers_of(page(client.get(f"/frameworks/{key}").headers["Location"]))


def saved_on(sessions: Any, key: str, amounts: dict[str, int], **about: Any) -> None:
    with sessions.begin() as session:
        for number, (slug, pence) in enumerate(amounts.items()):
            figures = {"rate_pct": f"{10 + number}.5"}
            a_claim(session, slug, [a_part("2025-26", pence)], framework_home=key, figures=figures, **about)


def test_a_framework_shows_total_and_median_rate_of_three_organisations(
    publish: Callable[..., str], sessions: Any, on_page: Callable[[str], str]
) -> None:
    key = publish()
    saved_on(sessions, key, {"essex": 10_000, "kent": 20_000, "norfolk": 30_000})
    said = on_page(key)
    assert "£600.00" in said and "11.5% of the baseline" in said
    assert "Rate: gross saving ÷ baseline." in said


@pytest.mark.parametrize(
    ("amounts", "why"),
    [
        ({}, "no organisation has a saving on it"),
        ({"essex": 10_000, "kent": 20_000}, "fewer than three organisations"),
        ({"essex": 90_000, "kent": 5_000, "norfolk": 5_000}, "one organisation made up more than four fifths of it"),
    ],
)
def test_a_framework_says_why_it_shows_nothing(
    publish: Callable[..., str], sessions: Any, on_page: Callable[[str], str], amounts: dict[str, int], why: str
) -> None:
    key = publish()
    saved_on(sessions, key, amounts)
    said = on_page(key)
    assert why in said and "£" not in said


def test_a_framework_of_one_supplier_shows_nothing_nor_does_a_lot_of_one(
    publish: Callable[..., str], sessions: Any, on_page: Callable[[str], str]
) -> None:
    def lot(number: str, *names: str) -> Lot:
        return Lot(number=number, suppliers=tuple(SupplierPlace(name=name) for name in names))

    alone = publish(reference="AB7", title="Salt", lots=(lot("1", "Salty Ltd"), lot("2", "Salty Ltd")))
    mixed = publish(reference="AB8", title="Vans", lots=(lot("1", "Van Ltd"), lot("2", "Van Ltd", "Car Ltd")))
    amounts = {"essex": 10_000, "kent": 20_000, "norfolk": 30_000}
    saved_on(sessions, alone, amounts)
    saved_on(sessions, mixed, amounts, call_off={"lot": "1"})
    assert "it has one supplier, whose prices the figure would tell" in on_page(alone)
    assert "£" not in on_page(mixed)
    saved_on(sessions, mixed, amounts, call_off={"lot": "2"})
    assert "£600.00" in on_page(mixed)


def test_a_framework_names_those_who_bought_through_it_by_published_contracts(
    publish: Callable[..., str], take_contracts: Callable[..., Any], page: Page
) -> None:
    key = publish(reference="AB100")
    take_contracts(a_call_off(source_id="C1"), a_call_off(source_id="C2"))
    said = words(page(f"/frameworks/{key}/savings").main)
    assert "1 organisation bought through it" in said and "Fenland District Council" in said


@pytest.mark.parametrize("seed", range(6))
def test_no_combination_of_all_public_figures_tells_the_money_of_one_organisation(
    publish: Callable[..., str], sessions: Any, session: Any, seed: int
) -> None:
    """Every public figure of two quarters, of networks and frameworks, over claims as they are in the database."""
    lot = random.Random(seed)  # noqa: S311
    keys = [publish(reference=f"AB{number}", title=f"Salt {number}") for number in range(3)]
    slugs = [f"council-{number}" for number in range(lot.randint(4, 8))]
    moments = [LONG_AGO + timedelta(days=100 * number) for number in range(2)]
    with sessions.begin() as writing:
        members(writing, "pen", *slugs)
        for _ in range(lot.randint(10, 40)):
            parts = [
                a_part(lot.choice(YEARS), lot.randint(1, 9_999), bucket=lot.choice(("headline", "avoidance")))
                for _ in range(lot.randint(1, 2))
            ]
            about: dict[str, Any] = {
                "framework_home": lot.choice([*keys, ""]),
                "network": lot.choice(("pen", "pen", "")),
            }
            a_claim(writing, lot.choice(slugs), parts, at=lot.choice(moments), **about)
    assert_nobody_is_told(session)


def assert_nobody_is_told(session: Any) -> None:
    """Figures as equations in what each organisation saved of each sort of money: leaving any two organisations out
    must not lower their rank, else some sum of the figures is the money of those two alone."""
    releases = [public.release(session, day) for day in (date(2026, 7, 2), date(2026, 10, 2))]
    cells = [
        Cell(cell.of, cell.by, cell.value, before=number == 0)
        for number, each in enumerate(releases)
        for cell, figure in each.figures.items()
        if figure.pence is not None
    ]
    assert all(cell.value == "unknown" for cell in cells if cell.by == "category")
    rows = sorts_of_money(session, cells)
    whole = rank([list(row) for row, _ in rows])
    for pair in combinations(sorted({name for _, name in rows}), 2):
        assert rank([list(row) for row, name in rows if name not in pair]) == whole, pair


def sorts_of_money(session: Any, cells: list[Cell]) -> list[tuple[tuple[int, ...], str]]:
    """For each part in the database: in which figures it is, and whose it is."""
    found = []
    for part in session.query(SavingPart):
        claim = part.claim
        own = {Cell(FRAMEWORK, WHOLE, claim.framework_home)} if claim.framework_home else set()
        if claim.network:
            of = claim.network.slug
            values = {"year": part.year, "column": claim.column, "kind": part.bucket, "category": "unknown"}
            own |= {Cell(of, WHOLE), Cell(of, "cashable", "yes")} | {Cell(of, by, held) for by, held in values.items()}
        was_out = claim.validated_at < datetime(2026, 7, 1, tzinfo=UTC)
        own |= {Cell(cell.of, cell.by, cell.value, before=True) for cell in own if was_out}
        found.append((tuple(int(cell in own) for cell in cells), part.organisation.slug))
    return found
