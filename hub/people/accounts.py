"""An account from registering to signing in.

Whoever registers or asks for a new password is told the same, whether there is an account or not: what differs stands
in the letter, which only the holder of the address reads.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import VISITOR, Actor
from hub.errors import Refused
from hub.models import Account, Organisation
from hub.people import domains, links, roles, sessions
from hub.people.passwords import Passwords, problem
from hub.people.secrets import handle

LONGEST_NAME = 120


def by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == domains.settled(email)))


def register(session: Session, email: str, name: str, at: datetime) -> tuple[Account, str]:
    """An account for an address, or the one there is, and the token of the link to send there.

    The token is empty where the address has an account that needs no confirming.
    """
    account = by_email(session, email)
    if account is None:
        account = Account(handle=handle(), email=domains.settled(email), name=name.strip(), registered_at=at)
        session.add(account)
        session.flush()
    else:  # as much work, so that it takes no less time
        session.execute(update(Account).where(Account.id == account.id).values(email=account.email))
    audit.note(session, VISITOR, "register", account.handle, at)
    is_new = account.state == "unconfirmed"
    token = links.make(session, "confirm", account if is_new else None, at)
    return account, token if is_new else ""


def holder(account: Account) -> Actor:
    """Whoever an account is of, as the one who acts."""
    return Actor(account.handle, account=account.id)


def name_problem(name: str) -> str:
    """What is wrong with the name somebody wants to be shown by; empty when it can be taken."""
    if not name.strip():
        return "Enter your name, as colleagues know you"
    if len(name.strip()) > LONGEST_NAME:
        return f"Use {LONGEST_NAME} characters or fewer"
    return ""


def confirm(
    session: Session,
    token: str,
    password: str,
    wanted: Sequence[str],
    passwords: Passwords,
    at: datetime,
) -> Account:
    """The holder of the address chooses a password and says for which organisations they act.

    ``wanted`` are slugs; only organisations of the address's domain are taken. Where nobody knows the domain the
    account waits for an administrator. Raises Gone for a link that is used up, Refused for a password that cannot be
    taken.
    """
    found = links.find(session, "confirm", token, at)
    account = _of(found.account)
    theirs = {each.slug: each for each in domains.organisations(session, account.email or "")}
    chosen = [theirs[slug] for slug in dict.fromkeys(wanted) if slug in theirs]
    if theirs and not chosen:
        raise Refused("Choose at least one organisation that you act for.")
    set_password(account, password, passwords, at)
    links.use(session, "confirm", token, at)
    account.confirmed_at = at
    account.state = "active" if chosen else "waiting"
    for organisation in chosen:
        roles.add(account, "member", holder(account), at, organisation)
    detail = {"member of": [organisation.slug for organisation in chosen]}
    audit.note(session, holder(account), "confirm address", account.handle, at, detail)
    return account


def approve(
    session: Session,
    account: Account,
    organisations: Sequence[Organisation],
    actor: Actor,
    at: datetime,
    remember: bool = False,
) -> None:
    """An administrator vouches for somebody whose domain nobody knew. Raises Refused.

    ``remember``: whoever has an address of that domain may act for these organisations from now on.
    """
    if account.state != "waiting":
        raise Refused("Nobody has to approve this account: it is not waiting.")
    if not organisations:
        raise Refused("Choose the organisation this person works for.")
    account.state = "active"
    for organisation in organisations:
        roles.add(account, "member", actor, at, organisation)
        if remember:
            domains.remember(session, domains.domain_of(account.email or ""), organisation)
    detail = {"member of": [organisation.slug for organisation in organisations], "domain remembered": remember}
    audit.note(session, actor, "approve account", account.handle, at, detail)


def set_password(account: Account, password: str, passwords: Passwords, at: datetime) -> None:
    """Raises Refused for one that cannot be taken."""
    if wrong := problem(password, _about(account)):
        raise Refused(f"{wrong}.")
    account.password, account.password_on = passwords.hash(password), at


def disable(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """Nobody can use it until it is enabled again; nothing of it is lost."""
    shut(session, account, at)
    audit.note(session, actor, "disable account", account.handle, at)


def shut(session: Session, account: Account, at: datetime) -> None:
    """The same as part of something greater, which goes into the audit trail as one."""
    account.state = "disabled"
    sessions.end_all(session, account)
    links.end_all(session, account, at)


def enable(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """Raises Refused for one that is not disabled."""
    if account.state != "disabled":
        raise Refused("This account is not disabled.")
    account.state = "active" if account.password else "unconfirmed"
    audit.note(session, actor, "enable account", account.handle, at)


def _about(account: Account) -> tuple[str, ...]:
    return (account.email or "", account.name, domains.domain_of(account.email or ""))


def _of(account: Account | None) -> Account:
    if account is None:
        raise Refused("There is no account for this link.")
    return account
