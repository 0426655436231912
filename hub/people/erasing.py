"""Taking a person out of the hub: what is left is a handle, so that what they did stands and says nobody's name."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.mail import outbox
from hub.models import Account, Base, MailedLink, Outbox
from hub.people import roles

GOES = frozenset({"signed_in", "mailed_link", "recovery_code", "api_token"})
"""Tables whose rows go with their account, though nothing in the database says so."""

STAYS = {"role_grant": "It must be possible to tell who could do what: it holds a handle, a role and two days."}
"""Tables whose rows stay with what is left of an account, and why."""

NAMES_OTHERS = frozenset({"silence", "handed over"})
"""Purposes of letters in which one person is named to another."""


def erase(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """Delete an account. Raises Refused for the last administrator's."""
    roles.require_another_administrator(session, account)
    forget(session, account, at)
    audit.note(session, actor, "delete account", account.handle, at)


def forget(session: Session, account: Account, at: datetime) -> None:
    """The same as part of something greater. Roles end; rows of other tables go or lose their author."""
    _forget_letters(session, account)
    for column in columns():
        if goes(column):
            session.execute(delete(column.table).where(column == account.id))
        elif loses_its_author(column):
            session.execute(update(column.table).where(column == account.id).values({column.name: None}))
    for grant in account.grants:
        if grant.ended_at is None:
            grant.ended_at, grant.ended_by = at, account.handle
    _empty(account)
    session.flush()


def columns() -> Iterator[Column[int]]:
    """Every column of the database that leads to an account."""
    tables: list[Table] = Base.metadata.sorted_tables
    for table in reversed(tables):  # what depends on other rows first
        for column in table.columns:
            if any(key.target_fullname == "account.id" for key in column.foreign_keys):
                yield column


def goes(column: Column[int]) -> bool:
    return column.table.name in GOES or _on_delete(column) == "CASCADE"


def loses_its_author(column: Column[int]) -> bool:
    return _on_delete(column) == "SET NULL"


def _on_delete(column: Column[int]) -> str:
    return next((key.ondelete or "" for key in column.foreign_keys), "").upper()


def _empty(account: Account) -> None:
    account.email, account.name, account.password, account.second_factor = None, "", "", ""
    account.state, account.password_on, account.confirmed_at, account.seen_in = "deleted", None, None, None
    account.asked_still_here_on = account.still_here_on = account.silence_told_on = account.noticed_on = None
    account.second_factor_step = account.notices = 0
    account.deputy_id = None


def _forget_letters(session: Session, account: Account) -> None:
    """What was written to them or about them, and invitations of their address."""
    if not account.email:
        return
    outbox.forget(session, account.email)
    about = [Outbox.body.contains(account.email, autoescape=True)]
    about += [Outbox.body.contains(account.name, autoescape=True)] if account.name else []
    session.execute(delete(Outbox).where(Outbox.purpose.in_(NAMES_OTHERS), or_(*about)))
    for link in session.scalars(select(MailedLink)):
        if account.email in link.detail.values():
            session.delete(link)
