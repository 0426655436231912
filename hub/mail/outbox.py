"""The letters that wait, have been sent or could not be, as rows. Nothing here sends one.

Whoever sends a letter first claims it, for so long that nobody else takes it meanwhile, and then says what came of it.
A sender that is killed in between leaves a claim that runs out, so the letter is sent then: once more at worst, under
the same Message-ID, and never not at all.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from hub.errors import NotFound, Refused
from hub.mail.letter import Letter
from hub.models import Outbox

log = logging.getLogger(__name__)

ANYONE_ASKS = frozenset({"register", "registered", "reset", "new address", "saving to verify"})
"""Purposes of letters that people can have sent to any address, theirs or not."""

MOST_A_DAY = 5
"""So many of those an address gets in 24 hours."""

LEASE = timedelta(minutes=10)
"""Longer than any mail server is waited for (hub.mail.smtp)."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 3 * 60, 9 * 60, 24 * 60, 48 * 60))
"""After each attempt but the last: three and a half days in all, which outlast a weekend without a mail server."""

ATTEMPTS = len(PAUSES) + 1
KEEPS_FRESH = timedelta(days=7)
"""A letter that has waited longer is not sent: what it says is no longer so."""

STALE = f"It waited for more than {KEEPS_FRESH.days} days."
STOPPED = "Each time it was being sent, the hub was stopped."


def post(session: Session, letter: Letter, at: datetime) -> Outbox | None:
    """Put a letter into the Outbox, in the transaction it belongs to.

    None where anyone could have asked for it and the address has had its five of the day: whoever asks is told the
    same as ever, or the answer would say whom the hub knows.
    """
    if letter.purpose in ANYONE_ASKS and _asked_for(session, letter.to, at) >= MOST_A_DAY:
        log.warning("A letter (%s) was left out: its address has had %d in a day", letter.purpose, MOST_A_DAY)
        return None
    row = Outbox(
        purpose=letter.purpose,
        to=letter.to,
        subject=letter.subject,
        body=letter.body,
        headers=dict(letter.headers),
        created_at=at,
        not_before=at,
    )
    session.add(row)
    session.flush()
    return row


def _asked_for(session: Session, address: str, at: datetime) -> int:
    lately = select(func.count()).where(
        Outbox.created_at > at - timedelta(days=1),
        Outbox.purpose.in_(ANYONE_ASKS),
        func.lower(Outbox.to) == address.lower(),
    )
    return session.scalar(lately) or 0


def _due(at: datetime) -> Select[Outbox]:
    return select(Outbox).where(
        Outbox.sent_at.is_(None),
        Outbox.failed_at.is_(None),
        or_(Outbox.not_before.is_(None), Outbox.not_before <= at),
        or_(Outbox.leased_until.is_(None), Outbox.leased_until <= at),
    )


def is_any_due(session: Session, at: datetime) -> bool:
    return session.scalar(_due(at).with_only_columns(Outbox.id).limit(1)) is not None


def claim(session: Session, at: datetime) -> Outbox | None:
    """The letter that has been due longest, now the caller's until its lease runs out; None if none is due.

    It is a copy, to be read after the transaction. Letters that are too old, or that no attempt settled, fail here.
    """
    for row in session.scalars(_due(at).order_by(Outbox.not_before, Outbox.id)):
        if row.attempts >= ATTEMPTS:
            _fail(row, STOPPED, at)
        elif row.not_before is None or row.not_before < at - KEEPS_FRESH:
            _fail(row, STALE, at)
        else:
            row.attempts += 1
            row.leased_until = at + LEASE
            session.flush()
            session.expunge(row)
            return row
    return None


def sent(session: Session, claimed: Outbox, at: datetime, keep: bool = False) -> None:
    """It has been sent. What it said is not kept, unless it was sent no further than to a page of the demo."""
    if row := _held(session, claimed):
        row.sent_at, row.leased_until, row.reason = at, None, ""
        if not keep:
            row.body, row.headers = "", {}


def not_sent(session: Session, claimed: Outbox, reason: str, lasting: bool, at: datetime) -> None:
    """It could not be sent: another attempt later, or none if the cause is ``lasting`` or this was the last."""
    if row := _held(session, claimed):
        if lasting or row.attempts >= ATTEMPTS:
            _fail(row, reason, at)
        else:
            row.reason, row.leased_until = reason, None
            row.not_before = at + PAUSES[row.attempts - 1]


def _held(session: Session, claimed: Outbox) -> Outbox | None:
    """The row of a claimed letter, unless the claim has run out and another holds it."""
    row = session.get(Outbox, claimed.id)
    return row if row and row.leased_until == claimed.leased_until else None


def _fail(row: Outbox, reason: str, at: datetime) -> None:
    row.failed_at, row.reason, row.leased_until = at, reason, None
    log.warning("Letter %d (%s) could not be sent: see `hub mail list`", row.id, row.purpose)


def waiting(session: Session) -> Sequence[Outbox]:
    """Letters that are still to be sent, the first to be tried first."""
    still = select(Outbox).where(Outbox.sent_at.is_(None), Outbox.failed_at.is_(None))
    return session.scalars(still.order_by(Outbox.not_before, Outbox.id)).all()


def failed(session: Session) -> Sequence[Outbox]:
    """Letters that nobody tries to send any more, the oldest first."""
    return session.scalars(select(Outbox).where(Outbox.failed_at.is_not(None)).order_by(Outbox.id)).all()


def latest(session: Session, most: int) -> Sequence[Outbox]:
    """The letters written last, sent or not, newest first."""
    return session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(most)).all()


def retry(session: Session, number: int, at: datetime) -> Outbox:
    """A letter that failed is tried anew, with all its attempts before it. Raises NotFound, Refused."""
    row = session.get(Outbox, number)
    if row is None:
        raise NotFound(f"There is no letter {number}. Run `hub mail list` to see them.")
    if row.failed_at is None:
        raise Refused(f"Letter {number} has {'been sent' if row.sent_at else 'not failed: it waits to be sent'}.")
    row.failed_at, row.attempts, row.not_before = None, 0, at
    return row


def _old(at: datetime, days: int) -> Select[Outbox]:
    is_over = or_(Outbox.sent_at.is_not(None), Outbox.failed_at.is_not(None))
    return select(Outbox).where(Outbox.created_at < at - timedelta(days=days), is_over)


def is_any_old(session: Session, at: datetime, days: int) -> bool:
    return session.scalar(_old(at, days).with_only_columns(Outbox.id).limit(1)) is not None


def tidy(session: Session, at: datetime, days: int) -> int:
    """Delete letters sent or failed that were written more than so many days ago; gives how many."""
    gone = session.execute(delete(Outbox).where(Outbox.id.in_(_old(at, days).with_only_columns(Outbox.id))))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def forget(session: Session, address: str) -> None:
    """Delete all that was ever written to an address, sent or not."""
    session.execute(delete(Outbox).where(func.lower(Outbox.to) == address.lower()))
