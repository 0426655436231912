"""What officers draft and propose."""

from io import BytesIO

from tests.hub.unsafe import Browser, Request, audited
from tests.persons import Person, a_person

FILE = b"owner,title\nFenland Supplies,Salt\n"
TYPED = {"title": "Hedge cutting", "owner": "Anglian Buying Group", "version": "1"}


def officer(browser: Browser) -> Person:
    return a_person(browser.app, "contributor", organisation="mid-suffolk", network="pen")


def drafted(somebody: Person) -> str:
    """The address of a draft of theirs that has a title and an owner."""
    address = somebody.send("/contributions/begin").headers["Location"].removesuffix("/what")
    somebody.send(f"{address}/what", TYPED)
    return str(address)


@audited("POST /contributions/begin")
def begin(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send("/contributions/begin")


@audited("POST /frameworks/<key>/propose")
def propose(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send(f"/frameworks/{browser.keys[0]}/propose")


@audited("POST /contributions/<code>/<any(what,time,use,details):step>")
def save(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/time", {"end": "31/03/2029", "version": "2"})


@audited("POST /contributions/<code>/instead")
def instead(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/instead", {"key": browser.keys[0]})


@audited("POST /contributions/<code>/submit")
def submit(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/submit", {"declared": "yes"})


@audited("POST /contributions/<code>/withdraw")
def withdraw(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/withdraw")


@audited("POST /contributions/<code>/copy")
def copy(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/copy")


@audited("POST /contributions/upload")
def upload(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send("/contributions/upload", {"file": (BytesIO(FILE), "frameworks.csv")})
