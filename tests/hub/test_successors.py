"""What follows a framework that ends, told from published words or guessed from owner and title."""

import csv
from datetime import date
from itertools import combinations
from typing import Any

from hub import data
from hub.ingest.dedupe import names_agree
from hub.ingest.profiles import Candidate, Profile
from hub.status import Status
from hub.successors import TITLES_AGREE, Family, Generation, Outcome, Outlook, least_shared, names, outlook

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


def titled(titles: list[str]) -> list[Generation]:
    return [a_generation(str(number), title) for number, title in enumerate(titles)]


def of_the_starter_catalogue() -> list[Generation]:
    titles = []
    for path in data.catalogue_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        titles += [row["title"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))]
    return titled(sorted(set(titles)))


def test_of_many_frameworks_all_whose_titles_agree_are_compared_and_few_besides():
    generations = of_the_starter_catalogue()
    family = Family(generations)
    near = {(one.key, other.key) for one in generations for other in family.near(one)}
    agreeing = [
        (one, other)
        for one, other in combinations(generations, 2)
        if names_agree(one.profile.title, other.profile.title)[0] >= TITLES_AGREE
    ]

    assert len(agreeing) > 20
    for one, other in agreeing:
        assert {(one.key, other.key), (other.key, one.key)} <= near, (one.profile.it.title, other.profile.it.title)
    assert len(near) < len(generations) ** 2 / 10


def test_titles_that_agree_share_the_beginnings_of_as_many_words_as_the_database_is_asked_for():
    for one, other in combinations(of_the_starter_catalogue(), 2):
        if names_agree(one.profile.title, other.profile.title)[0] < TITLES_AGREE:
            continue
        for each, its in ((one, other), (other, one)):
            title = its.profile.it.title.casefold()
            shared = {name: sum(word[:3] in title for word in name) for name in names(each.profile.title)}
            enough = any(count >= least_shared(name) for name, count in shared.items())
            assert enough, (each.profile.it.title, title)
