"""One crawl of a source at a time, whichever process it runs in; a process that dies holds nothing any more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub import paths
from hub.errors import Refused


@contextmanager
def only_crawl(folder: Path, source: str) -> Iterator[None]:
    """Hold the source's lock. Raises Refused at once where another holds it."""
    path = paths.make_private(folder) / f"{source}.lock"
    with path.open("a+", encoding="ascii") as file:
        if not _lock(file.fileno()):
            file.seek(0)
            holder = file.read(20).strip() or "another process"
            raise Refused(f"{source} is being crawled already, by process {holder}. Wait until that has ended.")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _lock(file: int) -> bool:
    """Take the lock, which the system gives back when the file is closed, also by kill -9."""
    try:
        import fcntl
    except ImportError:  # Windows has none such: there, whoever starts two crawls of a source has two
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
