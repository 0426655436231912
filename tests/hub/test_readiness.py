"""What the hub says of itself to programs that watch it: alive, ready, and in figures."""

import re
import shutil
import threading
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text, update

from hub import clock, create_app
from hub.db import current_sqlite
from hub.models import Framework, IndexChange
from hub.readiness import PATIENCE
from hub.web.metrics import Requests
from indexer import open_index
from tests.assurance import Figure

GIVES_AWAY = re.compile(r"/|sqlite|postgres|hub\.|\.py|SELECT|Error", re.IGNORECASE)
LONGEST = 5
"""Seconds after which whoever asks has been told."""
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def hub(database: str, tmp_path: Path) -> Iterator[Flask]:
    """A hub with an index in files, empty and built."""
    cheap = {"PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1}
    app = create_app({"HOME": str(tmp_path), "DATABASE_URL": database, **cheap})
    app.extensions["hub.index"].rebuild([])
    yield app
    app.extensions["hub.engine"].dispose()


def parts_of(hub: Flask) -> tuple[int, dict[str, str]]:
    answer = hub.test_client().get("/ready")
    assert not GIVES_AWAY.search(answer.text)
    return answer.status_code, dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_a_hub_that_can_answer_is_ready(hub: Flask):
    assert parts_of(hub) == (200, {"database": "ok", "migrations": "ok", "index": "ok", "disk": "ok"})


def without_database(hub: Flask) -> None:
    hub.extensions["hub.engine"].dispose()
    Path(hub.config["HOME"], "hub.sqlite").unlink()


def with_another_database(hub: Flask) -> None:
    hub.extensions["hub.engine"].dispose()
    Path(hub.config["HOME"], "hub.sqlite").write_bytes(b"Dear colleague" * 1000)


def with_an_old_database(hub: Flask) -> None:
    with hub.extensions["hub.writers"].begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def without_index(hub: Flask) -> None:
    shutil.rmtree(Path(hub.config["HOME"], "index"))
    hub.extensions["hub.index"] = open_index(hub.config["INDEX_URL"])


def with_a_damaged_index(hub: Flask) -> None:
    for file in Path(hub.config["HOME"], "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"Dear colleague")
    hub.extensions["hub.index"] = open_index(hub.config["INDEX_URL"])


def without_home(hub: Flask) -> None:
    hub.config["HOME"] += "/nowhere"


TROUBLES: dict[Callable[[Flask], None], tuple[str, str]] = {
    without_database: ("database", "it does not answer"),
    with_another_database: ("database", "it does not answer"),
    with_an_old_database: ("migrations", "it has not been brought up to date"),
    without_index: ("index", "it has not been built"),
    with_a_damaged_index: ("index", "it cannot be read"),
    without_home: ("disk", "the hub's folder is not there"),
}


@pytest.mark.sqlite
@pytest.mark.assurance("R20", "A part of the hub is taken away: it is named, no path or host is, and the hub is alive")
@pytest.mark.parametrize("spoil", TROUBLES)
def test_a_part_that_fails_is_named_and_nothing_is_given_away(hub: Flask, spoil: Callable[[Flask], None]):
    spoil(hub)
    part, trouble = TROUBLES[spoil]
    status, told = parts_of(hub)

    assert (status, told[part]) == (503, trouble)
    assert hub.test_client().get("/ready").headers["Retry-After"] == "60"
    assert hub.test_client().get("/health").status_code == 200


@contextmanager
def locked_file(hub: Flask) -> Iterator[None]:
    """Another program holds SQLite's file and lets nobody read it."""
    hub.extensions["hub.engine"].dispose()
    with closing(current_sqlite().connect(Path(hub.config["HOME"], "hub.sqlite"), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def silent_connection(hub: Flask) -> Iterator[None]:
    """Whatever is asked of the database, no answer comes."""
    over = threading.Event()

    def wait(*_: Any) -> None:
        over.wait()

    event.listen(hub.extensions["hub.engine"], "before_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(hub.extensions["hub.engine"], "before_cursor_execute", wait)
        over.set()


@pytest.mark.sqlite
@pytest.mark.thorough  # it waits for the database for some seconds
@pytest.mark.assurance("R20", "A database that is locked or says nothing is named within five seconds, and heals")
@pytest.mark.parametrize("hold", [locked_file, silent_connection])
def test_a_database_that_does_not_answer_is_named_in_time(
    hub: Flask, hold: Callable[[Flask], AbstractContextManager[None]], figure: Figure
):
    with hold(hub):
        began = time.monotonic()
        asked = [parts_of(hub), *ThreadPoolExecutor(3).map(lambda _: parts_of(hub), range(3))]
        waited = time.monotonic() - began
        looking = [thread for thread in threading.enumerate() if thread.name == "readiness"]
    for thread in looking:
        thread.join(60)

    assert {(status, told["database"]) for status, told in asked} == {(503, "it does not answer")}
    assert len(looking) <= 1 and PATIENCE < LONGEST
    assert parts_of(hub)[0] == 200
    figure(f"two rounds in {waited:.1f} s")


@pytest.mark.assurance("R20", "The disk is nearly full")
@pytest.mark.parametrize(("free", "status"), [(4, 503), (6, 200)])
def test_a_disk_that_is_nearly_full_is_named(hub: Flask, monkeypatch: pytest.MonkeyPatch, free: int, status: int):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100, 100 - free, free))

    assert parts_of(hub)[0] == status
    assert parts_of(hub)[1]["disk"] == ("ok" if status == 200 else "4.0 % is free")


@pytest.mark.assurance("R20", "The index is more than a minute behind")
@pytest.mark.parametrize(("seconds", "status"), [(50, 200), (90, 503)])
def test_an_index_that_is_behind_is_named(
    app: Flask, publish: Callable[..., str], sessions: Any, seconds: int, status: int
):
    publish(title="Salt")
    with sessions.begin() as session:
        changed = clock.now() - timedelta(seconds=seconds)
        session.execute(update(Framework).values(changed_at=changed))
        session.add(IndexChange(framework_id=session.query(Framework.id).scalar(), version=2))

    answered, told = parts_of(app)
    assert answered == status
    assert told["index"].startswith("ok" if status == 200 else "changes have waited for it for 9")


def figures(client: FlaskClient, **options: Any) -> dict[str, float]:
    answer = client.get("/metrics", **options)
    assert answer.status_code == 200 and answer.content_type.startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_figures_tell_of_requests_by_route_and_not_by_what_was_asked_for(
    client: FlaskClient, publish: Callable[..., str]
):
    key = publish(title="Salt")
    client.get(f"/frameworks/{key}")
    client.get("/search?q=somebody@town.gov.uk")
    client.get("/search?q=salt")
    found = figures(client)

    assert found['hub_requests_total{method="GET",route="/search",status="200"}'] == 2
    assert found["hub_request_seconds_count"] == found['hub_request_seconds_bucket{le="+Inf"}'] == 3
    assert found["hub_frameworks"] == 1 and found["hub_index_pending"] == found["hub_index_lag_seconds"] == 0
    assert found['hub_ready{part="database"}'] == found['hub_ready{part="migrations"}'] == 1
    assert not [name for name in found if key in name or "town" in name]


@pytest.mark.sqlite
def test_figures_are_given_while_the_database_is_gone(hub: Flask):
    without_database(hub)
    found = figures(hub.test_client())

    assert found['hub_ready{part="database"}'] == 0
    assert "hub_frameworks" not in found


def test_figures_are_for_this_machine_or_for_who_shows_the_token(app: Flask, client: FlaskClient):
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert client.get("/metrics", **elsewhere).status_code == 404

    app.config["METRICS_TOKEN"] = "a-long-token"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}, **elsewhere).status_code == 404
    assert figures(client, headers={"Authorization": "Bearer a-long-token"}, **elsewhere)


def test_the_time_of_requests_is_counted_by_how_long_they_took():

    counted = Requests()
    for seconds in (0.01, 0.2, 20.0):
        counted.add("GET", "/", 200, seconds)
    lines = "\n".join(counted.lines())

    assert 'le="0.05"} 1\n' in lines and 'le="0.25"} 2\n' in lines and 'le="10.0"} 2\n' in lines
    assert 'le="+Inf"} 3\n' in lines and "hub_request_seconds_sum 20.21" in lines
