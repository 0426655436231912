"""``hub follows send``, a running hub that does it by itself, and how the work grows."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hub.cli.followers import lacking
from hub.cli.serve import Keeper
from hub.follows import Subject, follow
from hub.models import Account, Outbox
from tests.conftest import NOON
from tests.factories import a_day
from tests.follows.conftest import DAY, Town, actor
from tests.hub.asking import statements
from tests.hub.test_cli import address, hub, ready
from tests.persons import Person, a_person

__all__ = ["address", "hub", "ready"]

KEY = "k" * 40


def letters(app: Flask) -> list[str]:
    with app.extensions["hub.readers"]() as session:
        return list(session.scalars(select(Outbox.to).order_by(Outbox.id)))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("settings", "said"),
    [({"HUB_SECRET_KEY": KEY}, "set HUB_ADDRESS"), ({"HUB_ADDRESS": "https://hub.example.org"}, "set HUB_SECRET_KEY")],
)
def test_the_command_names_the_setting_that_letters_need(
    hub: Any, ready: None, settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert said in hub("follows", "send", status=1).output


def test_the_command_writes_what_is_due_and_says_how_much(
    hub: Any, ready: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_ADDRESS", "https://hub.example.org")
    monkeypatch.setenv("HUB_SECRET_KEY", KEY)

    assert "Wrote 0 letters." in hub("follows", "send").output


def test_a_demo_needs_no_key_of_its_own(app: Flask) -> None:
    app.config.update(ADDRESS="http://127.0.0.1:8000")
    assert "HUB_SECRET_KEY" in lacking(app)
    app.config.update(MAIL="demo")
    assert lacking(app) == ""


def test_a_running_hub_tells_those_who_follow_something(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish(title="Surfacing")
    town.app.config.update(ADDRESS="https://hub.example.org", SECRET_KEY_LASTS=True)
    keeper = Keeper(town.app)

    keeper._tell_followers()
    keeper._tell_followers()

    assert letters(town.app) == ["officer@example.gov.uk"]


def test_a_running_hub_warns_whoever_looks_after_a_framework(town: Town) -> None:
    key = town.publish(title="Vans", end=a_day("2026-12-21"))
    steward = a_person(town.app, "contributor", organisation="babergh", network="pen", email="steward@example.gov.uk")
    assert steward.send(f"/frameworks/{key}/stewards").status_code == 303
    town.app.config.update(ADDRESS="https://hub.example.org", SECRET_KEY_LASTS=True)

    Keeper(town.app)._tell_followers()

    (letter,) = town.letters()
    assert letter.to == "steward@example.gov.uk" and "You look after this framework." in " ".join(letter.body.split())


def test_a_running_hub_without_an_address_tells_nobody_and_misses_nothing(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish(title="Surfacing")
    Keeper(town.app)._tell_followers()

    assert letters(town.app) == []
    assert len(town.send()) == 1


def crowd(town: Town, size: int) -> None:
    """So many people who follow a search each, and the framework."""
    with town.app.extensions["hub.writers"].begin() as session:
        people = [
            Account(handle=f"crowd-{size}-{each}", email=f"o{size}x{each}@example.gov.uk", state="active",
                    registered_at=NOON)
            for each in range(size)
        ]  # fmt: skip
        session.add_all(people)
        session.flush()
        for who in people:
            subject = Subject("search", "q=surfacing", "surfacing")
            follow(session, actor(Person(town.app, None, who.id, who.handle)), subject, "daily", (), town.at)  # type: ignore[arg-type]


def test_the_work_grows_with_the_number_of_follows_and_no_faster(town: Town) -> None:
    """What it takes in seconds is measured by bench.follows."""
    asked = []
    for size, reference in ((10, "AB1"), (30, "AB2")):
        crowd(town, size)
        town.pass_by(DAY).publish(reference, title=f"Surfacing {reference}")
        sender = town.sender()
        with statements(town.app) as made:
            written = sender.send()
        asked.append(len(made) / written)
        assert written == (10 if size == 10 else 40)

    assert asked[1] < 1.1 * asked[0] < 30
