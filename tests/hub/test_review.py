"""Pairs that may be one framework: proposed, decided, undone."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.errors import NotFound, Refused
from hub.ingest import Opened, ingest
from hub.ingest.remerging import remerge_all
from hub.ingest.review import decide, detach, queue, undo
from hub.models import Framework, MergeProposal, listed
from hub.search import state, sync
from scrapers.record import Lot
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record

DIRECTORY: dict[str, Any] = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}


@pytest.fixture
def pair(sessions: Any) -> None:
    """The owner's framework, and a directory's entry for it that gives no reference."""
    title = "Building cleaning services"
    owner = a_record(reference="AB1", title=title, end=a_day("2028-01-31"), lots=(Lot(number="1"),))
    listed_ = a_record(reference="", source_id="cleaning", title="Building Cleaning Services", keywords=("mops",))
    for reading in (a_reading(owner), a_reading(listed_, **DIRECTORY)):
        ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def picture(session: Session) -> list[tuple[Any, ...]]:
    session.rollback()
    rows = session.scalars(select(Framework).where(*listed()).order_by(Framework.key))
    return [
        (f.key, f.title, f.reference, f.end, f.keywords, f.provenance, f.status, [lot.number for lot in f.lots])
        for f in rows
    ]


def test_a_likely_pair_waits_for_a_person_and_is_not_merged(pair: None, session: Session):
    [found] = queue(session)

    assert {found.left.title, found.right.title} == {"Building cleaning services", "Building Cleaning Services"}
    assert "One of them has no published dates" in found.proposal.evidence
    assert len(picture(session)) == 2


def test_accepting_merges_and_undoing_restores_exactly(pair: None, sessions: Any, session: Session):
    before = picture(session)
    number = queue(session)[0].proposal.id
    session.rollback()

    with sessions.begin() as writing:
        decision = decide(writing, number, "accept", OPERATOR, NOON).id
    [merged] = picture(session)
    assert (merged[1], merged[2], merged[4]) == ("Building cleaning services", "AB1", ["mops"])
    with sessions.begin() as writing:
        undo(writing, decision, OPERATOR, NOON)

    assert picture(session) == before


def test_undoing_brings_both_back_to_the_index_and_the_pair_to_the_queue(
    pair: None, app: Any, sessions: Any, session: Session
):
    index = app.extensions["hub.index"]
    with sessions.begin() as writing:
        decision = decide(writing, queue(writing)[0].proposal.id, "accept", OPERATOR, NOON).id
    sync(sessions, index)
    assert len(index.versions()) == 1
    with sessions.begin() as writing:
        undo(writing, decision, OPERATOR, NOON)
    sync(sessions, index)

    assert len(index.versions()) == 2
    assert state(session, index).in_step
    assert len(queue(session)) == 1


def test_a_decision_survives_a_re_import(pair: None, sessions: Any, session: Session):
    with sessions.begin() as writing:
        decide(writing, queue(writing)[0].proposal.id, "accept", OPERATOR, NOON)
    again = a_record(reference="", source_id="cleaning", title="Building cleaning services!", keywords=("mops",))
    reading = a_reading(again, as_of=date(2026, 9, 1), **DIRECTORY)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    assert len(picture(session)) == 1


def test_merging_everything_anew_keeps_what_was_decided(pair: None, sessions: Any, session: Session):
    before = picture(session)
    number = queue(session)[0].proposal.id
    session.rollback()
    with sessions.begin() as writing:
        decision = decide(writing, number, "accept", OPERATOR, NOON).id
    merged = picture(session)

    assert remerge_all(sessions, OPERATOR, clock=lambda: NOON) == 0
    assert picture(session) == merged and len(merged) == 1 and queue(session) == []

    session.rollback()
    with sessions.begin() as writing:
        undo(writing, decision, OPERATOR, NOON)
        decide(writing, number, "never", OPERATOR, NOON)
    assert remerge_all(sessions, OPERATOR, clock=lambda: NOON) == 0
    assert picture(session) == before and queue(session) == []


@pytest.mark.parametrize("verdict", ["reject", "never"])
def test_a_pair_once_refused_is_not_asked_again(pair: None, sessions: Any, session: Session, verdict: str):
    with sessions.begin() as writing:
        decide(writing, queue(writing)[0].proposal.id, verdict, OPERATOR, NOON)
    reading = a_reading(a_record(reference="AB9", title="Something else"))
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    assert queue(session) == []


def test_a_record_merged_by_reference_can_be_taken_out_and_put_back(sessions: Any, session: Session):
    for reading in (a_reading(a_record()), a_reading(a_record(source_id="7", title="Other"), **DIRECTORY)):
        ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    before = picture(session)
    with sessions.begin() as writing:
        decision = detach(writing, "directory", "7", OPERATOR, NOON).id
    assert [row[1] for row in picture(session)] in (["Grounds maintenance", "Other"], ["Other", "Grounds maintenance"])
    with sessions.begin() as writing:
        undo(writing, decision, OPERATOR, NOON)

    assert picture(session) == before


def test_deciding_twice_or_about_nothing_says_what_to_do(pair: None, sessions: Any):
    with sessions.begin() as writing:
        number = queue(writing)[0].proposal.id
        decide(writing, number, "reject", OPERATOR, NOON)
        with pytest.raises(Refused, match="decided already"):
            decide(writing, number, "accept", OPERATOR, NOON)
        with pytest.raises(NotFound, match="hub review"):
            decide(writing, 999, "accept", OPERATOR, NOON)


def test_a_pair_leaves_the_queue_when_it_no_longer_looks_like_one_framework(
    pair: None, sessions: Any, session: Session
):
    renamed = a_record(reference="", source_id="cleaning", title="Window cleaning", keywords=("mops",))
    reading = a_reading(renamed, as_of=date(2026, 9, 1), **DIRECTORY)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    assert session.scalars(select(MergeProposal)).all() == []


def test_a_pair_leaves_the_queue_when_its_references_merge_it(pair: None, sessions: Any, session: Session):
    numbered = a_record(reference="AB 1", source_id="cleaning", title="Building Cleaning Services")
    reading = a_reading(numbered, as_of=date(2026, 9, 1), **DIRECTORY)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    assert len(picture(session)) == 1
    assert session.scalars(select(MergeProposal)).all() == []


def test_a_refused_pair_is_not_asked_again_under_another_key(pair: None, sessions: Any, session: Session):
    with sessions.begin() as writing:
        decide(writing, queue(writing)[0].proposal.id, "never", OPERATOR, NOON)
    numbered = a_record(reference="C-9", source_id="cleaning", title="Building cleaning", end=a_day("2028-01-31"))
    reading = a_reading(numbered, as_of=date(2026, 9, 1), **DIRECTORY)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    assert queue(session) == []


def test_what_a_person_took_out_is_not_proposed_for_what_it_was_taken_from(sessions: Any, session: Session):
    for reading in (a_reading(a_record()), a_reading(a_record(source_id="7"), **DIRECTORY)):
        ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    with sessions.begin() as writing:
        detach(writing, "directory", "7", OPERATOR, NOON)
    ingest(sessions, Opened("f", "0" * 64, a_reading(a_record(reference="AB9"))), OPERATOR, clock=lambda: NOON)

    assert len(picture(session)) == 3
    assert queue(session) == []


def test_the_evidence_follows_what_is_published(pair: None, sessions: Any, session: Session):
    dated = a_record(reference="", source_id="cleaning", title="Building Cleaning Services", end=a_day("2028-01-31"))
    reading = a_reading(dated, as_of=date(2026, 9, 1), **DIRECTORY)
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    [found] = queue(session)
    assert found.proposal.evidence == ["The same owner", "The same title", "They end on the same day"]
