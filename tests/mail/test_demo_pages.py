"""In a demo, and nowhere else, letters are on a page."""

from collections.abc import Callable

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.mail.conftest import READER, Post
from tests.pages import words

Page = Callable[..., BeautifulSoup]


def test_a_hub_that_is_no_demo_has_no_such_page(client: FlaskClient, page: Page, post: Post) -> None:
    post(body="A secret link")

    answer = client.get("/demo/mail")
    assert answer.status_code == 404 and "secret" not in answer.get_data(as_text=True)
    assert not page("/").select("a[href='/demo/mail']")


def test_a_demo_shows_its_letters_with_links_that_stay_in_it(app: Flask, page: Page, post: Post) -> None:
    app.config["MAIL"] = "demo"
    elsewhere = "https://evil.example/x\nhttp://localhost.evil.example/"
    body = f"Go on: http://localhost/confirm?token=a&b=<b>\n{elsewhere}\nhttp://localhost//evil.example\n<i>no</i>"
    post(subject="Confirm <your> address", body=body)
    post(subject="Newer")

    shown = page(str(page("/").select("footer a[href='/demo/mail']")[0]["href"]))

    assert [words(heading) for heading in shown.select("main h2")] == ["Newer", "Confirm <your> address"]
    assert READER in words(shown.main)
    assert [link["href"] for link in shown.select("main pre a")] == ["/confirm?token=a&b=", "/evil.example"]
    assert shown.select("main pre")[1].text == body


def test_a_demo_without_letters_says_so(app: Flask, page: Page) -> None:
    app.config["MAIL"] = "demo"

    assert "There is none yet." in words(page("/demo/mail").main)
