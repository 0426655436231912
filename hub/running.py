"""Who uses a hub's home just now: every process of the hub holds a share of it, and a restore wants it alone.

The system takes back what a process held when it ends, however it ends.
"""

import os
from pathlib import Path

from hub.errors import Refused

IN_USE = (
    "Another process of the hub is at work in {home}. Stop the hub and its schedule first (systemctl stop hub "
    "hub-schedule, or Ctrl+C), and wait until no `hub` command runs."
)


def share(home: str | Path) -> int | None:
    """Hold a share of the home until this process ends, or until ``leave``. None where there is no home yet.

    Raises Refused while a restore has it alone.
    """
    return _hold(home, alone=False, refusal=f"A backup is being restored to {home}. Wait until that has ended.")


def alone(home: str | Path) -> int | None:
    """Have the home alone. Raises Refused while any other process holds a share."""
    return _hold(home, alone=True, refusal=IN_USE.format(home=home))


def leave(held: int | None) -> None:
    if held is not None:
        os.close(held)


def _hold(home: str | Path, alone: bool, refusal: str) -> int | None:
    try:
        import fcntl
    except ImportError:  # Windows locks no folders: there, nobody keeps a hub from being restored while it runs
        return None
    if not Path(home).is_dir():
        return None
    folder = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(folder, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(folder)
        raise Refused(refusal) from error
    return folder
