"""A member's statement: what it tells of an organisation, what it does not tell of persons, and that it is one page."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub import notes
from hub.actor import OPERATOR
from hub.models import CallOff, Follow, Organisation
from hub.notes import Entry, Facts, Note, Table
from hub.reports import fees, statement_paper
from hub.reports.paper import Paper, as_pdf, as_text
from hub.reports.period import Period
from hub.reports.statement import Statement, statement
from tests.moments import NOON
from tests.persons import a_person, network_called
from tests.reports.rows import a_claim, a_claimed_call_off, a_member, more_of

TODAY = NOON.date()
THIS, LAST = Period(2026), Period(2025)


@pytest.fixture
def write(sessions: Any) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


@pytest.fixture
def fenland(write: Session) -> Organisation:
    return a_member(write, "fenland", name="Fenland District Council")


def paper(session: Session, organisation: Organisation, period: Period = LAST) -> Paper:
    return statement_paper.printed(statement(session, organisation, period, TODAY), f"https://hub.example/{'s' * 90}")


def facts(paper: Paper) -> dict[str, str]:
    return {label: text for block in paper.blocks if isinstance(block, Facts) for label, text in block.pairs}


def tables(paper: Paper) -> list[list[list[str]]]:
    return [[list(row) for row in block.rows] for block in paper.blocks if isinstance(block, Table)]


def a_contract(session: Session, buyer: Organisation, number: int = 1, **about: Any) -> CallOff:
    given = {
        "source": "register",
        "source_id": f"R{number}",
        "title": f"Mowing {number}",
        "buyer_id": buyer.id,
        **about,
    }
    row = CallOff(**given)
    session.add(row)
    session.flush()
    return row


def pays(session: Session, pence: int | None, organisation: Organisation | None = None, network: str = "pen") -> None:
    fees.enter(session, OPERATOR, network_called(session, network), LAST, organisation, pence, NOON)


# What it was led to


def test_what_people_follow_is_told_only_where_three_or_more_do(app: Flask, sessions: Any) -> None:
    people = [a_person(app, "member", organisation="fenland") for _ in range(3)]
    stranger = a_person(app, "member", organisation="elsewhere")

    def follow(person: Any, *keys: str) -> int | None:
        with sessions.begin() as session:
            about = {"kind": "framework", "title": "x", "cadence": "weekly", "created_at": NOON, "checked_at": NOON}
            session.add_all(Follow(account_id=person.account, subject=key, **about) for key in keys)
            session.flush()
            return of(session).following

    def of(session: Session) -> Statement:
        return statement(session, a_member(session, "fenland"), LAST, TODAY)

    assert follow(stranger, "a", "b") == 0
    assert follow(people[0], "a") is None
    assert follow(people[1], "a", "b") is None
    assert follow(people[2], "c") == 3


def test_file_notes_of_the_year_that_name_it_are_counted_with_their_frameworks(
    write: Session, fenland: Organisation
) -> None:
    for name, keys in (("Fenland District Council", "ab"), ("fenland district council", "bc"), ("Fenland", "d")):
        entries = tuple(Entry(key=key, title=key, taken_on=TODAY) for key in keys)
        text = notes.clean(f"Not by Fenland District Council but by {name}")
        token = notes.start(write, Note(title="x", organisation=name, need=text, frameworks=entries), NOON)
        write.flush()
        notes.freeze(write, token, 1, lambda key: key, OPERATOR, NOON)
    write.flush()
    found = statement(write, fenland, THIS, TODAY)
    assert (found.notes, found.noted) == (2, 3)
    assert statement(write, fenland, LAST, TODAY).notes == 0


def test_contracts_that_began_in_the_year_are_counted_once(write: Session, fenland: Organisation) -> None:
    published = a_contract(write, fenland, start=date(2025, 6, 1))
    a_contract(write, fenland, 2, start=date(2024, 6, 1))
    both = a_claimed_call_off(write, fenland, call_off_id=published.id, framework_home="abc", start=date(2025, 6, 1))
    a_claim(write, fenland, call_off=both)
    a_claim(write, fenland, call_off=a_claimed_call_off(write, fenland, framework_home="abc", start=date(2025, 7, 1)))
    found = statement(write, fenland, LAST, TODAY)
    assert (found.call_offs, found.used) == (2, 1)


# Contracts that end


def test_contracts_of_the_next_twelve_months_are_listed_those_that_end_first_first(
    write: Session, fenland: Organisation
) -> None:
    a_contract(write, fenland, 1, end=TODAY + timedelta(days=300), framework_title="Grounds")
    a_contract(write, fenland, 2, end=TODAY + timedelta(days=366))
    a_contract(write, fenland, 3, end=TODAY - timedelta(days=1))
    a_claim(write, fenland, call_off=a_claimed_call_off(write, fenland, title="Vans", ends_on=TODAY))
    found = statement(write, fenland, LAST, TODAY).ending
    assert [(each.title, each.framework) for each in found] == [("Vans", "Vehicles"), ("Mowing 1", "Grounds")]


def test_an_extension_that_was_told_wins_over_the_published_end(write: Session, fenland: Organisation) -> None:
    published = a_contract(write, fenland, end=TODAY + timedelta(days=30))
    extended = a_claimed_call_off(write, fenland, call_off_id=published.id, ends_on=TODAY + timedelta(days=800))
    a_claim(write, fenland, call_off=extended)
    assert statement(write, fenland, LAST, TODAY).ending == []


def test_a_contract_known_only_from_a_draft_is_not_told(write: Session, fenland: Organisation) -> None:
    only_a_draft = a_claimed_call_off(write, fenland, ends_on=TODAY)
    a_claim(write, fenland, call_off=only_a_draft, state="draft", submitted_at=None)
    assert statement(write, fenland, LAST, TODAY).ending == []


# Saving


def test_its_validated_saving_is_told_by_its_parts_which_add_up(write: Session, fenland: Organisation) -> None:
    claim = a_claim(write, fenland, 10_000_01)
    more_of(write, claim, fenland, 2_00, bucket="avoidance", cashable=False)
    more_of(write, claim, a_member(write, "other"), 500_00)
    a_claim(write, fenland, 30, column="local", bucket="not_due")
    a_claim(write, fenland, 5_00, state="verified")
    a_claim(write, fenland, 7_00, basis="estimated")
    a_claim(write, fenland, 99_00, column="owner_declared")
    told = paper(write, fenland)
    assert tables(told)[-1] == [
        ["Collaborative: price savings and rebates", "£10,000.01", "£0.00", "£10,000.01"],
        ["Collaborative: cost avoided", "£0.00", "£2.00", "£2.00"],
        ["Local: not due to the framework", "£0.30", "£0.00", "£0.30"],
        ["All", "£10,000.31", "£2.00", "£10,002.31"],
    ]
    said = as_text(told)
    assert "verified, waiting for the network: £5.00; live estimates: £7.00." in said and "£99.00" not in said


def test_example_data_in_its_saving_is_said_to_be(write: Session, fenland: Organisation) -> None:
    a_claim(write, fenland)
    assert "example data" not in as_text(paper(write, fenland))
    a_claim(write, fenland, example=True)
    assert "Validated by the network, example data among it" in as_text(paper(write, fenland))


def test_the_saving_is_set_against_the_cost_only_where_both_are_known(write: Session, fenland: Organisation) -> None:
    said = as_text(paper(write, fenland))
    assert "Pen: Not entered" in said and "÷" not in said
    pays(write, 4_000_00)
    assert facts(paper(write, fenland))["Pen"] == "£4,000.00"
    assert "÷" not in as_text(paper(write, fenland))
    claim = a_claim(write, fenland, 10_000_00)
    more_of(write, claim, fenland, 9_000_00, cashable=False)
    a_claim(write, fenland, 9_000_00, column="local")
    assert facts(paper(write, fenland))[statement_paper.OWN_RATIO] == "2.5"
    a_member(write, "fenland", network="another")
    assert "÷" not in as_text(paper(write, fenland))
    pays(write, 0, network="another")
    assert facts(paper(write, fenland))[statement_paper.OWN_RATIO] == "2.5"


def test_what_is_entered_for_one_organisation_wins_over_what_each_pays(write: Session, fenland: Organisation) -> None:
    pays(write, 4_000_00)
    pays(write, 1_000_00, fenland)
    assert facts(paper(write, fenland))["Pen"] == "£1,000.00"
    assert facts(paper(write, a_member(write, "other")))["Pen"] == "£4,000.00"
    pays(write, None, fenland)
    assert facts(paper(write, fenland))["Pen"] == "£4,000.00"
    assert facts(paper(write, fenland, THIS))["Pen"] == "Not entered"


# One page


@pytest.mark.alike
@pytest.mark.parametrize("columns", [("collaborative", "local"), ("collaborative",)])
def test_it_is_one_page_whatever_it_has_to_tell(write: Session, columns: Sequence[str]) -> None:
    long = "The Wŷe 日 Combined Authority for Procurement of Wide Widgets and Mouldings in the Wold " * 12
    council = a_member(write, "fenland", name=long[:1000])
    for number, slug in enumerate(("pen", "north", "south", "east")):
        a_member(write, "fenland", network=slug)
        network_called(write, slug).name = f"{number} {long}"[:200]
        pays(write, 9_999_999_99, network=slug)
    for number in range(40):
        a_contract(write, council, number, title=long[:1000], framework_title=long[:1000], end=TODAY, start=LAST.first)
    claim = a_claim(write, council, 999_999_999_99)
    for column in columns:
        for bucket in ("headline", "avoidance", "tender_cost", "process_time", "not_due"):
            for state in ("validated", "verified", "submitted"):
                claim = a_claim(write, council, 999_999_999_99, column=column, bucket=bucket, state=state)
                more_of(write, claim, council, -999_999_999_99, bucket=bucket, cashable=False)
    a_claim(write, council, -999_999_999_99, basis="estimated")
    told = paper(write, council)
    assert re.search(r"there are \d\d more", as_text(told)) and "÷" in as_text(told)
    assert len(re.findall(rb"/Type /Page\b", as_pdf(told))) == 1
