"""A lot listed by itself without dates ends with its framework at the latest."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import clock
from hub.models import Framework, Relation, listed, touch


def inherit_ends(session: Session, at: datetime) -> int:
    """Give every framework that is part of another the other's end date. Returns how many changed."""
    parts = select(Framework, Relation.target_key).join(Relation, Relation.framework_id == Framework.id)
    rows = session.execute(parts.where(Relation.kind == "lot_of", *listed())).all()
    return sum(_inherit(session, part, _end(session, key), at) for part, key in rows)


def _end(session: Session, key: str) -> date | None:
    whole = session.scalar(select(Framework).where(Framework.key == key))
    while whole is not None and whole.merged_into is not None:
        whole = whole.merged_into
    return whole.end if whole is not None else None


def _inherit(session: Session, part: Framework, end: date | None, at: datetime) -> bool:
    if part.parent_end == end:
        return False
    part.parent_end = end
    part.restate(clock.today(lambda: at))
    touch(session, part, at)
    return True
