"""Every six months people are asked whether they are still here: those who left seldom tell.

Who does not answer for 30 days is told of to the administrators and to their deputy; after another 30 their account is
disabled, and nothing of it is lost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import HUB, Actor
from hub.clock import LONDON
from hub.errors import Refused
from hub.models import Account
from hub.people import accounts, links, roles
from hub.people.months import later

MONTHS = 6
PATIENCE = timedelta(days=30)


@dataclass(frozen=True)
class Pages:
    """Where letters lead: the page to sign in, the one behind a link, and an administrator's of a person."""

    sign_in: str
    still_here: Callable[[str], str]
    person: Callable[[str], str]


def ask_around(session: Session, pages: Pages, at: datetime) -> dict[str, int]:
    """Ask those who are due, tell of those who are silent, disable those who stayed silent. Returns how many each."""
    today = at.astimezone(LONDON).date()
    active = session.scalars(select(Account).where(Account.state == "active").order_by(Account.id)).all()
    silent = [each for each in active if _is_over(each.silence_told_on, today)]
    told = [each for each in active if not each.silence_told_on and _is_over(each.asked_still_here_on, today)]
    due = [each for each in active if not each.asked_still_here_on and later(_heard_on(each), MONTHS) <= today]
    disabled = [each for each in silent if _disable(session, each, at)]
    for account in told:
        _tell(session, account, pages, today, at)
    for account in due:
        _ask(session, account, pages, today, at)
    return {"asked": len(due), "told of": len(told), "disabled": len(disabled)}


def answer(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """They are: nobody asks for another six months. Raises Refused for an account that cannot be used."""
    if account.state != "active":
        raise Refused("This account cannot be used. Ask the operator of this hub.")
    today = at.astimezone(LONDON).date()
    account.still_here_on, account.asked_still_here_on, account.silence_told_on = today, None, None
    account.seen_in = today.replace(day=1)
    audit.note(session, actor, "still here", account.handle, at)


def answer_by_link(session: Session, token: str, at: datetime) -> None:
    """By the button on the page behind the letter's link. Raises Gone."""
    account = links.use(session, "still-here", token, at).account
    if account is None:
        raise Refused("There is no account for this link.")
    answer(session, account, Actor(account.handle, account=account.id), at)


def _heard_on(account: Account) -> date:
    confirmed = account.confirmed_at or account.registered_at
    return account.still_here_on or confirmed.astimezone(LONDON).date()


def _is_over(since: date | None, today: date) -> bool:
    return since is not None and since + PATIENCE <= today


def _ask(session: Session, account: Account, pages: Pages, today: date, at: datetime) -> None:
    account.asked_still_here_on = today
    page = pages.still_here(links.make(session, "still-here", account, at))
    facts: dict[str, Any] = {"link": page, "days": PATIENCE.days, "months": MONTHS}
    mail.post(session, mail.write("still_here", account.email or "", **facts), at)


def _tell(session: Session, account: Account, pages: Pages, today: date, at: datetime) -> None:
    account.silence_told_on = today
    for reader, is_deputy in _readers(session, account):
        facts: dict[str, Any] = {"name": account.name, "deputy": is_deputy, "days": PATIENCE.days}
        facts["link"] = pages.person(account.handle)
        mail.post(session, mail.write("silence", reader.email or "", **facts), at)


def _readers(session: Session, account: Account) -> Iterator[tuple[Account, bool]]:
    """The administrators, and the deputy, who is told that they are."""
    deputy = session.get(Account, account.deputy_id) if account.deputy_id else None
    if deputy and deputy.state == "active":
        yield deputy, True
    for each in roles.people(session, "administrator"):
        if each.id not in (account.id, account.deputy_id):
            yield each, False


def _disable(session: Session, account: Account, at: datetime) -> bool:
    """Not the only administrator: nobody could undo it."""
    if roles.is_only_administrator(session, account):
        return False
    accounts.disable(session, account, HUB, at)
    account.asked_still_here_on = account.silence_told_on = None
    return True
