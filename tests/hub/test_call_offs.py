"""Contracts of buyers: stored as stated, shown on the framework they name, confirmed by a person."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.errors import NotFound, Refused
from hub.ingest import Opened, ingest, preview
from hub.ingest.links import confirm, refuse, unconfirmed
from hub.ingest.report import Report
from hub.ingest.review import detach, undo
from hub.models import AuditEntry, CallOff, Crawl, Framework, Organisation, StoredCallOff, listed
from scrapers.call_off import CallOffRecord, FrameworkPointer
from scrapers.record import Known, Money, NoticeReference, Party
from scrapers.source import Outcome, Reading, Row, Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record

REGISTER = {"name": "register", "voice": Voice.REGISTER, "owner": ""}


def a_call_off(**fields: Any) -> CallOffRecord:
    defaults: dict[str, Any] = {
        "source_id": "C1", "title": "Vans for parks", "buyer": Party(name="Fenland District Council"),
        "framework": FrameworkPointer(said=Known.YES, reference="AB100"),
    }  # fmt: skip
    return CallOffRecord(**defaults | fields)


def a_register(*call_offs: CallOffRecord, as_of: date = date(2026, 4, 1)) -> Reading:
    rows = tuple(
        Row(place=f"line {n}", outcome=Outcome.CALL_OFF, call_off=each) for n, each in enumerate(call_offs, 2)
    )
    return a_reading(rows=rows, as_of=as_of, **REGISTER)


def take(sessions: Any, reading: Reading) -> Report:
    return ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def call_offs(session: Session) -> list[CallOff]:
    session.rollback()
    return list(session.scalars(select(CallOff).order_by(CallOff.source_id)))


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_contract_is_kept_as_stated_and_is_no_framework(sessions: Any, session: Session):
    take(sessions, a_register(a_call_off(
        suppliers=(Party(name="Acorn Vans Ltd"), Party(name="Acorn Vans Ltd"), Party(name="Bark Ltd")),
        value=Money(net_pence=17_500_00), start=a_day("2026-01-05"), end=a_day("2027-01-04"),
        notice=NoticeReference(identifier="000009-2026"), reference="FDC/12",
    )))  # fmt: skip

    [row] = call_offs(session)
    assert (row.title, row.buyer_name, row.reference, row.notice) == (
        "Vans for parks", "Fenland District Council", "FDC/12", "000009-2026",
    )  # fmt: skip
    assert [each.name for each in row.suppliers] == ["Acorn Vans Ltd", "Bark Ltd"]
    assert (row.value_net_pence, row.value_currency) == (17_500_00, "GBP")
    assert (row.start, row.end, row.end_precision) == (date(2026, 1, 5), date(2027, 1, 4), "day")
    assert row.buyer is not None and row.buyer.slug == "fenland-district-council"
    assert count(session, Framework) == 0


def test_reading_a_register_again_changes_nothing_and_every_row_is_counted(sessions: Any, session: Session):
    reading = a_register(a_call_off(), a_call_off(source_id="C2", title="Mowers"))
    first, second = take(sessions, reading), take(sessions, reading)

    assert first.counts == {"accepted": 2} and second.counts == {"unchanged": 2}
    assert first.summary().startswith("2 rows, 2 of them contracts:")
    assert (count(session, CallOff), count(session, StoredCallOff)) == (2, 2)
    assert [crawl.call_offs for crawl in session.scalars(select(Crawl))] == [2, 2]


def test_a_dry_run_counts_contracts_and_writes_nothing(sessions: Any, session: Session):
    take(sessions, a_register(a_call_off()))
    reading = a_register(a_call_off(), a_call_off(source_id="C2"), a_call_off(title="Lorries"))

    report = preview(session, Opened("f", "0" * 64, reading))

    assert report.counts == {"unchanged": 1, "accepted": 1, "changed": 1}
    assert count(session, CallOff) == 1


def test_a_framework_and_a_contract_of_one_number_are_two_entries_in_a_dry_run(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(source_id="C1"), name="register"))

    report = preview(session, Opened("f", "0" * 64, a_register(a_call_off(source_id="C1"))))

    assert report.counts == {"accepted": 1}


EDITIONS = (
    a_register(a_call_off(value=Money(net_pence=1), title="Vans"), as_of=date(2026, 1, 1)),
    a_register(a_call_off(value=None, title="Vans for parks"), as_of=date(2026, 4, 1)),
    a_register(a_call_off(value=Money(net_pence=2), title="Older", published=date(2025, 1, 1)), as_of=date(2026, 7, 1)),
)


@pytest.mark.parametrize("order", list(permutations(EDITIONS)))
def test_the_newest_known_value_counts_in_any_order(sessions: Any, session: Session, order: tuple[Reading, ...]):
    for reading in order:
        take(sessions, reading)

    [row] = call_offs(session)
    assert (row.title, row.value_net_pence) == ("Vans for parks", 1)


@pytest.mark.parametrize("framework_first", [True, False])
def test_a_contract_is_linked_to_the_framework_it_names_whichever_comes_first(
    sessions: Any, session: Session, framework_first: bool
):
    readings = [a_reading(a_record(reference="AB100", title="Vans")), a_register(a_call_off())]
    for reading in readings if framework_first else reversed(readings):
        take(sessions, reading)

    [row] = call_offs(session)
    assert row.framework is not None and row.framework.reference == "AB100"
    assert (row.link_confidence, row.link_reason, row.link_decided) == (0.9, "its reference names AB100", False)


def test_a_contract_said_to_be_under_no_framework_is_not_linked(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(reference="AB100")))
    take(sessions, a_register(a_call_off(framework=FrameworkPointer(said=Known.NO, reference="AB100"))))

    assert call_offs(session)[0].framework_id is None


@pytest.fixture
def linked(sessions: Any, session: Session) -> CallOff:
    """A contract the hub has linked by itself, among two frameworks."""
    take(sessions, a_reading(a_record(reference="AB100"), a_record(reference="AB200", title="Other")))
    take(sessions, a_register(a_call_off()))
    return call_offs(session)[0]


def test_a_person_confirms_a_link_and_it_survives_a_re_import(linked: CallOff, sessions: Any, session: Session):
    assert [row.id for row in unconfirmed(session)] == [linked.id]
    with sessions.begin() as writing:
        confirm(writing, linked.id, OPERATOR, NOON)
    take(sessions, a_register(a_call_off(framework=FrameworkPointer(reference="AB200")), as_of=date(2026, 9, 1)))

    [row] = call_offs(session)
    assert row.framework is not None and row.framework.reference == "AB100"
    assert (row.link_confidence, row.link_decided) == (1.0, True)
    assert unconfirmed(session) == []
    assert "link" in session.scalars(select(AuditEntry.action)).all()


def test_a_person_names_another_framework_or_none_and_undoes_it(linked: CallOff, sessions: Any, session: Session):
    other = session.scalar(select(Framework.key).where(Framework.reference == "AB200"))
    with sessions.begin() as writing:
        confirm(writing, linked.id, OPERATOR, NOON, other or "")
    assert [row.framework and row.framework.reference for row in call_offs(session)] == ["AB200"]
    with sessions.begin() as writing:
        refused = refuse(writing, linked.id, OPERATOR, NOON).id
    assert [row.framework_id for row in call_offs(session)] == [None]
    with sessions.begin() as writing:
        undo(writing, refused, OPERATOR, NOON)

    assert [row.framework and row.framework.reference for row in call_offs(session)] == ["AB200"]


def test_contracts_follow_a_framework_that_is_parted_or_merged(linked: CallOff, sessions: Any, session: Session):
    take(sessions, a_reading(a_record(reference="AB100", source_id="9"), name="list", voice=Voice.DIRECTORY, owner=""))
    with sessions.begin() as writing:
        parting = detach(writing, "anglian", "AB100", OPERATOR, NOON).id
    parted = call_offs(session)[0].framework_id
    with sessions.begin() as writing:
        undo(writing, parting, OPERATOR, NOON)

    [row] = call_offs(session)
    assert parted is None  # two frameworks have the reference now
    assert row.framework is not None and row.framework.reference == "AB100"


def test_what_cannot_be_confirmed_is_refused_in_words(linked: CallOff, sessions: Any):
    with sessions.begin() as writing:
        with pytest.raises(NotFound, match="no call-off 99"):
            confirm(writing, 99, OPERATOR, NOON)
        with pytest.raises(NotFound, match="no framework nowhere"):
            confirm(writing, linked.id, OPERATOR, NOON, "nowhere")
        refuse(writing, linked.id, OPERATOR, NOON)
        with pytest.raises(Refused, match="--framework"):
            confirm(writing, linked.id, OPERATOR, NOON)


def test_buyers_are_the_councils_the_hub_knows(app: Any, sessions: Any, session: Session):
    from hub.ingest.organisations import load_organisations

    with sessions.begin() as writing:
        load_organisations(writing)
    take(sessions, a_register(a_call_off()))

    [row] = call_offs(session)
    assert row.buyer is not None and row.buyer.curated and row.buyer.kind != "buyer"
    assert session.scalars(select(Framework).where(*listed())).all() == []
    assert session.scalars(select(Organisation).where(Organisation.name == row.buyer.name)).one() is row.buyer
