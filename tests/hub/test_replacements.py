"""Replacement watch: the page and its download."""

import csv
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from scrapers.record import Stage
from tests.factories import a_day
from tests.pages import words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


@pytest.fixture
def catalogue(publish: Publish) -> None:
    live = {"stage": Stage.LIVE, "start": a_day("2023-01-01")}
    publish(title="Vans 2", reference="AB1", end=a_day("2027-01-31"), **live)
    publish(title="Vans 3", reference="AB2", stage=Stage.PLANNED, start=a_day("2027-03-03"))
    publish(title="Paint", reference="AB3", end=a_day("2027-05-31"), replaced_by=("AB4",), **live)
    publish(title="Coatings", reference="AB4", stage=Stage.LIVE, start=a_day("2026-10-01"), end=a_day("2030-01-01"))
    publish(title="=Ladders", reference="AB5", end=a_day("2026-10-31"), **live)
    publish(title="Salt", reference="AB6", end=a_day("2028-06-30"), **live)


def rows(page: BeautifulSoup) -> dict[str, str]:
    return {words(item.a): words(item.select("dd")[-1]) for item in page.select(".hub-list__item")}


def test_each_framework_that_ends_is_shown_with_what_follows_it_and_the_gap(page: Page, catalogue: None):
    found = rows(page("/replacements"))

    ladders, vans, paint = found.values()
    assert ladders == "No successor found"
    assert "Vans 3" in vans and "30 days lie between the two" in vans and "A guess" in vans
    assert "Coatings" in paint and "overlap by 243 days" in paint and "A guess" not in paint


def test_people_choose_how_far_to_look_and_what_for(page: Page, catalogue: None):
    assert len(rows(page("/replacements?within=730"))) == 4
    assert len(rows(page("/replacements?within=90"))) == 2
    assert list(rows(page("/replacements?outcome=planned"))) == ["Vans 2"]
    assert len(rows(page("/replacements?within=soon&outcome=odd"))) == 3


def test_nothing_that_ends_is_said_in_words(page: Page):
    assert "No framework in the catalogue ends within 365 days" in words(page("/replacements").main)


def test_the_list_can_be_downloaded_and_no_cell_starts_a_formula(client: FlaskClient, catalogue: None):
    answer = client.get("/replacements.csv")
    found = {row["framework"]: row for row in csv.DictReader(answer.text.splitlines())}

    assert answer.mimetype == "text/csv"
    assert found["Vans 2"]["gap_days"] == "30" and found["Vans 2"]["named_by_a_source"] == "no"
    assert found["Paint"]["gap_days"] == "-243" and found["Paint"]["named_by_a_source"] == "yes"
    assert found["'=Ladders"]["outcome"] == "missing"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Education Technology (TePAS 2)", "TePAS 3"),
        ("Multi-functional devices", "Multi functional device 2"),
        ("Colour printing", "Color Printing 2"),
        ("G-Cloud 13 - hosting", "G-Cloud 14"),
        ("Provision of 100% recycled paper", "100% Recycled Paper framework"),
        ("Ladders and scaffoldin", "Ladders and scaffolding 2"),
    ],
)
def test_a_framework_finds_its_successor_under_another_spelling_of_its_title(
    page: Page, publish: Publish, framework: Callable[[str], BeautifulSoup], before: str, after: str
):
    key = publish(title=before, stage=Stage.LIVE, reference="AB1", start=a_day("2023-01-01"), end=a_day("2027-01-31"))
    publish(title=after, stage=Stage.PLANNED, reference="AB2", start=a_day("2027-03-03"))
    publish(title="Salt", stage=Stage.PLANNED, reference="AB3", start=a_day("2027-03-03"))

    assert after in rows(page("/replacements"))[before]
    assert after in words(framework(key).select_one("#following ~ *"))
