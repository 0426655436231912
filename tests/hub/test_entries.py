"""Notices of one portal: which of them are editions of one entry, and which entries meet other sources' records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.identity import entry_keys, source_key
from hub.ingest.review import detach
from hub.ingest.store import CROWD
from hub.models import Framework, listed
from scrapers.record import Edition, NoticeReference, Record, Stage
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record

PORTAL = {"name": "portal", "voice": Voice.FIND_A_TENDER, "owner": ""}
OCID = "ocds-h6vhtk-012345"


def a_notice(published: str = "2026-01-01", number: str = "000001-2026", **fields: Any) -> Record:
    defaults: dict[str, Any] = {
        "source_id": OCID, "reference": "", "edition": Edition.DELTA, "published": date.fromisoformat(published),
        "notices": (NoticeReference(identifier=number, ocid=OCID),),
    }  # fmt: skip
    return a_record(**defaults | fields)


def take(sessions: Any, *records: Record, **source: Any) -> None:
    reading = a_reading(*records, **(source or PORTAL))
    ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def frameworks(session: Session) -> list[Framework]:
    session.rollback()
    return list(session.scalars(select(Framework).where(*listed()).order_by(Framework.title)))


def test_the_notices_of_one_ocid_are_one_framework(sessions: Any, session: Session):
    take(sessions, a_notice(stage=Stage.TENDERING), a_notice("2026-06-01", "000002-2026", stage=Stage.AWARDED))

    [framework] = frameworks(session)
    assert (framework.stage, len(framework.notices)) == ("awarded", 2)


def test_one_ocid_of_several_buyers_is_as_many_frameworks_in_any_order(sessions: Any, session: Session):
    first = a_notice(part="Fenland Water|QS1", title="Pipes")
    second = a_notice("2026-02-01", "000002-2026", part="Broads Water|QS2", title="Valves")
    again = a_notice("2026-03-01", "000003-2026", part="Broads Water Ltd|QS2", title="Valves and pumps")

    for record in (again, first, second):
        take(sessions, record)
    keys = [framework.key for framework in frameworks(session)]

    assert [framework.title for framework in frameworks(session)] == ["Pipes", "Valves and pumps"]
    take(sessions, again, second, first)
    assert [framework.key for framework in frameworks(session)] == keys


@pytest.mark.parametrize("parts", [("A|1", "A|2"), ("A|1", "B|1"), ("A|1", ""), ("A|1", "|2"), ("A|", "B|2")])
def test_a_buyer_or_a_tender_in_common_makes_one_entry(parts: tuple[str, ...]):
    assert set(entry_keys("portal", OCID, parts).values()) == {source_key("portal", OCID)}


def test_of_two_notices_of_one_day_the_later_instant_counts(sessions: Any, session: Session):
    night, morning = (datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 7))
    take(sessions, a_notice(title="Later", released=morning), a_notice(number="000002-2026", released=night))
    assert [f.title for f in frameworks(session)] == ["Later"]
    take(sessions, a_notice(title="Latest", number="000003-2026", released=morning + timedelta(hours=1)))

    assert [f.title for f in frameworks(session)] == ["Latest"]


def test_a_notice_without_a_reference_stays_where_the_others_are(sessions: Any, session: Session):
    take(sessions, a_record(reference="AB1"), name="anglian", voice=Voice.OWNER)
    take(sessions, a_notice(reference="AB1"), a_notice("2026-02-01", "000002-2026"))

    assert len(frameworks(session)) == 1


def test_a_notice_that_is_no_framework_by_itself_is_kept_until_one_is_known(sessions: Any, session: Session):
    end: dict[str, Any] = {"edition": Edition.CHANGE, "evidence_only": True, "end": a_day("2027-01-01")}
    take(sessions, a_notice("2026-05-01", "000002-2026", title="Notice of change", **end))
    assert frameworks(session) == []

    take(sessions, a_notice(end=a_day("2029-01-01")))

    assert [(f.title, f.end) for f in frameworks(session)] == [("Grounds maintenance", date(2027, 1, 1))]


def test_a_contracts_change_notice_does_not_speak_of_the_framework_whose_reference_it_gives(
    sessions: Any, session: Session
):
    take(sessions, a_record(reference="AB1", end=a_day("2029-01-01")), name="anglian", voice=Voice.OWNER)
    change: dict[str, Any] = {"edition": Edition.CHANGE, "evidence_only": True, "end": a_day("2026-12-01")}
    take(sessions, a_notice(reference="AB1", **change))

    assert [f.end for f in frameworks(session)] == [date(2029, 1, 1)]


def test_a_change_notice_outranks_the_owners_page_in_what_it_changes_and_nothing_else(sessions: Any, session: Session):
    take(sessions, a_record(end=a_day("2029-01-01")), name="anglian", voice=Voice.OWNER)
    take(sessions, a_notice(reference="AB1"))
    take(sessions, a_notice("2026-05-01", edition=Edition.CHANGE, title="Change", end=a_day("2030-01-01")))

    assert [(f.title, f.end) for f in frameworks(session)] == [("Grounds maintenance", date(2030, 1, 1))]


def test_records_of_one_owner_that_name_one_notice_are_one_framework_until_a_person_parts_them(
    sessions: Any, session: Session
):
    site = a_record(title="Mowing", reference="AB9", notices=(NoticeReference(identifier="000001-2026"),))
    take(sessions, a_notice())
    take(sessions, site, name="anglian", voice=Voice.OWNER)
    assert [f.reference for f in frameworks(session)] == ["AB9"]

    with sessions.begin() as writing:
        detach(writing, "portal", OCID, OPERATOR, NOON)

    assert [f.reference for f in frameworks(session)] == ["", "AB9"]


@pytest.mark.parametrize(
    "other",
    [
        {"owner": "Somebody Else"},
        {"parent_reference": "AB1"},
        {"listing_of_owner": "Anglian Buying Group", "owner": "Reseller"},
    ],
)
def test_a_notice_in_common_is_not_enough(sessions: Any, session: Session, other: dict[str, Any]):
    take(sessions, a_notice(reference="AB1"))
    shared = {"title": "Mowing", "reference": "", "source_id": "7", "notices": a_notice().notices}
    take(sessions, a_record(**shared | other), name="list", voice=Voice.DIRECTORY, owner="")

    assert len(frameworks(session)) == 2


def test_two_entries_of_one_source_with_one_notice_are_two_frameworks(sessions: Any, session: Session):
    notices = a_notice().notices
    lots = [a_record(title=title, reference="", source_id=title, notices=notices) for title in ("Mowing", "Hedges")]
    take(sessions, *lots, name="list", voice=Voice.DIRECTORY, owner="")
    take(sessions, a_notice())

    assert len(frameworks(session)) == 3


def test_two_references_and_one_notice_are_two_frameworks(sessions: Any, session: Session):
    take(sessions, a_notice(reference="AB1"))
    take(sessions, a_record(reference="AB2", notices=a_notice().notices), name="anglian", voice=Voice.OWNER)

    assert len(frameworks(session)) == 2


def test_a_reference_that_a_crowd_of_entries_has_tells_nothing_in_any_order(sessions: Any, session: Session):
    crowd = [
        a_notice(number=f"{n:06}-2026", source_id=f"{OCID}{n}", reference="AB1", title=f"Tender {n:02}", notices=())
        for n in range(CROWD + 2)
    ]
    take(sessions, a_record(reference="AB1", title="The framework"), name="anglian", voice=Voice.OWNER)
    take(sessions, *crowd[:CROWD])
    assert len(frameworks(session)) == 1

    take(sessions, *crowd[CROWD:])
    apart = [(f.key, f.title) for f in frameworks(session)]
    take(sessions, *reversed(crowd))

    assert [title for _, title in apart] == sorted([*(record.title for record in crowd), "The framework"], key=str)
    assert [(f.key, f.title) for f in frameworks(session)] == apart


@pytest.mark.parametrize("backwards", [False, True])
def test_the_address_of_a_reference_leads_nowhere_once_a_crowd_has_it(
    sessions: Any, session: Session, backwards: bool
):
    fields: dict[str, Any] = {"reference": "AB1", "notices": ()}
    crowd = [a_notice(source_id=f"{OCID}{n}", title=f"Tender {n}", **fields) for n in range(CROWD + 1)]
    crowd = crowd[::-1] if backwards else crowd
    take(sessions, *crowd[:2])
    [shared] = frameworks(session)
    key = shared.key

    take(sessions, *crowd[2:])

    assert len(frameworks(session)) == len(crowd)
    row = session.scalars(select(Framework).where(Framework.key == key)).one()
    assert row.merged_into is None and row.withdrawn_at is not None


def test_a_notice_of_many_editions_still_meets_other_sources(sessions: Any, session: Session):
    editions = [a_notice(f"2026-01-{day:02}", number="000001-2026", title=f"Vans {day}") for day in range(1, 29)]
    editions += [a_notice(f"2026-02-{day:02}", number="000001-2026", title=f"Vans 2 {day}") for day in range(1, 15)]
    take(sessions, *editions)

    notice = NoticeReference(identifier="000001-2026", ocid=OCID)
    take(sessions, a_record(reference="", notices=(notice,)), name="anglian", voice=Voice.OWNER)

    assert len(frameworks(session)) == 1
