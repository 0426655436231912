"""The network at work, in browsers without JavaScript: somebody registers, proposes a framework and looks after it, a
moderator publishes it, somebody else follows it to its successor, and who leaves hands over to a colleague.

Days pass by the hub's clock. Letters are read where a demo shows them, and links in them are opened from there.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from hub.auth import passwords
from hub.cli.followers import sender
from hub.cli.serve import prepare
from hub.models import Account
from hub.people import one_time_codes
from tests.factories import a_day
from tests.follows.conftest import Town, town
from tests.journeys.conftest import NARROW, PATIENCE, Visit, served
from tests.journeys.test_whole_way import Traveller
from tests.people.forms import PASSWORD
from tests.persons import a_person, give

__all__ = ["town"]

pytestmark = pytest.mark.browser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
COUNTY, NETWORK = "cambridgeshire-county-council", "pen"
PROPOSER = "officer@cambridgeshire.gov.uk"
TITLE, NEXT = "Hedge cutting and verges", "Hedges, verges and trees"
ALIKE = "Hedges cutting and verges"
PROPOSED = {"title": TITLE, "owner": "Anglian Buying Group", "reference": "AB77"}
COLLEAGUE = {"organisation": "fenland-district-council", "network": NETWORK, "name": "Officer Colleague"}


class Somebody:
    """Somebody in a narrow window without scripts. Every page they come to is looked at."""

    _looked_at: ClassVar[set[str]] = set()

    def __init__(self, window: Callable[..., Visit], email: str = "") -> None:
        opened = window(java_script_enabled=False)
        self.page, self.email = opened.page, email
        self._traveller = Traveller(opened, window())

    def open(self, path: str) -> str:
        self.page.goto(path)
        return self._arrived()

    def click(self, selector: str) -> str:
        self.page.locator(selector).first.click()
        return self._arrived()

    def send(self, button: str, **fields: str) -> str:
        """Fill the fields of a form, by their ids, and press its button."""
        for ident, text in fields.items():
            self.page.fill(f"#{ident}", text)
        return self.click(f"main button:has-text('{button}')")

    def sign_in(self) -> None:
        self.open("/sign-in")
        self.send("Sign in", email=self.email, password=PASSWORD)

    def letter(self, subject: str) -> str:
        """The newest letter to them with these words in its subject, as one line."""
        self.page.goto("/demo/mail")
        heading = f"h2:has-text('{subject}') + p:has-text('To {self.email},')"
        return " ".join(self.page.locator(f"{heading} + pre").first.inner_text().split())

    def _arrived(self) -> str:
        """What the page they are on says. What says the very same to somebody else is not looked at again."""
        self.page.wait_for_load_state()  # a click waits for the next page to begin, and not for its end
        said = str(self.page.locator("main").inner_text())
        if said not in self._looked_at:
            self._traveller.look()
            self._looked_at.add(said)
        return said


@pytest.fixture
def hub(town: Town, app: Flask) -> Iterator[str]:
    """The address of a demo that has one framework and the network with its members."""
    prepare(app)
    town.publish("AB12", title=ALIKE, end=a_day("2029-05-31"))
    with served(app) as address:
        app.config.update(MAIL="demo", ADDRESS=address)
        yield address


@pytest.fixture
def window(browser: Any, hub: str) -> Iterator[Callable[..., Visit]]:
    visits: list[Visit] = []

    def window(**options: Any) -> Visit:
        context = browser.new_context(viewport={"width": NARROW, "height": 900}, base_url=hub, **options)
        context.set_default_timeout(PATIENCE)
        visits.append(Visit(context))
        return visits[-1]

    yield window
    for opened in visits:
        assert all(asked.startswith(hub) for asked in opened.asked), "nothing is asked of another site"
        opened.context.close()


@pytest.fixture
def known(app: Flask, window: Callable[..., Visit]) -> Callable[..., Somebody]:
    """Somebody with an account and a password: ``known("moderator@…", "moderator", network="pen")``."""

    def known(email: str, role: str = "", **about: Any) -> Somebody:
        with app.app_context():
            a_person(app, role, email=email, password=passwords().hash(PASSWORD), second_factor=False, **about)
        return Somebody(window, email)

    return known


@pytest.mark.assurance("X3", "A framework is proposed, published by a moderator and followed, without JavaScript")
def test_a_framework_is_proposed_published_followed_to_its_successor_and_handed_over(
    town: Town, window: Callable[..., Visit], known: Callable[..., Somebody]
) -> None:
    proposer = register(Somebody(window, PROPOSER), town)
    propose(proposer)
    cannot_approve(proposer)
    moderate(moderator(known, town), town)

    framework = find(Somebody(window))
    assert "Accepted" in proposer.open("/contributions/mine")
    assert "It is in the catalogue now" in proposer.letter("was accepted")
    look_after(proposer, framework)
    follower = known("follower@example.gov.uk")
    follow(follower, framework)
    succeed(follower, town)
    warn(follower, proposer, town)
    colleague = known("colleague@fenland.gov.uk", "contributor", **COLLEAGUE)
    hand_over(proposer, colleague, framework)
    move_on(follower, town)
    assert "soon" in follower.open("/demo/mail"), "every letter of a demo is there to be read"


def register(somebody: Somebody, town: Town) -> Somebody:
    """They register with the address of a council, and are made a contributor of the network."""
    somebody.open("/register")
    somebody.send("Send me a link", email=somebody.email, name="Officer Proposer")
    somebody.letter("Confirm your e-mail address")
    assert "Cambridgeshire County Council" in somebody.click("pre a[href*='/confirm/']")
    assert "you are signed in" in somebody.send("Confirm and sign in", password=PASSWORD, again=PASSWORD)
    with town.app.extensions["hub.writers"].begin() as session:
        account = session.scalars(select(Account).where(Account.email == somebody.email)).one()
        give(session, account, "contributor", COUNTY, NETWORK)
    return somebody


def propose(somebody: Somebody) -> None:
    somebody.open("/account")
    somebody.click("main >> text=Add a framework")
    somebody.send("Begin with an empty form")
    assert "AB12" in somebody.send("Save and go on", **PROPOSED), "a likely duplicate is named"
    somebody.click("text=None of these: go on")
    somebody.send("Save and go on", start="01/03/2024", end="01/03/2027")
    somebody.send("Save and go on")
    somebody.send("Save and go on", lots="1: Hedges by rivers")
    somebody.page.check("#declared")
    assert "Waiting for an answer" in somebody.send("Send to the moderators")


def cannot_approve(somebody: Somebody) -> None:
    assert "AB77" not in somebody.open("/search?q=hedges+by+rivers"), "nothing is published before an answer"
    assert "to be a moderator" in somebody.open("/moderation")


def moderator(known: Callable[..., Somebody], town: Town) -> Somebody:
    """A moderator who is let in by password and one-time code."""
    kept = one_time_codes.encrypted(SECRET, str(town.app.config["SECRET_KEY"]))
    somebody = known("moderator@example.gov.uk", "moderator", network=NETWORK)
    with town.app.extensions["hub.writers"].begin() as session:
        session.scalars(select(Account).where(Account.email == somebody.email)).one().second_factor = kept
    somebody.sign_in()
    somebody.send("Go on", code=pyotp.TOTP(SECRET).at(town.at))
    return somebody


def moderate(somebody: Somebody, town: Town) -> None:
    somebody.open("/account")
    somebody.click("text=What waits for the moderators")
    beside = somebody.click(f"main table a:has-text('{TITLE}')")
    assert f"{ALIKE} (AB12)" in beside and "Hedges by rivers" in beside
    somebody.send("Accept and publish")


def find(visitor: Somebody) -> str:
    """Anybody finds it by search; gives its address."""
    assert "AB77" in visitor.open("/search?q=hedges+by+rivers")
    assert "Contributed by Cambridgeshire" in visitor.click(f".hub-results__item a:has-text('{TITLE}')")
    return str(visitor.page.url)


def look_after(somebody: Somebody, framework: str) -> None:
    somebody.open(framework)
    somebody.send("Look after this framework")
    assert "Cambridgeshire County Council looks after it" in somebody.open(framework)


def follow(somebody: Somebody, framework: str) -> None:
    """Who is not signed in comes back to what they meant to follow."""
    somebody.open(framework)
    somebody.click("text=Follow this framework")
    somebody.send("Sign in", email=somebody.email, password=PASSWORD)
    somebody.page.check("#cadence-daily")
    assert TITLE in somebody.send("Follow")


def succeed(somebody: Somebody, town: Town) -> None:
    """Its owner publishes what replaces it, and who follows it is told the next morning and follows both."""
    town.on("2026-11-24", 15)
    town.publish("AB78", title=NEXT, stage="planned", start=a_day("2027-03-02"), replaces=("AB77",))
    send_letters(town, "2026-11-25")
    assert f"Its successor has been published: {NEXT}" in somebody.letter(TITLE)
    somebody.sign_in()
    followed = somebody.open("/following")
    assert TITLE in followed and NEXT in followed


def warn(follower: Somebody, steward: Somebody, town: Town) -> None:
    """90 days before it ends, who follows it and who looks after it are warned, and not a day before."""
    assert send_letters(town, "2026-11-30") == 0
    assert send_letters(town, "2026-12-01") == 2
    ends = "It ends on 1 March 2027, in 90 days."
    assert f"{ends} You follow this framework." in follower.letter("ends soon")
    assert f"{ends} You look after this framework." in steward.letter("ends soon")


def hand_over(leaver: Somebody, colleague: Somebody, framework: str) -> None:
    """Who leaves hands all over at once; the colleague is told, and looks after it."""
    leaver.sign_in()
    leaver.open("/account/leaving")
    leaver.page.select_option("#successor", label="Officer Colleague")
    leaver.send("Hand over and leave")
    leaver.sign_in()
    assert leaver.page.url.endswith("/sign-in"), "they are not let in any more"
    assert "frameworks they look after, or are the deputy for: 1" in colleague.letter("You look after")
    colleague.sign_in()
    assert TITLE in colleague.open("/my-frameworks")
    colleague.click("text=Review it, name a deputy or hand it over")
    colleague.send("Reviewed, nothing to change")
    assert "Fenland District Council looks after it" in colleague.open(framework)


def move_on(somebody: Somebody, town: Town) -> None:
    """When it has ended they follow only what replaced it."""
    send_letters(town, "2027-03-02")
    somebody.sign_in()
    followed = somebody.open("/following")
    assert NEXT in followed and TITLE not in followed


def send_letters(town: Town, day: str) -> int:
    """The morning's round of letters to those who follow something, as the hub sends it; gives how many."""
    town.letters()
    town.on(day).settle()
    sender(town.app).send()
    return len(town.letters())
