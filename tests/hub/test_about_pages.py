"""What the hub says about its data, its words and itself."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from hub import data
from hub.formatters import date_text
from hub.status import Status
from hub.web.about import STATEMENT_MADE, STATUSES, VOICES
from hub.web.chosen import COOKIE
from hub.web.notices import NOTICE_TYPES
from scrapers.source import Voice
from tests.conftest import NOON
from tests.pages import check_page, table, words
from tests.persons import Person

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


def test_every_source_is_listed_with_licence_dates_and_what_it_gave(stocked_page: Page) -> None:
    record = words(stocked_page("/about/data").select_one("section[aria-labelledby=source-anglian]"))
    for part in (
        "Anglian Buying Group list",
        "Publisher Anglian Buying Group",
        "Where anglian.example",
        "What it is The owner's own statement",
        "Licence Open Government Licence v3.0 . Contains public sector information licensed under the",
        "Dated 26 February 2026",
        "Last read 21 November 2026",
        "It gave 30 records about 30 frameworks",
    ):
        assert part in record


def test_a_register_says_how_many_contracts_it_gave_and_what_is_open(stocked_page: Page) -> None:
    record = words(stocked_page("/about/data").select_one("section[aria-labelledby=source-register]"))
    assert "It gave 22 contracts, 22 of them linked to a framework Open data issues 0" in record


def test_every_numbered_notice_is_explained(page: Page) -> None:
    glossary = page("/about/glossary")
    for number, notice in NOTICE_TYPES.items():
        assert words(glossary.find(id=number.lower())) == f"{number} {notice.name} {notice.meaning}"


def test_the_gaps_are_named_in_words(stocked_page: Page) -> None:
    text = words(stocked_page("/about/data").main)
    assert "Fee: not held for 24 of 30 frameworks." in text
    assert "never as nought, none or no" in text


def test_how_much_is_held_is_shown_once_on_the_page_on_data_quality(stocked_page: Page) -> None:
    page = stocked_page("/about/data")
    assert not page.select(".hub-chart")
    assert page.select_one("main a[href='/about/quality']") is not None


def test_statuses_are_counted_and_lead_to_their_frameworks(stocked_page: Page) -> None:
    page = stocked_page("/about/data")
    assert sum(numbers[0] for numbers in table(page, "Frameworks by status").values()) == 30


def test_every_reference_list_is_named_with_its_terms(page: Page) -> None:
    text = words(page("/about/data").main)
    for file in data.data_files():
        assert file.title in text and file.attribution in text


def test_every_voice_has_its_words_strongest_first() -> None:
    assert list(VOICES) == [voice.value for voice in Voice]


def test_every_status_is_explained(page: Page) -> None:
    assert set(STATUSES) == set(Status)
    text = words(page("/about/glossary").main)
    assert all(status.label in text for status in Status)


def test_terms_lead_to_their_place_in_the_glossary(page: Page, publish: Publish, client: FlaskClient) -> None:
    key = publish()
    framework = page(client.get(f"/frameworks/{key}").headers["Location"])
    glossary = page("/about/glossary")
    anchors = [str(link["href"]).partition("#")[2] for link in framework.select("a[href^='/about/glossary#']")]
    assert anchors and all(glossary.find(id=anchor) for anchor in anchors)


def test_the_accessibility_statement_says_when_it_was_made(page: Page) -> None:
    assert f"It was made on {date_text(STATEMENT_MADE)}" in words(page("/about/accessibility").main)


@pytest.mark.assurance("X7", "Who runs the hub is told of an accessibility statement that is a year old by its clock")
@pytest.mark.parametrize(("days", "told"), [(0, False), (364, False), (365, True), (2000, True)])
def test_administrators_are_told_that_the_accessibility_statement_is_a_year_old(
    person: Callable[..., Person], monkeypatch: pytest.MonkeyPatch, days: int, told: bool
) -> None:
    monkeypatch.setattr("hub.web.administration.people.STATEMENT_MADE", NOON.date() - timedelta(days=days))
    page = check_page(person("administrator").get("/administration/"))
    assert ("accessibility statement is a year old" in words(page.main)) == told


def test_the_only_cookies_are_listed_and_none_is_set_by_looking_at_pages(page: Page) -> None:
    cookies = page("/about/cookies")
    assert "sets no cookie until you choose" in words(cookies.main)
    assert [words(name) for name in cookies.select("main h3")] == [COOKIE, "session"]


def test_a_correction_can_be_asked_for_from_every_page(page: Page) -> None:
    for address in ("/", "/search", "/owners", "/about/privacy"):
        assert page(address).select_one("footer a[href='/corrections']") is not None
    assert "framework owners and suppliers included" in words(page("/about/data").main)


@pytest.mark.parametrize("address", ["/about/data", "/about/accessibility", "/about/privacy"])
def test_the_operator_is_named_and_can_be_reached(page: Page, app: Flask, address: str) -> None:
    assert "o e-mail address has been set" in words(page(address).main)
    app.config["OPERATOR_NAME"], app.config["OPERATOR_EMAIL"] = "Fenland Council", "hub@fenland.example"
    found = page(address)
    assert "Fenland Council" in words(found.main)
    assert found.select_one("a[href='mailto:hub@fenland.example']") is not None


def test_who_has_an_account_is_told_that_the_log_names_them_by_a_word(page: Page) -> None:
    told = page("/about/privacy").select_one("#log")
    assert told is not None and "names them by a word drawn by lot, never by name" in words(told)


def test_machines_are_told_what_they_ask(client: FlaskClient) -> None:
    health = client.get("/health")
    assert (health.status_code, health.text, health.mimetype) == (200, "ok\n", "text/plain")
    assert re.search(r"^Disallow: /search$", client.get("/robots.txt").text, re.MULTILINE)
    icon = client.get("/favicon.ico")
    assert icon.status_code == 301
    assert client.get(icon.headers["Location"], buffered=True).mimetype == "image/svg+xml"


@pytest.mark.sqlite  # its file can be taken away
def test_a_broken_database_does_not_make_the_hub_seem_dead(app: Flask, client: FlaskClient, tmp_path: Any) -> None:
    app.extensions["hub.engine"].dispose()
    (tmp_path / "hub.sqlite").unlink()
    assert client.get("/health").status_code == 200
