"""Corrections of a record."""

from functools import partial
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from hub import catalogue
from tests.hub.unsafe import Browser, Request, audited

SAID = {"field": "dates", "role": "officer", "wrong": "It ended in May."}


def tell(browser: Browser, place: str) -> TestResponse:
    return browser.send(f"{place}/correction", "/correction", **SAID)


@audited("POST /frameworks/<ident>/correction")
def of_a_framework(browser: Browser) -> Request:
    return partial(tell, browser, f"/frameworks/{browser.keys[0]}")


@audited("POST /owners/<ident>/correction")
def of_an_owner(browser: Browser) -> Request:
    return partial(tell, browser, f"/owners/{owner(browser)}")


@audited("POST /suppliers/<ident>/correction")
def of_a_supplier(browser: Browser) -> Request:
    return partial(tell, browser, f"/suppliers/{owner(browser)}")


@audited("POST /corrections/<code>/withdraw")
def withdraw(browser: Browser) -> Request:
    told = tell(browser, f"/frameworks/{browser.keys[0]}")
    return partial(browser.send, urlsplit(told.headers["Location"]).path, "/withdraw")


def owner(browser: Browser) -> str:
    with browser.app.extensions["hub.readers"]() as session:
        return next(iter(catalogue.owner_names(session)))
