"""Signing in: a password proved, and the session that follows.

A password takes a tenth of a second or more to hash. That is done before the transaction that writes, of which there
is one at a time.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from hub import audit
from hub.models import Account
from hub.people import accounts, links, sessions
from hub.people.passwords import Passwords


@dataclass(frozen=True)
class Proof:
    """Somebody knew the password that an account has had since ``password_on``.

    ``anew`` is its hash at today's cost, where it was kept at another; else empty.
    """

    account: int
    password_on: datetime | None
    anew: str = ""


def prove(session: Session, email: str, password: str, passwords: Passwords) -> Proof | None:
    """The proof, if address and password are right and the account may be used.

    One password is hashed whichever is not: an account that is not there takes as long as one that is. Whoever waits
    for their turn to hash holds no connection meanwhile, or there would be none left for those who read pages.
    """
    account = accounts.by_email(session, email)
    proof = Proof(account.id, account.password_on) if account and account.state in sessions.USABLE else None
    kept = account.password if account else ""
    session.rollback()
    if not passwords.matches(kept, password) or proof is None:
        return None
    return replace(proof, anew=passwords.hash(password)) if passwords.is_outdated(kept) else proof


def enter(session: Session, proof: Proof, earlier: str, at: datetime) -> str:
    """What the cookie of the new session carries; empty if the account has changed since the proof.

    It takes the place of the session of the cookie ``earlier``. Who knows the password needs no link to a new one:
    those sent before stop working.
    """
    account = session.get(Account, proof.account)
    if account is None or account.password_on != proof.password_on or account.state not in sessions.USABLE:
        return ""
    if proof.anew:
        account.password = proof.anew
    sessions.end(session, earlier)
    links.end(session, "reset", account, at)
    token = sessions.begin(session, account, at)
    audit.note(session, accounts.holder(account), "sign in", account.handle, at)
    return token
