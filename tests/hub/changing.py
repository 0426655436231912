"""A process that changes frameworks and indexes them until it is killed, telling each step as it takes it."""

import os
import sys
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import create_app
from hub.models import Framework, touch
from hub.search import rebuild, sync
from tests.conftest import NOON

AT_ONCE = 3
REBUILD_EVERY = 4


def run(settings: dict[str, str], steps: Connection) -> None:
    """Sends the path of each file it opens, before it does, and what it has committed: keys, titles and versions."""
    sys.stdout = sys.stderr = open(os.devnull, "w")
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **settings})
    steps.send("ready")

    def tell(name: str, about: tuple[Any, ...]) -> None:
        if name in ("open", "os.rename", "os.remove", "shutil.rmtree") and settings["INDEX_FOLDER"] in str(about[0]):
            steps.send(f"{name} {about[0]}")

    sys.addaudithook(tell)
    for turn in count(1):
        steps.send(change(app, turn))
        bring_up = sync if turn % REBUILD_EVERY else rebuild
        bring_up(app.extensions["hub.writers"], app.extensions["hub.index"])


def change(app: Flask, turn: int) -> dict[str, tuple[str, int]]:
    """Give some frameworks a new title and withdraw one, or bring it back. Returns what is committed, by key."""
    with app.extensions["hub.writers"].begin() as session:
        frameworks = session.scalars(select(Framework).where(Framework.digest != "").order_by(Framework.id)).all()
        chosen = [frameworks[(turn * AT_ONCE + n) % len(frameworks)] for n in range(AT_ONCE)]
        for framework in chosen:
            retitle(session, framework)
        chosen[0].withdrawn_at = None if chosen[0].withdrawn_at else NOON
        session.flush()
        return {framework.key: (framework.title, framework.version) for framework in chosen}


def retitle(session: Session, framework: Framework) -> None:
    framework.title = f"Turn{os.getpid()} of {framework.key}"
    framework.title_sort = framework.title.casefold()
    touch(session, framework, NOON)
