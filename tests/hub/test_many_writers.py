"""Many who write and many who read at once, through the sessions the hub itself uses."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub import audit, corrections
from hub.actor import VISITOR
from hub.corrections import Subject, Told
from hub.models import AuditEntry, Correction
from tests.assurance import Figure
from tests.conftest import NOON

WRITERS, READERS = 8, 16
LONGEST_WAIT = 5  # seconds
SAID = Told(field="title", wrong="It has another name.", role="officer")


@pytest.mark.assurance("R6", "8 writers and 16 readers at once: every change is there with its audit row")
@pytest.mark.parametrize("seconds", [0.5, pytest.param(60, marks=pytest.mark.hard)])
def test_nobody_is_told_that_the_database_is_locked(app: Flask, sessions: Any, figure: Figure, seconds: float) -> None:
    over, faults, waits = time.monotonic() + seconds, list[str](), list[float]()
    written = [0] * WRITERS

    def write(number: int) -> None:
        began = time.monotonic()
        day = NOON + timedelta(days=written[number] // 10)  # so many are taken in a day
        with sessions.begin() as session:
            told = Told(**{**vars(SAID), "wrong": f"{number}: {written[number]}"})
            corrections.record(session, Subject("framework", f"key{number}", "Salt"), told, VISITOR, day)
        waits.append(time.monotonic() - began)
        written[number] += 1

    def read(number: int) -> None:
        both = [select(func.count()).select_from(table).scalar_subquery() for table in (Correction, AuditEntry)]
        with app.extensions["hub.readers"]() as session:
            rows, logged = session.execute(select(*both)).one()
            assert rows == logged, "a change without its audit row"

    def until_over(do: Callable[[int], None], number: int) -> None:
        try:
            while time.monotonic() < over:
                do(number)
        except Exception as fault:
            faults.append(repr(fault))

    jobs = [(write, number) for number in range(WRITERS)] + [(read, number) for number in range(READERS)]
    threads = [threading.Thread(target=until_over, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept, logged = counted(sessions)
    assert faults == []
    assert kept == logged == sum(written) > 0
    assert max(waits) < LONGEST_WAIT
    figure(
        f"{seconds} seconds, {kept} changes, {logged} audit rows, {len(faults)} errors, longest wait {max(waits):.1f} s"
    )


def counted(sessions: Any) -> tuple[int | None, int | None]:
    """The changes and the audit rows, whose chain holds."""
    with sessions() as session:
        assert audit.verify(session).broken is None
        kept = session.scalar(select(func.count()).select_from(Correction))
        return kept, session.scalar(select(func.count()).select_from(AuditEntry))
