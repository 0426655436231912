"""Crawling a site that publishes notices: page by page, gone on with where it stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.crawl import Run, crawl
from hub.crawl.runs import REREAD, under_way_since
from hub.crawl.streams import advanced
from hub.models import AuditEntry, Crawl, CrawlState, Framework, Issue, Source, StoredRecord, listed
from scrapers.site import Fetch, Page, Visit
from tests.conftest import NOON
from tests.hub.crawl_sites import LEDGER, Shelf, entry, put_day

FIRST, SECOND, THIRD = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21)
START = datetime(2026, 11, 19, tzinfo=UTC)
LATER = NOON + timedelta(hours=6)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Three days of the ledger: two pages, none, one page."""
    shelf = Shelf(tmp_path / "shelf")
    put_day(shelf, FIRST, [entry(1), entry(2)], [entry(3)])
    put_day(shelf, SECOND)
    put_day(shelf, THIRD, [entry(4), {"rejected": "It has no title."}])
    return shelf


@pytest.fixture
def visit(sessions: Any, shelf: Shelf) -> Callable[..., Run]:
    def visit(at: datetime = NOON, **wishes: Any) -> Run:
        return crawl(sessions, LEDGER, shelf, OPERATOR, clock=lambda: at, **wishes)

    return visit


def titles(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Framework.title).where(*listed()).order_by(Framework.title)))


def state(session: Session) -> CrawlState:
    session.rollback()
    return session.get_one(CrawlState, "ledger")


def test_every_page_is_stored_and_every_row_accounted_for(visit: Callable[..., Run], session: Session):
    run = visit(since=START)

    assert (run.state, run.pages, run.requests, run.rows) == ("finished", 4, 4, 5)
    assert run.reason == "It was read to its end."
    assert run.counts == {"accepted": 4, "changed": 0, "unchanged": 0, "skipped": 0, "rejected": 1}
    assert run.bytes > 0
    assert titles(session) == ["Materials 1", "Materials 2", "Materials 3", "Materials 4"]
    assert session.get_one(Source, "ledger").last_read == NOON
    row = session.scalars(select(Crawl)).one()
    assert (row.kind, row.state, row.rows, row.ended_at, row.actor) == ("crawl", "finished", 5, NOON, "operator")
    assert "It has no title." in session.scalars(select(Issue.reason)).one()
    assert session.scalars(select(AuditEntry.action)).one() == "crawl"


def test_the_next_crawl_starts_where_the_last_one_ended(visit: Callable[..., Run], session: Session, shelf: Shelf):
    visit(since=START)
    before = len(shelf.asked)

    run = visit(at=LATER)

    assert shelf.asked[before:] == ["https://ledger.example/2026-11-21?page=1"]
    assert run.counts["unchanged"] == 1
    assert state(session).watermark == LATER
    assert state(session).next_at == LATER + LEDGER.every


def test_a_first_crawl_looks_thirty_days_back(visit: Callable[..., Run], shelf: Shelf):
    visit()

    assert shelf.asked == ["https://ledger.example/2026-10-22?page=1"]


def test_a_stopped_crawl_is_gone_on_with_by_the_next(visit: Callable[..., Run], session: Session, shelf: Shelf):
    stopped = visit(since=START, stop=lambda: True)
    assert (stopped.state, stopped.pages) == ("under way", 1)
    assert stopped.reason == "It was told to stop. The next crawl goes on from there."
    assert state(session).watermark is None

    run = visit(at=LATER)

    assert (run.state, run.pages, run.rows) == ("finished", 4, 5)
    assert len(shelf.asked) == len(set(shelf.asked)) == 4
    session.rollback()
    row = session.scalars(select(Crawl)).one()
    assert (row.started_at, row.ended_at, row.until) == (NOON, LATER, NOON)


def test_what_was_fetched_since_an_interrupted_run_began_need_not_be_fetched_again(
    visit: Callable[..., Run], sessions: Any
):
    visit(since=START, stop=lambda: True)

    assert under_way_since(sessions, LEDGER, LATER) == NOON
    visit(at=LATER)
    assert under_way_since(sessions, LEDGER, LATER) == LATER


def test_a_run_killed_after_its_last_page_is_finished_without_asking_again(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    pages = iter([False, False, False, True])
    assert visit(since=START, stop=lambda: next(pages)).state == "under way"

    run = visit(at=LATER)

    assert (run.state, run.pages) == ("finished", 4)
    assert len(shelf.asked) == 4


def test_a_failure_keeps_what_was_stored_and_says_why(visit: Callable[..., Run], session: Session, shelf: Shelf):
    shelf.put("https://ledger.example/2026-11-20?page=1", "answered 503 five times.")

    run = visit(since=START)

    assert (run.state, run.pages, run.requests) == ("partial", 2, 3)
    assert run.reason == "https://ledger.example/2026-11-20?page=1 answered 503 five times."
    assert titles(session) == ["Materials 1", "Materials 2", "Materials 3"]
    issue = session.scalars(select(Issue)).one()
    assert (issue.kind, issue.source, issue.reason) == ("crawl", "ledger", run.reason)
    assert issue.done == "What was stored before stays; the next crawl goes on from there."
    assert state(session).failures == 1
    assert state(session).watermark == datetime(2026, 11, 20, tzinfo=UTC)
    assert state(session).next_at == NOON + timedelta(hours=1)


def test_the_crawl_after_a_failure_is_a_run_of_its_own_that_goes_on_from_there(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    shelf.put("https://ledger.example/2026-11-20?page=1", "answered 503 five times.")
    visit(since=START)
    put_day(shelf, SECOND, [entry(5)])

    run = visit(at=LATER)

    assert (run.state, run.pages, run.until) == ("finished", 2, LATER)
    assert shelf.asked.count("https://ledger.example/2026-11-19?page=1") == 1
    assert session.scalar(select(func.count()).select_from(Crawl)) == 2
    assert state(session).failures == 0
    failure = session.scalars(select(Issue).where(Issue.kind == "crawl")).one()
    assert (failure.cleared_at, failure.cleared_by) == (LATER, "operator")


def test_from_a_place_that_leads_nowhere_a_crawl_goes_back_to_the_beginning_of_its_window(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    put_day(shelf, SECOND, [entry(5)], [])
    shelf.put("https://ledger.example/2026-11-20?page=2", "answered 400: the cursor is too old.")
    visit(since=START)
    assert (visit(at=LATER).state, state(session).cursor) == ("failed", {})
    put_day(shelf, SECOND, [entry(5), entry(6)])
    before = len(shelf.asked)

    run = visit(at=LATER)

    assert run.state == "finished"
    assert shelf.asked[before:] == [f"https://ledger.example/2026-11-{day}?page=1" for day in (20, 21)]
    assert titles(session) == [f"Materials {number}" for number in range(1, 7)]


def test_a_crawl_from_long_ago_is_gone_on_with_however_often_it_fails(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    visit(since=datetime(2026, 11, 21, tzinfo=UTC))
    shelf.put("https://ledger.example/2026-11-20?page=1", "cannot be reached.")
    assert visit(since=START).state == "partial"
    assert [visit(at=LATER).state for _ in range(2)] == ["failed", "failed"]
    put_day(shelf, SECOND, [entry(5)])

    assert visit(at=LATER).state == "finished"

    assert "Materials 5" in titles(session)


def test_reading_again_that_fails_does_not_keep_out_what_is_new(
    visit: Callable[..., Run],
):
    visit(since=START)
    assert visit(at=LATER, kind=REREAD).state == "failed"

    run = visit(at=LATER)

    assert (run.kind, run.state) == ("crawl", "finished")


def test_a_changed_page_fails_the_crawl_in_words(visit: Callable[..., Run], session: Session, shelf: Shelf):
    visit(since=START)
    before = titles(session)
    shelf.put("https://ledger.example/2026-11-21?page=1", {"items": []})

    run = visit(at=LATER)

    assert run.state == "failed"
    assert "https://ledger.example/2026-11-21?page=1 has no “entries” any more. `hub probe ledger`" in run.reason
    assert titles(session) == before


def test_a_fault_of_our_own_in_reading_a_page_is_told_like_any_other(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    shelf.put("https://ledger.example/2026-11-19?page=2", {"entries": [{"source_id": "x"}], "more": False})

    run = visit(since=START)

    assert (run.state, run.pages) == ("partial", 1)
    assert "could not be understood (KeyError" in run.reason


def test_the_same_failure_again_is_the_same_issue_also_once_it_was_cleared(
    visit: Callable[..., Run], sessions: Any, session: Session, shelf: Shelf
):
    shelf.put("https://ledger.example/2026-11-19?page=1", "cannot be reached.")
    visit(since=START)
    with sessions.begin() as writing:
        writing.scalars(select(Issue)).one().cleared_at = NOON
    shelf.put("https://ledger.example/2026-11-19?page=1", "cannot be reached at all.")

    visit(at=LATER, since=START)

    issue = session.scalars(select(Issue)).one()
    assert (issue.cleared_at, issue.first_seen) == (None, LATER)
    assert issue.reason.endswith("at all.")


def test_pages_that_go_round_in_a_circle_end_the_visit(sessions: Any, shelf: Shelf):
    def circle(fetch: Fetch, visit: Visit) -> Any:
        first = next(iter(LEDGER.visit(fetch, visit)))
        while True:
            yield replace(first, then={"next": "1"})

    run = crawl(sessions, replace(LEDGER, visit=circle), shelf, OPERATOR, clock=lambda: NOON, since=START)

    assert (run.state, run.pages) == ("partial", 1)
    assert "circle" in run.reason


def test_a_dry_run_says_what_would_change_and_writes_nothing(visit: Callable[..., Run], session: Session, shelf: Shelf):
    visit(since=START)
    put_day(shelf, THIRD, [entry(4, title="Materials four"), entry(5)])
    counts = [session.scalar(select(func.count()).select_from(model)) for model in (Crawl, StoredRecord)]
    before = state(session).watermark
    session.rollback()

    run = visit(at=LATER, dry_run=True)

    assert (run.state, run.pages, run.counts["changed"], run.counts["accepted"]) == ("dry run", 1, 1, 1)
    assert counts == [session.scalar(select(func.count()).select_from(model)) for model in (Crawl, StoredRecord)]
    assert state(session).watermark == before


def test_a_crawl_from_another_day_gives_up_what_was_interrupted(visit: Callable[..., Run], session: Session):
    visit(since=START, stop=lambda: True)

    run = visit(at=LATER, since=datetime(2026, 11, 21, tzinfo=UTC))

    assert (run.state, run.pages) == ("finished", 1)
    given_up = session.scalars(select(Crawl).order_by(Crawl.id)).first()
    assert given_up is not None and (given_up.state, given_up.ended_at) == ("partial", LATER)
    assert "another day" in given_up.reason


def test_a_window_after_a_gap_does_not_move_the_watermark():
    day = timedelta(days=1)

    assert advanced(None, START, START + day) == START + day
    assert advanced(START + day, START, START + 2 * day) == START + 2 * day
    assert advanced(START + 3 * day, START, START + 2 * day) == START + 3 * day
    assert advanced(START, START + day, START + 2 * day) == START


def test_rereading_asks_for_a_fortnight_and_for_what_is_held_and_was_not_asked_for_in_a_week(
    visit: Callable[..., Run], session: Session, shelf: Shelf
):
    visit(since=START)
    at = NOON + timedelta(days=15)
    for number in range(1, 16):
        put_day(shelf, THIRD + timedelta(days=number), *([[entry(1)]] if number == 15 else []))
    for number in (2, 3):  # the fourth was published on the day that every crawl begins with
        shelf.put(f"https://ledger.example/procurement/ocds-abc123-000{number}", {"entries": [entry(number)]})
    visit(at=at)
    before = len(shelf.asked)

    run = visit(at=at, kind=REREAD)

    asked = shelf.asked[before:]
    assert (run.state, run.kind) == ("finished", "reread")
    assert asked[0] == "https://ledger.example/2026-11-22?page=1"
    assert [address.rpartition("-")[2] for address in asked[15:]] == ["0002", "0003"]
    assert (state(session).reread_at, state(session).watermark) == (at, at)


def test_progress_is_told_page_by_page(visit: Callable[..., Run]):
    told: list[tuple[int, int]] = []

    visit(since=START, progress=lambda done, total: told.append((done, total)))

    assert told == [(0, 1000), (400, 1000), (800, 1000), (1000, 1000)]


def test_progress_never_goes_back_in_the_midst_of_a_day(visit: Callable[..., Run], shelf: Shelf):
    put_day(shelf, SECOND, [entry(5)], [entry(6)])
    told: list[int] = []

    visit(since=START, progress=lambda done, total: told.append(done))

    assert told == [0, 400, 400, 800, 1000]


def test_progress_counts_pages_where_the_site_says_how_many(sessions: Any, shelf: Shelf):
    def counted(fetch: Fetch, visit: Visit) -> Any:
        page: Page
        for page in LEDGER.visit(fetch, visit):
            yield replace(page, total=4)

    told: list[tuple[int, int]] = []
    site = replace(LEDGER, visit=counted)
    crawl(
        sessions,
        site,
        shelf,
        OPERATOR,
        clock=lambda: NOON,
        since=START,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
