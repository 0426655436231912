"""How commands speak: a progress bar on a terminal, one line a step otherwise, and errors people can act on."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Config, Flask
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from hub import create_app, running, schema
from hub.backup import finish_broken_off
from hub.cells import printable
from hub.errors import HubError
from hub.search import sync
from hub.trouble import DAMAGED_CURE, NO_ROOM, Trouble, trouble_of
from indexer import IndexUnavailable
from scrapers.source import UnreadableFile

EXPECTED = (HubError, UnreadableFile, IndexUnavailable)
NO_ROOM_CURE = " Make room on that disk, then give the command again."
CURES = {Trouble.FULL: NO_ROOM_CURE, Trouble.DAMAGED: DAMAGED_CURE}


class HubGroup(click.Group):
    """A group whose commands end with one plain line, not a traceback, when a person can mend what is wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            raise click.ClickException(printable(as_started(str(error)))) from error
        except DatabaseError as error:
            cure = CURES.get(trouble_of(error), "")
            if not cure and not isinstance(error, OperationalError):
                raise  # a mistake of the hub's own, which nobody at a keyboard can mend
            raise click.ClickException(as_started(f"The database cannot be used: {error.orig}.{cure}")) from error
        except BrokenPipeError:
            raise  # whoever read what it says has gone, as in ``hub check | head``: click ends without a word
        except OSError as error:
            raise click.ClickException(f"Cannot use{_where(error)}") from error


def _where(error: OSError) -> str:
    """Which file could not be used, why, and what to do about it."""
    is_full = error.errno in NO_ROOM
    place = error.filename or ("the disk of the hub's home, index, temporary files or output" if is_full else "")
    return f"{place and f' {place}'}: {error.strerror or error}.{NO_ROOM_CURE if is_full else ''}"


def open_hub(ready: bool = True) -> Flask:
    """The app of this command, whose connections are closed when it ends. ``ready``: its database must be set up.

    What would make it unfit to be served does not keep a command from its work.
    """
    return opened(create_app({"PRODUCTION": False}), ready)


def in_production() -> bool:
    """Whether the environment says that this hub is served to the world."""
    settings = Config("")
    settings.from_object("hub.config")
    settings.from_prefixed_env("HUB")
    return bool(settings["PRODUCTION"])


def opened(app: Flask, ready: bool = True, shares: bool = True) -> Flask:
    """``shares``: other commands may use the hub's home at the same time, and no restore."""
    context = click.get_current_context()
    context.call_on_close(app.extensions["hub.engine"].dispose)
    if shares:
        if finish_broken_off(Path(app.config["HOME"])):
            say("A restore that had been broken off was finished.")
        context.call_on_close(partial(running.leave, running.share(app.config["HOME"])))
    if ready:
        require_database(app)
    return app


def require_database(app: Flask, newest: bool = True) -> None:
    """Raises NotReady where there is no database, or one that is not of the expected shape. Makes no file."""
    engine = app.extensions["hub.engine"]
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        raise schema.not_set_up()
    if newest:
        schema.require_newest(engine)


@contextmanager
def changing() -> Iterator[Session]:
    """A session to change the catalogue in; what has changed is searchable afterwards."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        yield session
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])


def verdict(name: str, meaning: str, decide: Callable[[Session, int, str, str], str]) -> click.Command:
    """The command of one verdict on a proposal. ``decide`` gets the session, the proposal's number, the verdict and the
    reason, and gives what to say once that is done.
    """

    @click.command(name, help=meaning)
    @click.argument("number", type=int)
    @click.option("--reason", default="", help="Why, for whoever reads it later.")
    def command(number: int, reason: str) -> None:
        with changing() as session:
            done = decide(session, number, name, reason)
        say(done)

    return command


@contextmanager
def step(label: str, may_stop: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Report progress on one step: call what this gives with (done, total).

    Coming out of it is the whole of it, unless it ``may_stop`` before.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield report
        if not may_stop:
            bar.update(int(bar.length or 1) - bar.pos)


def say(sentence: str) -> None:
    click.echo(printable(as_started(sentence)), err=True)


def as_started(text: str) -> str:
    """Commands named in a text, as this person types them: run.py says how it was started."""
    return text.replace("`hub ", f"`{os.environ.get('HUB_PROGRAM', 'hub')} ")
