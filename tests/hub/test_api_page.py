"""The page about the API: what it shows is what this hub answers."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from hub import create_app
from hub.web.api.operations import OPERATIONS
from hub.web.api.problems import TITLES
from tests.conftest import NOON, REPO
from tests.pages import check_page, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def api_page(stocked_page: Page) -> BeautifulSoup:
    return stocked_page("/api")


def commands(page: BeautifulSoup | Tag) -> list[list[str]]:
    """What is to be typed, word by word."""
    return [shlex.split(code.text) for code in page.select("pre code") if code.text.startswith("curl")]


def below_the_hub(address: str) -> str:
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "localhost"), "an example asks this very hub"
    return f"{parts.path}?{parts.query}"


def assert_same_shape(shown: Any, real: Any, place: str = "answer") -> None:
    """The same fields, and in a list the first entry; a text may be cut."""
    if isinstance(shown, dict):
        assert list(shown) == list(real), place
        for name in shown:
            assert_same_shape(shown[name], real[name], f"{place}.{name}")
    elif isinstance(shown, list):
        assert len(shown) == min(1, len(real)), place
        for first, other in zip(shown, real, strict=False):
            assert_same_shape(first, other, f"{place}[0]")
    elif isinstance(shown, str) and shown.endswith("…"):
        assert real.startswith(shown[:-1]), place
    else:
        assert shown == real, place


def test_every_operation_is_described_with_its_parameters(api_page: BeautifulSoup) -> None:
    for operation in OPERATIONS:
        section = api_page.find(id=operation.name)
        assert section is not None and section.parent is not None
        text = words(section.parent)
        assert f"GET {operation.path}" in text and operation.description in text
        assert [code.text for code in section.parent.select("dt code")] == [each.name for each in operation.parameters]


def test_every_operation_has_an_example_that_this_hub_answers_as_shown(api_page: BeautifulSoup, stocked: Flask) -> None:
    client = stocked.test_client()
    for operation in OPERATIONS:
        section = api_page.select_one(f"section[aria-labelledby={operation.name}]")
        assert section is not None
        [[curl, address]] = commands(section)
        answer = client.get(below_the_hub(address))
        assert curl == "curl" and answer.status_code == 200, address
        shown = [code.text for code in section.select("details pre code")]
        if operation.name == "document":
            assert shown == []
        else:
            assert_same_shape(json.loads(shown[0]), answer.json)


def test_the_examples_have_something_to_show(api_page: BeautifulSoup) -> None:
    shown = {code.find_parent("section")["aria-labelledby"]: json.loads(code.text) for code in answers(api_page)}
    assert shown["search"]["frameworks"] and shown["search"]["organisation"] and shown["search"]["facets"]
    assert shown["framework"]["framework"]["call_off_advice"][0]["published"][0]["grounds"]
    assert shown["framework"]["framework"]["fee_answers"] and shown["framework"]["framework"]["term"]["question"]
    assert shown["suppliers"]["suppliers"] and shown["framework"]["framework"]["lots"]
    assert shown["eligibility"]["eligibility"]["quote"]
    assert shown["compare"]["fields"] and shown["organisation"]["organisation"]["name"]


def answers(page: BeautifulSoup) -> list[Any]:
    return page.select("details pre code")


def test_the_other_examples_do_what_the_page_says(api_page: BeautifulSoup, stocked: Flask) -> None:
    client = stocked.test_client()
    others = [command for command in commands(api_page) if len(command) > 2 or "per_page=500" in command[-1]]
    [again, with_token, refused] = others
    assert with_token[2].startswith("Authorization: Bearer hub_") and below_the_hub(with_token[3])
    assert again[1] == "--header" and again[2].startswith("If-None-Match: ")
    address = below_the_hub(again[3])
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    problem = client.get(below_the_hub(refused[1]))
    assert problem.status_code == 400
    assert problem.json in [json.loads(code.text) for code in api_page.select("pre code") if code.text.startswith("{")]


def test_every_problem_leads_to_its_place_on_the_page(api_page: BeautifulSoup, stocked: Flask) -> None:
    problem = stocked.test_client().get("/api/v1/search?page=2").json or {}
    page, _, place = problem["type"].partition("#")
    assert page == "/api" and api_page.find(id=place) is not None
    assert all(api_page.find(id=f"problem-{status}") for status in TITLES)


def test_an_empty_hub_has_a_page_without_examples_of_frameworks(page: Page) -> None:
    found = page("/api")
    assert "This hub has no frameworks yet" in words(found.main)
    assert [command for command in commands(found) if "/organisations?" in command[-1]]


def test_without_an_index_the_page_says_what_cannot_be_shown(stocked: Flask, tmp_path: Path) -> None:
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})
    found = check_page(app.test_client().get("/api"))
    assert "This hub cannot answer it just now." in words(found.select_one("section[aria-labelledby=search]"))
    app.extensions["hub.engine"].dispose()


def test_the_examples_are_of_the_catalogue_as_it_is(page: Page, publish: Callable[..., str]) -> None:
    page("/api")
    key = publish(title="Laptops and tablets")
    assert f"/api/v1/frameworks/{key}" in words(page("/api").main)


def test_the_page_is_within_reach(stocked_page: Page) -> None:
    assert stocked_page("/").select("footer a[href='/api']")
    assert stocked_page("/about/data").select("main a[href='/api']")


def test_a_hub_below_another_address_shows_that(stocked: Flask) -> None:
    client = stocked.test_client()
    found = check_page(client.get("/api", base_url="https://example.org/hub"))
    addresses = [command[-1] for command in commands(found)]
    assert all(address.startswith("https://example.org/hub/api/v1/") for address in addresses), addresses[:2]
    problem = client.get("/api/v1/search?page=2", base_url="https://example.org/hub").json or {}
    assert problem["type"] == "/hub/api#problem-400"
    found_there = client.get("/api/v1/search?per_page=1", base_url="https://example.org/hub").json or {}
    assert found_there["next"].startswith("/hub/api/v1/search?")


def test_programs_that_go_by_robots_txt_leave_the_api_alone(client: FlaskClient) -> None:
    assert re.search(r"^Disallow: /api/v1/$", client.get("/robots.txt").text, re.MULTILINE)


def test_the_short_description_among_the_docs_names_every_operation() -> None:
    text = (REPO / "docs" / "api.md").read_text(encoding="utf-8")
    assert all(f"`{operation.path}`" in text for operation in OPERATIONS)
