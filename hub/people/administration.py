"""What administrators do with other people's accounts: find them, let them in or not, give and end what they may do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.models import Account, Grant
from hub.people import accounts, erasing, roles

MOST = 50
"""People found by one search."""


def person(session: Session, handle: str) -> Account:
    """An account by its handle. Raises NotFound; what is left of a deleted account is not shown either."""
    found = session.scalar(select(Account).where(Account.handle == handle, Account.state != "deleted"))
    if found is None:
        raise NotFound("There is nobody at this address.")
    return found


def named(session: Session, name: str) -> Account:
    """An account by its e-mail address or its handle. Raises NotFound."""
    found = accounts.by_email(session, name) if "@" in name else None
    if found is None and "@" in name:
        raise NotFound("There is no account for this address. Run `hub users list` to see them.")
    return found or person(session, name)


def waiting(session: Session) -> Sequence[Account]:
    """Those whose domain nobody knew, the longest waiting first."""
    return session.scalars(select(Account).where(Account.state == "waiting").order_by(Account.confirmed_at)).all()


def search(session: Session, text: str) -> Sequence[Account]:
    """People whose name, address or handle has these words in it, by name; all of them for none."""
    found = select(Account).where(Account.state != "deleted")
    if text.strip():
        like = f"%{_literal(text.strip())}%"
        columns = (Account.email, Account.name, Account.handle)
        found = found.where(or_(*(column.ilike(like, escape="\\") for column in columns)))
    return session.scalars(found.order_by(Account.name, Account.id).limit(MOST)).all()


def described(grant: Grant) -> str:
    """A role in words: “contributor for Essex County Council in the Procurement East Network”."""
    return roles.words(grant.role, grant.organisation, grant.network)


def refuse(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """Somebody who waits is not let in: nothing of them is kept. Raises Refused."""
    if account.state != "waiting":
        raise Refused("Nobody has to approve this account: it is not waiting.")
    erasing.forget(session, account, at)
    audit.note(session, actor, "refuse account", account.handle, at)


def disable(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """Raises Refused for who is disabled already, and for the last administrator."""
    if account.state not in ("active", "waiting", "unconfirmed"):
        raise Refused("This account is disabled already.")
    roles.require_another_administrator(session, account)
    accounts.disable(session, account, actor, at)


def end_role(session: Session, account: Account, number: int, actor: Actor, at: datetime) -> None:
    """Take away one of somebody's roles. Raises NotFound, and Refused for the last administrator's."""
    grant = session.get(Grant, number)
    if grant is None or grant.account_id != account.id or grant.ended_at is not None:
        raise NotFound("This person does not have that role.")
    if grant.role == "administrator":
        roles.require_another_administrator(session, account)
    roles.end(session, grant, actor, at)


def _literal(text: str) -> str:
    """The text with what LIKE takes for more than itself marked as meant literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
