"""Restored parts take the place of the old ones, which are kept beside them under other names.

A file says beforehand what is to be renamed. Whoever is killed in the middle leaves it there, and the next command
finishes what it says: the hub is the old one or the new one, and never half of each.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from hub import running
from hub.errors import Refused

JOURNAL = "restore.json"
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file and finds by its name."""


@dataclass(frozen=True)
class Exchange:
    """One part: what was restored, where it belongs, and what that is called which is there now.

    ``restored`` empty: the old one goes, and nothing comes in its place.
    """

    restored: str
    place: str
    kept: str


def swap(home: Path, exchanges: Sequence[Exchange]) -> list[Path]:
    """Make all the exchanges, or be finished by ``finish``. Returns what was kept."""
    plan = [each if Path(each.restored).exists() else Exchange("", each.place, each.kept) for each in exchanges]
    aside = home / f".{JOURNAL}.part"
    with aside.open("w", encoding="utf-8") as file:
        json.dump([asdict(each) for each in plan], file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / JOURNAL)
    _sync(home)
    finish(home)
    return [Path(each.kept) for each in plan if Path(each.kept).exists()]


def is_under_way(home: Path) -> bool:
    """Whether a restore has come to its exchanges and was killed before the last."""
    return (home / JOURNAL).exists()


def finish(home: Path) -> bool:
    """Make the exchanges that are still to be made. Returns whether there were any."""
    journal = home / JOURNAL
    if not is_under_way(home):
        return False
    for said in json.loads(journal.read_text(encoding="utf-8")):
        _exchange(Exchange(**said))
    journal.unlink()
    _sync(home)
    return True


def finish_broken_off(home: Path) -> bool:
    """Finish a restore that was killed in its last steps, if there is one. Raises Refused while it is at work."""
    if not is_under_way(home):
        return False
    held = running.alone(home)
    try:
        return finish(home)
    except OSError as error:
        raise Refused(f"A restore was broken off and cannot be finished ({error}): see {home / JOURNAL}.") from error
    finally:
        running.leave(held)


def _exchange(each: Exchange) -> None:
    """Each step is left out where it was made before."""
    restored, place, kept = Path(each.restored), Path(each.place), Path(each.kept)
    waits = bool(each.restored) and restored.exists()
    if (waits or not each.restored) and not kept.exists() and place.exists():
        for ending in BESIDE:
            _rename(Path(f"{place}{ending}"), Path(f"{kept}{ending}"))
        _rename(place, kept)
    if waits:
        _rename(restored, place)


def _rename(path: Path, name: Path) -> None:
    if path.exists():
        path.rename(name)
        _sync(path.parent)
        if name.parent != path.parent:
            _sync(name.parent)


def _sync(folder: Path) -> None:
    """Names last through a power cut only once their folder has been written."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
