"""What is shown when something goes wrong."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from hub import brand, create_app
from hub.errors import NotReady
from hub.security import HEADERS, policy
from hub.web import errors
from tests.pages import check_page, words

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def failing(tmp_path: Path) -> Flask:
    """An app as it runs for people, without a database, and with a view that breaks."""
    app = create_app({"HOME": str(tmp_path / "nowhere"), "INDEX_URL": "memory:"})

    def broken() -> str:
        raise ValueError("secret /etc/passwd")

    def not_ready() -> str:
        raise NotReady("Run `hub migrate` <first>.")

    app.add_url_rule("/broken", view_func=policy("public")(broken))
    app.add_url_rule("/not-ready", view_func=policy("public")(not_ready))
    return app


def test_an_unknown_address_is_not_found_and_offers_a_search(page: Page) -> None:
    found = page("/no/such/page", 404)
    assert words(found.h1) == "Page not found"
    assert found.select_one("main form[action='/search']") is not None


def test_an_unforeseen_error_tells_nothing_but_that(failing: Flask) -> None:
    answer = failing.test_client().get("/broken")
    assert answer.status_code == 500
    text = words(check_page(answer).main)
    assert "Something went wrong" in text
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_the_error_page_cannot_fail_even_if_templates_do(failing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_template(*_: Any) -> None:
        raise RuntimeError("no template can be found")

    monkeypatch.setattr(failing.jinja_env, "get_template", no_template)
    monkeypatch.setattr(failing, "template_context_processors", {None: [no_template]})
    answer = failing.test_client().get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


def test_a_hub_without_a_database_says_it_cannot_read_it(failing: Flask) -> None:
    for address in ("/", "/search", "/owners", "/about/data"):
        answer = failing.test_client().get(address)
        assert answer.status_code == 503, address
        assert errors.UNREADABLE in words(check_page(answer).main)


def test_a_hub_that_is_not_ready_says_what_to_run(failing: Flask) -> None:
    answer = failing.test_client().get("/not-ready")
    assert answer.status_code == 503
    assert "Run `hub migrate` <first>." in words(check_page(answer).main)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("method", "address", "allowed", "said"),
    [
        ("POST", "/search", "GET, HEAD, OPTIONS", "takes nothing that is sent"),
        ("DELETE", "/owners", "GET, HEAD, OPTIONS", "takes nothing that is sent"),
        ("GET", "/notes", "OPTIONS, POST", "Go back to the page with the form"),
    ],
)
def test_a_wrong_method_gets_a_page_that_says_what_can_be_done(
    client: FlaskClient, method: str, address: str, allowed: str, said: str
) -> None:
    answer = client.open(address, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    shown = check_page(answer)
    assert said in words(shown.main) and shown.select("header nav a[href='/search']")


def test_every_answer_has_the_security_headers(failing: Flask, client: FlaskClient) -> None:
    answers = [client.get("/"), client.get("/nope"), client.get("/health"), client.get("/static/hub.js", buffered=True)]
    for answer in (*answers, failing.test_client().get("/broken"), failing.test_client().get("/")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_plain_page_bears_the_hubs_name_and_colour(failing: Flask) -> None:
    text = failing.test_client().get("/broken").text
    assert brand.NAME in text and brand.THEME_COLOUR in text


def test_the_stylesheet_of_the_plain_page_is_that_of_the_others(failing: Flask, page: Page) -> None:
    plain = check_page(failing.test_client().get("/broken")).select_one("link[rel=stylesheet]")
    other = page("/about/cookies").select_one("link[rel=stylesheet]")
    assert plain is not None and other is not None
    assert plain["href"] == other["href"]
    assert re.fullmatch(r"/static/[\w./-]+\.css", str(plain["href"]))


@pytest.mark.parametrize("address", ["/owners/a%00b", "/frameworks/%00", "/suppliers/%00", "/categories/%00"])
def test_an_address_with_a_zero_byte_is_not_found(page: Page, address: str) -> None:
    assert words(page(address, 404).h1) == "Page not found"


@pytest.mark.parametrize(
    "address", ["/suggest?q=%FF%FE%00", "/suppliers?q=%00a", "/search?q=%00", "/a-to-z?letter=%00"]
)
def test_a_zero_byte_in_what_was_typed_is_no_letter(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200
