"""Claims as tables: what the government's tool takes, what is left out and why, and sums that agree with the pages."""

import csv
import io
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from hub.models import CallOff, SavingClaim
from hub.reports import facts
from hub.savings import value_tool
from tests.formulas import PAYLOADS
from tests.persons import Person, a_person
from tests.reports.rows import a_claim as a_row
from tests.savings.people import COUNCIL, a_claim, a_draft, an_actor

OCID = "ocds-h6vhtk-test01"
LOSS = {"part1_before": "900.00", "part1_now": "1,000.00"}

Table = list[dict[str, str]]


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "member", organisation=COUNCIL)


def table(person: Person, address: str) -> Table:
    answer = person.get(address)
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def sheets(person: Person) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(person.get("/savings/export.xlsx").data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def some_claims(session: Session) -> list[SavingClaim]:
    """One in each state that is left out, a loss, an estimate, a joint one, and one the tool takes."""
    officer = an_actor(session)
    fields: list[tuple[str, dict[str, Any]]] = [
        ("validated", {"title": "Taken", "reference": OCID, "cpv": "30197643", "value": "900"}),
        ("validated", {"title": "No ocid", "reference": "F/1"}),
        ("validated", {"title": "Loss", "reference": f"{OCID}2", **LOSS}),
        ("verified", {"title": "Verified", "reference": f"{OCID}3"}),
        ("submitted", {"title": "Submitted", "reference": f"{OCID}4", "basis": "estimated", "end": "30/09/2027"}),
    ]
    found = [a_claim(session, officer, state, **each) for state, each in fields]
    return [*found, a_draft(session, officer, title="Draft", reference=f"{OCID}5")]


def test_the_tool_gets_its_own_columns_and_words(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        some_claims(session)
    rows = table(officer, "/savings/export.csv")
    assert tuple(rows[0]) == value_tool.COLUMNS
    assert [list(row.values()) for row in rows] == [
        ["Taken", OCID, "01/04/2025", "31/03/2026", "Fenland", "30197643", "£900.00"]
        + ["Re-tendered an existing contract", "Compared with our last contract", "£1,000.00", "", "", ""]
    ]


def test_a_claim_begun_with_a_notice_number_goes_to_the_tool_by_the_ocid_of_its_contract(
    sessions: Any, officer: Person
) -> None:
    """Two contracts share the ocid, as where a framework's own is published for its call-offs."""
    with sessions.begin() as session:
        for number, buyer in enumerate(("Wisbech", COUNCIL.title())):
            own = {"source_id": f"{OCID}/C{number}", "notice": "012345-2026", "buyer_name": buyer}
            session.add(CallOff(source="notices", title="Paper", link_reason="none", **own))
        claim = a_claim(session, an_actor(session), "validated", reference="012345-2026", value="900")
        assert claim.call_off is not None and claim.call_off.published is not None
        assert claim.call_off.published.source_id == f"{OCID}/C1"
    assert [row["OCID"] for row in table(officer, "/savings/export.csv")] == [OCID]


def test_a_contract_of_another_council_under_the_same_number_is_not_taken_for_its_own(
    session: Session, sessions: Any
) -> None:
    session.add(CallOff(source="register", source_id="W/12", title="Paper", reference="F/12", buyer_name="Wisbech"))
    session.flush()
    claim = a_claim(session, an_actor(session), reference="F/12")
    assert claim.call_off is not None and claim.call_off.published is None


def test_what_is_left_out_is_listed_with_the_reason(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        some_claims(session)
    found = sheets(officer)
    assert list(found) == ["Value tool", "Left out", "Claims", "Years", "Parts", "About"]
    assert {row[1]: row[3] for row in found["Left out"][1:]} == {
        "No ocid": "It has no ocid, which the tool asks for.",
        "Loss": "The tool refuses amounts below £0.",
        "Verified": "It is not validated: verified by the council, waiting for the network.",
        "Submitted": "It is not validated: waiting for the council.",
        "Draft": "It is not validated: draft.",
    }
    assert len(found["Value tool"]) == 2
    assert "5 claims left out" in officer.get("/savings/export").text


def test_parts_sum_to_claims_years_and_what_the_pages_add_up(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        some_claims(session)
        pages = facts.read(session)
        shown = Counter({(part.claim.key, part.year): 0 for part in pages.parts})
        for part in pages.parts:
            shown[part.claim.key, part.year] += part.pence
    claims, years, parts = (table(officer, f"/savings/export/{name}.csv") for name in ("claims", "years", "parts"))
    assert len(claims) == 6 and len(parts) == len(pages.parts) > 5
    for claim in claims:
        if claim["Net saving"]:
            mine = [[row for row in rows if row["Claim"] == claim["Claim"]] for rows in (years, parts)]
            assert [net(rows) for rows in mine] == [Decimal(claim["Net saving"])] * 2
    assert {key: net([row for row in parts if (row["Claim"], row["Financial year"]) == key]) for key in shown} == {
        key: Decimal(pence) / 100 for key, pence in shown.items()
    }


def net(rows: Table) -> Decimal:
    return sum((Decimal(row["Net saving"]) for row in rows), Decimal(0))


def test_a_loss_is_a_number_in_every_file(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        some_claims(session)
    loss = next(row for row in table(officer, "/savings/export/claims.csv") if row["Title"] == "Loss")
    assert loss["Net saving"] == "-100.00"
    book = sheets(officer)["Parts"]
    assert {type(row[-1]) for row in book[1:]} <= {int, float}
    assert -100 in [row[-1] for row in book[1:]]


def test_each_gets_what_they_may_see_and_no_more(app: Flask, sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        some_claims(session)
    seen = {
        name: len(table(person, "/savings/export/claims.csv"))
        for name, person in {
            "officer": officer,
            "stranger": a_person(app, "member", organisation="elsewhere"),
            "moderator": a_person(app, "moderator", network="pen"),
            "other moderator": a_person(app, "moderator", network="north"),
        }.items()
    }
    assert seen == {"officer": 6, "stranger": 0, "moderator": 5, "other moderator": 0}
    assert app.test_client().get("/savings/export.csv").status_code == 303


def test_nothing_that_was_typed_is_run(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        row = a_claim(session, an_actor(session), "validated", reference=OCID)
        row.title = "=1+1"
        row.inputs = {**row.inputs, "cvt": {"ocid": OCID, "title": "@SUM(1)", "cpv": "=2+2"}}
        for payload in PAYLOADS:
            texts: dict[str, Any] = dict.fromkeys(("title", "budget_code", "framework_title"), payload)
            a_row(session, row.organisation, call_off=row.call_off, **texts)
    for address in ("/savings/export.csv", "/savings/export/claims.csv", "/savings/export/parts.csv"):
        cells = [cell for line in table(officer, address) for cell in line.values()]
        assert [cell for cell in cells if runs(cell) and not is_number(cell)] == []
    book = load_workbook(io.BytesIO(officer.get("/savings/export.xlsx").data))
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def runs(cell: str) -> bool:
    return cell[:1] in ("=", "+", "-", "@", "\t", "\r")


def is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()


def test_an_estimate_that_an_actual_replaced_is_left_out(sessions: Any, officer: Person) -> None:
    with sessions.begin() as session:
        reporter = an_actor(session)
        a_claim(session, reporter, "validated", title="Guess", reference=OCID, basis="estimated")
        a_claim(session, reporter, "validated", title="Known", reference=OCID)
    assert [row["Title"] for row in table(officer, "/savings/export.csv")] == ["Known"]
    left_out = {row[1]: row[3] for row in sheets(officer)["Left out"][1:]}
    assert left_out == {"Guess": "A validated actual has taken its place."}
