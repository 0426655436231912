"""Every framework merged anew from what is stored: after the rules of merging have changed, or to be sure."""

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hub.actor import Actor
from hub.audit import note
from hub.clock import Clock, now
from hub.db import read_only
from hub.errors import NotFound
from hub.ingest.frameworks import remerge
from hub.ingest.settling import settle
from hub.models import Framework, StoredRecord

BATCH = 200


def remerge_all(
    sessions: sessionmaker[Session],
    actor: Actor,
    clock: Clock = now,
    keys: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Merge all frameworks anew, or those of these keys. Returns how many changed; a second time none does."""
    with read_only(sessions) as session:
        homes = sorted(_homes(session, keys))
    changed = 0
    for start in range(0, len(homes), BATCH):
        part = homes[start : start + BATCH]
        with sessions.begin() as session:
            changed += remerge(session, part, clock())
        progress(start + len(part), len(homes))
    with sessions.begin() as session:
        settle(session, clock())
        subject = f"{len(keys)} frameworks" if keys else "all frameworks"
        detail = {"homes": len(homes), "changed": changed}
        note(session, actor, "remerge", subject, clock(), detail)
    return changed


def _homes(session: Session, keys: Collection[str]) -> set[str]:
    """The homes of all records, or of those of the frameworks of these keys. Raises NotFound for an unknown key."""
    if not keys:
        return set(session.scalars(select(StoredRecord.home).distinct()))
    known = set(session.scalars(select(Framework.key).where(Framework.key.in_(keys))))
    if unknown := sorted(set(keys) - known):
        raise NotFound(f"There is no framework {', '.join(unknown)}. The key is the first part of its page's address.")
    records = select(StoredRecord.home).join(Framework, StoredRecord.framework_id == Framework.id)
    return known | set(session.scalars(records.where(Framework.key.in_(keys)).distinct()))
