"""Organisations are renamed, merged, split and succeeded on a day; old names stay, and everything can be undone."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue
from hub.actor import OPERATOR
from hub.db import make_engine, writers
from hub.errors import Refused
from hub.ingest import reorganising
from hub.ingest.organisations import load_organisations, organisation_slug
from hub.ingest.reorganising import Reorganisation
from hub.ingest.settling import settle
from hub.models import Organisation, Succession
from hub.moderation import effects
from indexer import Query
from tests.conftest import NOON
from tests.databases import Databases
from tests.pages import check_page
from tests.persons import Person

BABERGH, MID_SUFFOLK = "babergh-district-council", "mid-suffolk-district-council"
CHANGE = f"/administration/organisations/{BABERGH}"
OWNER = "anglian-buying-group"
VESTING = date(2028, 4, 1)
ONE = Reorganisation((BABERGH, MID_SUFFOLK), ("Central Suffolk Council",), VESTING)
PLANNED = Reorganisation(("suffolk-county-council",), ("West Suffolk", "East Suffolk"), VESTING, True)


@pytest.fixture(scope="module")
def loaded(organised: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the hub's own organisations, which nobody uses."""
    address = databases.copied(organised, tmp_path_factory.mktemp("loaded"))
    engine = make_engine(address)
    with writers(engine).begin() as session:
        settle(session, NOON)
    engine.dispose()
    return address


@pytest.fixture
def database(loaded: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    address = databases.copied(loaded, tmp_path)
    yield address
    databases.drop(address)


@pytest.fixture
def administrator(person: Callable[..., Person]) -> Person:
    made: Person = person("administrator")
    return made


def made(sessions: Any, change: Reorganisation) -> int:
    with sessions.begin() as session:
        return int(reorganising.reorganise(session, change, "An order.", OPERATOR, NOON).id)


def state(session: Session) -> list[Any]:
    """Every organisation, name and succession there is."""
    session.rollback()
    rows = session.scalars(select(Organisation).order_by(Organisation.slug)).all()
    names = [(r.slug, r.name, r.starts_on, r.ends_on, sorted((n.name, n.kind, str(n.ends_on)) for n in r.names))
             for r in rows]  # fmt: skip
    links = session.execute(select(Succession.predecessor_id, Succession.successor_id, Succession.on,
                                   Succession.provisional)).all()  # fmt: skip
    return [*names, *sorted(map(tuple, links), key=str)]


def called(session: Session, slug: str) -> Organisation:
    session.rollback()
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def test_a_renamed_owner_keeps_its_old_name_with_its_day_and_both_find_it(
    publish: Callable[..., str], administrator: Person, app: Flask, page: Callable[..., BeautifulSoup]
):
    key = publish()
    change = {"what": "rename", "name": "Fens Buying Group", "on": "01/11/2026"}
    before = check_page(administrator.get(f"/administration/organisations/{OWNER}/effects", query_string=change))
    assert "Search learns the new name of the owner of 1 framework." in before.text
    assert page(f"/owners/{OWNER}").h1.text.strip() == "Anglian Buying Group"  # type: ignore[union-attr]

    answer = administrator.send(f"/administration/organisations/{OWNER}/change", {**change, "reason": "Its notice."})
    assert answer.status_code == 303
    text = page(f"/owners/{OWNER}").text
    assert "Fens Buying Group" in text
    assert "Formerly Anglian Buying Group (until 31 October 2026)." in text
    for words in ("fens buying", "anglian buying"):
        assert [hit.id for hit in app.extensions["hub.index"].search(Query(text=words)).hits] == [key]


def test_a_name_outlasts_the_next_import_and_the_loading_of_the_hub_s_list(
    publish: Callable[..., str], sessions: Any, session: Session
):
    publish()
    with sessions.begin() as writing:
        for slug, name in ((OWNER, "Fens Buying Group"), (BABERGH, "Babergh and Hadleigh")):
            reorganising.rename(writing, slug, name, date(2026, 11, 1), "Its notice.", OPERATOR, NOON)
    publish(title="Parks", reference="AB2")
    with sessions.begin() as writing:
        load_organisations(writing)
        reorganising.reapply(writing)

    assert called(session, OWNER).name == "Fens Buying Group"
    assert called(session, BABERGH).name == "Babergh and Hadleigh"


def test_two_that_merge_end_the_day_before_and_lead_to_the_new_one(sessions: Any, session: Session):
    made(sessions, ONE)

    new = called(session, organisation_slug("Central Suffolk Council"))
    assert (new.starts_on, new.kind, new.curated) == (VESTING, "district-council", True)
    for slug in ONE.predecessors:
        old = called(session, slug)
        assert old.ends_on == date(2028, 3, 31)
        after = catalogue.neighbours(session, old)[1]
        assert ("Central Suffolk Council", False) in [
            (each.organisation.name, each.succession.provisional) for each in after
        ]
    assert new.slug in catalogue.named_buyers(session)[BABERGH].successors


def test_what_is_planned_ends_nobody_until_it_is_confirmed(sessions: Any, session: Session):
    (slug,) = PLANNED.predecessors
    before = called(session, slug).ends_on
    number = made(sessions, PLANNED)
    assert called(session, slug).ends_on == before
    assert {link.provisional for link in session.scalars(select(Succession).where(Succession.on == VESTING))} == {True}

    with sessions.begin() as writing:
        reorganising.confirm(writing, number, OPERATOR, NOON)
    assert called(session, slug).ends_on == date(2028, 3, 31)


def test_every_change_can_be_undone_and_all_is_as_it_was(publish: Callable[..., str], sessions: Any, session: Session):
    publish()
    before = state(session)
    with sessions.begin() as writing:
        name = reorganising.rename(writing, OWNER, "Fens", date(2026, 11, 1), "A notice.", OPERATOR, NOON).id
    number = made(sessions, ONE)
    assert state(session) != before

    with sessions.begin() as writing:
        reorganising.undo(writing, number, OPERATOR, NOON)
        reorganising.undo(writing, name, OPERATOR, NOON)
    assert state(session) == before


def test_a_change_that_others_build_on_is_undone_after_them(
    sessions: Any, session: Session, person: Callable[..., Person]
):
    first = made(sessions, ONE)
    new = called(session, organisation_slug("Central Suffolk Council"))
    second = made(sessions, Reorganisation((new.slug,), ("Suffolk Union",), date(2030, 4, 1)))
    with sessions.begin() as writing, pytest.raises(Refused, match="Undo that first"):
        reorganising.undo(writing, first, OPERATOR, NOON)
    with sessions.begin() as writing:
        reorganising.undo(writing, second, OPERATOR, NOON)
    person("member", organisation=new.slug)
    with sessions.begin() as writing, pytest.raises(Refused, match="Something is recorded"):
        reorganising.undo(writing, first, OPERATOR, NOON)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Reorganisation((BABERGH,), (), VESTING), "Name who"),
        (Reorganisation((BABERGH, MID_SUFFOLK), ("A", "B"), VESTING), "two steps"),
        (Reorganisation((BABERGH,), ("Babergh District Council",), VESTING), "cannot follow itself"),
        (Reorganisation((BABERGH,), ("X", "x"), VESTING), "once"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_cure(
    sessions: Any, session: Session, change: Reorganisation, why: str
):
    before = state(session)
    with sessions.begin() as writing, pytest.raises(Refused, match=why):
        reorganising.reorganise(writing, change, "An order.", OPERATOR, NOON)

    assert state(session) == before


def test_effects_say_what_moves_and_what_does_not(
    person: Callable[..., Person], session: Session, administrator: Person
):
    person("contributor", organisation=BABERGH, network="pen")
    told = {each.name: " ".join(each.sentences) for each in effects.of_reorganisation(session, ONE)}

    babergh = next(text for name, text in told.items() if "Babergh" in name)
    assert "It ends on 31 March 2028" in babergh
    assert "Roles do not move by themselves: 1 role" in babergh
    assert "It is new to the hub, and begins on 1 April 2028." in told["Central Suffolk Council"]


def test_a_wrong_form_keeps_what_was_typed_and_changes_nothing(administrator: Person, session: Session):
    before = state(session)
    typed = {"what": "succeed", "successors": "Central Suffolk Council", "on": "next spring"}
    answer = administrator.get(f"{CHANGE}/effects", query_string=typed)

    assert answer.status_code == 400
    assert "Enter the day as 01/04/2028" in check_page(answer).text
    assert "Central Suffolk Council</textarea>" in answer.text
    late = administrator.send(f"{CHANGE}/change", {**typed, "reason": "An order of May."})
    assert late.status_code == 400 and 'value="An order of May."' in late.text
    assert "Central Suffolk Council</textarea>" in late.text
    empty = administrator.send(f"{CHANGE}/change", {**typed, "on": "01/04/2028"})
    assert (empty.status_code, "Say why" in empty.text) == (400, True)
    assert state(session) == before


def test_only_administrators_change_organisations(person: Callable[..., Person]):
    moderator = person("moderator", network="pen")

    assert moderator.get("/administration/organisations/").status_code == 403
    address = f"{CHANGE}/change"
    assert moderator.send(address, {"what": "rename"}).status_code == 403


def test_organisations_are_found_by_a_part_of_their_name(administrator: Person):
    found = check_page(administrator.get("/administration/organisations/?q=baber"))

    assert CHANGE in [link["href"] for link in found.select("main a")]


def test_shares_are_typed_behind_the_names_of_those_who_follow(administrator: Person, session: Session):
    change = {"what": "succeed", "on": "01/04/2026", "reason": "An order."}
    address = f"/administration/organisations/{BABERGH}/change"
    lines = "West Babergh Council | 60%\nEast Babergh Council | 40%"
    wrong = administrator.send(address, {**change, "successors": lines.replace("40", "30")})
    assert wrong.status_code == 400 and "exactly 100%" in wrong.text

    assert administrator.send(address, {**change, "successors": lines}).status_code == 303
    shares = select(Organisation.slug, Succession.share).join(Succession, Succession.successor_id == Organisation.id)
    assert dict(session.execute(shares.where(Succession.share != "")).all()) == {
        "west-babergh-council": "60%",
        "east-babergh-council": "40%",
    }
