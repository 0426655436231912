"""Scripts that somebody types into a form, or that a source has in its file: in a browser none of them runs (I9)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Account, Contribution, Correction, Framework
from hub.search import sync
from scrapers.record import Lot, SupplierPlace
from tests.assurance import Figure
from tests.conftest import NOON
from tests.contributions.payloads import PAYLOADS
from tests.contributions.test_pages import begun
from tests.factories import a_day, a_reading, a_record
from tests.journeys.conftest import PATIENCE, served
from tests.journeys.test_contributing import cookie_of
from tests.people.forms import post
from tests.persons import Person, a_person, give

pytestmark = pytest.mark.browser

FIFTY = PAYLOADS[::2]
INBOXES = ("/moderation", "/moderation/corrections", "/moderation/needs", "/moderation/merges", "/moderation/links")
PEOPLE = ("/administration/people", "/account", "/account/leaving", "/contributions/mine", "/my-frameworks")
PUBLIC = ("/", "/corrections", "/contributions", "/owners", "/suppliers", "/search?q=onerror", "/search?q=script")


@pytest.fixture
def imported(app: Flask, sessions: Any) -> list[str]:
    """The keys of what a source lists: each framework with one of the scripts in every text."""
    records = [a_scripted_record(number, text) for number, text in enumerate(FIFTY)]
    ingest(sessions, Opened("test.csv", "0" * 64, a_reading(*records)), OPERATOR, clock=lambda: NOON)
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)
    with sessions() as session:
        return list(session.scalars(select(Framework.key).where(Framework.title != "").order_by(Framework.id)))


def a_scripted_record(number: int, text: str) -> Any:
    lot = Lot(number="1", title=text, suppliers=(SupplierPlace(name=f"{text} Ltd"),))
    words = {"summary": text, "eligibility": text, "how_to_buy": text, "extension": text, "lots": (lot,)}
    named = {"title": f"{text} {number}", "owner": f"Owner {text}", "reference": f"R{number}"}
    return a_record(**named, **words, start=a_day("2026-01-01"), end=a_day("2029-01-01"))


@pytest.fixture
def officer(app: Flask, imported: list[str]) -> Person:
    """Somebody who sees every page of people's own, after the scripts were sent through each form."""
    officer = a_person(app, "contributor", organisation="mid-suffolk", network="pen")
    for text, key in zip(FIFTY, imported, strict=False):
        send_each_form(app, officer, text, key)
    return officer


def send_each_form(app: Flask, officer: Person, text: str, key: str) -> None:
    address = begun(officer, title=f"Proposed {text}", owner="Anglian Buying Group", summary=text, do="later")
    officer.send(f"{address}/submit", {"declared": "yes"})
    visitor: FlaskClient = app.test_client()
    told = {"field": "title", "wrong": text, "right": text, "role": "officer"}
    assert post(visitor, f"/frameworks/{key}/correction", f"/frameworks/{key}/correction", **told).status_code == 303
    assert post(visitor, "/needs", "/needs", text=text, wanted=text).status_code == 303
    colleague = a_person(app, "contributor", organisation="mid-suffolk", network="pen")
    assert colleague.send("/account/name", {"name": text[:100]}).status_code == 303


class Watch:
    """A browser in which scripts may run, and everything that shows that one did or tried to."""

    def __init__(self, browser: Any, address: str, *people: Person) -> None:
        self.dialogs: list[str] = []
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.titles: list[str] = []
        self._pages = [self._page(browser.new_context(base_url=address), address, each) for each in people]

    def look(self, path: str) -> None:
        """Each of them opens it, and all that is folded away on it."""
        for page in self._pages:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            self.titles.append(page.title())

    def close(self) -> None:
        for page in self._pages:
            page.context.close()

    def _page(self, context: Any, address: str, somebody: Person) -> Any:
        context.set_default_timeout(PATIENCE)
        context.add_cookies([cookie_of(somebody, address)])
        context.on("request", lambda request: self.asked.append(request.url))
        page = context.new_page()
        page.on("dialog", self._dismiss)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("popup", lambda popup: self.complaints.append(f"popup {popup.url}"))
        return page

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note(self, message: Any) -> None:
        """What the policy on scripts stops is told here too: text that is escaped is never stopped by it."""
        if "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def watch(app: Flask, browser: Any, officer: Person) -> Iterator[tuple[Watch, str]]:
    """The officer and a moderator who is an administrator as well, and where the hub is."""
    moderator = a_person(app, "moderator", network="pen")
    with app.extensions["hub.writers"].begin() as session:
        give(session, session.get_one(Account, moderator.account), "administrator")
    with served(app) as address:
        watch = Watch(browser, address, officer, moderator)
        yield watch, address
        watch.close()


@pytest.mark.assurance(
    "I9",
    "Scripts sent through every kind of form and an import, on each page that shows them, in Chromium",
    missing="scraped pages",
)
def test_no_script_that_was_typed_or_imported_runs(
    watch: tuple[Watch, str], imported: list[str], session: Session, figure: Figure
) -> None:
    watching, address = watch
    pages = [*PUBLIC, *INBOXES, *PEOPLE, *pages_about(session, imported)]
    for path in pages:
        watching.look(path)

    assert watching.dialogs == [] and watching.complaints == []
    assert all(asked.startswith(address) for asked in watching.asked), "nothing is asked of another site"
    assert "1" not in watching.titles, "no script gave a page another title"
    shown = sum("onerror=" in title or "<script>" in title for title in watching.titles)
    assert shown >= len(FIFTY), "the scripts are on the pages, as text"
    figure(f"{len(FIFTY)} scripts on {len(pages)} pages, each seen by 2 people: 0 ran, 0 were stopped by the policy")


def pages_about(session: Session, keys: list[str]) -> Iterator[str]:
    """What shows one script each: frameworks, what was told of them, and what was proposed."""
    yield from (f"/frameworks/{key}" for key in keys)
    yield from (f"/frameworks/{key}/sources" for key in keys[:10])
    yield from (f"/frameworks/{key}/history" for key in keys[:10])
    yield from (f"/corrections/{code}" for code in session.scalars(select(Correction.code).limit(10)))
    yield from (f"/moderation/contributions/{code}" for code in session.scalars(select(Contribution.code).limit(25)))
    yield from (f"/compare?f={one}&f={other}" for one, other in pairwise(keys[:6]))
