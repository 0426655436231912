"""An officer contributes in a real browser: all of it without JavaScript, and duplicates while typing with it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.journeys.conftest import NARROW, PATIENCE, WIDE, follow, served
from tests.persons import Person, a_person

pytestmark = pytest.mark.browser

WINDOW = Callable[..., Any]


@pytest.fixture
def window(app: Flask, browser: Any, publish: Callable[..., str]) -> Iterator[WINDOW]:
    """A window in which an officer is signed in, of a hub that has one framework."""
    publish(title="Grounds maintenance", reference="AB1", summary="Grass.")
    officer = a_person(app, "contributor", organisation="mid-suffolk", network="pen")
    contexts = []
    with served(app) as address:

        def window(width: int = WIDE, **options: Any) -> Any:
            context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
            context.set_default_timeout(PATIENCE)
            context.add_cookies([cookie_of(officer, address)])
            contexts.append(context)
            return context.new_page()

        yield window
        for context in contexts:
            context.close()


def cookie_of(somebody: Person, address: str) -> dict[str, str]:
    cookie = somebody.client.get_cookie("session")
    assert cookie is not None
    return {"name": cookie.key, "value": cookie.value, "url": address}


@pytest.mark.assurance("X3", "A framework is proposed without JavaScript")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_framework_is_proposed_without_javascript(window: WINDOW, width: int) -> None:
    page = window(width, java_script_enabled=False)
    page.goto("/contributions")
    follow(page, "text=Add a framework")
    follow(page, "text=Begin with an empty form")
    page.fill("#title", "Ground maintenance")
    page.fill("#owner", "Anglian Buying Group")
    follow(page, "text=Save and go on")
    assert "Grounds maintenance" in page.inner_text(".hub-list")
    follow(page, "text=None of these: go on")
    page.fill("#end", "31/02/2029")
    follow(page, "text=Save and go on")
    assert "February 2029 has 28 days" in page.inner_text("#end-error")
    page.fill("#end", "28/02/2029")
    follow(page, "text=Save and go on")
    page.check("text=Further competition")
    follow(page, "text=Save and go on")
    page.fill("#suppliers", "Acme Ltd; Beta Ltd")
    follow(page, "text=Save and go on")
    page.check("#declared")
    follow(page, "text=Send to the moderators")

    assert "Waiting for an answer" in page.inner_text(".hub-list__item")
    assert page.locator("main").bounding_box()["width"] <= width


def test_what_is_there_already_shows_while_typing(window: WINDOW) -> None:
    page = window()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/contributions/begin")
    follow(page, "text=Begin with an empty form")

    page.wait_for_selector("body.js-enabled")  # what is typed before the script runs, it does not hear
    page.type("#title", "Ground maintenance")
    page.wait_for_selector("#alike li")
    assert "The same title" in page.inner_text("#alike")
    page.fill("#title", "Something else")
    page.wait_for_selector("#alike li", state="detached")

    page.fill("#title", "Ground maintenance")
    follow(page, "#alike button")
    assert page.input_value("#title") == "Grounds maintenance"
    assert complaints == []


def test_a_field_that_is_emptied_is_saved_as_empty_with_javascript_as_well(window: WINDOW) -> None:
    page = window()
    page.goto("/contributions/begin")
    follow(page, "text=Begin with an empty form")
    page.fill("#title", "Hedges")
    page.fill("#summary", "Along roads.")
    page.fill("#owner", "Anglian Buying Group")
    follow(page, "text=Save and go on")
    follow(page, "text=What it is")
    page.fill("#summary", "")
    follow(page, "text=Save and go on")
    follow(page, "text=What it is")

    assert page.input_value("#summary") == ""
    assert page.input_value("#title") == "Hedges"
