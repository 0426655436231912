"""The thesaurus as administrators keep it: a decision, which searches read in place of the one the hub comes with."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import Refused
from hub.models import Decision
from hub.personal import problem
from hub.thesaurus import Row, problems, read_text
from indexer.thesaurus import Thesaurus

KIND = "thesaurus"
NAME = "The thesaurus"
LONGEST = 500_000
"""Characters of the whole."""


def read(text: str) -> list[Row]:
    """The rows of a thesaurus as it was typed. Raises Refused, with the first of all that is wrong."""
    if len(text) > LONGEST:
        raise Refused(f"Use {LONGEST:,} characters or fewer")
    rows = read_text(text, NAME)
    if wrong := problems(rows):
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise Refused(f"Line {wrong[0].line}: {wrong[0].message}{more}")
    return rows


def made(rows: Sequence[Row]) -> Thesaurus:
    """What searches read."""
    return Thesaurus([(row.term, row.expansion, row.direction) for row in rows])


def kept(session: Session) -> Decision | None:
    """The one in force; None where it is the hub's own."""
    held = select(Decision).where(Decision.kind == KIND, Decision.revoked_at.is_(None)).order_by(Decision.id.desc())
    return session.scalar(held.limit(1))


def in_force(session: Session) -> Thesaurus | None:
    """What searches read; None where it is the hub's own."""
    decision = kept(session)
    return _made(str(decision.value["csv"])) if decision else None


def keep(session: Session, text: str, reason: str, actor: Actor, at: datetime) -> Decision:
    """From now on searches read this one. Raises Refused."""
    rows = read(text)
    if wrong := problem(reason.strip(), 1000):
        raise Refused(f"{wrong}.")
    decision = Decision(kind=KIND, home="", value={"csv": text}, reason=reason.strip(), actor=actor.name, made_at=at)
    session.add(decision)
    session.flush()
    audit.note(session, actor, "keep thesaurus", f"decision {decision.id}", at, {"lines": len(rows)})
    return decision


def undo(session: Session, actor: Actor, at: datetime) -> None:
    """The one before it is in force again. Raises Refused where it is the hub's own already."""
    decision = kept(session)
    if decision is None:
        raise Refused("Searches read the thesaurus the hub comes with: there is nothing to undo.")
    decision.revoked_at = at
    audit.note(session, actor, "undo thesaurus", f"decision {decision.id}", at)


@lru_cache(maxsize=2)
def _made(text: str) -> Thesaurus:
    return made(read_text(text, NAME))
