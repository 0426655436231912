"""Clocks that change, are set back, or stand in another zone than the hub's dates: days stay what was published, and
what has expired or been used stays so.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import OPERATOR
from hub.auth import actor
from hub.clock import Onward, day_of
from hub.errors import Gone
from hub.models import Account, Framework
from hub.people import api_tokens, links, one_time_codes, second_factor, sessions as signed_in
from hub.savings.years import year_of
from hub.search import refresh_statuses, sync
from hub.web import forms
from scrapers.parse import dates
from scrapers.parse.dates import Edge
from tests.factories import a_day
from tests.hub.test_backup import filled, home, stock
from tests.hub.test_cli import Hub, address, hub, paint, ready
from tests.moments import NOON
from tests.persons import Person
from tests.thorough import mostly_thorough

__all__ = ["address", "filled", "home", "hub", "paint", "ready", "stock"]

HOUR = timedelta(hours=1)


@pytest.fixture(params=mostly_thorough(["Europe/London", "UTC"]), autouse=True)
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine's clock, which decides nothing."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its zone for all programs at once")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


ENDS = (
    "2027-03-31",
    "2027-03-31T00:00:00Z",
    "2027-03-31T00:00:00+01:00",
    "2027-03-30T23:00:00Z",
    "2027-03-31T22:59:59Z",
    "2027-03-31T23:59:59+01:00",
)


@pytest.mark.assurance("R17", "An end published as a day, at midnight or just before, by any zone, is that day")
@pytest.mark.parametrize("written", ENDS)
def test_an_end_is_shown_as_the_day_that_was_published(
    app: Flask, publish: Callable[..., str], client: FlaskClient, written: str
):
    key = publish(title="Salt", stage="live", end=dates.day(written, Edge.LAST).value)

    page = client.get(f"/frameworks/{key}", follow_redirects=True).text
    assert "31 March 2027" in page and "30 March 2027" not in page and "1 April 2027" not in page
    assert '"2027-03-31"' in client.get(f"/api/v1/frameworks/{key}").text.replace(": ", ":").replace(":", ": ")
    assert "20270331" in client.get(f"/frameworks/{key}/dates.ics").text
    assert "2027-03-31" in client.get("/search.csv?q=salt").text


LAST_MOMENTS = {
    "2027-03-31": "2027-03-31T22:59:59Z",  # in summer time
    "2027-03-28": "2027-03-28T22:59:59Z",  # the day on which it begins
    "2027-10-31": "2027-10-31T23:59:59Z",  # the day on which it ends
    "2026-12-31": "2026-12-31T23:59:59Z",
    "2028-02-29": "2028-02-29T23:59:59Z",
}


@pytest.mark.assurance("R17", "A framework is live to the last second of its last day in London, and then has ended")
@pytest.mark.parametrize("end", LAST_MOMENTS)
def test_a_status_changes_when_the_day_is_over(
    app: Flask, sessions: Any, publish: Callable[..., str], client: FlaskClient, end: str
):
    key = publish(title="Salt", stage="live", start=a_day("2026-01-01"), end=a_day(end))
    last = datetime.fromisoformat(LAST_MOMENTS[end])

    def found(at: datetime) -> tuple[str, bool]:
        """Its status, and whether a search lists it among those that have not ended."""
        app.config["CLOCK"] = lambda: at
        refresh_statuses(sessions, lambda: at)
        sync(sessions, app.extensions["hub.index"], lambda: at)
        with sessions() as session:
            status = session.scalars(select(Framework.status).where(Framework.key == key)).one()
        return status, f"/frameworks/{key}" in client.get("/search?q=salt").text

    assert found(last) == ("live", True)
    assert found(last + timedelta(seconds=1)) == ("ended", False)


@pytest.mark.assurance("R17", "A financial year ends with 31 March in London")
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2030])
def test_a_financial_year_ends_with_31_march_in_london(year: int):
    over = datetime(year, 3, 31, 23, tzinfo=UTC)  # midnight: summer time has begun by then, be it on that very day

    assert year_of(day_of(over - timedelta(seconds=1))) == f"{year - 1}-{year % 100:02}"
    assert year_of(day_of(over)) == f"{year}-{(year + 1) % 100:02}"


class Machine:
    """A machine's clock that can be set, and its ticks, which cannot."""

    def __init__(self) -> None:
        self.at, self.ticks = NOON, 0.0

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, by: timedelta) -> None:
        self.at += by
        self.ticks += by.total_seconds()


@pytest.fixture
def machine(app: Flask) -> Machine:
    machine = Machine()
    app.config["CLOCK"] = Onward(machine, lambda: machine.ticks)
    return machine


def test_a_hub_that_starts_again_goes_on_from_when_it_was_last_at_work(machine: Machine, tmp_path: Path):
    mark = tmp_path / "clock"
    Onward(machine).go_on_from(mark)
    Onward(machine, lambda: machine.ticks).keep(mark)
    machine.at -= HOUR
    started = Onward(machine, lambda: machine.ticks)
    started.go_on_from(mark)
    assert started() == NOON

    machine.at = NOON - timedelta(days=2)
    started = Onward(machine, lambda: machine.ticks)
    started.go_on_from(mark)
    assert started() == machine.at, "a mark so far ahead was made by a clock that was wrong"


def test_the_hub_s_clock_is_never_set_back_and_falls_in_with_the_machine_s_again(machine: Machine):
    clock = Onward(machine, lambda: machine.ticks)
    machine.go_on(HOUR)
    assert clock() == NOON + HOUR

    machine.at -= HOUR
    assert clock() == NOON + HOUR
    machine.go_on(HOUR)
    assert clock() == NOON + 1.5 * HOUR
    machine.go_on(HOUR)
    assert clock() == machine.at == NOON + 2 * HOUR
    machine.at += HOUR
    assert clock() == NOON + 3 * HOUR


Good = Callable[[], bool]


def idle_cookie(world: SimpleNamespace) -> tuple[timedelta, Good]:
    return signed_in.IDLE, lambda: world.somebody.get("/account").status_code == 200


def long_session(world: SimpleNamespace) -> tuple[timedelta, Good]:
    def is_good() -> bool:
        with world.app.extensions["hub.writers"]() as session:
            return signed_in.find(session, token, world.now()) is not None

    with world.app.extensions["hub.writers"].begin() as session:
        token = signed_in.begin(session, session.get_one(Account, world.somebody.account), world.now())
    return signed_in.LASTS, is_good


def reset_link(world: SimpleNamespace) -> tuple[timedelta, Good]:
    token = a_link(world)
    return links.GOOD_FOR["reset"], lambda: link_works(world, token)


def a_link(world: SimpleNamespace) -> str:
    with world.app.extensions["hub.writers"].begin() as session:
        return links.make(session, "reset", session.get_one(Account, world.somebody.account), world.now())


def link_works(world: SimpleNamespace, token: str) -> bool:
    with world.app.extensions["hub.writers"]() as session:
        try:
            links.find(session, "reset", token, world.now())
        except Gone:
            return False
    return True


def api_token(world: SimpleNamespace) -> tuple[timedelta, Good]:
    def is_good() -> bool:
        with world.app.extensions["hub.writers"]() as session:
            return api_tokens.holder(session, token, world.now()) is not None

    with world.app.extensions["hub.writers"].begin() as session:
        account = session.get_one(Account, world.somebody.account)
        token = api_tokens.make(session, account, "Reports", 30, OPERATOR, world.now())
    return timedelta(days=30), is_good


def form(world: SimpleNamespace) -> tuple[timedelta, Good]:
    def is_good() -> bool:
        sent = {"method": "POST", "data": {"token": token}, "headers": {"Origin": "http://localhost"}}
        with world.app.test_request_context(**sent):
            assert actor().account is None
            return not forms.refusal("needs")

    with world.app.test_request_context():
        token = forms.token("needs")
    return timedelta(seconds=forms.GOOD_FOR_SECONDS), is_good


@pytest.mark.assurance(
    "R17",
    "Cookies, sessions, links and tokens that have expired stay so when the clock goes back an hour, restart or not",
)
@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("make", [idle_cookie, long_session, reset_link, api_token, form])
def test_what_has_expired_does_not_live_again(
    app: Flask, person: Callable[..., Person], machine: Machine, tmp_path: Path, restarts: bool,
    make: Callable[..., tuple[timedelta, Good]],
):  # fmt: skip
    world = SimpleNamespace(app=app, somebody=person(), now=app.config["CLOCK"])
    lasts, is_good = make(world)
    assert is_good()
    machine.go_on(lasts + timedelta(minutes=1))
    assert not is_good()

    machine.at -= HOUR
    if restarts:
        app.config["CLOCK"].keep(tmp_path / "clock")
        app.config["CLOCK"] = world.now = Onward(machine, lambda: machine.ticks)
        world.now.go_on_from(tmp_path / "clock")
    for _ in range(8):
        assert not is_good()
        machine.go_on(HOUR / 4)


@pytest.mark.assurance("R17", "A link and a one-time code that have been used stay so when the clock is set back")
def test_what_has_been_used_cannot_be_used_again(app: Flask, person: Callable[..., Person], machine: Machine):
    world = SimpleNamespace(app=app, somebody=person(), now=app.config["CLOCK"])
    token, key = a_link(world), str(app.config["SECRET_KEY"])
    secret = pyotp.random_base32()
    code = one_time_codes.code(secret, machine.at)
    with app.extensions["hub.writers"].begin() as session:
        account = session.get_one(Account, world.somebody.account)
        account.second_factor = one_time_codes.encrypted(secret, key)
        links.use(session, "reset", token, world.now())
        assert second_factor.use(session, account, code, key, world.now())

    for now in (machine.at, machine.at - HOUR):
        machine.at = now
        with app.extensions["hub.writers"].begin() as session:
            account = session.get_one(Account, world.somebody.account)
            assert not second_factor.use(session, account, code, key, now)
            assert not second_factor.use(session, account, one_time_codes.code(secret, now), key, now)
        assert not link_works(world, token)


def test_the_audit_trail_is_whole_though_a_clock_was_set_back(session: Session, sessions: Any):
    with sessions.begin() as writing:
        for at in (NOON, NOON - HOUR, NOON):
            audit.note(writing, OPERATOR, "test", "the clock", at)

    assert audit.verify(session).broken is None


TWICE = (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC))
"""Half past one in London, and half past one again."""


@pytest.mark.assurance("R17", "Reports named by their time are all kept in the hour that comes twice")
def test_reports_of_an_hour_that_comes_twice_are_both_kept(hub: Hub, ready: None, paint: Path, tmp_path: Path):
    for moment in (*TWICE, TWICE[0]):
        with time_machine.travel(moment):
            hub("import", str(paint))

    assert len(list((tmp_path / "home" / "reports").iterdir())) == 3


def test_no_backup_takes_the_place_of_another(filled: Hub, home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hub.clock.now", lambda: NOON)
    filled("backup")
    [first] = (home / "backups").glob("*.zip")
    before = first.read_bytes()

    assert "already" in filled("backup", status=1).output
    assert first.read_bytes() == before
