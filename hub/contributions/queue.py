"""How long contributions wait, as anybody may know: numbers alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.clock import LONDON
from hub.models import Contribution, Network


@dataclass(frozen=True)
class Queue:
    """Those of a network that wait for an answer. ``late``: their day has passed. ``due``: how many on which day.

    ``oldest`` is for how many days the first of them has waited, ``accepted`` and ``rejected`` how many ever were.
    """

    network: str
    waiting: int
    late: int
    oldest: int
    due: Sequence[tuple[date, int]]
    accepted: int
    rejected: int


def queues(session: Session, day: date) -> list[Queue]:
    """Each network's queue as it stands on a day, by the network's name."""
    networks = session.execute(select(Network.id, Network.name).order_by(Network.name)).all()
    return [_queue(session, number, name, day) for number, name in networks]


def _queue(session: Session, number: int, name: str, day: date) -> Queue:
    columns = (Contribution.state, Contribution.submitted_at, Contribution.due_on)
    rows = session.execute(select(*columns).where(Contribution.network_id == number)).all()
    states = Counter(row.state for row in rows)
    waiting = [row for row in rows if row.state == "submitted"]
    since = [row.submitted_at.astimezone(LONDON).date() for row in waiting if row.submitted_at]
    due = Counter(row.due_on for row in waiting if row.due_on)
    return Queue(
        network=name,
        waiting=len(waiting),
        late=sum(count for on, count in due.items() if on < day),
        oldest=max(((day - on).days for on in since), default=0),
        due=sorted(due.items()),
        accepted=states["accepted"],
        rejected=states["rejected"],
    )
