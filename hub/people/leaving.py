"""Leaving: a deputy named beforehand, and everything handed over when somebody goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Refused
from hub.models import Account, Grant
from hub.people import accounts, handing_over, roles


def colleagues(session: Session, account: Account) -> Sequence[Account]:
    """People of the same organisations and networks, by name: they know each other's names."""
    grants = roles.standing(account)
    shared = or_(
        Grant.organisation_id.in_([grant.organisation_id for grant in grants if grant.organisation_id]),
        Grant.network_id.in_([grant.network_id for grant in grants if grant.network_id]),
    )
    found = select(Account).join(Grant).where(shared, Grant.ended_at.is_(None), Account.state == "active")
    return session.scalars(found.where(Account.id != account.id).order_by(Account.name, Account.id).distinct()).all()


def colleague(session: Session, account: Account, handle: str) -> Account:
    """One of them by their handle. Raises Refused."""
    for each in colleagues(session, account):
        if each.handle == handle:
            return each
    raise Refused("Choose a colleague from the list.")


def name_deputy(session: Session, account: Account, handle: str, actor: Actor, at: datetime) -> None:
    """Who looks after somebody's things when they leave; nobody for an empty handle. Raises Refused."""
    deputy = colleague(session, account, handle) if handle else None
    account.deputy_id = deputy.id if deputy else None
    audit.note(session, actor, "name deputy", account.handle, at, {"deputy": handle})


def leave(
    session: Session, account: Account, successor: Account | None, actor: Actor, at: datetime
) -> Mapping[str, int]:
    """Somebody goes: another takes over what they have, and their account is disabled. Returns what was handed over.

    Raises Refused where there are things and nobody to take them over, and for the last administrator.
    """
    if account.state != "active":
        raise Refused("Only who has an account that can be used can leave.")
    roles.require_another_administrator(session, account)
    if successor is None and handing_over.held(session, account):
        raise Refused("Choose who takes over.")
    handed = handing_over.pass_on(session, account, successor, at) if successor else {}
    accounts.shut(session, account, at)
    detail = {"to": successor.handle if successor else "", "things": dict(handed)}
    audit.note(session, actor, "leave", account.handle, at, detail)
    return handed
