"""The targets of a network."""

from sqlalchemy import select

from hub.models import SavingTarget
from tests.hub.unsafe import Browser, Request, audited
from tests.persons import Person, a_person

TYPED = {
    "kind": "target",
    "title": "By the end of 2026/27",
    "amount": "1,000,000",
    "first_year": "2025-26",
    "last_year": "2026-27",
}


def set_target(browser: Browser) -> tuple[Person, int]:
    """A moderator, and a target they have added."""
    moderator = a_person(browser.app, "moderator", network="pen")
    moderator.send("/savings/networks/pen/targets", TYPED)
    with browser.app.extensions["hub.readers"]() as session:
        return moderator, session.scalars(select(SavingTarget.id)).one()


@audited("POST /savings/networks/<slug>/targets")
def add(browser: Browser) -> Request:
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/savings/networks/pen/targets", TYPED)


@audited("POST /savings/targets/<int:number>/change")
def change(browser: Browser) -> Request:
    moderator, number = set_target(browser)
    return lambda: moderator.send(f"/savings/targets/{number}/change", TYPED | {"amount": "£2,000,000.50"})


@audited("POST /savings/targets/<int:number>/remove")
def remove(browser: Browser) -> Request:
    moderator, number = set_target(browser)
    return lambda: moderator.send(f"/savings/targets/{number}/remove")
