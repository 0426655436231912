"""Once a week a portal is asked again: for the notices of the last fortnight, some of which are published late, and
for the procurements of frameworks the hub holds and has not asked for since.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.models import CrawlState, Framework, StoredRecord, listed
from scrapers.site import Site

WEEK = timedelta(days=7)
BACK = timedelta(days=14)
OCID = "ocds-"


def is_reread_due(site: Site, state: CrawlState, at: datetime) -> bool:
    """Whether a site that publishes notices is to be asked again for what it published of late."""
    return site.guards is None and state.reread_at is not None and at - state.reread_at >= WEEK


def held(session: Session, source: str, at: datetime) -> list[str]:
    """The OCIDs of listed frameworks that this portal published and was not asked for in a week, longest ago first."""
    last_seen = func.max(StoredRecord.last_seen)
    wanted = (
        select(StoredRecord.source_id)
        .join(Framework, StoredRecord.framework_id == Framework.id)
        .where(StoredRecord.source == source, StoredRecord.source_id.startswith(OCID), *listed())
        .group_by(StoredRecord.source_id)
        .having(last_seen < at - WEEK)
        .order_by(last_seen, StoredRecord.source_id)
    )
    return list(session.scalars(wanted))
