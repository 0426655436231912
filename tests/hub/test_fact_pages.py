"""A fact on who may use a framework, wherever it is shown: where the words stand, and never an empty quotation."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Framework
from hub.web.note_entries import note_entry
from tests.conftest import NOON
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]

COUNCIL = "district-council@UKH"
ADDRESS = "https://anglian.example/ab1"
NO_WORDS = "The hub holds no words of the publisher for this"
IN_FULL = f"{NO_WORDS}: see {ADDRESS}, as it stood on 26 February 2026."


@pytest.fixture
def key(publish: Callable[..., str]) -> str:
    """A framework with a fact and no words."""
    return publish(title="Paint", url=ADDRESS, eligibility_rules=("include class local-authorities; in UKH",))


def test_a_card_gives_the_answer_and_the_site_of_the_words(page: Page, key: str) -> None:
    card = page(f"/search?q=paint&for={COUNCIL}").select_one(".hub-results__item")
    assert card is not None
    said = words(card.select_one(".hub-answer"))
    assert "Covered by the published class" in said and f"{NO_WORDS}: see anglian.example" in said
    assert "“" not in said
    assert "Who may use it Published" in words(card)


@pytest.mark.parametrize("whose", ["", f"&for={COUNCIL}"])
def test_a_comparison_says_where_the_words_stand(page: Page, publish: Callable[..., str], key: str, whose: str) -> None:
    other = publish(title="Brushes", reference="AB2")
    compared = page(f"/compare?f={key}&f={other}{whose}")
    row = next(row for row in compared.select("tbody tr") if words(row.th).startswith("Who may use it"))
    cell = words(row.td)
    assert IN_FULL in cell and "“" not in cell
    assert ("Covered by the published class" if whose else "For local authorities in East of England") in cell


def test_a_file_note_keeps_where_the_words_stand(app: Flask, session: Session, key: str) -> None:
    for query, subject in (("", "Eligibility"), (f"?for={COUNCIL}", "Eligibility of District, borough")):
        with app.test_request_context(f"/{query}"):
            framework = session.scalars(select(Framework).where(Framework.key == key)).one()
            first = note_entry(session, framework, NOON.date()).answers[0]
        [saying] = first.evidence
        assert first.subject.startswith(subject)
        assert (saying.words, saying.url) == (IN_FULL, ADDRESS)


def test_the_questions_say_where_the_words_stand(page: Page, key: str) -> None:
    found = words(page(f"/find?q=paint&who={COUNCIL}").main)
    assert f"{NO_WORDS}: see anglian.example , as it stood on 26 February 2026." in found
    assert "“”" not in found


def test_the_api_gives_the_page_of_the_words_and_no_quote(client: FlaskClient, key: str) -> None:
    told = client.get(f"/api/v1/frameworks/{key}/eligibility?organisation={COUNCIL}").get_json()["eligibility"]
    assert (told["answer"], told["quote"]) == ("covered", None)
    evidence = told["evidence"]
    assert (evidence["quote"], evidence["url"], evidence["confidence"]) == (None, ADDRESS, "stated")
    assert evidence["checked_on"] == "2026-02-26"


def test_the_api_lists_the_facts_of_a_framework(client: FlaskClient, key: str) -> None:
    framework = client.get(f"/api/v1/frameworks/{key}").get_json()["framework"]
    assert framework["eligibility_text"] is None
    assert framework["eligibility_facts"] == [
        {
            "text": "For local authorities in East of England",
            "source": "anglian",
            "notice": None,
            "url": ADDRESS,
            "as_of": "2026-02-26",
        }
    ]


def test_a_table_taken_away_has_the_fact_beside_the_published_words(client: FlaskClient, key: str) -> None:
    [row] = csv.DictReader(io.StringIO(client.get("/search.csv?q=paint").text.lstrip("\ufeff")))
    assert row["Who may use it, as published"] == ""
    said = row["Who may use it, without the publisher's words"]
    assert said == f"For local authorities in East of England. {IN_FULL}"


def test_the_page_of_sources_names_who_states_the_fact(page: Page, key: str) -> None:
    found = words(page(f"/frameworks/{key}/sources").main)
    assert "Who may use it, as facts" in found and "For local authorities in East of England" in found


def test_whether_a_call_off_is_open_to_a_buyer_is_asked_where_the_hub_holds_no_words(
    page: Page, publish: Callable[..., str], key: str
) -> None:
    with_words = publish(title="Brushes", reference="AB2", eligibility="Open to local authorities.")
    asked = {
        each: page(f"/frameworks/{each}/lots/whole/call-off?for={COUNCIL}").select("[name=entitled]")
        for each in (key, with_words)
    }
    assert asked[key] and not asked[with_words]


def test_the_catalogue_counts_a_fact_as_published(page: Page, key: str) -> None:
    found: Any = words(page("/about/quality").main)
    assert "A fact from a source, without its words 1" in found
