"""A framework that somebody follows: its end moves, its status changes, and something follows it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from hub.models import AuditEntry, Follow, Framework
from scrapers.record import Basis, Day, Precision
from tests.factories import a_day
from tests.follows.conftest import DAY, Town
from tests.persons import Person

Only = Callable[..., str]


def said(letter: str) -> str:
    return " ".join(letter.split())


def followed(town: Town) -> list[tuple[str, str]]:
    with town.app.extensions["hub.readers"]() as session:
        return [(row.subject, row.cadence) for row in session.scalars(select(Follow).order_by(Follow.id))]


def test_an_extension_that_is_taken_is_told_once(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=a_day("2028-05-31")))
    town.pass_by(DAY).publish(title="Vans", end=a_day("2029-05-31"))

    letter = said(only())

    assert "It has been extended: its published end is now 31 May 2029. It was 31 May 2028." in letter
    assert "You follow this framework." in letter
    assert town.pass_by(DAY).send() == []


def test_an_end_that_moves_forward_is_told_too(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=a_day("2028-05-31")))
    town.pass_by(DAY).publish(title="Vans", end=a_day("2027-12-31"))

    assert "Its published end is now earlier: 31 December 2027. It was 31 May 2028." in said(only())


def test_a_framework_cut_short_is_told_though_it_is_over(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=a_day("2028-05-31")))
    town.pass_by(3 * DAY).publish(title="Vans", end=a_day("2026-11-22"))

    assert "Its published end is now earlier: 22 November 2026." in said(only())


def test_an_end_that_is_published_at_last_is_said_as_exactly_as_it_is(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=None))
    may = Day(value=date(2028, 5, 31), precision=Precision.MONTH, basis=Basis.PUBLISHED)
    town.pass_by(DAY).publish(title="Vans", end=may)

    assert "Its end has been published: May 2028." in said(only())


@pytest.mark.alike
@pytest.mark.parametrize(("stage", "label"), [("suspended", "Suspended"), ("cancelled", "Cancelled")])
def test_a_status_nobody_could_foresee_is_told(stage: str, label: str, town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans"))
    town.pass_by(DAY).publish(title="Vans", stage=stage)

    assert f"Its status is now “{label}”. It was “Live”." in said(only())
    assert town.pass_by(DAY).send() == []


def test_an_end_that_was_published_is_no_news_when_it_comes(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=a_day("2026-11-25")))
    town.on("2026-11-25").send()

    assert town.on("2026-11-26").send() == [] and town.on("2026-12-30").send() == []


def test_other_changes_of_a_framework_are_no_news(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans"))
    town.pass_by(DAY).publish(title="Vans and lorries", summary="Other words.")

    assert town.send() == []


def test_followers_move_to_the_successor_that_is_published_and_are_told(
    town: Town, officer: Person, only: Only
) -> None:
    old = town.publish("AB1", title="Vans", end=a_day("2027-01-10"))
    town.follow(officer, "framework", old, "weekly")
    town.on("2026-11-24")
    new = town.publish("AB2", title="Vans two", stage="planned", start=a_day("2027-01-11"), replaces=("AB1",))

    letter = said(only("2026-11-30"))

    assert "Its successor has been published: Vans two (Anglian Buying Group, AB2, Planned, 11 January 2027" in letter
    assert "From now on you follow it too. You follow this framework." in letter
    assert followed(town) == [(old, "weekly"), (new, "weekly")]
    assert town.on("2026-12-07").send() == []

    assert "ends soon" in only("2026-12-11")  # a warning: the old one is followed until it ends
    town.on("2027-01-11").send()
    assert followed(town) == [(new, "weekly")]
    with town.app.extensions["hub.readers"]() as session:
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "follow successor")).all()
        assert [row.actor for row in moved] == ["hub"]


def test_a_successor_named_after_the_end_is_found_all_the_same(town: Town, officer: Person, only: Only) -> None:
    old = town.publish("AB1", title="Vans", end=a_day("2026-11-25"))
    town.follow(officer, "framework", old)
    town.on("2026-11-25").send()
    assert town.on("2026-12-01").send() == [] and followed(town) == [(old, "daily")]
    new = town.publish("AB2", title="Lorries", start=a_day("2026-12-01"))
    town.publish("AB1", title="Vans", end=a_day("2026-11-25"), replaced_by=("AB2",))

    assert "Its successor has been published: Lorries" in said(only("2026-12-02"))
    assert followed(town) == [(new, "daily")]


def test_a_guess_at_a_successor_moves_nobody(town: Town, officer: Person) -> None:
    old = town.publish("AB1", title="Vans 2022", end=a_day("2027-05-31"))
    town.follow(officer, "framework", old)
    town.pass_by(DAY).publish("AB2", title="Vans 2027", stage="planned", start=a_day("2027-06-01"))

    assert town.send() == [] and followed(town) == [(old, "daily")]


def test_who_follows_the_successor_already_is_not_told_that_it_has_come(town: Town, officer: Person) -> None:
    old = town.publish("AB1", title="Vans")
    town.follow(officer, "framework", old)
    new = town.publish("AB2", title="Lorries")
    town.follow(officer, "framework", new)
    town.pass_by(DAY).publish("AB2", title="Lorries", replaces=("AB1",))

    assert town.send() == [] and followed(town) == [(old, "daily"), (new, "daily")]


def test_a_follow_goes_with_a_framework_that_is_joined_to_another(town: Town, officer: Person) -> None:
    one, two = town.publish("AB1", title="Vans"), town.publish("AB2", title="Vans of others")
    for key in (one, two):
        town.follow(officer, "framework", key)
    town.pass_by(DAY)
    join(town, one, two)

    assert town.send() == [] and followed(town) == [(two, "daily")]


def join(town: Town, one: str, two: str) -> None:
    with town.app.extensions["hub.writers"].begin() as session:
        rows: dict[str, Any] = {row.key: row for row in session.scalars(select(Framework))}
        rows[one].merged_into = rows[two]


def test_a_framework_that_was_withdrawn_has_nothing_to_tell(town: Town, officer: Person) -> None:
    key = town.publish("AB1", title="Vans")
    town.follow(officer, "framework", key)
    with town.app.extensions["hub.writers"].begin() as session:
        session.scalars(select(Framework)).one().withdrawn_at = town.at

    assert town.pass_by(DAY).send() == [] and followed(town) == [(key, "daily")]


def test_a_planned_framework_is_told_of_when_it_is_there(town: Town, officer: Person, only: Only) -> None:
    later: dict[str, Any] = {"title": "Vans", "start": a_day("2026-12-01")}
    town.follow(officer, "framework", town.publish(**later, stage="planned"))
    town.on("2026-12-02")
    assert town.send() == []  # its start has passed, and nobody has said that it began
    town.publish(**later, stage="live")

    assert "Its status is now “Live”. It was “Unconfirmed”." in said(only("2026-12-03"))


def test_that_the_hub_has_not_heard_of_it_for_long_is_no_news(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=None))

    assert town.on("2028-01-01").send() == []
