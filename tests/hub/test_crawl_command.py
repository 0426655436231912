"""``hub crawl``, ``probe``, ``sources``, ``schedule`` and ``remerge``, as an operator uses them."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.crawl import doors
from hub.crawl.locks import only_crawl
from hub.errors import Refused
from hub.ingest.remerging import remerge_all
from hub.models import AuditEntry, Crawl, CrawlState, Framework
from scrapers.sites import gca_api
from tests.conftest import NOON
from tests.factories import a_record
from tests.hub.crawl_sites import LEDGER, LIST, UNASKED, Shelf, entry, put_day, put_list
from tests.hub_command import Hub, hub_of

TODAY = clock.now().date()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """What the sites show today."""
    shelf = Shelf(tmp_path / "shelf")
    put_day(shelf, TODAY, [entry(1), entry(2)])
    put_day(shelf, TODAY + timedelta(days=1))  # for tests at midnight
    put_list(shelf, [entry(number) for number in range(1, 6)])
    monkeypatch.setattr(doors, "SITES", {each.source.name: each for each in (LEDGER, LIST, UNASKED)})
    monkeypatch.setattr(doors, "open_fetch", lambda _site, _config, _since: shelf)
    return shelf


@pytest.fixture
def hub(database: str, tmp_path: Path) -> Hub:
    """Run a hub command with its home in a fresh folder; a traceback fails the test."""
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": database}
    return hub_of(places)


def test_what_was_crawled_can_be_searched_and_is_told(hub: Hub, shelf: Shelf):
    output = hub("crawl", "ledger", "--since", TODAY.isoformat()).output

    assert "Crawled The Ledger: 1 pages in 1 requests, 2 rows: 2 accepted, 0 changed" in output
    assert "2 frameworks, 0 changes" in hub("check").output


def test_a_dry_run_says_what_would_be_crawled(hub: Hub, shelf: Shelf):
    assert "Would crawl The List: 1 pages" in hub("crawl", "list", "--dry-run").output
    assert "No source has been read yet" in hub("sources").output


def test_a_failed_crawl_says_why_and_does_not_keep_the_others_out(hub: Hub, shelf: Shelf):
    shelf.put("https://list.example/1", "answered 403: it does not want to be read.")

    output = hub("crawl", "list", "ledger", "--since", TODAY.isoformat(), status=1).output

    assert "Could not crawl The List" in output and "it does not want to be read" in output
    assert "Crawled The Ledger" in output
    assert "Not crawled to the end: list." in output


def test_all_enabled_are_those_with_a_permission_that_have_been_tried(hub: Hub, shelf: Shelf):
    output = hub("crawl", "--all-enabled", "--since", TODAY.isoformat()).output

    assert "Crawled The Ledger" in output and "Crawled The List" in output and "Nobody" not in output


def test_where_nothing_can_be_crawled_yet_what_is_missing_is_named(
    hub: Hub, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doors, "SITES", {"unasked": UNASKED})
    missing = "each needs a permission and `hub probe NAME` first"

    assert missing in hub("crawl", "--all-enabled", status=2).output
    assert missing in hub("schedule", "--once").output
    permitted = hub("sources", "permit", "unasked", "--because", "letter of 3 November").output
    assert "may be crawled once `hub probe unasked` has been looked at" in permitted


def test_a_crawl_of_nothing_or_of_an_unknown_name_says_what_there_is(hub: Hub, shelf: Shelf):
    assert "--all-enabled" in hub("crawl", status=2).output
    assert "There is no site called nowhere" in hub("crawl", "nowhere", status=1).output
    assert "in the future" in hub("crawl", "ledger", "--since", "2999-01-01", status=2).output


def test_a_site_is_crawled_once_it_is_permitted_and_was_tried(hub: Hub, shelf: Shelf, session: Session):
    assert 'hub sources permit unasked --because "..."' in hub("crawl", "unasked", status=1).output
    hub("sources", "permit", "unasked", status=2)
    hub("sources", "permit", "unasked", "--because", "Letter of their head of procurement, 20 November 2026")
    assert "hub probe unasked" in hub("crawl", "unasked", status=1).output
    assert shelf.asked == []

    probed = hub("probe", "unasked").output

    assert "robots.txt: https://list.example/robots.txt is not there any more (404)." in probed
    assert (
        "Page 1 has 5 rows" in probed and "AB1  Materials 1 (Anglian Buying Group; ? to 2028-03-31; 0 lots)" in probed
    )
    assert session.get_one(CrawlState, "unasked").probed_at is not None
    assert session.scalars(select(Crawl)).all() == []
    assert "Crawled Nobody Asked" in hub("crawl", "unasked").output
    session.rollback()
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["permit source", "probe source", "crawl"]


def test_a_probe_of_a_site_of_pages_says_what_each_selector_finds(
    hub: Hub, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    looking = replace(UNASKED, looks_for={"the title": "h1.title"})
    monkeypatch.setattr(doors, "SITES", {"unasked": looking})

    assert "Looked for the title: nothing at “h1.title”" in hub("probe", "unasked").output


def test_a_look_at_one_page_stores_nothing_and_is_no_probe_of_the_source(
    hub: Hub, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, session: Session
):
    monkeypatch.setattr(doors, "SITES", {"gca_api": gca_api.SITE})
    address = f"{gca_api.FRAMEWORKS}/RM9901"
    shelf.put(address, {"rm_number": "RM9901", "title": "Mowers", "status": "Live", "regulation_type": "DPS"})

    shown = hub("probe", "gca_api", "--url", address).output

    assert f"Page: {address} (application/json)" in shown and "RM9901  Mowers (Government Commercial Agency" in shown
    assert session.get_one(CrawlState, "gca_api").probed_at is None
    assert session.scalars(select(AuditEntry)).all() == []
    assert "RM1 is not there any more" in hub("probe", "gca_api", "--url", f"{gca_api.FRAMEWORKS}/RM1", status=1).output


def test_a_forbidden_site_is_neither_crawled_nor_probed_whatever_its_licence(hub: Hub, shelf: Shelf):
    hub("sources", "forbid", "ledger", "--because", "They asked us to stop.")

    assert "They asked us to stop." in hub("crawl", "ledger", status=1).output
    assert "hub sources forbid ledger" in hub("probe", "ledger", status=1).output
    assert shelf.asked == []


def test_a_probe_that_finds_a_changed_page_says_so_and_does_not_count(hub: Hub, shelf: Shelf, session: Session):
    shelf.put("https://list.example/1", {"items": []})

    assert "has no “entries” any more" in hub("probe", "unasked", status=1).output
    assert session.get_one(CrawlState, "unasked").probed_at is None


def test_sources_lists_the_sites_with_permission_last_crawl_next_and_alarm(hub: Hub, shelf: Shelf, sessions: Any):
    listed = hub("sources").output
    assert "off; permission: none yet" in listed
    assert "its reader never met the live site; not tried here: `hub probe unasked`" in listed
    assert "on; permission: open licence (Open Government Licence v3.0)" in listed
    hub("crawl", "ledger", "--since", TODAY.isoformat())
    with sessions.begin() as writing:
        writing.execute(update(CrawlState).values(failures=3))

    listed = hub("sources").output

    assert f"last good crawl {clock.now():%Y-%m-%d}" in listed and "(less than an hour ago)" in listed
    assert "every 6 hours" in listed and "next " in listed
    assert "ALARM: Its last 3 crawls failed." in listed
    assert "Sources that have fallen silent: 1\n  The Ledger: Its last 3 crawls failed." in hub("check").output


def test_a_second_crawl_of_a_source_is_refused_at_once(hub: Hub, shelf: Shelf, tmp_path: Path):
    with only_crawl(tmp_path / "locks", "ledger"):
        output = hub("crawl", "ledger", status=1).output
        assert f"ledger is being crawled already, by process {os.getpid()}." in output
        assert hub("crawl", "list").exit_code == 0

    hub("crawl", "ledger", "--since", TODAY.isoformat())


def test_a_lock_whose_holder_was_killed_is_free(tmp_path: Path):
    held = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    path = tmp_path / "ledger.lock"
    with subprocess.Popen([sys.executable, "-c", held, str(path)], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline()
        with pytest.raises(Refused), only_crawl(tmp_path, "ledger"):
            pass
        holder.kill()
        holder.wait()

    with only_crawl(tmp_path, "ledger"), path.open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_an_interrupted_run_of_long_ago_is_finished_and_what_is_new_asked_for(
    hub: Hub, shelf: Shelf, sessions: Any, session: Session
):
    yesterday, before = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    put_day(shelf, before, [entry(3)])
    put_day(shelf, yesterday, [entry(4)])
    hub("crawl", "ledger", "--since", before.isoformat())
    with sessions.begin() as writing:
        run = writing.scalars(select(Crawl)).one()
        run.state, run.ended_at, run.until = "under way", None, clock.now() - timedelta(days=1)
        run.reached = run.until
        state = writing.scalars(select(CrawlState)).one()
        state.run, state.watermark, state.last_good_at = run, run.until, None

    output = hub("crawl", "ledger").output

    assert output.count("Crawled The Ledger") == 2
    assert len(session.scalars(select(Crawl)).all()) == 2


def test_once_a_week_the_last_fortnight_is_asked_for_again(hub: Hub, shelf: Shelf, sessions: Any):
    for days in range(1, 15):
        put_day(shelf, TODAY - timedelta(days=days))
    hub("crawl", "ledger", "--since", TODAY.isoformat())
    assert "again" not in hub("crawl", "ledger").output
    with sessions.begin() as writing:
        writing.execute(update(CrawlState).values(reread_at=clock.now() - timedelta(days=8)))

    assert "(what it published in the last fortnight, again): 15 pages" in hub("crawl", "ledger").output
    assert "again" not in hub("crawl", "ledger").output


def test_the_schedule_crawls_what_is_due_and_nothing_else(hub: Hub, shelf: Shelf, sessions: Any):
    for days in range(31):
        put_day(shelf, TODAY - timedelta(days=days))

    output = hub("schedule", "--once").output
    assert "Crawled The Ledger" in output and "Crawled The List" in output and "Nobody" not in output
    again = hub("schedule", "--once").output
    assert "Crawled" not in again and "What was due has been crawled." in again
    with sessions.begin() as writing:
        due = update(CrawlState).where(CrawlState.source == "list")
        writing.execute(due.values(next_at=clock.now() - timedelta(minutes=1)))
    assert "Crawled The List" in hub("schedule", "--once").output


SCHEDULE = """
import sys
from datetime import date, timedelta
from pathlib import Path
from hub.cli import main
from hub.crawl import doors
from tests.hub.crawl_sites import LEDGER, Shelf
shelf = Shelf(Path(sys.argv[1]))
doors.SITES = {"ledger": LEDGER}
doors.open_fetch = lambda _site, _config, _since: shelf
main(["schedule"], standalone_mode=False)
"""


@pytest.mark.thorough  # it starts a hub
def test_the_schedule_runs_until_it_is_told_to_stop(shelf: Shelf, database: str, tmp_path: Path):
    for days in range(31):
        put_day(shelf, TODAY - timedelta(days=days))
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": database}
    command = [sys.executable, "-c", SCHEDULE, str(shelf.folder)]
    with subprocess.Popen(command, env=os.environ | places, stderr=subprocess.PIPE, text=True) as schedule:
        try:
            assert schedule.stderr is not None
            assert any("Crawled The Ledger" in line for line in iter(schedule.stderr.readline, ""))
            schedule.send_signal(signal.SIGTERM)
            assert schedule.wait(timeout=120) == 0
            assert "Stopped." in schedule.stderr.read()
        finally:
            schedule.kill()


@pytest.mark.parametrize("form", ["crontab", "systemd"])
def test_the_schedule_prints_lines_with_the_paths_of_this_installation(
    hub: Hub, shelf: Shelf, tmp_path: Path, form: str
):
    output = hub("schedule", "--print", form).output

    assert sys.executable in output and f"HUB_HOME={tmp_path}" in output and "-m hub schedule" in output
    assert ("--once" in output) == (form == "crontab")
    assert shelf.asked == []


def test_without_anyone_to_write_to_nothing_is_fetched(hub: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doors, "SITES", {"ledger": LEDGER})

    assert "HUB_USER_AGENT_CONTACT" in hub("crawl", "ledger", status=1).output


def test_merging_everything_anew_changes_nothing_unless_something_was_lost(
    hub: Hub, publish: Callable[..., str], sessions: Any, session: Session
):
    key = publish(title="Paint", reference="AB1")
    other = publish(title="Brushes", reference="AB2")
    assert "0 frameworks changed" in hub("remerge", "--all").output
    with sessions.begin() as writing:
        writing.execute(update(Framework).values(title="Something else", digest="lost"))

    assert "1 framework changed" in hub("remerge", key).output
    assert "1 framework changed" in hub("remerge", "--all").output
    assert "0 frameworks changed" in hub("remerge", "--all").output

    assert sorted(session.scalars(select(Framework.title))) == ["Brushes", "Paint"]
    assert other != key


def test_merging_anew_needs_a_key_there_is_or_all(hub: Hub):
    assert "--all" in hub("remerge", status=2).output
    assert "There is no framework 0000" in hub("remerge", "0000", status=1).output


def test_merging_anew_tells_how_far_it_is(publish: Callable[..., str], sessions: Any):
    publish(**a_record(title="Paint").model_dump(include={"title", "reference", "source_id"}))
    told: list[tuple[int, int]] = []

    remerge_all(sessions, OPERATOR, clock=lambda: NOON, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]
