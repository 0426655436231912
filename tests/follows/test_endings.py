"""Warnings 180, 90 and 30 days before a framework ends, and on its last day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hub.models import Account, Framework
from scrapers.record import Basis, Day, Precision
from tests.factories import a_day
from tests.follows.conftest import DAY, Town
from tests.persons import Person

Only = Callable[..., str]
END = a_day("2027-07-01")


def said(letter: str) -> str:
    return " ".join(letter.split())


def test_each_warning_comes_once_on_its_day_whatever_the_pace(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END), "weekly")
    came: list[tuple[str, str]] = []
    for left in (185, 181, 180, 179, 120, 91, 90, 89, 31, 30, 29, 1, 0, -1):
        day = (END.value - left * DAY).isoformat()
        came += [(day, said(letter.body)) for letter in town.on(day).send()]

    assert [day for day, _ in came] == ["2027-01-02", "2027-04-02", "2027-06-01", "2027-07-01"]
    assert [text.partition("It ends on 1 July 2027, ")[2].partition(".")[0] for _, text in came] == [
        *("in 180 days", "in 90 days", "in 30 days", "today"),
    ]
    assert all("You follow this framework." in text for _, text in came)


def test_a_hub_that_was_off_sends_the_latest_warning_only(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END))

    assert "in 20 days" in only("2027-06-11")
    assert town.pass_by(DAY).send() == []


def test_who_follows_late_is_not_warned_of_what_the_page_has_just_said(town: Town, officer: Person) -> None:
    key = town.publish(title="Vans", end=a_day("2026-12-11"))
    town.follow(officer, "framework", key)

    assert town.send() == [] and town.on("2026-12-01").send() == []
    assert len(town.on("2026-12-11").send()) == 1


def test_who_follows_on_the_very_day_is_warned(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=a_day("2026-12-21")))

    assert "in 30 days" in only()


def test_an_extended_framework_is_warned_of_anew(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END))
    town.on("2027-06-01").send()
    town.publish(title="Vans", end=a_day("2028-07-01"))
    assert [letter.purpose for letter in town.on("2027-07-01").send()] == ["following"]

    assert "It ends on 1 July 2028, in 30 days" in said(only("2028-06-01"))


def test_who_looks_after_a_framework_is_warned_and_told_why(town: Town, officer: Person) -> None:
    town.looked_after = [(officer.account, town.publish(title="Vans", end=END))]

    (letter,) = town.on("2027-04-02").send()

    assert "You look after this framework." in said(letter.body)
    assert letter.headers == {} and "/following" not in letter.body  # it is a duty, and nothing to unsubscribe from
    assert town.pass_by(DAY).send() == []


def test_who_follows_and_looks_after_it_gets_one_warning(town: Town, officer: Person, only: Only) -> None:
    key = town.publish(title="Vans", end=END)
    town.follow(officer, "framework", key)
    town.looked_after = [(officer.account, key)]

    assert said(only("2027-04-02")).count("It ends on") == 1


def test_several_endings_make_one_letter_what_ends_first_first(town: Town, officer: Person, only: Only) -> None:
    for reference, title, end in (("AB1", "Vans", "2027-04-01"), ("AB2", "Lorries", "2027-01-31")):
        town.follow(officer, "framework", town.publish(reference, title=title, end=a_day(end)))

    letter = only("2027-01-02")

    assert letter.startswith("2 frameworks end soon\n")
    assert letter.index("* Lorries") < letter.index("* Vans")
    assert "Ask the owner before you rely on them." in said(letter)


@pytest.mark.parametrize(
    ("fields", "when"),
    [({"stage": "cancelled"}, "2027-04-02"), ({"end": None}, "2027-04-02"), ({}, "2027-07-02")],
)
def test_what_is_over_or_has_no_end_is_not_warned_of(
    fields: dict[str, Any], when: str, town: Town, officer: Person
) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", **{"end": END, **fields}))

    assert town.on(when).send() == []


def test_no_letters_means_no_warnings_either(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END), "never")

    assert town.on("2027-04-02").send() == []


def test_warnings_go_at_seven_in_london_on_london_s_day(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END))
    town.on("2027-06-05").send()

    assert town.on("2027-06-30", 23, 30).send() == []  # half past midnight of its last day
    assert town.on("2027-07-01", 5, 59).send() == []
    assert len(town.on("2027-07-01", 6).send()) == 1


def test_where_no_day_is_published_none_is_said_to_be_the_last(town: Town, officer: Person, only: Only) -> None:
    july = Day(value=date(2027, 7, 31), precision=Precision.MONTH, basis=Basis.PUBLISHED)
    town.follow(officer, "framework", town.publish(title="Vans", end=july))

    assert "Its end is published as July 2027, at most 30 days from now." in said(only("2027-07-01"))
    assert town.on("2027-07-31").send() == []


def test_a_framework_that_was_withdrawn_is_not_warned_of(town: Town, officer: Person) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END))
    with town.app.extensions["hub.writers"].begin() as session:
        session.query(Framework).one().withdrawn_at = town.at

    assert town.on("2027-04-02").send() == []


def test_somebody_who_was_disabled_for_a_while_has_not_been_warned(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "framework", town.publish(title="Vans", end=END))
    disable(town, officer, "disabled")
    assert town.on("2027-04-02").send() == []
    disable(town, officer, "active")

    assert "in 80 days" in only("2027-04-12")


def disable(town: Town, who: Person, state: str) -> None:
    with town.app.extensions["hub.writers"].begin() as session:
        session.get_one(Account, who.account).state = state
