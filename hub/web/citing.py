"""Where a value stands, in a line: its source, the day it is dated, and when it was read."""

from hub.catalogue import Evidence
from hub.formatters import as_of_text, instant_text


def cited(evidence: Evidence, name: str) -> str:
    """ "Find a Tender, dated 3 March 2026, read on 4 March 2026" of the shown value of a field; empty without one."""
    field = evidence.fields.get(name)
    claim = next((claim for claim in field.claims if claim.shown), None) if field else None
    if claim is None:
        return ""
    record = claim.record
    return f"{record.described_by.title}, dated {as_of_text(record)}, read on {instant_text(record.last_seen)}"
