"""A new password: asked for by whoever forgot it, or chosen by whoever knows the old one.

Either way every session ends, and every link in a letter, for whoever else may know the old one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hub import audit
from hub.actor import VISITOR
from hub.errors import Refused
from hub.models import Account
from hub.people import accounts, api_tokens, letters, links, sessions
from hub.people.passwords import Passwords


@dataclass(frozen=True)
class Asked:
    """What somebody who forgot their password is to be told, in a letter. ``account`` is None for an unknown address.

    ``token`` leads to a new password only where ``account`` may be used.
    """

    account: Account | None
    token: str

    @property
    def may_be_used(self) -> bool:
        return self.account is not None and self.account.state in sessions.USABLE


def ask(session: Session, email: str, at: datetime) -> Asked:
    """The token of a link to a new password. It is made for an unknown address too, which takes as long."""
    account = accounts.by_email(session, email)
    asked = Asked(account, "")
    token = links.make(session, "reset", account if asked.may_be_used else None, at)
    subject = account.handle if account else "no account"
    audit.note(session, VISITOR, "ask for new password", subject, at)
    return Asked(account, token)


def reset(session: Session, token: str, password: str, passwords: Passwords, at: datetime) -> Account:
    """A new password for whoever holds the link. Their API tokens end too. Raises Gone, Refused."""
    account = links.find(session, "reset", token, at).account
    if account is None or account.state not in sessions.USABLE:
        raise Refused("This account cannot be used. Ask the operator of this hub.")
    accounts.set_password(account, password, passwords, at)
    links.use(session, "reset", token, at)
    api_tokens.revoke_all(session, account, at)
    _end_all(session, account, at)
    audit.note(session, accounts.holder(account), "reset password", account.handle, at)
    return account


def change(session: Session, account: Account, password: str, passwords: Passwords, cookie: str, at: datetime) -> str:
    """A new password for whoever is signed in. Gives what their cookie carries from now on; all else ends.

    Raises Refused for a password that cannot be taken.
    """
    accounts.set_password(account, password, passwords, at)
    renewed = sessions.renew(session, cookie, at)
    _end_all(session, account, at, but=renewed)
    audit.note(session, accounts.holder(account), "change password", account.handle, at)
    return renewed


def _end_all(session: Session, account: Account, at: datetime, but: str = "") -> None:
    sessions.end_all(session, account, but)
    links.end_all(session, account, at)
    letters.tell(session, account, "your password was changed", at)
