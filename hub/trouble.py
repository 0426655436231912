"""Why the database or a file could not be used: no room, held by another program, damaged, or something else."""

import errno
from enum import Enum

from sqlalchemy.exc import DBAPIError


class Trouble(Enum):
    """What keeps the hub from writing or reading."""

    FULL = "full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    OTHER = "other"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What an OSError has for a number where the disk, or the part of it that is this user's, is full."""

DAMAGED_CURE = " Stop the hub, keep a copy of it as it is, then restore the last backup: `hub restore FILE`."

WORDS = {
    "database or disk is full": Trouble.FULL,  # SQLite
    "disk I/O error": Trouble.FULL,  # SQLite, where there is no room for the index of its log
    "53100": Trouble.FULL,  # PostgreSQL: disk_full
    "database is locked": Trouble.LOCKED,  # SQLite
    "55P03": Trouble.LOCKED,  # PostgreSQL: lock_not_available
    "database disk image is malformed": Trouble.DAMAGED,  # SQLite
    "file is not a database": Trouble.DAMAGED,  # SQLite, where its first bytes are others
}


def trouble_of(error: Exception) -> Trouble:
    """What is behind an error of the database."""
    told = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return next((trouble for words, trouble in WORDS.items() if words in told), Trouble.OTHER)
