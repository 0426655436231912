"""Several web processes that serve one hub on PostgreSQL: all of them take forms and bring the index up to date."""

import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Decision, Framework, IndexChange
from hub.search import rebuild, state
from tests.assurance import Figure
from tests.factories import a_reading
from tests.hub.served import Sender, Web, a_hub, a_sender, wait_until
from tests.postgresql import Server
from tests.stocked import thirty

PROCESSES = 4
SECONDS = [pytest.param(3, marks=pytest.mark.thorough), pytest.param(60, marks=pytest.mark.hard)]


@pytest.mark.once
@pytest.mark.postgresql
@pytest.mark.assurance("R8", "4 web processes write to one hub, and each brings the index up to date")
@pytest.mark.parametrize("seconds", SECONDS)
def test_web_processes_do_not_quarrel_over_the_index(
    postgresql: Server, tmp_path: Path, seconds: float, figure: Figure
):
    address = postgresql.migrated(tmp_path)
    app = a_hub(tmp_path, address)
    ingest(app.extensions["hub.writers"], Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    webs = [Web(app, SYNC_SECONDS="0.1") for _ in range(PROCESSES)]
    try:
        for web in webs:
            web.start()
        written = write(app, webs, seconds)
        wait_until(lambda: not waiting(app))
    finally:
        for web in webs:
            web.stop()

    said = "".join(web.log.read_text(encoding="utf-8") for web in webs)
    assert "ERROR" not in said and "Error" not in said, said
    with app.extensions["hub.readers"]() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == sum(written)
        assert state(session, app.extensions["hub.index"]).in_step
    assert min(written) > 0
    figure(f"{seconds} seconds, {sum(written)} changes, 0 lock errors, index in step afterwards")
    app.extensions["hub.engine"].dispose()
    postgresql.drop(address)


def write(app: Flask, webs: list[Web], seconds: float) -> list[int]:
    """One moderator at each process sets one title after the other. How many each has set."""
    moderators = [a_sender(app, "moderator", network="pen") for _ in webs]
    with app.extensions["hub.readers"]() as session:
        keys = list(session.scalars(select(Framework.key)))
    written, over = [0] * len(webs), time.monotonic() + seconds

    def set_titles(number: int, moderator: Sender) -> None:
        while time.monotonic() < over or not written[number]:
            key, typed = keys[written[number] % len(keys)], f"Title {number} {written[number]}"
            answer = moderator.send(webs[number], f"/frameworks/{key}/set/title", typed=typed, reason="It says so.")
            assert answer.status == 303, answer
            written[number] += 1

    threads = [threading.Thread(target=set_titles, args=job) for job in enumerate(moderators)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return written


def waiting(app: Flask) -> int:
    with app.extensions["hub.readers"]() as session:
        return session.scalar(select(func.count()).select_from(IndexChange)) or 0
