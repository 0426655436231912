"""Who was taken out of the hub, kept in a file beside the database.

A backup brings back whoever was deleted since it was made. The file is not part of it, so that they can be taken out
again after a restore (`hub users erase-again`). It names an account by its handle, a word drawn by lot that says
nothing of who it was: an address would also take out who registers with it later.
"""

import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Account, Removal

FILE = "erased.txt"


class Erased:
    """The file, one line each: "account HANDLE", or "removal KIND WORDS HASH DAY"."""

    def __init__(self, home: str) -> None:
        self._path = Path(home) / FILE

    def lines(self) -> list[str]:
        """All that is noted, oldest first; a line that was cut off by a crash is left out."""
        if not self._path.exists():
            return []
        return [line for line in self._path.read_text(encoding="ascii").split("\n")[:-1] if line]

    def note(self, session: Session) -> int:
        """Add whoever the database has no more and the file does not name yet. Returns how many."""
        missing = [line for line in _lines_of(session) if line not in set(self.lines())]
        if missing:
            with self._path.open("a", encoding="ascii") as file:
                file.write("".join(f"{line}\n" for line in missing))
                file.flush()
                os.fsync(file.fileno())
        return len(missing)


def _lines_of(session: Session) -> list[str]:
    deleted = session.scalars(select(Account.handle).where(Account.state == "deleted").order_by(Account.id))
    removals = session.scalars(select(Removal).order_by(Removal.id))
    told = [f"removal {row.kind} {row.words} {row.value_hash} {row.asked_on.isoformat()}" for row in removals]
    return [f"account {handle}" for handle in deleted] + told
