"""Invitations: a link that makes somebody a contributor of a network, or whatever an administrator says.

Whoever invites vouches for the address, so nobody has to know its domain.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Gone, NotFound, Refused
from hub.models import Account, MailedLink, Network, NetworkMember, Organisation
from hub.people import accounts, domains, links, roles
from hub.people.passwords import Passwords
from hub.people.secrets import handle


def invite(
    session: Session,
    email: str,
    role: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
) -> str:
    """What the link carries that the address is sent. Raises Refused, also for what this actor may not give.

    An earlier invitation of the address to the same network stops working.
    """
    if roles.BOUND.get(role) != (organisation is not None, network is not None):
        raise Refused(f"A {role} is {roles.bound_to(role)}.")
    _require_right(actor, role, network)
    if organisation is not None and network is not None:
        _require_membership(session, organisation, network)
    to = domains.settled(email)
    known = accounts.by_email(session, to)
    if known is not None and known.state == "disabled":
        raise Refused("There is an account for this address, and it is disabled.")
    _withdraw_earlier(session, to, network, at)
    right = {
        "role": role,
        "organisation": organisation.slug if organisation else "",
        "network": network.slug if network else "",
    }
    token = links.make(session, "invite", None, at, email=to, by=actor.name, **right)
    made = links.find(session, "invite", token, at)
    audit.note(session, actor, "invite", f"invitation {made.id}", at, right)
    return token


def outstanding(session: Session, network: str, at: datetime) -> Sequence[MailedLink]:
    """Invitations to a network that nobody has taken up, the newest first; to the whole hub for an empty name."""
    found = select(MailedLink).where(MailedLink.purpose == "invite", MailedLink.used_at.is_(None))
    newest = session.scalars(found.where(MailedLink.good_until > at).order_by(MailedLink.id.desc()))
    return [row for row in newest if row.detail.get("network", "") == network]


def withdraw(session: Session, number: int, actor: Actor, at: datetime) -> None:
    """The link of an invitation works no more. Raises NotFound, also where it is not this actor's to withdraw."""
    row = session.get(MailedLink, number)
    if row is None or row.purpose != "invite" or row.used_at is not None:
        raise NotFound("There is no such invitation.")
    if not _may_give(actor, row.detail["role"], row.detail["network"]):
        raise NotFound("There is no such invitation.")
    row.used_at, row.detail = at, {**row.detail, "email": ""}
    audit.note(session, actor, "withdraw invitation", f"invitation {row.id}", at)


def invited(session: Session, token: str, at: datetime) -> tuple[MailedLink, Account | None]:
    """The invitation of a link, and the account its address has already. Raises Gone."""
    link = links.find(session, "invite", token, at)
    account = accounts.by_email(session, link.detail["email"])
    if account is not None and account.state == "disabled":
        raise Gone(links.USED_UP)
    return link, account


def accept(session: Session, token: str, name: str, password: str, passwords: Passwords, at: datetime) -> Account:
    """Take up an invitation: a new account has the name and password, one that is there stays as it is.

    Raises Gone, and Refused for a password that cannot be taken.
    """
    link, account = invited(session, token, at)
    links.use(session, "invite", token, at)
    if account is None:
        email = link.detail["email"]
        account = Account(handle=handle(), email=email, name=name.strip(), registered_at=at, grants=[])
        session.add(account)
    if not account.password:
        account.name = name.strip()
        accounts.set_password(account, password, passwords, at)
        account.confirmed_at = at
    account.state = "active"
    session.flush()
    detail = _give(session, account, link, at)
    link.detail = {**link.detail, "email": ""}
    audit.note(session, Actor(account.handle, account=account.id), "accept invitation", account.handle, at, detail)
    return account


def _give(session: Session, account: Account, link: MailedLink, at: datetime) -> dict[str, str]:
    """The role of an invitation, by whoever invited; a contributor is a member of the organisation as well."""
    said = link.detail
    organisation = session.scalar(select(Organisation).where(Organisation.slug == said["organisation"]))
    network = session.scalar(select(Network).where(Network.slug == said["network"]))
    by = Actor(said["by"])
    roles.add(account, said["role"], by, at, organisation, network)
    if said["role"] == "contributor":
        roles.add(account, "member", by, at, organisation)
    return {key: said[key] for key in ("role", "organisation", "network", "by")}


def _require_right(actor: Actor, role: str, network: Network | None) -> None:
    if not _may_give(actor, role, network.slug if network else ""):
        raise Refused("A moderator can invite contributors to their own network; an administrator anybody.")


def _may_give(actor: Actor, role: str, network: str) -> bool:
    if actor.may("administrator"):
        return True
    return role == "contributor" and bool(network) and actor.may("moderator", network=network)


def _require_membership(session: Session, organisation: Organisation, network: Network) -> None:
    members = select(NetworkMember).where(NetworkMember.network_id == network.id, NetworkMember.ends_on.is_(None))
    if session.scalar(members.where(NetworkMember.organisation_id == organisation.id)) is None:
        raise Refused(f"{organisation.name} does not act in {network.name}. Let it join first.")


def _withdraw_earlier(session: Session, email: str, network: Network | None, at: datetime) -> None:
    for row in outstanding(session, network.slug if network else "", at):
        if row.detail.get("email") == email:
            row.used_at, row.detail = at, {**row.detail, "email": ""}
