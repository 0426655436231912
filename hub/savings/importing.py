"""Drafts of many savings from one file, all or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.savings import desk


def add(session: Session, actor: Actor, several: Sequence[Mapping[str, str]], at: datetime) -> int:
    """Make a draft of each, in one row of the audit trail. Gives how many. Raises Refused."""
    made = desk.add(session, actor, several, at)
    keys = [claim.key for claim in made]
    audit.note(session, actor, "import saving claims", f"organisation {actor.acting_for}", at, {"claims": keys})
    return len(made)
