"""Targets: kept by a network's moderators, shown beside savings and never added to them."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select

from hub.actor import OPERATOR
from hub.models import AuditEntry, SavingTarget
from hub.reports import targets
from hub.reports.targets import progress
from tests.hub.unsafe.boards import TYPED
from tests.moments import NOON
from tests.pages import check_page, words
from tests.persons import Person
from tests.savings.rows import a_claim, a_part, members


def test_a_moderator_adds_changes_and_removes_a_target(person: Callable[..., Person], session: Any) -> None:
    moderator = person("moderator", network="pen")
    assert moderator.send("/savings/networks/pen/targets", TYPED).status_code == 303
    row = session.scalars(select(SavingTarget)).one()
    assert (row.pence, row.first_year, row.last_year, row.organisation_id) == (100_000_000, "2025-26", "2026-27", None)
    page = check_page(moderator.get(f"/savings/targets/{row.id}"))
    assert page.select_one("#amount")["value"] == "1,000,000"  # type: ignore[index]
    moderator.send(f"/savings/targets/{row.id}/change", TYPED | {"amount": "£2,000,000.50", "last_year": "2027/28"})
    session.rollback()
    assert (row.pence, row.last_year) == (200_000_050, "2027-28")
    moderator.send(f"/savings/targets/{row.id}/remove")
    session.rollback()
    assert session.scalars(select(SavingTarget)).all() == []
    actions = [each.action for each in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [action for action in actions if "target" in action] == ["add target", "change target", "remove target"]


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(person: Callable[..., Person], session: Any) -> None:
    moderator = person("moderator", network="pen")
    for field, typed, said in (
        ("amount", "much", "Enter the amount in pounds"),
        ("first_year", "2025-27", "Enter a financial year"),
        ("last_year", "2024-25", "The last year is before the first"),
        ("title", " ", "Enter a title"),
        ("kind", "saving", "Choose what sort of figure"),
        ("organisation", "kent", "Choose an organisation of this network"),
    ):
        answer = moderator.send("/savings/networks/pen/targets", TYPED | {field: typed})
        assert answer.status_code == 400
        page = check_page(answer)
        assert said in words(page.select_one(".govuk-error-summary")), field
        assert page.select_one(f".govuk-error-summary a[href='#{field}']"), field
    assert session.scalars(select(SavingTarget)).all() == []


def test_nobody_changes_targets_of_a_network_they_do_not_moderate(person: Callable[..., Person], session: Any) -> None:
    person("moderator", network="pen").send("/savings/networks/pen/targets", TYPED)
    number = session.scalars(select(SavingTarget.id)).one()
    other = person("moderator", network="north")
    assert other.get("/savings/networks/pen/targets").status_code == 404
    assert other.send("/savings/networks/pen/targets", TYPED).status_code == 404
    assert other.get(f"/savings/targets/{number}").status_code == 404
    assert other.send(f"/savings/targets/{number}/change", TYPED).status_code == 404
    assert other.send(f"/savings/targets/{number}/remove").status_code == 404
    assert person("member", organisation="essex").send(f"/savings/targets/{number}/remove").status_code == 403


def test_the_example_set_is_labelled_and_what_was_reported_is_no_saving(
    sessions: Any, person: Callable[..., Person]
) -> None:
    with sessions.begin() as session:
        network = members(session, "pen", "essex")
        targets.add_example_set(session, network, OPERATOR, NOON)
        a_claim(session, "essex", [a_part("2009-10", 1_000_000_00)], network="pen")
    page = check_page(person("moderator", network="pen").get("/savings/networks/pen"))
    rows = progress_rows(page)
    assert rows["2009/10"] == [
        "£1,000,000.00",
        "£20,000,000.00 (example)",
        "–",
        "£11,000,000.00 (example), told in January 2010",
    ]
    assert rows["2010/11"][:2] == ["£1,000,000.00", "£30,000,000.00 (example)"]
    assert rows["2013/14"][:2] == ["£1,000,000.00", "£100,000,000.00 (example)"]
    assert rows["2008/09"] == ["£0.00", "–", "–", "–"]
    drawing = page.select("main svg[role=img]")[-1]
    assert "2013/14: £1,000,000.00, target £100,000,000.00" in words(drawing.desc)
    assert len(drawing.select(".hub-strips__mark")) == 3


def progress_rows(page: BeautifulSoup) -> dict[str, list[str]]:
    found = next(each for each in page.select("table") if "beside what was aimed at" in words(each.caption))
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in found.select("tbody tr")}


def test_savings_add_up_from_the_first_year_until_one_is_not_shown() -> None:
    row = SavingTarget(kind="target", title="", first_year="2023-24", last_year="2026-27", pence=500)
    [found] = progress([row], {"2022-23": 9, "2023-24": 100, "2025-26": None, "2026-27": 50})
    assert found.reached == {"2023-24": 100, "2024-25": 100, "2025-26": None, "2026-27": None}
    assert found.targets["2026-27"] == [row]


def test_an_organisation_sees_its_own_target_beside_its_own_savings(
    sessions: Any, person: Callable[..., Person]
) -> None:
    with sessions.begin() as session:
        members(session, "pen", "essex")
        a_claim(session, "essex", [a_part("2025-26", 5_000)], network="pen")
    moderator = person("moderator", network="pen")
    moderator.send("/savings/networks/pen/targets", TYPED | {"organisation": "essex"})
    page = check_page(person("member", organisation="essex").get("/savings/organisations/essex"))
    assert progress_rows(page)["2026/27"] == ["£50.00", "£1,000,000.00", "–", "–"]
    assert "aimed at" not in check_page(moderator.get("/savings/networks/pen")).text
