"""Finance verifies a claim without an account: by a link sent to an address of the organisation, good once.

The link dies when the claim is changed, so that nobody stands behind what they have not seen. It goes to no address of
the reporter's, as far as the hub can tell.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import mail
from hub.actor import Actor
from hub.errors import Gone, Refused
from hub.models import Account, AuditEntry, MailedLink, SavingClaim
from hub.people import accounts, domains, links
from hub.savings import history, seen, verifying

PURPOSE = "verify-saving"
CHANGED = "This claim was changed or answered after the letter was written. Ask its reporter for a new link"
OWN = "This is an address of whoever reported the saving, or looks like one. Send it to somebody else in finance."


def send(
    session: Session, claim: SavingClaim, actor: Actor, email: str, at: datetime, address: Callable[[str], str]
) -> None:
    """Write to finance; an earlier link of this claim stops working. ``address`` gives the page of a token.

    Raises NotFound, Refused.
    """
    seen.after("send link", claim, actor)
    to = domains.settled(email)
    if wrong := domains.problem(to):
        raise Refused(f"{wrong}.")
    _require_second_person(session, claim, to)
    _end(session, claim, at)
    token = links.make(session, PURPOSE, None, at, claim=claim.key, version=claim.version, email=to)
    about: dict[str, Any] = {
        "organisation": claim.organisation.name,
        "title": claim.title or "a saving",
        "link": address(token),
    }
    if mail.post(session, mail.write("saving_to_verify", to, **about), at) is None:
        raise Refused("This address has had five letters today. Send it to somebody else, or tomorrow.")
    history.note(session, "send link for", actor, claim, at)


def open(session: Session, token: str, at: datetime) -> SavingClaim:
    """The claim of a link, to be shown; nothing is used up by looking. Raises Gone."""
    return _claim(session, links.find(session, PURPOSE, token, at))


def verify(session: Session, token: str, words: str, at: datetime, secret: str, link: str = "") -> SavingClaim:
    """Finance stands behind it. ``link`` is where the reporter reads it. Raises Gone, Refused."""
    claim, actor = _used(session, token, at, secret)
    verifying.approve(session, claim, actor, words, at, "verified", "link", secret)
    verifying.tell(session, claim, "verified", at, link)
    return claim


def give_back(session: Session, token: str, words: str, at: datetime, secret: str, link: str = "") -> SavingClaim:
    """Finance has a question. Raises Gone, Refused."""
    claim, actor = _used(session, token, at, secret)
    verifying.answer(session, claim, actor, "give back", "returned", words, at)
    verifying.tell(session, claim, "returned", at, link)
    return claim


def _used(session: Session, token: str, at: datetime, secret: str) -> tuple[SavingClaim, Actor]:
    found = links.find(session, PURPOSE, token, at)
    claim, email = _claim(session, found), str(found.detail["email"])
    _require_second_person(session, claim, email)
    links.use(session, PURPOSE, token, at).detail = {**found.detail, "email": ""}
    session.flush()
    account = accounts.by_email(session, email)
    return claim, Actor(account.handle if account else _alias(email, secret))


def _claim(session: Session, link: MailedLink) -> SavingClaim:
    claim = session.scalar(select(SavingClaim).where(SavingClaim.key == link.detail["claim"]))
    if claim is None or claim.state != "submitted" or claim.version != link.detail["version"]:
        raise Gone(CHANGED)
    return claim


def _require_second_person(session: Session, claim: SavingClaim, email: str) -> None:
    """Raises Refused unless the address is of the organisation, and of nobody who had a hand in the claim."""
    holders = seen.case_of(claim).holders
    if not any(each.slug in holders for each in domains.organisations(session, email)):
        raise Refused(
            f"Use an address of {claim.organisation.name}: the hub does not know this one's domain as theirs."
        )
    if claim.reporter is None:
        raise Refused("Whoever reported this has left. A colleague must take it over before it can be verified.")
    authors = seen.authors(session, claim)
    for account in session.scalars(select(Account).where(Account.handle.in_(authors))):
        if account.email and _mailbox(account.email) == _mailbox(email):
            raise Refused(OWN)
    moved = select(AuditEntry.id).where(AuditEntry.action == "change address", AuditEntry.subject.in_(authors))
    if session.scalars(moved).first() is not None:
        raise Refused(
            "Whoever reported this has changed their e-mail address here. A colleague with an account must verify it."
        )


def _mailbox(email: str) -> str:
    """What stands before the @, as mail servers tell mailboxes apart: one person has it in all domains of a council."""
    return domains.settled(email).partition("@")[0].partition("+")[0].replace(".", "")


def _alias(email: str, secret: str) -> str:
    """What somebody in finance without an account is called: always the same, and it says nothing of who they are."""
    mark = hmac.new(secret.encode(), f"finance {email}".encode(), hashlib.sha256).hexdigest()
    return f"finance-{mark[:10]}"


def _end(session: Session, claim: SavingClaim, at: datetime) -> None:
    waiting = select(MailedLink).where(MailedLink.purpose == PURPOSE, MailedLink.used_at.is_(None))
    for row in session.scalars(waiting):
        if row.detail.get("claim") == claim.key:
            row.used_at, row.detail = at, {**row.detail, "email": ""}
