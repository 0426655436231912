"""The pages by which a saving is reported, verified and validated, as people use them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from hub.models import Outbox, SavingClaim
from tests.pages import check_page
from tests.persons import Person, a_person

Make = Callable[..., Person]

FIRST = {
    "title": "Copier paper",
    "reference": "CT-77",
    "framework_title": "Stationery of another region",
    "start": "1/4/2025",
    "end": "31/3/2026",
    "basis": "actual",
    "part1_kind": "price_unit",
    "part1_before": "12.00",
    "part1_now": "10.50",
    "part1_quantity": "1,000",
}
SECOND = {"like_for_like": "yes", "evidence": "invoices", "evidence_reference": "FIN/2025/12"}


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


@pytest.fixture
def budget_holder(app: Flask) -> Person:
    return a_person(app, "member", organisation="mid-suffolk")


@pytest.fixture
def moderator(app: Flask) -> Person:
    return a_person(app, "moderator", network="pen")


def seen(answer: Any, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, answer.text
    return check_page(answer)


def begun(officer: Person, **changes: str) -> str:
    """The address of a draft."""
    answer = officer.send("/savings/new", {**FIRST, **changes, "do": "on"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removesuffix("/evidence")


def submitted(officer: Person, **changes: str) -> str:
    address = begun(officer, **changes)
    version = "1"
    assert officer.send(f"{address}/evidence", {**SECOND, "version": version, "do": "on"}).status_code == 303
    answer = officer.send(f"{address}/submit", {"declared": "yes"})
    assert answer.status_code == 303, answer.text
    return address


def version_of(page: BeautifulSoup) -> str:
    return str(page.select_one("input[name=version]")["value"])  # type: ignore[index]


def answered(person: Person, address: str, step: str, words: str = "") -> Any:
    version = version_of(seen(person.get(address)))
    return person.send(f"{address}/{step}", {"words": words, "version": version})


def state(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        return str(session.scalars(select(SavingClaim.state)).one())


def test_a_saving_goes_the_whole_way_until_it_counts(
    app: Flask, officer: Person, budget_holder: Person, moderator: Person
) -> None:
    address = submitted(officer)
    assert "(£12.00 − £10.50) × 1,000 = £1,500.00" in seen(officer.get(address)).get_text(" ", strip=True)
    assert answered(budget_holder, address, "verify").status_code == 303
    assert "Copier paper" in seen(moderator.get("/savings/queue")).get_text()
    assert answered(moderator, address, "validate").status_code == 303
    assert state(app) == "validated"
