"""Savings from a file, as an officer sends it: looked at first, then all of it or nothing."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from hub.models import SavingClaim
from tests.pages import check_page
from tests.persons import Person, a_person
from tests.savings.test_sheets import ROW, as_csv, as_xlsx


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


def looked_at(officer: Person, data: bytes, status: int = 200) -> BeautifulSoup:
    answer = officer.send("/savings/bulk", {"file": (BytesIO(data), "savings.csv"), "do": "check"})
    assert answer.status_code == status, answer.text
    return check_page(answer)


def claims(app: Flask) -> list[SavingClaim]:
    with app.extensions["hub.readers"]() as session:
        return list(session.scalars(select(SavingClaim).order_by(SavingClaim.id)))


def made(officer: Person, page: BeautifulSoup) -> Any:
    packed = page.select_one("input[name=claims]")
    assert packed is not None
    return officer.send("/savings/bulk", {"claims": str(packed["value"]), "do": "drafts"})


def test_a_file_is_shown_with_its_sums_and_then_becomes_drafts(app: Flask, officer: Person) -> None:
    page = looked_at(officer, as_xlsx(ROW, {**ROW, "reference": "CT-78", "quantity": 10}))
    assert "Gross saving £1,500.00" in page.get_text(" ", strip=True)
    assert claims(app) == []

    assert made(officer, page).headers["Location"].endswith("/savings/bulk?made=2")
    assert [(each.state, each.entered["reference"]) for each in claims(app)] == [("draft", "CT-77"), ("draft", "CT-78")]
    assert "2 drafts made" in check_page(officer.get("/savings/bulk?made=2")).get_text()


def test_with_one_wrong_row_nothing_is_taken(app: Flask, officer: Person) -> None:
    page = looked_at(officer, as_csv(ROW, {**ROW, "before": "twelve"}), 422)

    row = page.select_one("#faults tbody tr")
    assert row is not None
    assert "Line 3" in row.get_text() and "before" in row.get_text() and "write pounds in figures" in row.get_text()
    assert page.select_one("input[name=claims]") is None
    assert claims(app) == []


def test_no_file_and_a_page_that_was_changed_are_refused(app: Flask, officer: Person) -> None:
    assert officer.send("/savings/bulk", {"do": "check"}).status_code == 422
    for odd in ("", "{", '[{"title": "x"}]', "[]", "[1]"):
        assert officer.send("/savings/bulk", {"claims": odd, "do": "drafts"}).status_code == 400
    assert claims(app) == []


def test_a_framework_is_found_by_its_reference_or_address(app: Flask, officer: Person, publish: Any) -> None:
    key = publish(title="Grounds", reference="AB1")
    for named in ("AB1", key, f"https://hub.example/frameworks/{key}/grounds"):
        page = looked_at(officer, as_csv({**ROW, "framework": named}))
        assert key in str(page.select_one("input[name=claims]"))


def test_the_templates_can_be_had_by_everybody(app: Flask) -> None:
    for ending in ("csv", "xlsx"):
        answer = app.test_client().get(f"/savings/bulk/template.{ending}")
        assert answer.headers["Content-Disposition"] == f"attachment; filename=savings.{ending}"
