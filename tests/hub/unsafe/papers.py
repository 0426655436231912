"""What moderators enter for the reports."""

from tests.hub.unsafe import Browser, Request, audited
from tests.persons import a_person


@audited("POST /savings/fees/<network>")
def enter_fee(browser: Browser) -> Request:
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/savings/fees/pen", {"period": "2026/27", "amount": "4,500"})
