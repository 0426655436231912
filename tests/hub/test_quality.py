"""What the hub says is wrong with its own catalogue."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.links import confirm
from hub.issues import clear
from hub.models import CallOff, Issue, Organisation, SupplierProposal
from hub.quality import findings, sources
from scrapers.call_off import FrameworkPointer
from scrapers.record import Known, NoticeReference, Stage
from scrapers.source import Outcome, Problem, Row, Voice
from tests.conftest import NOON
from tests.factories import a_call_off, a_day, a_reading, a_record

DIRECTORY = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}


def cases(session: Session, title: str) -> list[str]:
    session.rollback()
    return next(list(finding.cases) for finding in findings(session) if finding.title == title)


def test_contradictions_are_named_with_their_fields(publish: Callable[..., str], session: Session):
    publish(title="Paint", end=a_day("2028-01-31"), summary="One")
    publish(DIRECTORY, title="Paint", end=a_day("2027-01-31"), summary="Two")

    assert cases(session, "Sources contradict each other") == ["AB1 Paint: end"]


def test_an_ended_framework_still_listed_as_live_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint", stage=Stage.LIVE, start=a_day("2020-01-01"), end=a_day("2024-01-31"))
    publish(title="Fuel", reference="AB2", stage=Stage.LIVE, start=a_day("2020-01-01"), end=a_day("2026-03-31"))

    assert cases(session, "Ended, though a source still listed it as live") == ["AB1 Paint"]


def test_missing_and_impossible_ends_are_found(publish: Callable[..., str], session: Session):
    publish(title="Paint")
    publish(title="Brushes", reference="AB2", start=a_day("2024-01-01"), end=a_day("2023-01-01"))

    assert cases(session, "No end date published") == ["AB1 Paint"]
    assert cases(session, "Ends before it starts") == ["AB2 Brushes"]


def test_a_relation_that_leads_nowhere_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint 2", replaces=("AB0", "AB9"))
    publish(title="Paint", reference="AB9")

    assert cases(session, "Leads to a framework that is not in the catalogue") == ["AB1 Paint 2: replaces AB0"]


def test_a_planned_start_that_passed_unconfirmed_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint", stage=Stage.PLANNED, start=a_day("2026-03-01"))
    publish(title="Fuel", reference="AB2", stage=Stage.PLANNED, start=a_day("2027-03-01"))

    assert cases(session, "Planned start passed, not confirmed") == ["AB1 Paint"]


def test_a_framework_that_nobody_can_look_up_is_found(publish: Callable[..., str], session: Session):
    publish(title="Paint")
    publish(title="Fuel", reference="AB2", url="https://anglian.example/fuel")
    publish(title="Salt", reference="AB3", notices=(NoticeReference(identifier="000001-2026"),))

    assert cases(session, "Neither a page nor a notice to check it by") == ["AB1 Paint"]


def test_a_framework_without_a_title_is_named_once(publish: Callable[..., str], session: Session):
    publish(title="", reference="RM1234")

    assert cases(session, "No end date published") == ["RM1234"]


def test_contracts_whose_words_name_no_framework_are_found(take_contracts: Any, session: Session):
    take_contracts(
        a_call_off(source_id="1", framework=FrameworkPointer(reference="YPO 953")),
        a_call_off(source_id="2", framework=FrameworkPointer(said=Known.NO, reference="No")),
        a_call_off(source_id="3", framework=FrameworkPointer()),
    )

    found = cases(session, "Contracts whose words name no framework in the catalogue")
    assert found == ["Vans for parks (Fenland District Council) says “YPO 953”"]


def test_contracts_that_could_be_of_several_frameworks_say_so(
    publish: Callable[..., str], take_contracts: Any, session: Session
):
    publish(reference="AB100", title="Vans")
    publish({"name": "other", "owner": "Broads"}, reference="AB100", owner="Broads", title="Lorries")
    take_contracts(a_call_off())

    [case] = cases(session, "Contracts whose words name no framework in the catalogue")
    assert case.endswith("“AB100”: could be any of 2 frameworks")


def test_contracts_linked_by_their_words_are_found_until_a_person_confirms_them(
    publish: Callable[..., str], take_contracts: Any, session: Session, sessions: Any
):
    publish(reference="AB100", title="Vans")
    take_contracts(a_call_off())
    title = "Contracts linked by their words alone"

    assert cases(session, title) == [
        "Vans for parks (Fenland District Council): AB100 Vans, 90% sure: its reference names AB100"
    ]
    with sessions.begin() as writing:
        confirm(writing, writing.scalars(select(CallOff.id)).one(), OPERATOR, NOON)
    assert cases(session, title) == []


def test_pairs_of_suppliers_are_found_until_they_are_decided(session: Session, sessions: Any):
    with sessions.begin() as writing:
        for slug, name in (("acorn", "Acorn Ltd"), ("acorn-uk", "Acorn (UK) Ltd")):
            writing.add(Organisation(slug=slug, name=name, kind="supplier"))
        pair = SupplierProposal(slug="acorn", other_slug="acorn-uk", score=0.95, proposed_at=NOON)
        writing.add(pair)
        writing.flush()
        number = pair.id
    title = "Suppliers that may be one"

    assert cases(session, title) == ["Acorn Ltd / Acorn (UK) Ltd, 95% alike"]
    with sessions.begin() as writing:
        writing.get_one(SupplierProposal, number).state = "never"
    assert cases(session, title) == []


def test_data_issues_are_found_until_they_are_cleared(session: Session, sessions: Any):
    problem = Problem(place="line 2", field="end", value="99/99/2026", reason="is no date")
    row = Row(place="line 2", outcome=Outcome.RECORD, record=a_record(), problems=(problem,))
    ingest(sessions, Opened("f", "0" * 64, a_reading(rows=(row,))), OPERATOR, clock=lambda: NOON)
    title = "Open data issues"

    assert cases(session, title) == ["anglian, line 2, end “99/99/2026”: is no date"]
    assert [source.issues for source in sources(session)] == [1]
    with sessions.begin() as writing:
        clear(writing, writing.scalars(select(Issue.id)).one(), OPERATOR, NOON)
    assert cases(session, title) == []
    session.rollback()
    assert [source.issues for source in sources(session)] == [0]


def test_checking_asks_the_database_no_more_of_a_large_catalogue_than_of_a_small_one(
    publish: Callable[..., str], app: Any, session: Session
):
    asked: list[str] = []
    event.listen(app.extensions["hub.engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for number in range(1, 4):
        publish(title=f"Paint {number}", reference=f"AB{number}")
        publish(DIRECTORY, title=f"Paint {number}", reference=f"AB{number}", end=a_day("2027-01-31"))
        session.rollback()
        asked.clear()
        findings(session)
        counts.append(len(asked))

    assert len(set(counts)) == 1


def test_a_source_says_how_many_contracts_it_gives(publish: Callable[..., str], take_contracts: Any, session: Session):
    publish(reference="AB100", title="Vans")
    take_contracts(a_call_off(), a_call_off(source_id="C2", framework=FrameworkPointer()))

    found = {source.name: (source.records, source.call_offs, source.linked) for source in sources(session)}
    assert found == {"anglian": (1, 0, 0), "register": (0, 2, 1)}


def test_a_source_says_how_much_it_gives(publish: Callable[..., str], session: Session):
    publish(title="Paint")
    publish(DIRECTORY, title="Paint")

    found = {source.name: (source.records, source.frameworks) for source in sources(session)}
    assert found == {"anglian": (1, 1), "directory": (1, 1)}
