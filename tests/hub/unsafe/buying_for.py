"""Whom a visitor buys for."""

from functools import partial

from tests.hub.unsafe import Browser, Request, unaudited


@unaudited("POST /buying-for", "What is chosen is kept in the visitor's own cookie, and not by the hub.")
def choose(browser: Browser) -> Request:
    return partial(browser.send, "/buying-for", "/buying-for", do="add-kind", kind="district-council", region="UKH")
