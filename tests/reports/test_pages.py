"""Reports as pages and files: who reads which, and what a moderator enters of what membership costs."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from hub.models import MembershipFee, SavingTarget
from tests.audited import one_audit_row
from tests.pages import check_page, words
from tests.persons import Person, network_called, organisation_called
from tests.reports.rows import a_claim, a_member, more_of

HIGHLIGHT, STATEMENT, FEES = "/savings/highlights/pen/2025-26", "/savings/statements/fenland", "/savings/fees/pen"

People = Callable[..., Person]


@pytest.fixture(autouse=True)
def savings(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, a_member(session, "fenland"), 17_500_00)
        a_member(session, "babergh")
        a_member(session, "elsewhere", network="north")


@pytest.fixture
def identities(person: People, client: Any) -> dict[str, Any]:
    return {
        "visitor": client,
        "member": person("member", organisation="fenland"),
        "colleague": person("member", organisation="babergh"),
        "contributor": person("contributor", organisation="babergh", network="pen"),
        "elsewhere": person("member", organisation="elsewhere"),
        "moderator": person("moderator", network="pen"),
        "other moderator": person("moderator", network="north"),
        "administrator": person("administrator"),
    }


@pytest.mark.alike
@pytest.mark.parametrize("ending", ["", ".pdf", ".json"])
def test_a_highlight_report_is_for_the_network(identities: dict[str, Any], ending: str) -> None:
    found = {name: who.get(f"{HIGHLIGHT}{ending}").status_code for name, who in identities.items()}
    assert found.pop("visitor") == 303
    assert [name for name, status in found.items() if status == 404] == ["elsewhere", "other moderator"]
    assert set(found.values()) == {200, 404}


@pytest.mark.alike
@pytest.mark.parametrize("ending", ["", ".pdf", ".json"])
def test_a_statement_is_for_its_organisation_and_the_moderators(identities: dict[str, Any], ending: str) -> None:
    found = {name: who.get(f"{STATEMENT}{ending}?period=2025-26").status_code for name, who in identities.items()}
    assert [name for name, status in found.items() if status == 200] == ["member", "moderator", "administrator"]
    assert [name for name, status in found.items() if status == 303] == ["visitor"]


@pytest.mark.alike
@pytest.mark.parametrize("network", ["north", None])
def test_a_moderator_reads_no_statement_with_claims_of_another_network(
    identities: dict[str, Any], sessions: Any, network: str | None
) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, a_member(session, "babergh"), network="north")
        more_of(session, claim, a_member(session, "fenland"), 1_00)
        claim.network_id = claim.network_id if network else None
    found = {name: who.get(STATEMENT).status_code for name, who in identities.items()}
    assert [name for name, status in found.items() if status == 200] == ["member", "administrator"]


def test_what_does_not_exist_answers_as_what_is_not_theirs(identities: dict[str, Any]) -> None:
    member = identities["member"]
    missing, others = member.get("/savings/statements/nobody"), member.get("/savings/statements/babergh")
    assert missing.status_code == others.status_code == 404
    assert words(check_page(missing).main) == words(check_page(others).main)


def test_moderators_read_every_sum_and_members_what_is_published(identities: dict[str, Any]) -> None:
    assert "£17,500.00" in identities["moderator"].get(HIGHLIGHT).text
    for name in ("member", "colleague", "contributor"):
        for form in ("", ".json"):
            assert "17,500" not in identities[name].get(f"{HIGHLIGHT}{form}?for=moderators").text
    assert "17,500" not in identities["moderator"].get(f"{HIGHLIGHT}?for=members").text


def test_page_paper_and_json_carry_one_hash(identities: dict[str, Any]) -> None:
    for address in (HIGHLIGHT, STATEMENT):
        page = check_page(identities["moderator"].get(address))
        links = {link["href"] for link in page.select("main .hub-note__files a")}
        body = next(identities["moderator"].get(link).data for link in links if ".json" in link)
        paper = next(identities["moderator"].get(link) for link in links if ".pdf" in link)
        assert sha256(body).hexdigest() in words(page.select_one(".hub-note__hash"))
        assert json.loads(body)["address"].startswith("http://localhost/savings/")
        assert paper.data.startswith(b"%PDF-") and "attachment" in paper.headers["Content-Disposition"]


@pytest.mark.alike
@pytest.mark.parametrize("period", ["2025", "2025-27", "next", "2030-31"])
def test_a_year_that_cannot_be_told_is_said_to_be(identities: dict[str, Any], period: str) -> None:
    answer = identities["member"].get(f"{STATEMENT}?period={period}")
    assert answer.status_code == 400
    assert "Write it as 2025/26" in answer.text or "has not begun" in answer.text
    assert identities["member"].get(f"/savings/highlights/pen/{period}").status_code == 400


def test_the_shelf_has_what_somebody_may_read_and_no_more(identities: dict[str, Any]) -> None:
    for name, who in identities.items():
        if name != "visitor":
            page = check_page(who.get("/savings/reports"))
            links = [link["href"] for link in page.select("main a")]
            assert all(who.get(link).status_code == 200 for link in links), name
    assert "fees" not in identities["member"].get("/savings/reports").text


def test_a_moderator_enters_what_membership_costs(identities: dict[str, Any], app: Any, session: Any) -> None:
    moderator, member = identities["moderator"], identities["member"]
    sent = {"period": "2025/26", "organisation": "", "amount": "£4,000.50"}
    assert one_audit_row(app, lambda: moderator.send(FEES, sent)).action == "enter membership fee"
    assert "£4,000.50" in check_page(moderator.get(FEES)).text
    assert "£4,000.50" in member.get(f"{STATEMENT}?period=2025-26").text
    moderator.send(FEES, sent | {"organisation": "fenland", "amount": "7000"})
    assert "2.5" in words(check_page(member.get(f"{STATEMENT}?period=2025-26")).main)
    moderator.send(FEES, sent | {"amount": ""})
    assert [row.pence for row in session.scalars(select(MembershipFee))] == [7_000_00]


def test_what_is_wrong_with_what_membership_costs_is_told_at_its_field(identities: dict[str, Any]) -> None:
    sent = {"period": "2025/26", "organisation": "", "amount": "4000"}
    for wrong in ({"period": "soon"}, {"organisation": "nobody"}, {"amount": "-1"}):
        answer = identities["moderator"].send(FEES, sent | wrong)
        links = check_page(answer).select(".govuk-error-summary a")
        assert (answer.status_code, [link["href"][1:] for link in links]) == (400, list(wrong))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "a lot"), ("amount", "-1"), ("amount", "1.005"), ("amount", "NaN"), ("amount", "1e99"), ("amount", "£")]
    + [("period", "2025"), ("organisation", "nobody"), ("organisation", "elsewhere")],
)
def test_what_it_cannot_cost_is_refused(identities: dict[str, Any], session: Any, field: str, value: str) -> None:
    answer = identities["moderator"].send(FEES, {"period": "2025/26", "amount": "1", field: value})
    page = check_page(answer)
    assert answer.status_code == 400
    assert page.select_one(".govuk-error-message")
    assert not session.scalars(select(MembershipFee)).all()


def test_only_its_moderators_enter_what_a_network_costs(identities: dict[str, Any]) -> None:
    found = {name: who.get(FEES).status_code for name, who in identities.items()}
    assert [name for name, status in found.items() if status == 200] == ["moderator", "administrator"]
    assert found["other moderator"] == 404 and found["member"] == 403
    sent = {"period": "2025/26", "amount": "1"}
    assert identities["other moderator"].send(FEES, sent).status_code == 404


def test_the_shelf_has_each_year_with_savings_or_targets_that_the_reader_may_know_of(
    sessions: Any, identities: dict[str, Any]
) -> None:
    with sessions.begin() as session:
        fenland, babergh = organisation_called(session, "fenland"), organisation_called(session, "babergh")
        a_claim(session, fenland, year="2014-15")
        a_claim(session, babergh, year="2016-17", state="draft").submitted_at = None
        about = {"network": network_called(session, "pen"), "kind": "target", "pence": 100}
        session.add(SavingTarget(title="All", first_year="2009-10", last_year="2010-11", **about))
        session.add(SavingTarget(title="Own", first_year="2012-13", last_year="2031-32", organisation=fenland, **about))
    latest = ["2026/27", "2025/26", "2024/25"]
    own = [f"{year}/{(year + 1) % 100:02}" for year in range(2023, 2011, -1)]
    assert years_on_the_shelf(identities["member"], STATEMENT) == [*latest, *own]
    assert years_on_the_shelf(identities["member"], "/highlights/pen") == [*latest, "2014/15", "2010/11", "2009/10"]
    assert years_on_the_shelf(identities["moderator"], "/highlights/pen") == [*latest, "2014/15", "2010/11", "2009/10"]
    assert years_on_the_shelf(identities["colleague"], "/highlights/pen") == [*latest, "2016/17", "2010/11", "2009/10"]


def years_on_the_shelf(who: Any, part: str) -> list[str]:
    page = check_page(who.get("/savings/reports"))
    return [words(link).partition(":")[0].strip() for link in page.select("main a") if part in str(link["href"])]
