"""The totals of a dashboard are the sum of its rows to the penny whatever became of the claims; one place rounds."""

import ast
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import SavingClaim
from hub.reports.bands import BANDS, band_of
from tests.assurance import Figure
from tests.conftest import REPO
from tests.pages import words
from tests.persons import Person
from tests.reports.test_dashboards import YEARS, Look, look, pence, shown
from tests.savings.rows import a_claim, a_part, members

__all__ = ["look"]

STATES = ("draft", "submitted", "verified", "validated", "validated", "returned", "rejected", "withdrawn")
SIZES = (30, pytest.param(300, marks=pytest.mark.thorough), pytest.param(1_000, marks=pytest.mark.hard))
OF_ROUNDING = {"round", "quantize", "rint", "ceil", "floor", "trunc"}


def a_set_of_claims(session: Session, lot: random.Random, number: int) -> None:
    members(session, "pen", "essex")
    for _ in range(number):
        parts = [a_part(lot.choice(YEARS), lot.randint(-99_999, 9_999_999)) for _ in range(lot.randint(1, 3))]
        basis = lot.choice(("actual", "actual", "estimated"))
        a_claim(session, "essex", parts, network="pen", state=lot.choice(STATES), basis=basis)


def change(session: Session, lot: random.Random) -> None:
    """Of every four claims one is edited, one deleted, one rejected or withdrawn, and one is left as it is."""
    for claim in session.scalars(select(SavingClaim)):
        match lot.randrange(4):
            case 0:
                _edit(claim, lot.randint(-99_999, 99_999))
            case 1:
                session.delete(claim)
            case 2:
                claim.state = lot.choice(("rejected", "withdrawn"))
    session.flush()


def _edit(claim: SavingClaim, more: int) -> None:
    part = claim.parts[0]
    year = next(year for year in claim.years if year.year == part.year)
    part.net_pence += more
    claim.net_pence = (claim.net_pence or 0) + more
    for name in ("gross_pence", "net_pence", "new_pence", "headline_pence"):
        setattr(year, name, getattr(year, name) + more)


def rows_by_band(session: Session) -> dict[str, int]:
    """What the rows sum to, added up in Python's whole numbers."""
    found = {band.key: 0 for band in BANDS}
    for claim in session.scalars(select(SavingClaim)):
        if band := band_of(claim.state, claim.basis):
            found[band] += sum(part.net_pence for part in claim.parts)
    return found


@pytest.mark.assurance("I17", "Dashboards show the sum of their rows, also after edits, deletions and refusals")
@pytest.mark.parametrize("number", SIZES)
def test_a_dashboard_is_the_sum_of_its_rows_before_and_after_changes(
    sessions: Any, person: Callable[..., Person], look: Look, number: int, figure: Figure
) -> None:
    lot, moderator = random.Random(number), person("moderator", network="pen")  # noqa: S311
    with sessions.begin() as session:
        a_set_of_claims(session, lot, number)
    for _ in range(2):
        page = look(moderator, "/savings/networks/pen")
        cells = shown(page, "Where the figures stand")
        with sessions.begin() as session:
            expected = rows_by_band(session)
            change(session, lot)
        assert {band.key: pence(cells[band.title][2]) for band in BANDS} == expected
        *years, total = [[pence(words(cell)) for cell in row.select("td")] for row in by_year(page)]
        assert [sum(column) for column in zip(*years, strict=True)] == total
        assert total[2] == expected["validated"]
    figure(f"{number} claims")


def by_year(page: Any) -> Any:
    table = next(each for each in page.select("table") if words(each.caption).startswith("By financial year"))
    return table.select("tbody tr")


@pytest.mark.assurance("I17", "Savings and reports round in one place, a half away from zero")
def test_savings_and_reports_round_in_one_place(figure: Figure) -> None:
    files = [*(REPO / "hub/savings").rglob("*.py"), *(REPO / "hub/reports").rglob("*.py")]
    found = {f"{file.relative_to(REPO)}: {name}" for file in files for name in calls(file.read_text(encoding="utf-8"))}

    assert {each for each in found if each.rpartition(": ")[2] in OF_ROUNDING} == set()
    assert "hub/savings/pence.py" in {str(file.relative_to(REPO)) for file in files}
    assert any(each.endswith(": rounded") for each in found)
    figure(f"{len(files)} files")


def test_a_call_that_rounds_is_found() -> None:
    assert calls("x = round(y); z = amount.quantize(q); math.floor(1)") == {"round", "quantize", "floor"}


def calls(source: str) -> set[str]:
    """The names of whatever is called."""
    called = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in called}
