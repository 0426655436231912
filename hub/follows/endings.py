"""Warnings that a framework ends: to those who follow it and those who look after it, on the day they fall due."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.clock import today
from hub.db import in_parts
from hub.follows.lines import Line, line
from hub.follows.timing import WARNED, is_morning, warning
from hub.formatters import count_text
from hub.models import Account, EndingTold, Follow, Framework, listed
from hub.status import OVER, assess, when

REACHED = ("active", "waiting")
"""Accounts that get letters: their address has been confirmed, and nobody has disabled them."""

FOLLOWS, LOOKS_AFTER = "You follow this framework.", "You look after this framework."

LookedAfter = Callable[[Session], Iterable[tuple[int, str]]]
"""What gives the accounts that look after frameworks, each with a framework's key."""


@dataclass(frozen=True)
class Warning:
    """Somebody is to be told, so many ``days`` ahead at most, that a framework ends.

    ``duty``: they look after it, and so are told whether or not they want letters about what they follow.
    """

    account: int
    end: date
    days: int
    line: Line
    duty: bool

    @property
    def told(self) -> EndingTold:
        return EndingTold(account_id=self.account, framework=self.line.key, end=self.end, days=self.days)


def nobody(session: Session) -> Iterable[tuple[int, str]]:
    return ()


def warnings(session: Session, at: datetime, looked_after: LookedAfter = nobody) -> Mapping[int, Sequence[Warning]]:
    """The warnings that are due and have not been given, by account, what ends first first."""
    if not is_morning(at):
        return {}
    day = today(lambda: at)
    reasons = _reasons(session, looked_after)
    told = {_of(row) for row in session.scalars(select(EndingTold).where(EndingTold.end >= day))}
    found: dict[int, list[Warning]] = defaultdict(list)
    for framework in _ending(session, reasons, day):
        for account, why in reasons[framework.key].items():
            due = _warning(framework, account, why, day)
            if due and _of(due.told) not in told:
                found[account].append(due)
    return found


def _reasons(session: Session, looked_after: LookedAfter) -> Mapping[str, Mapping[int, str]]:
    """Who wants to hear of which framework, and why: by its key, then by account."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    follows = select(Follow.account_id, Follow.subject).where(Follow.kind == "framework", Follow.cadence != "never")
    for account, key in session.execute(follows):
        found[key][account] = FOLLOWS
    for account, key in looked_after(session):
        found[key][account] = LOOKS_AFTER
    reached = set(session.scalars(select(Account.id).where(Account.state.in_(REACHED), Account.email.is_not(None))))
    return {
        key: {account: why for account, why in wanted.items() if account in reached} for key, wanted in found.items()
    }


def _ending(session: Session, keys: Iterable[str], day: date) -> list[Framework]:
    found: list[Framework] = []
    soon = Framework.end.between(day, day + timedelta(days=max(WARNED)))
    for part in in_parts(keys):
        wanted = select(Framework).where(Framework.key.in_(part), soon, *listed()).options(joinedload(Framework.owner))
        found += session.scalars(wanted)
    standing = [each for each in found if assess(each, day).status not in OVER]
    return sorted(standing, key=lambda each: (each.end or day, each.title.casefold()))


def _warning(framework: Framework, account: int, why: str, day: date) -> Warning | None:
    """None on days without one. Where no day is published, none is said to be the last."""
    days = warning(framework.end, day) if framework.end else None
    exact = framework.end_precision in (None, "day")
    if framework.end is None or days is None or (days == 0 and not exact):
        return None
    left = (framework.end - day).days
    ends = f"It ends on {when(framework, 'end')}, " if exact else f"Its end is published as {when(framework, 'end')}, "
    ahead = "today" if left == 0 else f"in {count_text(left, 'day')}" if exact else f"at most {left} days from now"
    return Warning(account, framework.end, days, line(framework, day, f"{ends}{ahead}. {why}"), why == LOOKS_AFTER)


def _of(row: EndingTold) -> tuple[int, str, date, int]:
    return row.account_id, row.framework, row.end, row.days
