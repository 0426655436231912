"""Looking after frameworks."""

from sqlalchemy import select

from hub.models import StoredRecord
from tests.hub.unsafe import Browser, Request, audited
from tests.persons import Person, a_person


def steward(browser: Browser) -> tuple[Person, str]:
    """Somebody, and the address of the framework they look after."""
    somebody = a_person(browser.app, "contributor", organisation="babergh", network="pen")
    location = somebody.send(f"/frameworks/{browser.keys[0]}/stewards").location
    return somebody, location.partition("?")[0]


@audited("POST /frameworks/<key>/stewards")
def take_on(browser: Browser) -> Request:
    somebody = a_person(browser.app, "contributor", organisation="babergh", network="pen")
    return lambda: somebody.send(f"/frameworks/{browser.keys[0]}/stewards")


@audited("POST /my-frameworks/<int:number>/reviewed")
def review(browser: Browser) -> Request:
    somebody, address = steward(browser)
    return lambda: somebody.send(f"{address}/reviewed")


@audited("POST /my-frameworks/<int:number>/next-review")
def plan_review(browser: Browser) -> Request:
    somebody, address = steward(browser)
    return lambda: somebody.send(f"{address}/next-review", {"review_on": "01/03/2027"})


@audited("POST /my-frameworks/<int:number>/deputy")
def name_deputy(browser: Browser) -> Request:
    somebody, address = steward(browser)
    other = a_person(browser.app, "contributor", organisation="essex", network="pen")
    return lambda: somebody.send(f"{address}/deputy", {"deputy": other.name})


@audited("POST /my-frameworks/<int:number>/hand-over")
def hand_over(browser: Browser) -> Request:
    somebody, address = steward(browser)
    other = a_person(browser.app, "contributor", organisation="essex", network="pen")
    return lambda: somebody.send(f"{address}/hand-over", {"successor": other.name})


@audited("POST /my-frameworks/<int:number>/give-up")
def give_up(browser: Browser) -> Request:
    somebody, address = steward(browser)
    return lambda: somebody.send(f"{address}/give-up")


def earlier(browser: Browser) -> str:
    """The address of a value of a framework's title."""
    page = browser.page(f"/frameworks/{browser.keys[0]}/history")
    assert page.select_one("#title") is not None
    with browser.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(StoredRecord.id).order_by(StoredRecord.id)).first()
    return f"/frameworks/{browser.keys[0]}/history/title/r{number}"


@audited("POST /frameworks/<key>/history/<field>/<ident>/restore")
def restore(browser: Browser) -> Request:
    moderator, address = a_person(browser.app, "moderator", network="pen"), earlier(browser)
    return lambda: moderator.send(f"{address}/restore", {"reason": "Its contract says so."})


@audited("POST /frameworks/<key>/history/<field>/<ident>/propose")
def propose(browser: Browser) -> Request:
    """A network has set another title, so that there is one to go back to."""
    moderator = a_person(browser.app, "moderator", network="pen")
    address = earlier(browser)
    moderator.send(f"/frameworks/{browser.keys[0]}/set/title", {"typed": "Hedges", "reason": "Its contract says so."})
    somebody = a_person(browser.app, "contributor", organisation="babergh", network="pen")
    return lambda: somebody.send(f"{address}/propose", {"declared": "yes"})
