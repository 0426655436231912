"""What follows a framework that ends, told from published words or guessed from owner and title."""

from datetime import date
from typing import Any

from hub.ingest.profiles import Candidate, Profile
from hub.status import Status
from hub.successors import Generation, Outcome, Outlook, outlook

OWNER = "anglian-buying-group"


def a_generation(
    key: str, title: str, start: str = "", end: str = "", status: Status = Status.LIVE, **more: Any
) -> Generation:
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Generation(Profile(Candidate(key=key, owner=OWNER, title=title, **more)), status, *days)


VANS = a_generation("a", "Vans 2", "2023-01-01", "2026-12-31")


def test_the_owners_next_framework_of_the_title_is_its_successor_by_guess():
    later = a_generation("b", "Vans 3", "2027-01-11", status=Status.PLANNED)
    others = [a_generation("c", "Lorries", "2027-01-01"), later, VANS]

    assert outlook(VANS, others) == Outlook(Outcome.PLANNED, "b", False, 10)


def test_what_a_source_names_wins_over_a_title():
    named = a_generation("n", "Fleet", "2026-12-01")
    others = [named, a_generation("b", "Vans 3", "2027-01-01")]

    assert outlook(VANS, others, {"n"}) == Outlook(Outcome.FOUND, "n", True, -31)


def test_one_in_force_is_found_before_one_that_is_planned():
    others = [a_generation("p", "Vans", status=Status.PLANNED), a_generation("l", "Vans", "2026-06-01")]

    assert outlook(VANS, others).successor == "l"


def test_without_dates_the_gap_is_not_known():
    planned = a_generation("p", "Vans 3", status=Status.TENDERING)

    assert outlook(VANS, [planned]) == Outlook(Outcome.PLANNED, "p", False, None)


def test_nothing_that_stands_beside_it_has_ended_or_came_before_follows_it():
    beside = a_generation("s", "Vans", "2023-03-01")
    ended = a_generation("e", "Vans 3", "2027-01-01", status=Status.CANCELLED)
    before = a_generation("o", "Vans 1", "2019-01-01")
    early = a_generation("y", "Vans 3", "2024-06-01")

    assert outlook(VANS, [beside, ended, before, early, VANS]) == Outlook(Outcome.MISSING)


def test_a_lot_or_a_dynamic_system_does_not_follow_a_framework_of_its_title():
    lot = a_generation("l", "Vans 3 Lot 2", "2027-01-01")
    dynamic = a_generation("d", "Vans", "2027-01-01", kind="dps")
    framework = a_generation("f", "Vans", "2023-01-01", "2026-12-31", kind="framework")

    assert outlook(framework, [lot, dynamic]) == Outlook(Outcome.MISSING)


def test_dates_back_to_back_leave_no_gap():
    assert outlook(VANS, [a_generation("b", "Vans 3", "2027-01-01")]).gap == 0
