"""A search that is asked again: the same page, made but once, until anything it shows has changed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import update

from hub import create_app
from hub.models import Framework
from hub.search import sync
from hub.web import pages
from tests.conftest import NOON
from tests.pages import words

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def made(app: Flask) -> Iterator[list[str]]:
    """The names of the templates pages are made of, one for each page made."""
    found: list[str] = []

    def note(_: Flask, template: Any, **__: Any) -> None:
        found.append(template.name)

    with template_rendered.connected_to(note, app):
        yield found


def test_a_search_asked_again_is_answered_with_the_same_page_and_without_making_it(
    publish: Callable[..., str], client: FlaskClient, made: list[str]
):
    publish(title="Laptops and tablets")
    first = client.get("/search?q=laptops").data

    assert client.get("/search?q=laptops").data == first
    assert made == ["search/results.html"]


def test_another_search_has_a_page_of_its_own(publish: Callable[..., str], page: Page, made: list[str]):
    publish(title="Laptops and tablets")

    for address in ("/search?q=laptops", "/search?q=tablets", "/search?q=laptops&sort=title"):
        page(address)

    assert len(made) == 3


def test_a_change_to_the_catalogue_shows_at_once(publish: Callable[..., str], page: Page, sessions: Any):
    publish(title="Laptops and tablets")
    page("/search?q=laptops")
    publish(title="Laptops for schools", reference="XQ2")
    assert "2 frameworks found" in words(page("/search?q=laptops"))

    with sessions.begin() as session:
        session.execute(update(Framework).where(Framework.reference == "XQ2").values(title="Notebooks for schools"))

    assert "Notebooks for schools" in words(page("/search?q=laptops"))


def test_a_page_is_kept_for_its_day_only(app: Flask, publish: Callable[..., str], page: Page, made: list[str]):
    publish(title="Laptops and tablets")
    page("/search?q=laptops")
    app.config["CLOCK"] = lambda: NOON + timedelta(days=1)

    page("/search?q=laptops")

    assert len(made) == 2


def test_a_search_answered_from_a_kept_page_is_counted(app: Flask, publish: Callable[..., str], client: FlaskClient):
    publish(title="Laptops and tablets")
    counted: list[str] = []
    app.extensions["hub.usage"].searched = lambda text, results, day: counted.append(f"{text} {results}")

    client.get("/search?q=laptops")
    client.get("/search?q=laptops")

    assert counted == ["laptops 1", "laptops 1"]


def test_a_page_with_a_form_is_made_each_time(publish: Callable[..., str], client: FlaskClient, made: list[str]):
    publish(title="Laptops and tablets")

    client.get("/search?q=zebras")
    client.get("/search?q=zebras")

    assert made == ["search/results.html"] * 2


def test_the_page_of_a_damaged_index_says_so_though_a_whole_one_was_kept(
    app: Flask, publish: Callable[..., str], sessions: Any, tmp_path: Path
):
    publish(title="Laptops and tablets")
    places = {name: app.config[name] for name in ("HOME", "DATABASE_URL")}
    other = create_app({"TESTING": True, **places, "INDEX_URL": f"whoosh://{tmp_path}/other"})
    sync(sessions, other.extensions["hub.index"], clock=lambda: NOON)
    assert b"1 framework found" in other.test_client().get("/search?q=laptops").data

    (tmp_path / "other" / "CURRENT").write_text("nonsense")

    assert b"being rebuilt" in other.test_client().get("/search?q=laptops").data
    other.extensions["hub.engine"].dispose()


def test_no_more_pages_are_kept_than_memory_is_set_aside_for(app: Flask):
    kept = app.extensions["hub.pages"]
    for number in range(pages.MOST + 1):
        kept.keep(number, pages.KeptPage("page", pages.Choices(), 1))

    assert kept.get(0) is None
    assert kept.get(1) is not None
