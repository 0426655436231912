"""Letters to those who follow something.

What there is to tell is read first. Then one short transaction writes the letter, with all that says that it has been
told: whoever is killed before has told nothing, and whoever is killed after has told it once. Where a follow was
changed or told by another sender in between, nothing is written, and the next round looks again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from hub import audit
from hub.actor import HUB
from hub.clock import Clock, now
from hub.db import read_only
from hub.follows.book import know
from hub.follows.endings import REACHED, LookedAfter, Warning, nobody, warnings
from hub.follows.framework_news import is_followed
from hub.follows.letters import ending_letter, news_letter
from hub.follows.links import Links
from hub.follows.matching import Catalogue, ReadSearch
from hub.follows.news import Check, gather
from hub.follows.timing import is_due
from hub.mail import post
from hub.models import Account, EndingTold, Follow, FollowSeen, Framework
from indexer import SearchIndex

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """What letters are made from. ``looked_after`` gives who looks after which framework."""

    sessions: sessionmaker[Session]
    index: SearchIndex
    read_search: ReadSearch
    links: Links
    clock: Clock = now
    looked_after: LookedAfter = nobody

    def send(self) -> int:
        """Write every letter that is due into the Outbox; gives how many."""
        return self._warn() + self._tell()

    def _warn(self) -> int:
        at = self.clock()
        with read_only(self.sessions) as session:
            due = warnings(session, at, self.looked_after)
        return sum(_unharmed(account, self._warn_one, account, due[account], at) for account in sorted(due))

    def _warn_one(self, account: int, due: Sequence[Warning], at: datetime) -> int:
        with self.sessions.begin() as session:
            to, fresh = _address(session, account), [each for each in due if not _is_told(session, each)]
            if not (to and fresh):
                return 0
            session.add_all(each.told for each in fresh)
            post(session, ending_letter(to, account, fresh, self.links), at)
            return 1

    def _tell(self) -> int:
        at = self.clock()
        with read_only(self.sessions) as session:
            changed = session.scalar(select(func.max(Framework.changed_at)))
            accounts = due_accounts(session, at, changed)
        return sum(_unharmed(account, self._tell_one, account, at, changed) for account in accounts)

    def _tell_one(self, account: int, at: datetime, changed: datetime | None) -> int:
        with read_only(self.sessions) as session:
            checks = gather(Catalogue(session, self.index, self.read_search), account, at, changed)
        with self.sessions.begin() as session:
            to = _address(session, account)
            if not to or not all(_is_as_read(session, check) for check in checks):
                return 0
            for check in checks:
                settle(session, account, check, at)
            letter = news_letter(to, account, checks, self.links)
            if letter:
                post(session, letter, at)
            return bool(letter)


def _unharmed(account: int, tell: Callable[..., int], *arguments: Any) -> int:
    """What goes wrong with one person's letter is logged, and keeps nobody else from theirs."""
    try:
        return tell(*arguments)
    except Exception:
        log.exception("The letter to account %d could not be written; trying again", account)
        return 0


def due_accounts(session: Session, at: datetime, changed: datetime | None) -> list[int]:
    """The accounts with a follow that is to be looked at."""
    rows = select(Follow.account_id, Follow.cadence, Follow.checked_at).join(Account)
    found = session.execute(rows.where(Account.state.in_(REACHED), Follow.cadence != "never"))
    return sorted({account for account, cadence, checked in found if is_due(cadence, checked, at, changed)})


def _address(session: Session, account: int) -> str:
    """Where letters to somebody go; empty where none may go."""
    row = session.get(Account, account)
    return row.email or "" if row and row.state in REACHED else ""


def _is_told(session: Session, due: Warning) -> bool:
    return session.get(EndingTold, (due.account, due.line.key, due.end, due.days)) is not None


def _is_as_read(session: Session, check: Check) -> bool:
    row = session.get(Follow, check.follow)
    return row is not None and (row.cadence, row.checked_at) == (check.cadence, check.checked_at)


def settle(session: Session, account: int, check: Check, at: datetime) -> None:
    """Note that what a follow had to tell has been told."""
    row = session.get_one(Follow, check.follow)
    row.checked_at = at
    session.add_all(FollowSeen(follow_id=row.id, framework=key) for key in check.new)
    if row.kind != "framework":
        return
    row.known_end, row.known_status = check.known_end, check.known_status
    for key, title in check.successors:
        _follow_successor(session, row, key, title, at)
    if check.moved or (check.subject != row.subject and is_followed(session, account, check.subject)):
        session.delete(row)
    else:
        row.subject, row.title = check.subject, check.title
    session.flush()


def _follow_successor(session: Session, row: Follow, key: str, title: str, at: datetime) -> None:
    if is_followed(session, row.account_id, key):
        return
    times = {"created_at": at, "checked_at": at}
    successor = Follow(
        account_id=row.account_id, kind="framework", subject=key, title=title, cadence=row.cadence, **times
    )
    session.add(successor)
    session.flush()
    know(session, successor, at)
    audit.note(session, HUB, "follow successor", f"follow {successor.id}", at, {"of": row.id})
