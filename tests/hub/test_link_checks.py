"""Whether web addresses still lead anywhere: asked seldom, called broken late, never against their site's will."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import link_checks
from hub.cli import main
from hub.crawl import doors
from hub.crawl.locks import only_crawl
from hub.link_checks import Outcome, checks, due, hosts_of, unread
from hub.models import Framework, LinkCheck
from hub.quality import findings
from scrapers.record import Link
from scrapers.site import Body, FetchFailed, Gone, NotAllowed, Oversized
from tests.conftest import NOON

PAINT, FUEL = "https://anglian.example/paint", "https://anglian.example/fuel"
DAY = timedelta(days=1)


class Web:
    """What the sites answer: a page, unless an address has a failure. ``asked`` is every address, in order."""

    def __init__(self, **failures: FetchFailed) -> None:
        self.failures, self.asked = failures, list[str]()

    def __call__(self, address: str, expects: str = "") -> Body:
        self.asked.append(address)
        if failure := self.failures.get(address.rpartition("/")[2]):
            raise failure
        return Body(address=address, path=Path(), sha256="", media_type="text/html", fetched_at=NOON)


@pytest.fixture
def paint(publish: Callable[..., str]) -> None:
    publish(title="Paint", reference="AB1", url=PAINT)


@pytest.fixture
def check(sessions: Any, session: Session) -> Callable[..., dict[str, tuple[str, int]]]:
    """Check what is due on a day; gives every address known with its outcome and failures."""

    def check(web: Web, days: int = 0) -> dict[str, tuple[str, int]]:
        at = NOON + days * DAY
        session.rollback()
        waiting = due(session, at)
        session.rollback()
        link_checks.check(sessions, web, waiting, clock=lambda: at)
        rows = session.scalars(select(LinkCheck))
        return {row.address: (row.outcome, row.failures) for row in rows}

    return check


def test_pages_and_documents_are_asked_once_however_many_lead_there(
    publish: Callable[..., str], check: Any, session: Session
):
    guide = Link(title="Guide", url="https://files.example/guide.pdf")
    publish(title="Paint", reference="AB1", url=PAINT, documents=(guide,))
    publish(title="Paint 2", reference="AB2", url=PAINT)
    web = Web()
    assert unread(session) == 2

    assert set(check(web)) == {PAINT, "https://files.example/guide.pdf"}

    assert sorted(web.asked) == sorted({PAINT, "https://files.example/guide.pdf"})
    session.rollback()
    assert unread(session) == 0
    assert [len(link.frameworks) for link in checks(session)] == [2, 1]


def test_no_address_is_asked_twice_in_thirty_days(paint: None, check: Any):
    web = Web()
    check(web)
    check(web, days=29)
    assert web.asked == [PAINT]
    check(web, days=30)
    assert web.asked == [PAINT, PAINT]


def test_an_address_is_broken_once_it_failed_on_two_different_days(paint: None, check: Any):
    web = Web(paint=FetchFailed("It answered 500."))

    assert check(web)[PAINT] == (Outcome.FAILED, 1)
    assert check(web, days=30)[PAINT] == (Outcome.BROKEN, 2)
    web.failures = {}
    assert check(web, days=60)[PAINT] == (Outcome.WORKS, 0)


def test_failing_twice_on_one_day_counts_once(paint: None, sessions: Any, session: Session):
    web = Web(paint=FetchFailed("It answered 500."))
    for at in (NOON, NOON + timedelta(hours=5)):
        link_checks.check(sessions, web, [PAINT], clock=partial(datetime.fromisoformat, at.isoformat()))

    assert session.get_one(LinkCheck, PAINT).outcome == Outcome.FAILED


def test_what_its_site_says_is_gone_is_broken_at_once(paint: None, check: Any, session: Session):
    check(Web(paint=Gone("There is nothing at the address any more (404).")))

    [case] = next(f.cases for f in findings(session) if f.title == "Web addresses that lead nowhere")
    assert case == "AB1 Paint: There is nothing at the address any more (404)."


def test_a_page_too_large_to_take_is_there(paint: None, check: Any):
    assert check(Web(paint=Oversized("It is larger than 100,000 bytes.")))[PAINT] == (Outcome.WORKS, 0)


def test_what_a_site_forbids_is_never_called_broken(paint: None, check: Any, session: Session):
    web = Web(paint=NotAllowed("robots.txt disallows it."))
    for days in (0, 30, 60):
        assert check(web, days)[PAINT] == (Outcome.NOT_ALLOWED, 0)
    assert [link.check.words for link in checks(session)] == ["robots.txt disallows it."]


@pytest.mark.parametrize(
    "address",
    ["http://anglian.example/", "https://10.0.0.1/", "https://localhost/", "https://me@anglian.example/",
     "https://anglian.example:8443/", "https://[::1]/", "ftp://anglian.example/", "https://anglian.example:x/"],
)  # fmt: skip
def test_an_unfit_address_is_not_asked(address: str):
    web = Web()
    assert link_checks.ask(web, address)[0] is Outcome.NOT_ALLOWED
    assert web.asked == [] and hosts_of([address]) == set()


def test_a_place_within_a_page_is_left_out_of_the_question():
    web = Web()
    assert link_checks.ask(web, f"{PAINT}#lots") == (Outcome.WORKS, "")
    assert web.asked == [PAINT]


def test_hosts_are_asked_in_turn(publish: Callable[..., str], session: Session):
    for number, url in enumerate((PAINT, FUEL, "https://broads.example/salt")):
        publish(title=f"Paint {number}", reference=f"AB{number}", url=url)

    assert due(session, NOON) == [FUEL, "https://broads.example/salt", PAINT]


def test_a_host_that_fails_three_times_in_a_row_is_left_alone(publish: Callable[..., str], check: Any):
    for number in range(5):
        publish(title=f"Paint {number}", reference=f"AB{number}", url=f"{PAINT}/{number}")
    web = Web(**{str(number): FetchFailed("It answered 500.") for number in range(5)})

    check(web)

    assert len(web.asked) == 3
    web.failures, web.asked = {}, []
    check(web, days=1)
    assert len(web.asked) == 2


def test_what_left_the_catalogue_is_not_shown(paint: None, check: Any, sessions: Any, session: Session):
    check(Web(paint=Gone("404")))
    with sessions.begin() as writing:
        writing.scalars(select(Framework)).one().withdrawn_at = NOON
    session.rollback()
    assert checks(session) == []


Hub = Callable[..., Result]


@pytest.fixture
def hub(database: str, tmp_path: Path) -> Hub:
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": database}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), env=places)

    return run


def test_links_are_checked_by_command_as_many_as_are_asked_for(
    hub: Hub, publish: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    web, hosts = Web(fuel=Gone("There is nothing there (404).")), list[set[str]]()

    def open_link_fetch(named: set[str], _config: Any) -> Web:
        hosts.append(named)
        return web

    monkeypatch.setattr(doors, "open_link_fetch", open_link_fetch)
    publish(title="Fuel", reference="AB2", url=FUEL)
    publish(title="Paint", reference="AB1", url=PAINT)

    first = hub("check", "--links", "--most", "1").output
    assert "Checked 1 web addresses: 0 work, 0 failed once, 1 are broken" in first and "1 wait for another" in first
    assert re.search(r"lead nowhere: 1\n  AB2 Fuel: There is nothing there \(404\)\.", first)
    assert "1 work" in hub("check", "--links").output
    assert "Every web address has been checked" in hub("check", "--links").output
    assert hosts == [{"anglian.example"}] * 2 and web.asked == [FUEL, PAINT]


def test_links_are_checked_by_one_process_at_a_time_and_not_without_a_contact(hub: Hub, paint: None, tmp_path: Path):
    assert "HUB_USER_AGENT_CONTACT" in hub("check", "--links").output
    with only_crawl(tmp_path / "locks", "links"):
        assert "already" in hub("check", "--links").output


def test_the_door_for_links_is_asked_for_gently():
    manners = doors.link_manners({"b.example", "a.example"})
    assert manners.hosts == ("a.example", "b.example")
    assert (manners.pace.requests, manners.pace.seconds, manners.pace.apart) == (1, 10, 10)
