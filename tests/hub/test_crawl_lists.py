"""Crawling a site that lists everything: believed as a whole, or nothing of it stored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.crawl import Run, crawl
from hub.crawl.guards import Listing, judge, measure
from hub.crawl.runs import ENDED
from hub.models import Crawl, CrawlState, Framework, Issue, StoredRecord, listed
from scrapers.record import Lot, SupplierPlace
from scrapers.site import Guards
from scrapers.source import Outcome, Row
from tests.conftest import NOON
from tests.factories import a_record
from tests.hub.crawl_sites import LIST, Shelf, entry, put_list

TEN = [entry(number) for number in range(1, 11)]
OTHERS = [entry(number) for number in range(21, 27)]
WEEK = timedelta(days=7)

Crawling = Callable[..., Run]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def visit(sessions: Any, shelf: Shelf) -> Crawling:
    """Crawl the list, which now has these pages, some weeks later."""

    def visit(*pages: Sequence[dict[str, Any]], weeks: int = 0, **wishes: Any) -> Run:
        put_list(shelf, *pages)
        return crawl(sessions, LIST, shelf, OPERATOR, clock=lambda: NOON + weeks * WEEK, **wishes)

    return visit


def frameworks(session: Session) -> list[tuple[str, int]]:
    session.rollback()
    rows = session.scalars(select(Framework).where(*listed()).order_by(Framework.reference_key))
    return [(row.title, row.version) for row in rows]


def unlisted(session: Session) -> list[str]:
    session.rollback()
    rows = session.scalars(select(StoredRecord).order_by(StoredRecord.source_id))
    return [row.source_id for row in rows if not row.is_listed]


def test_a_believable_list_is_stored_with_what_it_held(visit: Crawling, session: Session):
    run = visit(TEN[:6], TEN[6:])

    assert (run.state, run.pages, run.requests, run.counts["accepted"]) == ("finished", 2, 2, 10)
    assert len(frameworks(session)) == 10
    state = session.get_one(CrawlState, "list")
    assert (len(state.last_good["entries"]), state.last_good["filled"]["end"]) == (10, 1.0)
    assert (state.last_good_at, state.next_at) == (NOON, NOON + WEEK)


@pytest.mark.assurance(
    "R19",
    "A list that is empty, half as long or has lost a field fails the crawl and changes nothing",
)
@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([[]], "Its list has 0 entries where at least 4 are expected."),
        ([TEN[:4]], "Its list has 4 entries; at the last good crawl there were 10."),
        (
            [[each | {"end": ""} for each in TEN]],
            "Only 0% of its 10 entries have a value for “end”; 50% are expected.",
        ),
        (
            [[each | {"reference": ""} for each in TEN]],
            "0% of its entries have a value for “reference”; at the last good crawl 100% had.",
        ),
        ([TEN[:4] + OTHERS], "4 of the 10 entries of the last good crawl are still there."),
    ],
    ids=["emptied", "more than half gone", "a field below its floor", "a field that was there is gone", "other ones"],
)
def test_a_changed_list_fails_the_crawl_and_changes_nothing(
    visit: Crawling, session: Session, pages: list[list[dict[str, Any]]], words: str
):
    visit(TEN)
    before = frameworks(session)

    run = visit(*pages, weeks=1)

    assert (run.state, run.rows) == ("failed", 0)
    assert words in run.reason
    assert frameworks(session) == before
    assert unlisted(session) == []
    issue = session.scalars(select(Issue)).one()
    assert (issue.kind, issue.reason) == ("crawl", run.reason)
    assert issue.done == "Nothing was stored, and nothing was removed. The next crawl tries again."
    assert len(session.get_one(CrawlState, "list").last_good["entries"]) == 10


def test_a_list_that_breaks_off_stores_nothing(sessions: Any, session: Session, shelf: Shelf):
    put_list(shelf, TEN[:6], TEN[6:])
    shelf.put("https://list.example/2", "answered 403: it does not want to be read.")

    run = crawl(sessions, LIST, shelf, OPERATOR, clock=lambda: NOON)

    assert (run.state, run.reason) == ("failed", "https://list.example/2 answered 403: it does not want to be read.")
    assert frameworks(session) == []


def test_a_drop_of_more_than_15_per_cent_is_stored_and_flagged(visit: Crawling, session: Session):
    visit(TEN)

    run = visit(TEN[:8], weeks=1)

    assert run.state == "finished"
    issue = session.scalars(select(Issue)).one()
    assert issue.reason == "Its list has 8 entries; at the last good crawl there were 10."
    visit(TEN[:8], weeks=2)
    session.rollback()
    assert session.scalars(select(Issue)).one().cleared_at is None  # it waits for a person


def test_a_person_may_believe_a_list_that_has_shrunk_but_not_one_below_its_floors(visit: Crawling, session: Session):
    visit(TEN)

    assert visit(TEN[:4], weeks=1, believe=True).state == "finished"
    assert visit(TEN[:3], weeks=2, believe=True).state == "failed"


def test_an_entry_missing_from_two_good_crawls_in_a_row_is_not_listed_and_comes_back_when_seen(
    visit: Crawling, session: Session
):
    visit(TEN)
    assert visit(TEN[:9], weeks=1).reason == ENDED
    assert unlisted(session) == []
    visit([], weeks=2)  # a crawl that fails counts for nothing
    assert unlisted(session) == []

    run = visit(TEN[:9], weeks=3)

    assert unlisted(session) == ["ocds-abc123-0010"]
    assert "1 entry is not listed any more" in run.reason
    missing = session.scalars(select(StoredRecord).where(StoredRecord.missed > 0)).one()
    assert missing.missing_since == NOON + WEEK
    assert len(frameworks(session)) == 10
    assert visit(TEN[:9], weeks=4).reason == ENDED
    visit(TEN, weeks=5)
    assert unlisted(session) == []


def test_an_entry_that_cannot_be_read_is_not_missing(visit: Crawling, session: Session):
    visit(TEN)
    for week in (1, 2):
        run = visit([*TEN[:9], {"rejected": "It has no title."}], weeks=week)
        assert (run.state, run.counts["rejected"]) == ("finished", 1)

    assert unlisted(session) == []


def test_an_entry_that_cannot_be_read_is_not_missing_however_long_its_address(visit: Crawling, session: Session):
    place = f"https://list.example/{'contract-launch-briefs/' * 6}"
    visit([*TEN[:9], entry(10) | {"place": place}])
    for week in (1, 2):
        visit([*TEN[:9], {"rejected": "It has no title.", "place": place}], weeks=week)

    assert unlisted(session) == []


def test_a_list_whose_storing_was_interrupted_is_counted_once(visit: Crawling, sessions: Any, session: Session):
    stopped = visit(TEN, stop=lambda: True)
    assert (stopped.state, stopped.rows) == ("under way", 0)
    with sessions.begin() as writing:
        run = writing.scalars(select(Crawl)).one()
        run.rows, run.accepted, run.pages = 5, 5, 1

    finished = visit(TEN, weeks=1)

    assert (finished.state, finished.rows, finished.counts["accepted"]) == ("finished", 10, 10)


def test_a_dry_run_says_that_a_list_would_not_be_believed(visit: Crawling, session: Session):
    visit(TEN)

    run = visit(TEN[:2], weeks=1, dry_run=True)

    assert (run.state, run.counts["unchanged"]) == ("dry run", 2)
    assert "at least 4 are expected" in run.reason


def a_listing(records: int, **filled: float) -> Listing:
    return Listing(frozenset(map(str, range(records))), filled)


def test_suppliers_that_are_gone_from_every_lot_are_a_field_that_is_gone():
    def rows(*names: str) -> list[Row]:
        suppliers = tuple(SupplierPlace(name=name) for name in names)
        lots = (Lot(number="1", suppliers=suppliers),)
        return [
            Row(place=f"entry {n}", outcome=Outcome.RECORD, record=a_record(source_id=str(n), lots=lots))
            for n in range(5)
        ]

    judgement = judge(Guards(), measure(rows()), measure(rows("Sparkle Ltd")))

    assert judgement.failures == ("0% of its entries have a value for “suppliers”; at the last good crawl 100% had.",)


def test_falls_are_judged_against_the_last_good_list():
    last = a_listing(100, end=0.8, fee=0.03, url=0.9)

    def failures(records: int, **filled: float) -> int:
        return len(judge(Guards(), a_listing(records, **{"end": 0.8, "url": 0.9} | filled), last).failures)

    def flags(records: int, **filled: float) -> int:
        return len(judge(Guards(), a_listing(records, **{"end": 0.8, "url": 0.9} | filled), last).flags)

    assert (failures(50), flags(50)) == (0, 1)
    assert (failures(49), flags(49)) == (1, 0)
    assert (failures(85), flags(85)) == (0, 0)
    assert (failures(84), flags(84)) == (0, 1)
    assert (failures(100, end=0.39), flags(100, end=0.6)) == (1, 1)
    assert (failures(100, fee=0.0), flags(100, fee=0.0)) == (0, 0)
    assert (failures(1000), flags(1000)) == (0, 0)


def test_an_entry_listed_twice_counts_once(visit: Crawling):
    run = visit([TEN[0]] * 8)

    assert run.state == "failed"
    assert "Its list has 1 entry where at least 4 are expected." in run.reason


def test_a_site_without_a_page_is_an_empty_list(sessions: Any, shelf: Shelf):
    shelf.folder.mkdir()
    nothing = replace(LIST, visit=lambda fetch, visit: iter(()))

    run = crawl(sessions, nothing, shelf, OPERATOR, clock=lambda: NOON)

    assert run.state == "failed"
    assert run.reason.startswith("What https://list.example lists is not believed. The List gave no page at all.")
