"""What people follow."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from hub.follows.links import sign
from hub.models import Follow
from hub.search import sync
from tests.hub.unsafe import Browser, Request, audited
from tests.hub.unsafe.corrections import owner
from tests.persons import Person, a_person

WEEKLY = {"cadence": "weekly"}


def following(browser: Browser) -> tuple[Person, int]:
    """Somebody who follows a framework, and the number of that."""
    somebody = a_person(browser.app, "member", organisation="babergh")
    somebody.send(f"/follow/framework/{browser.keys[0]}", WEEKLY)
    with browser.app.extensions["hub.readers"]() as session:
        return somebody, session.query(Follow.id).scalar()


def sending(browser: Browser, address: str) -> Callable[[], TestResponse]:
    somebody = a_person(browser.app, "member", organisation="babergh")
    return lambda: somebody.send(address, WEEKLY)


@audited("POST /follow/<any(framework, owner, supplier, category):kind>/<ident>")
def follow(browser: Browser) -> Request:
    return sending(browser, f"/follow/owner/{owner(browser)}")


@audited("POST /follow/search")
def follow_search(browser: Browser) -> Request:
    sync(browser.app.extensions["hub.writers"], browser.app.extensions["hub.index"])
    return sending(browser, "/follow/search?q=grounds")


@audited("POST /following/<int:number>")
def change(browser: Browser) -> Request:
    somebody, number = following(browser)
    return lambda: somebody.send(f"/following/{number}", {"cadence": "daily"})


@audited("POST /following/<int:number>/stop")
def stop(browser: Browser) -> Request:
    somebody, number = following(browser)
    return lambda: somebody.send(f"/following/{number}/stop")


@audited("POST /following/stop/<token>")
def stop_letters(browser: Browser) -> Request:
    somebody, _ = following(browser)
    token = sign(somebody.account, browser.app.config["SECRET_KEY"])
    return lambda: browser.client.post(f"/following/stop/{token}", data={"List-Unsubscribe": "One-Click"})
