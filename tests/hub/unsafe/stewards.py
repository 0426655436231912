"""Looking after frameworks."""

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
