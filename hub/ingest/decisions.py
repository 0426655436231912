"""What people decided about merging, as the merge reads it. A decision is data: it survives re-imports."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.ingest.identity import Joins
from hub.models import Decision

KINDS = ("join", "detach", "reject", "never")


def joins(session: Session) -> Joins:
    """Every join, detachment and refusal to join in force."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind.in_(KINDS))
    rows = session.scalars(standing).all()
    return Joins(
        joined=frozenset((row.home, row.other_home) for row in rows if row.kind == "join"),
        detached=frozenset(row.home for row in rows if row.kind == "detach"),
        parted=frozenset(frozenset((row.home, row.other_home)) for row in rows if row.kind in ("reject", "never")),
    )


def locks(session: Session) -> dict[str, dict[str, Any]]:
    """The values officers have locked, by the key of their framework and field; the newest lock of a field counts."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind == "lock").order_by(Decision.id)
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in session.scalars(standing):
        found[row.home][row.field] = row.value.get("value")
    return found
