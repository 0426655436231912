"""Registering, one-time codes, a forgotten password: the ways in and out by keyboard, with and without scripts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NOON
from tests.journeys.conftest import NARROW, PATIENCE, WIDE, served
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.people.forms import PASSWORD, letter_to

pytestmark = pytest.mark.browser

EMAIL = "officer@example.gov.uk"
ANOTHER = "harbour quilt seven"


class Desk:
    """Somebody at a browser, their device for codes, and the hub's clock."""

    def __init__(self, app: Flask, page: Any, session: Session, look: Callable[[Any], None]) -> None:
        self.app, self.page, self.session, self.look = app, page, session, look
        self.now, self.secret = NOON, ""

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look(self.page)

    def fill(self, *typed: str) -> None:
        """Into the fields of the page's own form, one after another, by keyboard alone; then send it."""
        self.page.locator("main form input:not([type=hidden]), main form select").first.focus()
        for text in typed:
            if text:
                self.page.keyboard.type(text)
            self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.type") == "submit"
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look(self.page)

    def press(self, role: str, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=True).press("Enter")
        self.look(self.page)

    def letter(self) -> str:
        """The path of the link in the newest letter."""
        found = letter_to(self.session, EMAIL)
        return "/" + next(line for line in found.splitlines() if line.startswith("http")).split("/", 3)[3]

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.now)

    def wait(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)
        self.app.config["CLOCK"] = lambda: self.now

    def says(self, words: str) -> None:
        assert words in self.page.inner_text("main"), self.page.inner_text("main")


@pytest.fixture(params=[(WIDE, True), (NARROW, True), (NARROW, False)], ids=["wide", "narrow", "without scripts"])
def desk(app: Flask, browser: Any, session: Session, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each page that is come by is looked at by the rules a program can check, for which it has to run scripts."""
    width, with_scripts = request.param

    def look(page: Any) -> None:
        assert scrolls_sideways(page) == [], page.url
        assert not with_scripts or broken_rules(page) == [], page.url

    with served(app) as address:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, base_url=address, java_script_enabled=with_scripts)
        context.set_default_timeout(PATIENCE)
        yield Desk(app, context.new_page(), session, look)
        context.close()


@pytest.mark.assurance("X2", "Registering, signing in with a code and deleting an account by keyboard alone")
@pytest.mark.assurance(
    "X3", "Registering, signing in with a code and deleting an account, with and without JavaScript"
)
def test_the_ways_in_and_out_by_keyboard(desk: Desk) -> None:
    register(desk)
    set_up_codes(desk)
    sign_in_with_a_code(desk)
    look_after_the_account(desk)
    forget_the_password(desk)
    delete_the_account(desk)


def register(desk: Desk) -> None:
    desk.open("/register")
    desk.fill("officer", "")
    desk.says("Enter an e-mail address in the usual form")
    desk.open("/register")
    desk.fill(EMAIL, "Officer One")
    desk.open(desk.letter())
    desk.fill("short", "short")
    desk.says("Use 12 characters or more")
    desk.fill(PASSWORD, PASSWORD)
    desk.says("An administrator has yet to say")


def set_up_codes(desk: Desk) -> None:
    desk.open("/account/one-time-codes")
    desk.says("One-time codes are off")
    desk.open("/account/one-time-codes/set-up")
    assert desk.page.locator("main img").evaluate("image => image.complete && image.naturalWidth") > 100
    desk.fill("000000", PASSWORD)
    desk.says("That code is not right")
    desk.secret = desk.page.inner_text("main code").replace(" ", "")
    desk.fill(desk.code(), PASSWORD)
    desk.says("One-time codes are on")
    with desk.page.expect_download() as started:
        desk.page.get_by_role("button", name="Download as a text file").press("Enter")
    assert started.value.suggested_filename == "recovery-codes.txt"


def sign_in_with_a_code(desk: Desk) -> None:
    desk.open("/account")
    desk.press("button", "Sign out")
    desk.wait()
    desk.open("/account/name")
    desk.says("For the page you asked for you have to sign in")
    desk.fill(EMAIL, "not the password")
    desk.says("The e-mail address or the password is not right")
    desk.page.locator("#email").fill("")
    desk.fill(EMAIL, PASSWORD)
    desk.says("Enter your one-time code")
    desk.fill("000000")
    desk.says("That code is not right")
    desk.fill(desk.code())
    desk.says("Change your name")


def look_after_the_account(desk: Desk) -> None:
    desk.page.locator("#name").fill("")
    desk.fill("Officer Two")
    desk.says("Your name has been changed")
    for path in ("/account/email", "/account/signed-in", "/account/recovery-codes", "/account/one-time-codes"):
        desk.open(path)
    desk.open("/account/api-tokens")
    desk.fill("Reports", "")
    desk.says("It is shown this once")
    desk.open("/account/api-tokens")
    desk.open("/account/password")
    desk.fill("not the password", ANOTHER, ANOTHER)
    desk.says("This is not your password")
    desk.open("/account/signed-in")
    desk.press("button", "Sign out everywhere, here too")
    desk.says("You are signed out everywhere")


def forget_the_password(desk: Desk) -> None:
    desk.wait()
    desk.press("link", "Forgotten your password?")
    desk.fill(EMAIL)
    desk.says("Look in your mail")
    desk.open(desk.letter())
    desk.fill(ANOTHER, ANOTHER)
    desk.says("Your password has been changed")
    desk.fill(EMAIL, ANOTHER)
    desk.fill(desk.code())
    assert desk.page.url.endswith("/")
    assert [cookie["name"] for cookie in desk.page.context.cookies()] == ["session"]


def delete_the_account(desk: Desk) -> None:
    desk.open("/account/delete")
    desk.fill("not the password")
    desk.says("This is not your password")
    desk.fill(ANOTHER)
    desk.says("Your account is deleted")
