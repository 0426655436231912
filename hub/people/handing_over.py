"""Who looks after somebody's things when they leave: each kind of thing that a person can have is registered here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Refused
from hub.models import Account


@dataclass(frozen=True)
class Kind:
    """A kind of thing: what several of them are called, how many somebody has, and how another takes them over.

    ``hand_over`` is called with (session, leaver, successor, at), changes nothing else, and writes no audit row.
    """

    name: str
    count: Callable[[Session, Account], int]
    hand_over: Callable[[Session, Account, Account, datetime], None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """From now on these things are handed over as well. Whoever has a kind of thing registers it on import."""
    _kinds[kind.name] = kind


def held(session: Session, account: Account) -> Mapping[str, int]:
    """How many things of each kind somebody has; kinds they have none of are left out."""
    counted = {name: kind.count(session, account) for name, kind in sorted(_kinds.items())}
    return {name: count for name, count in counted.items() if count}


def hand_over(session: Session, leaver: Account, successor: Account, actor: Actor, at: datetime) -> Mapping[str, int]:
    """All of somebody's things are another's from now on. Returns how many of each kind. Raises Refused."""
    counted = pass_on(session, leaver, successor, at)
    audit.note(session, actor, "hand over", leaver.handle, at, {"to": successor.handle, "things": dict(counted)})
    return counted


def pass_on(session: Session, leaver: Account, successor: Account, at: datetime) -> Mapping[str, int]:
    """The same as part of something greater, which goes into the audit trail as one. Raises Refused."""
    if successor.id == leaver.id or successor.state != "active":
        raise Refused("Choose somebody else, whose account can be used, to take over.")
    counted = held(session, leaver)
    for name in counted:
        _kinds[name].hand_over(session, leaver, successor, at)
    session.flush()
    return counted


def _deputyships(session: Session, account: Account) -> int:
    return session.scalar(select(func.count()).select_from(Account).where(Account.deputy_id == account.id)) or 0


def _pass_deputyships(session: Session, leaver: Account, successor: Account, at: datetime) -> None:
    """Nobody is their own deputy."""
    theirs = update(Account).where(Account.deputy_id == leaver.id)
    session.execute(theirs.where(Account.id != successor.id).values(deputy_id=successor.id))
    session.execute(theirs.where(Account.id == successor.id).values(deputy_id=None))


register(Kind("colleagues, as their deputy", _deputyships, _pass_deputyships))
