"""A hub in which time passes, something is published, and somebody follows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hub import follows
from hub.actor import OPERATOR, Actor
from hub.follows import Links, Sender, Subject
from hub.ingest import Opened, ingest
from hub.models import Framework, Outbox
from hub.search import refresh_statuses, sync
from hub.web.following.saved import SavedSearches
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
from tests.persons import Person, a_person

KEY = "a key of the tests"
ADDRESS = "https://hub.example.org"
DAY = timedelta(days=1)


@dataclass
class Town:
    """The hub at a moment, ``at``. It begins on Saturday 21 November 2026 at noon."""

    app: Flask
    at: datetime = NOON
    read: int = 0
    looked_after: list[tuple[int, str]] = field(default_factory=list)

    def publish(self, reference: str = "AB1", **fields: Any) -> str:
        """A live framework, as its source lists it today; gives its key."""
        self.publish_all({"reference": reference, **fields})
        with self.app.extensions["hub.readers"]() as session:
            found = select(Framework.key).where(Framework.reference == reference, Framework.merged_into_id.is_(None))
            return str(session.scalars(found).first())

    def publish_all(self, *frameworks: dict[str, Any]) -> None:
        """Live frameworks in one file of their source."""
        usual = {"stage": "live", "start": a_day("2026-01-01"), "end": a_day("2028-05-31")}
        records = [a_record(**{**usual, **fields}) for fields in frameworks]
        opened = Opened("test.csv", "0" * 64, a_reading(*records, as_of=self.at.date()))
        ingest(self.app.extensions["hub.writers"], opened, OPERATOR, clock=lambda: self.at)
        self.settle()

    def settle(self) -> None:
        """What a running hub does every few seconds."""
        sessions = self.app.extensions["hub.writers"]
        refresh_statuses(sessions, lambda: self.at)
        sync(sessions, self.app.extensions["hub.index"], lambda: self.at)

    def person(self, **about: Any) -> Person:
        return a_person(self.app, **about)

    def follow(self, who: Person, kind: str, ident: str, cadence: str = "daily", title: str = "") -> int:
        """Gives the number of the follow."""
        subject = Subject(kind, ident, title or ident)
        with self.app.extensions["hub.readers"]() as session:
            searches = SavedSearches.of(session)
            catalogue = follows.Catalogue(session, self.app.extensions["hub.index"], searches.query)
            known = catalogue.keys(kind, ident, self.at.date())
        with self.app.extensions["hub.writers"].begin() as session:
            return follows.follow(session, actor(who), subject, cadence, known, self.at).id

    def sender(self) -> Sender:
        with self.app.extensions["hub.readers"]() as session:
            searches = SavedSearches.of(session)
        sessions, index = self.app.extensions["hub.writers"], self.app.extensions["hub.index"]
        links = Links(ADDRESS, KEY)
        return Sender(sessions, index, searches.query, links, lambda: self.at, lambda session: self.looked_after)

    def send(self) -> list[Outbox]:
        """The letters a round writes."""
        self.settle()
        self.sender().send()
        return self.letters()

    def letters(self) -> list[Outbox]:
        """Those that have been written since they were looked at last."""
        with self.app.extensions["hub.readers"]() as session:
            new = list(session.scalars(select(Outbox).where(Outbox.id > self.read).order_by(Outbox.id)))
            self.read = max([self.read, *(row.id for row in new)])
            return new

    def on(self, day: str, hour: int = 8, minute: int = 0) -> "Town":
        """Some other moment, in UTC: eight in the morning where nothing else is said."""
        self.at = datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:00+00:00")
        return self

    def pass_by(self, time: timedelta) -> "Town":
        self.at += time
        return self


def actor(who: Person) -> Actor:
    return Actor(who.name, account=who.account)


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    town = Town(app)
    app.config["CLOCK"] = lambda: town.at
    town.settle()
    yield town


@pytest.fixture
def officer(town: Town) -> Person:
    return town.person(email="officer@example.gov.uk")


@pytest.fixture
def only(town: Town) -> Callable[..., str]:
    """The text of the only letter a round writes, subject first; on the morning of a day where one is named."""

    def only(day: str = "") -> str:
        (letter,) = (town.on(day) if day else town).send()
        return f"{letter.subject}\n{letter.body}"

    return only
