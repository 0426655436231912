"""An accepted contribution is a record like any other: stored, merged, explained field by field, found by search."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import catalogue, removals
from hub.actor import OPERATOR, Actor, Right
from hub.contributions import desk, publishing
from hub.errors import Refused
from hub.models import AuditEntry, Contribution, Crawl, Decision, Framework, Source, StoredRecord
from hub.search import sync
from indexer import Query
from tests.conftest import NOON
from tests.persons import Person

CONTRIBUTOR = Right("contributor", "mid-suffolk", "pen")
MODERATES = Right("moderator", network="pen")
MODERATOR = Actor("account-moderator", frozenset({"moderator"}), rights=(MODERATES,), account=99)
GROUNDS = {"title": "Hedge cutting", "owner": "Anglian Buying Group", "reference": "AB77", "end": "31/03/2029"}


@pytest.fixture
def officer(person: Callable[..., Person]) -> Actor:
    made = person("contributor", organisation="mid-suffolk", network="pen")
    right = frozenset({"contributor"}), ("mid-suffolk",), (CONTRIBUTOR,)
    return Actor(made.name, *right, account=made.account, acting_for="mid-suffolk", network="pen")


@pytest.fixture
def accept(sessions: Any, officer: Actor) -> Callable[..., str]:
    """Propose this and have it accepted; gives the key of the framework it is part of."""

    def accept(home: str = "", actor: Actor = MODERATOR, **draft: str) -> str:
        typed = {name.replace("_", " "): value for name, value in draft.items()}
        with sessions.begin() as session:
            made = desk.begin(session, officer, typed, NOON, home)
            desk.submit(session, made, officer, True, NOON)
            return publishing.publish(session, made, actor, NOON).key

    return accept


def test_a_new_framework_is_in_the_catalogue_and_found_by_search_at_once(
    accept: Callable[..., str], app: Flask, sessions: Any, session: Session
) -> None:
    key = accept(**GROUNDS)
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)

    framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    assert (framework.title, framework.reference, str(framework.end)) == ("Hedge cutting", "AB77", "2029-03-31")
    assert [hit.id for hit in app.extensions["hub.index"].search(Query(text="hedge cutting")).hits] == [key]
    end = catalogue.evidence(session, framework).fields["end"]
    assert end.claims[0].record.source == "contributed-by-mid-suffolk"
    assert end.claims[0].record.voice == "officer"


def test_its_source_is_the_organisation_and_nobody_in_it(accept: Callable[..., str], session: Session) -> None:
    accept(**GROUNDS)

    source = session.get_one(Source, "contributed-by-mid-suffolk")
    assert (source.title, source.publisher, source.voice) == ("Contributed by Mid Suffolk", "Mid Suffolk", "officer")


def test_it_meets_what_other_sources_say_and_the_owner_s_own_word_counts(
    accept: Callable[..., str], publish: Callable[..., str], session: Session
) -> None:
    key = publish(title="Hedges", reference="AB77")

    assert accept(**GROUNDS, summary="Hedges along roads.") == key
    framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    assert (framework.title, framework.summary) == ("Hedges", "Hedges along roads.")
    assert catalogue.evidence(session, framework).differing("title") == 1


def test_a_change_states_what_differs_alone_and_joins_even_a_framework_without_a_reference(
    accept: Callable[..., str], publish: Callable[..., str], session: Session
) -> None:
    key = publish(title="Winter salt", reference="", source_id="salt-1")

    assert accept(home=key, end="31/03/2029") == key
    record = session.scalars(select(StoredRecord).where(StoredRecord.voice == "officer")).one()
    said = {name for name in record.body if name not in ("source_id", "released", "reference_identifies")}
    assert said == {"owner", "title", "end"}
    assert str(session.scalars(select(Framework.end).where(Framework.key == key)).one()) == "2029-03-31"


def test_the_later_of_two_changes_on_one_day_counts(
    accept: Callable[..., str], publish: Callable[..., str], session: Session, sessions: Any, officer: Actor
) -> None:
    key = publish(title="Winter salt", reference="AB9")
    accept(home=key, end="31/03/2029")
    with sessions.begin() as writing:
        made = desk.begin(writing, officer, {"end": "31/03/2030"}, NOON, key)
        later = NOON.replace(minute=59)
        desk.submit(writing, made, officer, True, later)
        publishing.publish(writing, made, MODERATOR, later)

    assert str(session.scalars(select(Framework.end).where(Framework.key == key)).one()) == "2030-03-31"


def test_choices_of_who_may_use_it_become_rules_with_the_words_they_were_made_from(
    accept: Callable[..., str], session: Session
) -> None:
    words = "Open to every school in Suffolk."
    key = accept(**GROUNDS, who_may_use_it=words, classes="schools", areas="Suffolk", notices="012345-2026")

    framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    (rule,) = [row for row in framework.rules if row.confirmed_at]
    assert (rule.quote, rule.notice) == (words, "012345-2026")
    assert (rule.rule["name"], rule.rule["places"]) == ("schools", ["UKH14"])


def test_accepting_is_one_row_of_the_audit_trail_and_says_which_record_came_of_it(
    accept: Callable[..., str], session: Session
) -> None:
    key = accept(**GROUNDS, who_may_use_it="All schools.", classes="schools")

    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "accept contribution")).all()
    (made,) = session.scalars(select(Contribution)).all()
    assert [(row.actor, row.subject, row.detail["framework"]) for row in rows] == [
        ("account-moderator", f"contribution {made.id}", key)
    ]
    assert (made.state, made.decided_by, made.source_id) == ("accepted", "account-moderator", f"contribution-{made.id}")
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 3 + 1  # the role, begun, submitted, accepted


def test_what_the_proposer_accepts_is_refused_and_nothing_is_stored(
    accept: Callable[..., str], officer: Actor, session: Session
) -> None:
    both = Actor(officer.name, rights=(CONTRIBUTOR, MODERATES), account=officer.account)
    with pytest.raises(Refused, match="yourself"):
        accept(actor=both, **GROUNDS)

    assert not session.scalars(select(StoredRecord)).all()
    assert not session.scalars(select(Decision)).all()


def test_a_change_to_a_framework_that_is_gone_is_refused(
    sessions: Any, officer: Actor, publish: Callable[..., str]
) -> None:
    with sessions.begin() as session:
        made = desk.begin(session, officer, {"end": "2029"}, NOON, "0" * 16)
        with pytest.raises(Refused, match="no longer in the catalogue"):
            desk.submit(session, made, officer, True, NOON)


def test_somebody_who_asked_not_to_be_named_stays_unnamed(
    accept: Callable[..., str], sessions: Any, session: Session
) -> None:
    with sessions.begin() as writing:
        removals.ask(writing, "José Bloggs-Featherstone", OPERATOR, NOON)

    key = accept(**GROUNDS, how_to_buy="For orders ring José Bloggs-Featherstone at the depot.")

    framework = session.scalars(select(Framework).where(Framework.key == key)).one()
    assert "Featherstone" not in framework.how_to_buy and "at the depot" in framework.how_to_buy


def test_the_run_it_came_by_counts_one_record(accept: Callable[..., str], session: Session) -> None:
    accept(**GROUNDS)

    (run,) = session.scalars(select(Crawl)).all()
    assert (run.rows, run.accepted, run.state, run.actor) == (1, 1, "finished", "account-moderator")
