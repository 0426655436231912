"""Find a Tender crawled by the real command through the real door, at a stand-in that is asked over HTTPS."""

import json
import os
import random
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hub import exports
from hub.cli import main
from hub.crawl import doors
from hub.db import make_engine, readers
from hub.models import Crawl, CrawlState
from scrapers.fetch import Door
from tests.conftest import SHARED
from tests.scrapers.ocds.releases import a_framework, a_release, an_award
from tests.scrapers.sites import portal
from tests.stand_in import Reply, Request, SlowTime, StandIn

REAL = SHARED / "data/ocds/find_a_tender"
SITE = "find_a_tender"
CONTACT = "hub@council.example"
ROBOTS = "User-agent: *\nDisallow: /Search\nDisallow: /api/1.0/ocdsRecordPackages\n"
DAY = timedelta(days=1)

Release = dict[str, Any]


def published(count: int, seed: int = 0, days: int = 2) -> list[Release]:
    """Notices of the last days, of every outcome: frameworks and changes of them, call-offs, others, broken ones.

    A broken one is of the same moment as the one after it, so that no page holds broken ones alone, whatever time of
    day it is: that would be a changed portal. What is no framework's has an OCID of its own: a page that holds a
    framework's notice too would say more of it than one that does not, and where pages end depends on the time of day.
    """
    chance = random.Random(seed)  # noqa: S311  no secret
    makers: Sequence[Callable[..., Release]] = (a_framework, a_framework, an_award, a_release)
    chosen = [(n, chance.choice(makers)) for n in range(2, count + 2)]
    releases = [
        make(n // 2 if make is a_framework else 1000 + n, id=f"{n:06}-2026", title=f"Materials {n}")
        for n, make in chosen
    ]
    broken = []
    for place, each in enumerate(releases):
        each["date"] = moment(chance.uniform(0.1, days * 24))
        if chance.random() < 0.1:
            del each[chance.choice(("ocid", "id", "tender"))]
            broken.append(place)
    for place in reversed(broken):
        releases[place]["date"] = releases[(place + 1) % count]["date"]
    return releases


def moment(hours_ago: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours_ago)).replace(microsecond=0).isoformat()


class Portal:
    """The stand-in's answers. ``served`` counts notices; ``first`` are said before anything else but robots.txt;
    ``when_asked`` is what happens when it is asked for so many-th time.
    """

    def __init__(self, releases: Sequence[Release], per_page: int = 5, robots: str = ROBOTS) -> None:
        self.answer = portal.find_a_tender(releases, per_page=per_page)
        self.robots = robots
        self.first: list[Reply] = []
        self.when_asked: dict[int, Callable[[], None]] = {}
        self.asked = self.served = 0

    def __call__(self, request: Request) -> Reply | str:
        if request.path == "/robots.txt":
            return Reply(body=self.robots, headers={"Content-Type": "text/plain"})
        self.asked += 1
        self.when_asked.get(self.asked, lambda: None)()
        if self.first:
            return self.first.pop(0)
        parts = urlsplit(request.path)
        status, headers, body = self.answer(parts.path, parts.query)
        self.served += len(json.loads(body).get("releases", ()))
        return Reply(status=status, headers=headers, body=body)


class Hub:
    """A hub of its own that has read Find a Tender up to two days ago, and for which that is a stand-in."""

    def __init__(self, folder: Path, database: str) -> None:
        self.env = {"HUB_HOME": str(folder), "HUB_DATABASE_URL": database, "HUB_USER_AGENT_CONTACT": CONTACT}
        self.engine = make_engine(database)
        begin(database)

    def __call__(self, *arguments: str, status: int = 0) -> str:
        result = CliRunner().invoke(main, list(arguments), env=self.env)
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output

    def look(self, question: Callable[[Session], Any]) -> Any:
        with readers(self.engine)() as session:
            return question(session)

    @property
    def runs(self) -> list[Crawl]:
        return self.look(lambda session: list(session.scalars(select(Crawl).order_by(Crawl.id))))

    @property
    def catalogue(self) -> Any:
        return self.look(exports.as_json)


def begin(database: str) -> None:
    """As a hub stands that was tried, and has read everything up to two days ago."""
    engine, now = make_engine(database), datetime.now(UTC)
    about = {"cursor": {}, "held": [], "last_good": {}, "failures": 0}
    with Session(engine) as session, session.begin():
        session.add(CrawlState(source=SITE, probed_at=now, watermark=now - 2 * DAY, reread_at=now, **about))
    engine.dispose()


@pytest.fixture
def hub(tmp_path: Path, database: str) -> Iterator[Hub]:
    hub = Hub(tmp_path, database)
    yield hub
    hub.engine.dispose()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Portal], StandIn]]:
    """Put a portal on the hub's internet."""
    running: list[StandIn] = []

    def serve(answer: Portal) -> StandIn:
        site = StandIn(answer, portal.HOST, time=SlowTime(datetime.now(UTC)))
        running.append(site.__enter__())
        monkeypatch.setattr(doors, "Door", partial(Door, internet=site.internet, clock=site.time.clock))
        return site

    yield serve
    for each in running:
        each.__exit__(None, None, None)


Serve = Callable[[Portal], StandIn]


def accounted(run: Crawl) -> int:
    return run.accepted + run.changed + run.unchanged + run.skipped + run.rejected


def test_every_notice_served_is_accounted_for_and_a_second_crawl_changes_nothing(hub: Hub, serve: Serve):
    answers = Portal(published(40))
    site = serve(answers)

    hub("crawl", SITE)

    [run] = hub.runs
    assert (run.state, answers.served) == ("finished", 40)
    assert accounted(run) == run.rows == 40
    assert run.accepted and run.rejected and run.skipped
    assert len(site.paths) == len(set(site.paths)) == run.requests == run.pages
    before = hub.catalogue

    hub("crawl", SITE, "--since", f"{datetime.now(UTC) - 3 * DAY:%Y-%m-%d}")

    again = hub.runs[-1]
    assert (answers.served, accounted(again)) == (80, 40)
    assert (again.accepted, again.changed) == (0, 0)
    assert hub.catalogue == before


@pytest.mark.thorough
@pytest.mark.skipif(not REAL.is_dir(), reason="the portal's own notices are not here")
def test_every_notice_as_published_is_accounted_for(hub: Hub, serve: Serve):
    packages = [json.loads(path.read_bytes()) for path in sorted(REAL.glob("*.json"))]
    releases = [release for package in packages for release in package["releases"]]
    answers = Portal([each | {"date": moment(hours)} for hours, each in enumerate(releases, 1)], per_page=3)
    serve(answers)

    hub("crawl", SITE)
    hub("crawl", SITE, "--since", f"{datetime.now(UTC) - 3 * DAY:%Y-%m-%d}")

    first, again = hub.runs
    assert answers.served == 2 * len(releases)
    assert accounted(first) == first.rows == accounted(again) == len(releases)
    assert first.accepted and not first.rejected
    assert (again.accepted, again.changed) == (0, 0)


def test_a_crawl_keeps_the_pace_and_waits_as_long_as_it_is_told_in_seconds_by_date_or_not_at_all(
    hub: Hub, serve: Serve
):
    answers = Portal([])
    site = serve(answers)
    date = format_datetime(site.time.now() + timedelta(seconds=400), usegmt=True)
    plain = {"Content-Type": "text/plain"}
    told: list[dict[str, str]] = [{"Retry-After": "90"}, {"Retry-After": date}, {}]
    answers.first = [Reply(status=429, body="slow down", headers=plain | each) for each in told]

    hub("crawl", SITE)

    assert hub.runs[-1].state == "finished"
    times = [request.time for request in site.seen]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert waits[1] >= 90 and waits[3] >= 30
    assert (times[3] - times[0]).total_seconds() >= 400
    assert within_pace(times)


def test_a_crawl_that_nobody_slows_down_keeps_the_pace_too_and_says_who_asks(hub: Hub, serve: Serve):
    site = serve(Portal(published(24), per_page=2))

    hub("crawl", SITE)

    assert len(site.seen) > 13
    assert within_pace([request.time for request in site.seen])
    assert {request.headers["user-agent"] for request in site.seen} == {f"procurement-hub (+{CONTACT})"}
    assert site.seen[0].path == "/robots.txt"


def within_pace(times: list[datetime]) -> bool:
    """At least ten seconds apart, and at most twelve in any two minutes."""
    apart = min(later - earlier for earlier, later in pairwise(times))
    thirteen = min(later - earlier for earlier, later in zip(times, times[12:], strict=False))
    return apart >= timedelta(seconds=10) and thirteen >= timedelta(seconds=120)


def test_what_a_robots_txt_disallows_in_mid_crawl_is_not_asked_and_the_crawl_says_why(hub: Hub, serve: Serve):
    robots = f"{ROBOTS}Disallow: /*cursor=\n"
    site = serve(Portal(published(30, days=1), per_page=2, robots=robots))

    output = hub("crawl", SITE, status=1)

    assert not [path for path in site.paths if "cursor=" in path]
    assert "the robots.txt of www.find-tender.service.gov.uk disallows it" in output
    assert "ask its owner for leave" in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_crawl_told_to_stop_stores_the_page_in_hand_and_the_next_goes_on(
    hub: Hub, serve: Serve, number: signal.Signals
):
    answers = Portal(published(12))
    site = serve(answers)
    answers.when_asked = {3: lambda: os.kill(os.getpid(), number)}

    output = hub("crawl", SITE, status=130)

    assert "Stopping when the page in hand is stored" in output
    assert "Stopped. To go on: `hub crawl find_a_tender`." in output
    assert (hub.runs[-1].state, hub.runs[-1].pages, len(site.paths)) == ("under way", 3, 3)

    hub("crawl", SITE)

    [run] = hub.runs
    assert (run.state, accounted(run)) == ("finished", 12)
    assert len(site.paths) == len(set(site.paths))


def test_a_framework_published_under_two_ocids_is_one_by_its_owners_reference_and_else_proposed_for_merging(
    hub: Hub, serve: Serve
):
    period = {"startDate": "2026-10-01T00:00:00+01:00", "endDate": "2030-09-30T23:59:59+01:00"}

    def twice(number: int, reference: str, title: str) -> list[Release]:
        tender = {"id": reference, "lots": [{"id": "1", "contractPeriod": period}]}
        return [a_framework(n, title=title, tender=tender, date=moment(n)) for n in (number, number + 1)]

    by_portal = twice(1, "DN771234", "Play area equipment and surfacing")  # a number that its portal gave
    serve(Portal([*by_portal, *twice(3, "AC77", "Hire of large plant")]))

    hub("crawl", SITE)

    listed = hub("review")
    assert "1 pair to decide" in listed
    assert listed.count("Play area equipment and surfacing") == 2
    assert "They start on the same day" in listed
    assert "Hire of large plant" not in listed
    assert [run.accepted for run in hub.runs] == [4]
    assert "3 frameworks, 0 changes" in hub("check")


@pytest.mark.assurance(
    "R9",
    "A disk that is full in mid-crawl leaves no page half stored",
)
@pytest.mark.thorough
def test_a_disk_that_is_full_in_mid_crawl_leaves_no_page_half_stored_and_the_next_crawl_goes_on(hub: Hub, serve: Serve):
    site = serve(Portal(published(12)))
    pages = 0

    def fill(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal pages
        pages += statement.startswith("UPDATE crawl SET")
        if pages == 3:
            raise OperationalError(statement, None, sqlite3.OperationalError("database or disk is full"))

    event.listen(Engine, "before_cursor_execute", fill)
    try:
        output = hub("crawl", SITE, status=1)
    finally:
        event.remove(Engine, "before_cursor_execute", fill)

    assert "The database cannot be used: database or disk is full." in output
    stored = hub.runs[-1]
    assert (stored.state, accounted(stored)) == ("under way", stored.rows)

    hub("crawl", SITE)

    [run] = hub.runs
    assert (run.state, accounted(run)) == ("finished", 12)
    assert len(site.paths) == len(set(site.paths))


@pytest.mark.thorough
def test_an_open_framework_with_23_notices_in_several_windows_is_one(hub: Hub, serve: Serve):
    """Reopened again and again: the last notice counts, and each is kept."""
    rounds = [{"id": f"{n:06}-2026", "title": f"Salt, round {n}", "date": moment(47 - 2 * n)} for n in range(1, 24)]
    reopened = [a_framework(7, **each) for each in rounds]
    serve(Portal(reopened, per_page=2))

    hub("crawl", SITE)

    [run] = hub.runs
    assert (run.rows, accounted(run), run.rejected) == (23, 23, 0)
    [found] = json.loads(hub.catalogue)["frameworks"]
    assert found["title"] == "Salt, round 23"
    assert len(found["notices"]) == 23
