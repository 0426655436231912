"""Passwords, one-time codes, addresses, sessions and API tokens of somebody's own account."""

from functools import partial
from typing import Any

import pyotp
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.models import Outbox
from tests.hub.notebook import parsed
from tests.hub.unsafe import Browser, Request, audited, unaudited
from tests.hub.unsafe.people import EMAIL, PASSWORD, registered
from tests.moments import NOON
from tests.persons import HOME

ANOTHER = "harbour quilt seven"
NEW_ADDRESS = "officer.one@example.gov.uk"
CODES = "/account/one-time-codes"


def signed_in(browser: Browser) -> None:
    registered(browser)
    browser.send("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)


def link_to(browser: Browser, email: str) -> str:
    """The link in the newest letter to an address."""
    with browser.app.extensions["hub.readers"]() as session:
        newest = select(Outbox.body).where(Outbox.to == email).order_by(Outbox.id.desc()).limit(1)
        letter = session.scalars(newest).one()
    return next(line for line in letter.splitlines() if line.startswith("http")).partition("localhost")[2]


def set_up(browser: Browser) -> TestResponse:
    page = f"{CODES}/set-up"
    shown = browser.page(page).select_one("main code")
    assert shown is not None
    code = pyotp.TOTP(shown.text.replace(" ", "")).at(NOON)
    return browser.send(page, page, code=code, current=PASSWORD)


def recovery_code(browser: Browser) -> str:
    signed_in(browser)
    return next(line for line in set_up(browser).text.split("<code>")[1:])[:19]


@audited("POST /forgotten-password")
def forgotten(browser: Browser) -> Request:
    return partial(browser.send, "/forgotten-password", "/forgotten-password", email=EMAIL)


@audited("POST /reset/<token>")
def reset(browser: Browser) -> Request:
    registered(browser)
    browser.send("/forgotten-password", "/forgotten-password", email=EMAIL)
    link = link_to(browser, EMAIL)
    return partial(browser.send, link, link, password=ANOTHER, again=ANOTHER)


@audited("POST /account/password")
def change_password(browser: Browser) -> Request:
    signed_in(browser)
    page = "/account/password"
    return partial(browser.send, page, page, current=PASSWORD, password=ANOTHER, again=ANOTHER)


@audited("POST /account/name")
def rename(browser: Browser) -> Request:
    signed_in(browser)
    return partial(browser.send, "/account/name", "/account/name", name="Officer Two")


@audited("POST /account/email")
def ask_for_address(browser: Browser) -> Request:
    signed_in(browser)
    return partial(browser.send, "/account/email", "/account/email", email=NEW_ADDRESS, current=PASSWORD)


@audited("POST /new-address/<token>")
def change_address(browser: Browser) -> Request:
    ask_for_address(browser)()
    link = link_to(browser, NEW_ADDRESS)
    return partial(browser.send, link, link)


@audited("POST /account/signed-in/<int:number>/end")
def end(browser: Browser) -> Request:
    signed_in(browser)
    browser.client.delete_cookie("session")
    browser.send("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
    return partial(browser.send, "/account/signed-in", "/1/end")


@audited("POST /account/signed-in/end")
def end_all(browser: Browser) -> Request:
    signed_in(browser)
    return partial(browser.send, "/account/signed-in", "/signed-in/end")


@audited("POST /sign-in/code")
def show_code(browser: Browser) -> Request:
    code = recovery_code(browser)
    browser.send("/account", "/sign-out")
    browser.send("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
    return partial(browser.send, "/sign-in/code", "/sign-in/code", code=code)


@audited(f"POST {CODES}/set-up")
def set_up_codes(browser: Browser) -> Request:
    signed_in(browser)
    return partial(set_up, browser)


@audited(f"POST {CODES}/off")
def switch_off(browser: Browser) -> Request:
    return partial(browser.send, CODES, "/off", code=recovery_code(browser), current=PASSWORD)


@audited("POST /account/recovery-codes")
def recovery_codes(browser: Browser) -> Request:
    recovery_code(browser)
    return partial(browser.send, "/account/recovery-codes", "/recovery-codes", current=PASSWORD)


@unaudited("POST /account/recovery-codes.txt", "It gives back as a file what the page it was sent from shows.")
def as_text(browser: Browser) -> Request:
    signed_in(browser)
    fields = sent_on(set_up(browser))
    return partial(browser.client.post, "/account/recovery-codes.txt", data=fields, headers={"Origin": HOME})


@audited("POST /account/api-tokens")
def make_token(browser: Browser) -> Request:
    signed_in(browser)
    return partial(browser.send, "/account/api-tokens", "/api-tokens", name="Reports", days="90")


@audited("POST /account/api-tokens/<int:number>/end")
def end_token(browser: Browser) -> Request:
    make_token(browser)()
    return partial(browser.send, "/account/api-tokens", "/1/end")


def sent_on(answer: TestResponse) -> dict[str, Any]:
    """The fields of the form on a page that lets one download recovery codes."""
    inputs = parsed(answer).select("form[action$='.txt'] input")
    return {"token": inputs[0]["value"], "code": [str(each["value"]) for each in inputs[1:]]}
