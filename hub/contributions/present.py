"""What the catalogue says of a framework now, as one record: what a change is proposed against."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import data
from hub.ingest import decisions
from hub.ingest.frameworks import statement
from hub.ingest.merge import merge
from hub.models import Framework, StoredRecord
from scrapers.record import Record


def framework_of(session: Session, key: str) -> Framework | None:
    """The framework of a key, or the one it was merged into; None where it stands no more."""
    found = session.scalar(select(Framework).where(Framework.key == key))
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found if found is not None and found.digest and found.withdrawn_at is None else None


def present(session: Session, framework: Framework) -> Record:
    """Everything the page of a framework shows, in the hub's own words for owner and categories."""
    records = session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)).all()
    held = decisions.locks_on(session, [framework])[framework.key]
    merged = merge(map(statement, records), decisions.locked_values(held))
    titles = data.categories()
    own = {
        "source_id": framework.key,
        "title": framework.title,
        "owner": framework.owner.name if framework.owner else merged.values["owner"],
        "categories": tuple(titles[row.slug].title for row in framework.categories if row.slug in titles),
    }
    return Record.model_validate({**merged.values, **own})
