"""A backup is made: of one moment of the database, whoever writes meanwhile, and of the files it names."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Engine

from hub import __version__
from hub.backup.archive import Manifest, pack
from hub.backup.copying import copy_database, copy_usage
from hub.backup.parts import parts
from hub.errors import Refused
from hub.paths import make_private

FOLDER = "backups"
"""The folder in HOME for backups that nobody said a place for."""

NAME = "hub-%Y%m%dT%H%M%SZ.zip"
UNFINISHED = ".backup-"


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest


def place_of(settings: Mapping[str, Any], given: Path | None, now: datetime) -> Path:
    """The file of a backup: in the given folder, as the given file, or in HOME/backups."""
    name = now.astimezone(UTC).strftime(NAME)
    if given is None:
        given = make_private(Path(settings["HOME"]) / FOLDER)
    path = given / name if given.is_dir() else given
    if path.exists():
        raise Refused(f"There is a file {path} already. Name another.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}. Make it first, or name another.")
    return path


def make(settings: Mapping[str, Any], engine: Engine, path: Path, now: datetime) -> Made:
    """Write the backup beside its place and give it its name when it is whole. Raises Refused if the hub is not."""
    with _workplace(path.parent) as folder:
        database, proof = copy_database(engine, folder)
        files = [(database.name, database)]
        if Path(settings["USAGE"]).exists():
            usage = copy_usage(Path(settings["USAGE"]), folder)
            files.append((usage.name, usage))
        files += [file for part in parts(settings) for file in part.files()]

        def describe(written: dict[str, list[Any]]) -> Manifest:
            made_at, kind = now.astimezone(UTC).isoformat(timespec="seconds"), engine.dialect.name
            return Manifest(made_at, __version__, kind, proof.revision, proof.rows, proof.trail, written)

        manifest = pack(folder / path.name, files, describe)
        (folder / path.name).replace(path)
    return Made(path, manifest)


def remove_old(folder: Path, now: datetime, days: int) -> list[Path]:
    """Delete backups of that folder that are older, and only those the hub named itself. Returns which."""
    gone = []
    for path in sorted(folder.glob("hub-*.zip")):
        try:
            made = datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        if now - made > timedelta(days=days):
            path.unlink(missing_ok=True)
            gone.append(path)
    return gone


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """A folder beside the backup that is gone afterwards; those of backups that were killed go first."""
    for left in parent.glob(f"{UNFINISHED}*"):
        if not _is_held(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(mkdtemp(prefix=UNFINISHED, dir=parent))
    held = _hold(folder)
    try:
        yield folder
    finally:
        os.close(held)
        shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    """Whether the process that works there is alive."""
    try:
        os.close(_hold(folder))
    except (BlockingIOError, FileNotFoundError):
        return True
    return False


def _hold(folder: Path) -> int:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows
        return descriptor
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor
