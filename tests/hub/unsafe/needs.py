"""Needs that nobody could meet."""

from functools import partial

from tests.hub.unsafe import Browser, Request, audited


@audited("POST /needs")
def tell(browser: Browser) -> Request:
    return partial(browser.send, "/needs", "/needs", wanted="A bridge")
