"""From a file to the catalogue: stored once, merged, explained, in any order."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest, preview
from hub.ingest.frameworks import statement
from hub.ingest.merge import contradictions, merge
from hub.models import (
    AuditEntry,
    Crawl,
    Framework,
    IndexChange,
    Issue,
    Lot,
    Organisation,
    Source,
    StoredRecord,
    SupplierPlace as SupplierPlaceRow,
    listed,
)
from scrapers.record import Identifier, Kind, Lot as StatedLot, NoticeReference, Stage, SupplierPlace
from scrapers.source import Outcome, Problem, Reading, Row, Voice
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_day, a_reading, a_record
from tests.thorough import mostly_thorough

DIRECTORY: dict[str, Any] = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}


def take(sessions: Any, reading: Reading) -> Any:
    return ingest(sessions, Opened("file.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def frameworks(session: Session) -> list[Framework]:
    return list(session.scalars(select(Framework).where(*listed()).order_by(Framework.key)))


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_record_becomes_a_framework_with_its_lots_suppliers_and_notices(sessions: Any, session: Session):
    record = a_record(
        title="Fleet",
        kind=Kind.DPS,
        stage=Stage.LIVE,
        start=a_day("2025-01-01"),
        end=a_day("2028-12-31"),
        lots=(StatedLot(number="1", title="Vans", suppliers=(SupplierPlace(name="Vans Ltd"),)),),
        notices=(NoticeReference(identifier="000001-2025", ocid="ocds-h6vhtk-000001"),),
    )

    take(sessions, a_reading(record))

    [framework] = frameworks(session)
    assert (framework.title, framework.kind, framework.status) == ("Fleet", "dps", "live")
    assert [(lot.number, lot.title, [p.name for p in lot.places]) for lot in framework.lots] == [
        ("1", "Vans", ["Vans Ltd"])
    ]
    assert [notice.ocid for notice in framework.notices] == ["ocds-h6vhtk-000001"]
    assert framework.owner is not None and framework.owner.name == "Anglian Buying Group"


def test_two_sources_of_one_reference_are_one_framework_that_shows_their_contradictions(
    sessions: Any, session: Session
):
    take(sessions, a_reading(a_record(reference="RM6100", end=a_day("2028-12-31"))))
    take(sessions, a_reading(a_record(reference="rm 6100", end=a_day("2026-12-31")), **DIRECTORY))

    [framework] = frameworks(session)
    records = session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)).all()
    merged = merge(statement(record) for record in records)

    assert framework.end == a_day("2028-12-31").value
    assert [s.source for s in contradictions(merged, "end")] == ["directory"]
    assert merged.source_of("end") == "anglian"


def test_importing_a_file_again_adds_a_crawl_and_changes_nothing_else(sessions: Any, session: Session):
    reading = a_reading(a_record(), a_record(reference="AB2", title="Paint"))
    take(sessions, reading)
    before = [(f.key, f.version, f.changed_at, f.provenance) for f in frameworks(session)]
    changes = count(session, IndexChange)
    session.rollback()

    report = take(sessions, reading)

    assert [(f.key, f.version, f.changed_at, f.provenance) for f in frameworks(session)] == before
    assert count(session, IndexChange) == changes
    assert count(session, Crawl) == 2
    assert report.counts == {"unchanged": 2}


def test_a_new_edition_of_an_entry_is_changed_and_the_newest_counts(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(title="Paint"), as_of=a_day("2025-01-01").value))

    report = take(sessions, a_reading(a_record(title="Paints"), as_of=a_day("2026-01-01").value))
    take(sessions, a_reading(a_record(title="Old paint"), as_of=a_day("2024-01-01").value))

    assert report.counts == {"changed": 1}
    assert [f.title for f in frameworks(session)] == ["Paints"]


def test_every_row_is_accounted_for_and_each_problem_is_an_issue_once(sessions: Any, session: Session):
    problem = Problem(place="line 2", field="end", value="20219-03-20", reason="not a date", done="left empty")
    rows = (
        Row(place="line 2", outcome=Outcome.RECORD, record=a_record(), problems=(problem,)),
        Row(place="line 3", outcome=Outcome.SKIPPED, reason="repeats line 2"),
        Row(place="line 4", outcome=Outcome.REJECTED, reason="it has no title"),
    )

    report = take(sessions, a_reading(rows=rows))
    take(sessions, a_reading(rows=rows))

    assert report.rows == 3
    assert report.counts == {"accepted": 1, "skipped": 1, "rejected": 1}
    assert report.warnings == 1
    issues = session.scalars(select(Issue).order_by(Issue.place)).all()
    assert [(i.place, i.field, i.value, i.reason) for i in issues] == [
        ("line 2", "end", "20219-03-20", "not a date"),
        ("line 4", "row", "", "it has no title"),
    ]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(), a_record(reference="AB2", source_id="2")))
    reading = a_reading(
        a_record(), a_record(reference="AB2", source_id="2", title="New"), a_record(reference="AB3", source_id="3")
    )

    report = preview(session, Opened("file.csv", "0" * 64, reading))

    assert report.counts == {"unchanged": 1, "changed": 1, "accepted": 1}
    assert (count(session, StoredRecord), count(session, Crawl)) == (2, 1)


READINGS = (
    a_reading(
        a_record(reference="RM6100", title="Hosting", owner="CCS"), a_record(reference="", source_id="9", title="X")
    ),
    a_reading(a_record(reference="rm6100", title="Cloud hosting", owner="Crown Commercial Service"), **DIRECTORY),
    a_reading(
        a_record(reference="RM6100", title="Hosting!", owner="CCS", start=a_day("2011-01-01"), end=a_day("2012-01-01")),
        a_record(reference="AB2", source_id="5", title="Paint", owner="ANGLIAN BUYING GROUP", end=a_day("2027-01-01")),
        name="third",
    ),
    a_reading(a_record(reference="AB2", source_id="5", title="Paints"), name="third", as_of=a_day("2026-09-09").value),
)


@pytest.mark.parametrize("order", mostly_thorough([*permutations(READINGS)][::3], quick=2))
def test_any_order_of_files_gives_the_same_catalogue(sessions: Any, session: Session, order: tuple[Reading, ...]):
    for reading in (*order, *order):
        take(sessions, reading)

    assert picture(session) == EXPECTED


def picture(session: Session) -> list[tuple[Any, ...]]:
    return [
        (f.key, f.title, f.reference, f.owner and f.owner.name, f.start, f.end, f.status, sorted(f.provenance.items()))
        for f in frameworks(session)
    ]


@pytest.fixture(scope="module", autouse=True)
def expected(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> None:
    """The catalogue the files make in the order they are written in."""
    from hub.db import make_engine, readers, writers

    engine = make_engine(databases.migrated(tmp_path_factory.mktemp("expected")))
    for reading in READINGS:
        take(writers(engine), reading)
    with readers(engine)() as session:
        EXPECTED[:] = picture(session)
    engine.dispose()
    assert len(EXPECTED) == 3


EXPECTED: list[tuple[Any, ...]] = []


def test_an_entry_that_gains_a_reference_keeps_its_address_leading_to_it(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(reference="", source_id="7")))
    [before] = frameworks(session)
    session.rollback()

    take(sessions, a_reading(a_record(reference="AB7", source_id="7"), as_of=a_day("2026-06-01").value))

    [after] = frameworks(session)
    old = session.get_one(Framework, before.id)
    assert old.key != after.key
    assert old.merged_into is after


def test_an_older_edition_read_later_does_not_take_an_entrys_reference_away(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(reference="AB7", source_id="7"), as_of=a_day("2026-06-01").value))
    [before] = frameworks(session)
    session.rollback()

    take(sessions, a_reading(a_record(reference="", source_id="7"), as_of=a_day("2025-06-01").value))

    assert [f.key for f in frameworks(session)] == [before.key]


def test_a_listing_of_somebody_elses_framework_speaks_as_a_reseller(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(reference="RM6361", listing_of_owner="Crown Commercial Service")))

    assert session.scalars(select(StoredRecord.voice)).all() == ["reseller"]


def test_a_supplier_is_known_by_its_number_whatever_it_is_called(sessions: Any, session: Session):
    number = (Identifier(scheme="GB-COH", id="01234567"),)
    names = ("Vans Ltd", "Vans of Norwich Limited")
    places = [SupplierPlace(name=name, identifiers=number) for name in names]
    lots = [StatedLot(number=str(n), title=f"Lot {n}", suppliers=(place,)) for n, place in enumerate(places)]

    take(sessions, a_reading(a_record(lots=tuple(lots))))

    assert len({place.supplier_id for place in session.scalars(select(SupplierPlaceRow))}) == 1


def test_an_owners_file_speaks_as_a_directory_of_other_bodies_frameworks(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(owner="Somebody Else", source_id="1", reference="X1")))

    assert session.scalars(select(StoredRecord.voice)).all() == ["directory"]


def test_a_source_row_keeps_licence_and_newest_date(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(), as_of=a_day("2026-05-05").value))
    take(sessions, a_reading(a_record(), as_of=a_day("2025-05-05").value))

    source = session.get_one(Source, "anglian")
    assert (source.licence, source.as_of, source.last_read) == ("OGL-UK-3.0", a_day("2026-05-05").value, NOON)


def test_a_lot_keeps_its_row_when_its_description_changes(sessions: Any, session: Session):
    take(sessions, a_reading(a_record(lots=(StatedLot(number="1", title="Vans"),))))
    before = session.scalars(select(Lot.id)).all()
    session.rollback()

    changed = a_record(lots=(StatedLot(number="Lot 1", title="Small vans"), StatedLot(number="2", title="Cars")))
    take(sessions, a_reading(changed, as_of=a_day("2026-06-01").value))

    lots = session.scalars(select(Lot).order_by(Lot.position)).all()
    assert [lot.title for lot in lots] == ["Small vans", "Cars"]
    assert [lots[0].id] == before


def test_one_body_by_several_names_is_one_owner(sessions: Any, session: Session):
    names = ["CCS", "Crown Commercial Service", "Government Commercial Agency"]
    records = [a_record(owner=name, reference=f"RM{n}", source_id=str(n)) for n, name in enumerate(names, 6100)]

    take(sessions, a_reading(*records, owner="CCS"))

    assert {f.owner_id for f in frameworks(session)} == {session.scalars(select(Organisation.id)).one()}


@pytest.mark.parametrize("parent_first", [True, False])
def test_a_lot_listed_by_itself_ends_with_its_framework(sessions: Any, session: Session, parent_first: bool):
    whole = a_reading(a_record(reference="RM6157", title="Building materials", end=a_day("2026-01-26")))
    part = a_record(reference="", source_id="air", title="Air cleaning", parent_reference="RM6157", parent_lot="3")
    readings = [whole, a_reading(part, **DIRECTORY)]

    for reading in readings if parent_first else reversed(readings):
        take(sessions, reading)

    assert {f.title: f.status for f in frameworks(session)} == {"Building materials": "ended", "Air cleaning": "ended"}


def test_each_import_leaves_an_audit_entry(sessions: Any, session: Session):
    take(sessions, a_reading(a_record()))

    [entry] = session.scalars(select(AuditEntry)).all()
    assert (entry.actor, entry.action, entry.detail["accepted"]) == ("operator", "import", 1)


def test_a_killed_import_is_finished_by_the_next(sessions: Any, session: Session):
    records = [a_record(reference=f"AB{n}", source_id=str(n), title=f"Framework {n}") for n in range(60)]
    reading = a_reading(*records)

    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(sessions, Opened("file.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON, progress=die)
    assert 0 < count(session, StoredRecord) < 60
    session.rollback()
    report = take(sessions, reading)

    assert (len(frameworks(session)), report.rows) == (60, 60)
    assert report.counts["unchanged"] > 0


def test_a_framework_known_by_its_reference_only_is_called_by_it_until_a_source_gives_a_title(
    sessions: Any, session: Session
):
    take(sessions, a_reading(a_record(title="", reference="AB7")))
    assert [f.title for f in frameworks(session)] == ["AB7"]
    session.rollback()

    take(sessions, a_reading(a_record(title="Fish", reference="AB7"), **DIRECTORY))

    assert [f.title for f in frameworks(session)] == ["Fish"]
