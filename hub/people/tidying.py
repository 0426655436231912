"""What is kept of people ends by itself: run every hour by `hub run`, or by `hub people tidy`.

docs/privacy.md has the table of all this, and a test that the two agree.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import HUB
from hub.clock import LONDON
from hub.mail import outbox
from hub.models import Account, ApiToken, MailedLink
from hub.people import attempts, erasing, roles, sessions, still_here
from hub.people.months import later
from hub.people.still_here import Pages

UNCONFIRMED = timedelta(days=7)
LINK = timedelta(hours=1)
"""After it was used or has run out."""

API_TOKEN = timedelta(days=30)
"""After it was revoked or has run out."""

ATTEMPT = timedelta(days=1)
INACTIVE_MONTHS = 24
"""After the month in which somebody was last here."""

NOTICE_MONTHS = (22, 23)
"""When they are told, counted likewise."""

LAST_NOTICE = timedelta(days=28)
"""Nobody is taken out sooner after the second notice, however long the hub itself was silent."""

KEPT = ("active", "waiting", "disabled")


def tidy(session: Session, at: datetime, mail_days: int) -> dict[str, int]:
    """Delete what has been kept for long enough, but for accounts in use. Returns how much of each."""
    done = {
        "unconfirmed accounts": _drop_unconfirmed(session, at),
        "links": _drop_links(session, at),
        "API tokens": _drop_tokens(session, at),
        "letters": outbox.tidy(session, at, mail_days),
    }
    sessions.forget(session, at)
    attempts.forget(session, at - ATTEMPT)
    if any(done.values()):
        audit.note(session, HUB, "tidy", "people", at, done)
    return done


def write_to_people(session: Session, pages: Pages, at: datetime) -> dict[str, int]:
    """What needs letters: who is still here, and accounts that nobody uses. Returns how many of each."""
    counted = still_here.ask_around(session, pages, at)
    noticed, erased = 0, 0
    today = at.astimezone(LONDON).date()
    for account in _inactive(session, today):
        if _may_go(account, today) and not roles.is_only_administrator(session, account):
            erasing.forget(session, account, at)
            audit.note(session, HUB, "erase inactive account", account.handle, at)
            erased += 1
        elif _is_due_a_notice(account, today):
            _give_notice(session, account, pages, today, at)
            noticed += 1
    return {**counted, "told that they are inactive": noticed, "erased as inactive": erased}


def gone_on(account: Account) -> date:
    """The day on which an account goes if its holder does not come back: 24 months after their last month ended."""
    return _after(account, INACTIVE_MONTHS)


def _after(account: Account, months: int) -> date:
    registered = account.registered_at.astimezone(LONDON).date()
    last = account.seen_in or registered.replace(day=1)
    return later(last, months + 1)


def _inactive(session: Session, today: date) -> Iterator[Account]:
    for account in session.scalars(select(Account).where(Account.state.in_(KEPT)).order_by(Account.id)).all():
        if _after(account, NOTICE_MONTHS[0]) <= today:
            yield account


def _given(account: Account) -> int:
    """Notices of this absence; older ones were of another."""
    is_of_this = account.noticed_on is not None and account.noticed_on >= _after(account, NOTICE_MONTHS[0])
    return account.notices if is_of_this else 0


def _is_due_a_notice(account: Account, today: date) -> bool:
    given = _given(account)
    if given >= len(NOTICE_MONTHS) or _after(account, NOTICE_MONTHS[given]) > today:
        return False
    return given == 0 or account.noticed_on is None or account.noticed_on + LAST_NOTICE <= today


def _may_go(account: Account, today: date) -> bool:
    enough = _given(account) >= len(NOTICE_MONTHS)
    rested = account.noticed_on is not None and account.noticed_on + LAST_NOTICE <= today
    return enough and rested and gone_on(account) <= today


def _give_notice(session: Session, account: Account, pages: Pages, today: date, at: datetime) -> None:
    account.notices, account.noticed_on = _given(account) + 1, today
    on = max(gone_on(account), today + LAST_NOTICE * (len(NOTICE_MONTHS) + 1 - account.notices))
    facts: dict[str, Any] = {"link": pages.sign_in, "on": on, "disabled": account.state == "disabled"}
    mail.post(session, mail.write("inactive", account.email or "", **facts), at)


def _drop_unconfirmed(session: Session, at: datetime) -> int:
    """Nothing is left of an address that nobody confirmed: it has done nothing yet."""
    old = select(Account).where(Account.state == "unconfirmed", Account.registered_at <= at - UNCONFIRMED)
    found = session.scalars(old).all()
    for account in found:
        erasing.forget(session, account, at)
        session.delete(account)
    session.flush()
    return len(found)


def _drop_links(session: Session, at: datetime) -> int:
    over = or_(MailedLink.used_at <= at - LINK, MailedLink.good_until <= at - LINK)
    return int(session.execute(delete(MailedLink).where(over)).rowcount)  # type: ignore[attr-defined]


def _drop_tokens(session: Session, at: datetime) -> int:
    over = or_(ApiToken.revoked_at <= at - API_TOKEN, ApiToken.good_until <= at - API_TOKEN)
    return int(session.execute(delete(ApiToken).where(over)).rowcount)  # type: ignore[attr-defined]
