"""The second factor of an account: one-time codes, and recovery codes for when the device is lost.

Moderators and administrators need it. Each code counts once, and what has been used is noted in the row it changes, so
that of two who show the same code at the same time one is let in.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Refused
from hub.models import Account, RecoveryCode
from hub.people import accounts, letters, one_time_codes, sessions
from hub.people.roles import NEED_SECOND_FACTOR, standing
from hub.people.secrets import LETTERS, hashed

RECOVERY_CODES = 10
GROUPS, LETTERS_IN_GROUP = 4, 4
"""79 bits in a code, so that its hash tells nobody what it was."""

WRONG = "That code is not right, or has been used. Wait for the next one"


@dataclass(frozen=True)
class SetUp:
    """What the cookie carries from now on, and recovery codes as they are shown once."""

    cookie: str
    recovery_codes: list[str]


def set_up(session: Session, account: Account, secret: str, code: str, key: str, cookie: str, at: datetime) -> SetUp:
    """One-time codes of a new device, which must show that it makes them.

    Every other session ends, and recovery codes made before stop working. Raises Refused for a code that is not right.
    """
    step = one_time_codes.step_of(secret, code, 0, at)
    if step is None:
        raise Refused(f"{WRONG}. If that does not help, check that the clock of the device is right.")
    account.second_factor, account.second_factor_step = one_time_codes.encrypted(secret, key), step
    done = SetUp(_renewed(session, account, cookie, at, at), _make_recovery_codes(session, account))
    letters.tell(session, account, "one-time codes were set up on a device", at)
    audit.note(session, accounts.holder(account), "set up one-time codes", account.handle, at)
    return done


def show(session: Session, account: Account, code: str, key: str, cookie: str, at: datetime) -> str:
    """The code after the password: gives what the cookie carries from now on. Raises Refused."""
    if not use(session, account, code, key, at):
        raise Refused(f"{WRONG}.")
    renewed = sessions.renew(session, cookie, at)
    sessions.row_of(session, renewed).second_factor_at = at
    audit.note(session, accounts.holder(account), "show one-time code", account.handle, at)
    return renewed


def use(session: Session, account: Account, code: str, key: str, at: datetime) -> bool:
    """Use up a one-time code or a recovery code; False for one that is not right or has been used.

    Raises Refused where the hub can no longer read the secret of one-time codes.
    """
    if not account.second_factor:
        return False
    if not one_time_codes.CODE.fullmatch(one_time_codes.typed(code)):
        return _use_recovery_code(session, account, code, at)
    secret = one_time_codes.decrypted(account.second_factor, key)
    step = one_time_codes.step_of(secret, code, account.second_factor_step, at)
    if step is None:
        return False
    unused = update(Account).where(Account.id == account.id, Account.second_factor_step < step)
    return _is_one(session.execute(unused.values(second_factor_step=step)))


def renew_recovery_codes(session: Session, account: Account, at: datetime) -> list[str]:
    """Ten codes, as they are shown once. Those made before stop working. Raises Refused."""
    if not account.second_factor:
        raise Refused("Set up one-time codes first.")
    codes = _make_recovery_codes(session, account)
    letters.tell(session, account, "new recovery codes were made, and the old ones stopped working", at)
    audit.note(session, accounts.holder(account), "make recovery codes", account.handle, at)
    return codes


def recovery_codes_left(session: Session, account: Account) -> int:
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*_unused(account))) or 0


def are_of(session: Session, account: Account, codes: Sequence[str]) -> bool:
    """Whether each is an unused recovery code of the account."""
    kept = set(session.scalars(select(RecoveryCode.code_hash).where(*_unused(account))))
    return bool(codes) and {_recovery_hash(code) for code in codes} <= kept


def is_needed(account: Account) -> bool:
    """Whether a role of theirs cannot be used without."""
    return any(grant.role in NEED_SECOND_FACTOR for grant in standing(account))


def switch_off(session: Session, account: Account, code: str, key: str, cookie: str, at: datetime) -> str:
    """No codes any more. Gives what the cookie carries from now on. Raises Refused."""
    if is_needed(account):
        raise Refused("Moderators and administrators need one-time codes. You can move them to another device.")
    if not use(session, account, code, key, at):
        raise Refused(f"{WRONG}.")
    _forget(session, account)
    renewed = _renewed(session, account, cookie, None, at)
    letters.tell(session, account, "one-time codes were switched off", at)
    audit.note(session, accounts.holder(account), "switch off one-time codes", account.handle, at)
    return renewed


def reset(session: Session, account: Account, actor: Actor, at: datetime) -> None:
    """An administrator takes away the codes of somebody who lost their device. They are signed out everywhere.

    Raises Refused.
    """
    if account.id == actor.account:
        raise Refused("Nobody resets their own one-time codes: ask another administrator, or use a recovery code.")
    if not account.second_factor:
        raise Refused("This account has no one-time codes.")
    _forget(session, account)
    sessions.end_all(session, account)
    letters.tell(session, account, "an administrator reset your one-time codes", at)
    audit.note(session, actor, "reset one-time codes", account.handle, at)


def _renewed(session: Session, account: Account, cookie: str, shown_at: datetime | None, at: datetime) -> str:
    """The session goes on under another cookie, as one that has shown a code or none, and all others end."""
    renewed = sessions.renew(session, cookie, at)
    sessions.row_of(session, renewed).second_factor_at = shown_at
    sessions.end_all(session, account, but=renewed)
    return renewed


def _make_recovery_codes(session: Session, account: Account) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = ["-".join(_group() for _ in range(GROUPS)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account.id, code_hash=_recovery_hash(code)) for code in codes)
    session.flush()
    return codes


def _forget(session: Session, account: Account) -> None:
    account.second_factor, account.second_factor_step = "", 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _use_recovery_code(session: Session, account: Account, code: str, at: datetime) -> bool:
    unused = update(RecoveryCode).where(*_unused(account), RecoveryCode.code_hash == _recovery_hash(code))
    is_right = _is_one(session.execute(unused.values(used_at=at)))
    if is_right:
        letters.tell(session, account, "a recovery code was used in place of a one-time code", at)
    return is_right


def _unused(account: Account) -> tuple[Any, ...]:
    return (RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))


def _is_one(result: object) -> bool:
    return cast("CursorResult[Any]", result).rowcount == 1


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_GROUP))


def _recovery_hash(code: str) -> str:
    return hashed(one_time_codes.typed(code))
