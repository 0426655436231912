"""Web processes killed with kill -9 while people send them forms: each change is there whole, with its row of the audit
trail and the index told of it, or not at all; and the hub starts again and works.
"""

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.backup.proving import prove
from hub.ingest import Opened, ingest
from hub.models import AuditEntry, Contribution, Decision, Framework, IndexChange, SavingClaim, SavingFile
from hub.savings import evidence
from hub.search import rebuild, state, sync
from tests.assurance import Figure
from tests.factories import a_reading
from tests.hub.served import BROKEN, REFUSED, Answer, Sender, Web, a_hub, a_sender, may_take, wait_until
from tests.postgresql import Server
from tests.stocked import thirty

TIMES = [pytest.param(3, marks=pytest.mark.thorough), pytest.param(100, marks=pytest.mark.hard)]
ROWS = 20
OFTEN = {"SYNC_SECONDS": "1"}
HEAD = "owner,title,reference\n"


@pytest.mark.sqlite
@pytest.mark.assurance("R2", "The web process of a hub on SQLite is killed while forms are sent to it")
@pytest.mark.parametrize("times", TIMES)
def test_a_killed_web_process_leaves_each_change_whole_or_not_at_all(
    database: str, tmp_path: Path, times: int, figure: Figure
):
    figure(killed(a_hub(tmp_path, database), processes=1, times=times))


@pytest.mark.once
@pytest.mark.postgresql
@pytest.mark.assurance("R2", "One of two web processes on PostgreSQL is killed, and the other goes on")
@pytest.mark.parametrize("times", TIMES)
def test_so_it_is_on_postgresql_where_another_process_goes_on(
    postgresql: Server, tmp_path: Path, times: int, figure: Figure
):
    address = postgresql.migrated(tmp_path)
    app = a_hub(tmp_path, address)
    figure(killed(app, processes=2, times=times))
    app.extensions["hub.engine"].dispose()
    postgresql.drop(address)


def killed(app: Flask, processes: int, times: int) -> str:
    """Kill one of the processes so many times while they are busy, and look at everything after each."""
    may_take(10 + times)
    fill(app)
    webs = [Web(app, **OFTEN) for _ in range(processes)]
    chance, broken, changes = random.Random(2), 0, 0  # noqa: S311 - it guards no secret
    try:
        for web in webs:
            web.start()
        for number in range(times):
            crowd = Crowd(app, webs, number)
            crowd.until(chance.randrange(2, 14))
            time.sleep(chance.random() / 20)
            webs[number % processes].kill()
            crowd.leave()
            broken += crowd.broken
            changes = require_whole(app, crowd, idle=processes == 1)
            webs[number % processes].start()
        works_again(app, webs)
    finally:
        for web in webs:
            web.kill()
    require_in_step(app)
    assert broken >= times, "those killed were not at work"
    return f"{times} kills, {broken} requests broken off, {changes} changes, each whole with its audit row, 0 orphans"


def fill(app: Flask) -> None:
    """Thirty frameworks, indexed."""
    ingest(app.extensions["hub.writers"], Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])


@dataclass
class Crowd:
    """Four people, each sending one form after the other to one of the processes until it does not answer."""

    app: Flask
    webs: list[Web]
    number: int
    answered: list[str] = field(default_factory=list)
    """A mark of each change that the hub said it made."""

    broken: int = 0

    def __post_init__(self) -> None:
        council = {"organisation": "mid-suffolk", "network": "pen"}
        self._over = threading.Event()
        jobs = [
            (self._report, a_sender(self.app, "contributor", **council)),
            (self._draft, a_sender(self.app, "contributor", **council)),
            (self._upload, a_sender(self.app, "contributor", **council)),
            (self._set_title, a_sender(self.app, "moderator", network="pen")),
        ]
        with self.app.extensions["hub.readers"]() as session:
            self._keys = list(session.scalars(select(Framework.key).order_by(Framework.id)))
        self._threads = [threading.Thread(target=self._work, args=(n, *job)) for n, job in enumerate(jobs)]
        for thread in self._threads:
            thread.start()

    def until(self, count: int) -> None:
        """Wait until so many have been answered."""
        wait_until(lambda: len(self.answered) >= count or not any(map(threading.Thread.is_alive, self._threads)))

    def leave(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int, send: Callable[..., Iterator[tuple[Answer, str]]], sender: Sender) -> None:
        web, turn = self.webs[number % len(self.webs)], 0
        while not self._over.is_set():
            turn += 1
            for answer, mark in send(sender, web, f"K{self.number}-{number}-{turn}"):
                if answer.status in (BROKEN, REFUSED):
                    self.broken += answer.status == BROKEN
                    return
                assert answer.status == 303, answer
                self.answered.append(mark)

    def _report(self, sender: Sender, web: Web, mark: str) -> Iterator[tuple[Answer, str]]:
        """A claim of a saving, and a file with it."""
        begun = sender.send(web, "/savings/new", title=mark, do="later")
        yield begun, f"claim {mark}"
        data = mark.encode() * 20_000
        address = f"{begun.location.partition('?')[0]}/files"
        yield sender.send(web, address, file=(data, "a.txt")), f"file {hashlib.sha256(data).hexdigest()}"

    def _draft(self, sender: Sender, web: Web, mark: str) -> Iterator[tuple[Answer, str]]:
        """A contribution, begun and saved."""
        begun = sender.send(web, "/contributions/begin")
        yield begun, f"begun {begun.location.split('/')[2] if begun.location else ''}"
        yield sender.send(web, begun.location, title=mark, owner="Anglian", version="1"), f"draft {mark}"

    def _upload(self, sender: Sender, web: Web, mark: str) -> Iterator[tuple[Answer, str]]:
        """A file of twenty contributions."""
        rows = "".join(f"Fenland Supplies,Salt {mark} {row},{mark}-{row}\n" for row in range(ROWS))
        file = ((HEAD + rows).encode(), "frameworks.csv")
        yield sender.send(web, "/contributions/upload", file=file), f"upload {mark}"

    def _set_title(self, sender: Sender, web: Web, mark: str) -> Iterator[tuple[Answer, str]]:
        """A value of a framework, of which the index must hear."""
        address = f"/frameworks/{self._keys[self.number % len(self._keys)]}/set/title"
        yield sender.send(web, address, typed=f"Title {mark}", reason="Its contract says so."), f"value Title {mark}"


def require_whole(app: Flask, crowd: Crowd, idle: bool) -> int:
    """Everything that was answered is there, and whatever is there is whole. Returns how many changes there are."""
    if app.extensions["hub.engine"].dialect.name == "postgresql":
        wait_until(lambda: not at_work(app))
    with app.extensions["hub.readers"]() as session:
        made, told = changes(session), trail(session)
        assert made == told, f"rows {made - told} without their audit row, audit rows {told - made} without theirs"
        assert set(crowd.answered) <= set(marks(session)), "what was answered is not there"
        uploads = Counter(mark for mark in marks(session) if mark.startswith("upload"))
        assert set(uploads.values()) <= {ROWS}, "a file of contributions is there in part"
        require_files(session, Path(app.config["HOME"]) / "evidence")
        if idle:
            require_told(session, app)
    return made.total()


def at_work(app: Flask) -> bool:
    """Whether PostgreSQL is still busy with what a dead process asked for."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> "
    with app.extensions["hub.readers"]() as session:
        return bool(session.scalar(text(f"{busy} pg_backend_pid()")))


def changes(session: Session) -> Counter[str]:
    """What the tables hold, as the audit trail names it."""
    drafts = session.execute(select(Contribution.id, Contribution.version))
    return Counter(
        [
            *(f"saving claim {key}" for key in session.scalars(select(SavingClaim.key))),
            *(f"file {number}" for number in session.scalars(select(SavingFile.id))),
            *(f"contribution {number} {version}" for number, last in drafts for version in range(1, last + 1)),
            *(f"decision {number}" for number in session.scalars(select(Decision.id))),
        ]
    )


def trail(session: Session) -> Counter[str]:
    """What the audit trail says was made."""
    found: list[str] = []
    for entry in session.scalars(select(AuditEntry)):
        match entry.action:
            case "begin saving claim" | "lock value":
                found.append(entry.subject)
            case "add file to saving claim":
                found.append(f"file {entry.detail['file']}")
            case "begin contribution":
                found.append(f"{entry.subject} 1")
            case "save contribution":
                found.append(f"{entry.subject} 2")
            case "import contributions":
                found += [f"contribution {number} 1" for number in entry.detail["contributions"]]
    return Counter(found)


def marks(session: Session) -> Iterator[str]:
    """What is there, as the crowd marked it."""
    yield from (f"claim {title}" for title in session.scalars(select(SavingClaim.title)))
    yield from (f"file {digest}" for digest in session.scalars(select(SavingFile.digest)))
    yield from (f"value {value['value']}" for value in session.scalars(select(Decision.value)))
    for row in session.scalars(select(Contribution)):
        yield f"begun {row.code}"
        title, reference = row.draft.get("title", ""), row.draft.get("reference", "")
        yield f"upload {reference.rpartition('-')[0]}" if reference else f"draft {title}"


def require_files(session: Session, folder: Path) -> None:
    """Each file is there as it was sent; what nobody has is gone once the hub has tidied."""
    kept = set(session.scalars(select(SavingFile.digest)))
    evidence.sweep(session, folder, clock.now() + timedelta(hours=2))
    there = {path.name: path for path in folder.glob("*/*")}
    assert there.keys() == kept
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == name for name, path in there.items())


def require_told(session: Session, app: Flask) -> None:
    """Whatever the index does not have waits for it."""
    found = state(session, app.extensions["hub.index"])
    waiting = set(session.scalars(select(Framework.key).join(IndexChange)))
    assert {*found.missing, *found.orphaned, *found.stale} <= waiting


def works_again(app: Flask, webs: list[Web]) -> None:
    """Every process takes every form."""
    for web in webs:
        crowd = Crowd(app, [web], 1000 + web.port)
        crowd.until(12)
        crowd.leave()
        assert crowd.broken == 0
        require_whole(app, crowd, idle=False)
    wait_until(lambda: not pending(app))


def pending(app: Flask) -> int:
    with app.extensions["hub.readers"]() as session:
        return session.scalar(select(func.count()).select_from(IndexChange)) or 0


def require_in_step(app: Flask) -> None:
    """The database is whole, and the index holds all of it."""
    prove(app.extensions["hub.engine"])
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    with app.extensions["hub.readers"]() as session:
        assert state(session, app.extensions["hub.index"]).in_step
