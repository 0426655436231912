"""What is wrong with the hub as it stands on this machine: each finding in one line, with its cure."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub import paths, production, readiness
from hub.backup.parts import parts
from hub.backup.proving import prove
from hub.errors import Refused
from hub.mail.smtp import mail_server
from hub.models import Outbox
from indexer import SearchIndex


def findings(settings: Mapping[str, Any], engine: Engine, index: SearchIndex, now: datetime) -> list[str]:
    """Everything, one line each; empty where all is well. Reads the whole database."""
    return [
        *_parts(settings, engine, index, now),
        *_database(engine),
        *_folders(settings),
        *_settings(settings, engine),
        *_mail(settings, engine),
    ]


def _parts(settings: Mapping[str, Any], engine: Engine, index: SearchIndex, now: datetime) -> Iterator[str]:
    for part in readiness.parts(settings, engine, index, now):
        if part.trouble:
            yield f"The {part.name}: {part.trouble}. {part.cure}"


def _database(engine: Engine) -> Iterator[str]:
    """Whether it is whole, to the last row of the audit trail."""
    try:
        prove(engine)
    except Refused as error:
        yield f"{error} Keep a copy of it as it is, then restore the last backup: `hub restore FILE`."
    except SQLAlchemyError:
        return  # said already


def _folders(settings: Mapping[str, Any]) -> Iterator[str]:
    for place in [Path(settings["HOME"]), *(part.place for part in parts(settings)), Path(settings["DOWNLOADS"])]:
        if place.exists() and not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            yield f"The hub may not write in {place}. Give it to the user the hub runs as: chown -R USER {place}"
    for part in parts(settings):
        for path in production.open_to_all([str(part.place)]):
            yield f"Other users of this machine may use {path}. Close it to them: chmod -R o-rwx {path}"
    if not paths.assets_are_built():
        yield "The pages look plain: their stylesheet has not been built. Install the hub anew, with a network."


def _settings(settings: Mapping[str, Any], engine: Engine) -> Iterator[str]:
    """All of them where the hub is in production; else what other users of the machine can do to it."""
    facts = production.look(settings, engine)
    checked = production.problems if settings["PRODUCTION"] else production.of_machine
    yield from checked(settings, facts)


def _mail(settings: Mapping[str, Any], engine: Engine) -> Iterator[str]:
    try:
        mail_server(settings)
    except Refused as error:
        yield str(error)
    try:
        with Session(engine) as session:
            failed = session.scalar(select(func.count()).select_from(Outbox).where(Outbox.failed_at.is_not(None)))
    except SQLAlchemyError:
        return
    if failed:
        yield f"Letters that could not be sent: {failed}. See why with `hub mail list`, then `hub mail retry NUMBER`."
