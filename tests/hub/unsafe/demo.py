"""Signing in as one of the demo's people."""

from functools import partial

from hub.cli.serve import fill_demo
from hub.demo.people import PEOPLE
from tests.hub.unsafe import Browser, Request, audited
from tests.persons import network_called


@audited("POST /demo/accounts")
def sign_in_as(browser: Browser) -> Request:
    with browser.app.extensions["hub.writers"].begin() as session:
        network_called(session, "pen")
    fill_demo(browser.app)
    browser.app.config["MAIL"] = "demo"
    return partial(browser.send, "/demo/accounts", "/demo/accounts", email=PEOPLE[0].email)
