"""What a network and its hub did in a financial year: each figure with its day and what it counts.

What was not counted then is “not known”, and never nought.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub import usage
from hub.clock import day_of
from hub.formatters import date_text, number_text
from hub.models import (
    Account,
    AuditEntry,
    Contribution,
    Framework,
    Grant,
    Network,
    NetworkMember,
    UnmetNeed,
    listed,
)
from hub.reports.period import Period, moments
from hub.status import Dated, Status, assess

NOT_KNOWN = "Not known"
IN_FORCE = (Status.LIVE, Status.EXTENDED)
DATED = (
    *("start", "start_precision", "end", "end_precision", "max_end", "parent_end"),
    *("stage", "stage_as_of", "stage_as_of_precision", "source_status"),
)
"""What a status is worked out from (hub.status): a catalogue of many frameworks is not read whole for it."""

DEFINITIONS = {
    "Registered users": (
        "People with an account and a role that day: for an organisation that acted in the network, or as its "
        "moderator. Accounts that are disabled today are left out."
    ),
    "Frameworks live": (
        "Frameworks of the whole catalogue that were live or extended that day, by the dates and sources the hub holds "
        "today. Only those it knew of by then."
    ),
    "Searches": (
        "Searches on this hub by everybody; nobody knows who. Turning a page or narrowing is not another search."
    ),
    "Searches that found nothing": "Those of these searches that had no result.",
    "Signposts followed": (
        "Links followed from a framework’s pages to its owner, a notice, a document or a contract, by everybody on "
        "this hub."
    ),
    "Unmet needs": "Things that people told this hub they could not find. Nobody is asked who tells.",
    "Contributions proposed": (
        "New frameworks and changes that organisations proposed to the network, by the day they last did so."
    ),
    "Contributions accepted": "Those that its moderators accepted in this time, whenever they were proposed.",
}


@dataclass(frozen=True)
class Figure:
    """``of`` is the day or the days it is of; ``definition`` says what it counts."""

    name: str
    value: str
    of: str
    definition: str


def figures(session: Session, counters: Path, network: Network, period: Period, day: date) -> list[Figure]:
    """What was done from the beginning of the period, which has begun, to its end or to ``day`` if that is earlier."""
    last, kept, counted = period.until(day), began(session), usage.counted_since(counters)
    whole = f"In {period.shown}"
    standing = f"On {date_text(last)}"

    def told(
        names: Sequence[str], since: date | None, count: Callable[[date], Sequence[int]], of: str = ""
    ) -> list[Figure]:
        """These figures from the day they are known of; not known where that is after the last."""
        if since is None or since > last:
            return [Figure(name, NOT_KNOWN, whole, DEFINITIONS[name]) for name in names]
        first = max(since, period.first)
        of = of or f"From {date_text(first)} to {date_text(last)}"
        counts = zip(names, count(first), strict=True)
        return [Figure(name, number_text(number), of, DEFINITIONS[name]) for name, number in counts]

    users, live, *of_counters = list(DEFINITIONS)[:5]
    return [
        *told([users], kept, lambda _: [_users(session, network, last)], standing),
        *told([live], kept, lambda _: [_live(session, last)], standing),
        *told(of_counters, counted, lambda first: _counted(counters, first, last)),
        *told(list(DEFINITIONS)[5:], kept, lambda first: _kept(session, network, first, last)),
    ]


def began(session: Session) -> date | None:
    """The day on which this hub began to keep a record of what is done in it."""
    first = session.scalar(select(func.min(AuditEntry.at)))
    return first and day_of(first)


def _users(session: Session, network: Network, at: date) -> int:
    _, after = moments(at, at)
    members = select(NetworkMember.organisation_id).where(
        NetworkMember.network_id == network.id,
        NetworkMember.starts_on <= at,
        or_(NetworkMember.ends_on.is_(None), NetworkMember.ends_on > at),
    )
    found = select(func.count(Account.id.distinct())).select_from(Account).join(Grant)
    return (
        session.scalar(
            found.where(
                Account.state != "disabled",
                Grant.given_at < after,
                or_(Grant.ended_at.is_(None), Grant.ended_at >= after),
                or_(Grant.organisation_id.in_(members), Grant.network_id == network.id),
            )
        )
        or 0
    )


def _live(session: Session, at: date) -> int:
    _, after = moments(at, at)
    columns = [getattr(Framework, name) for name in DATED]
    rows = session.execute(select(*columns).where(*listed(), Framework.first_seen < after))
    return sum(assess(cast(Dated, row), at).status in IN_FORCE for row in rows)


def _counted(counters: Path, first: date, last: date) -> tuple[int, int, int]:
    found = usage.summary(counters, first, last)
    return found.searches, found.empty, found.followed


def _kept(session: Session, network: Network, first: date, last: date) -> tuple[int, int, int]:
    """Needs told; contributions proposed and accepted."""
    needs = select(func.count()).select_from(UnmetNeed).where(UnmetNeed.day.between(first, last))
    begin, end = moments(first, last)
    mine = select(func.count()).select_from(Contribution).where(Contribution.network_id == network.id)
    proposed = mine.where(Contribution.submitted_at >= begin, Contribution.submitted_at < end)
    decided = mine.where(Contribution.decided_at >= begin, Contribution.decided_at < end)
    accepted = decided.where(Contribution.state == "accepted")
    return tuple(session.scalar(wanted) or 0 for wanted in (needs, proposed, accepted))  # type: ignore[return-value]
