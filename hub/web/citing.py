"""Where a value stands, in a line: its source, the day it is dated, and when it was read."""

from datetime import date

from hub.catalogue import Evidence
from hub.formatters import as_of_text, date_text, instant_text

NO_WORDS = "The hub holds no words of the publisher for this"


def cited(evidence: Evidence, name: str) -> str:
    """ "Find a Tender, dated 3 March 2026, read on 4 March 2026" of the shown value of a field; empty without one."""
    field = evidence.fields.get(name)
    claim = next((claim for claim in field.claims if claim.shown), None) if field else None
    if claim is None:
        return ""
    record = claim.record
    return f"{record.described_by.title}, dated {as_of_text(record)}, read on {instant_text(record.last_seen)}"


def elsewhere(page: str, day: date | None) -> str:
    """Where the words behind a fact stand: "The hub holds no words …: see https://…, as it stood on 3 May 2026."."""
    on = f", as it stood on {date_text(day)}" if day else ""
    return f"{NO_WORDS}{f': see {page}{on}' if page else ''}."
