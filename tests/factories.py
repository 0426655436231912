"""Things tests are about, valid by default: name only the fields that matter."""

from datetime import date
from typing import Any

from scrapers.call_off import CallOffRecord, FrameworkPointer
from scrapers.record import Day, Known, Party, Record
from scrapers.source import Outcome, Reading, Row, Source, Voice

AS_OF = date(2026, 2, 26)


def a_record(**fields: Any) -> Record:
    """A valid record of the invented owner Anglian Buying Group."""
    defaults: dict[str, Any] = {
        "source_id": fields.get("reference") or "AB1",
        "title": "Grounds maintenance",
        "owner": "Anglian Buying Group",
        "reference": "AB1",
    }
    return Record(**defaults | fields)


def a_source(**fields: Any) -> Source:
    """A source; ``voice`` is the owner's own unless the test says otherwise."""
    defaults: dict[str, Any] = {
        "name": "anglian",
        "title": "Anglian Buying Group list",
        "publisher": "Anglian Buying Group",
        "url": "https://anglian.example",
        "licence": "OGL-UK-3.0",
        "voice": Voice.OWNER,
        "owner": "Anglian Buying Group",
    }
    return Source(**defaults | fields)


def a_reading(*records: Record, as_of: date = AS_OF, rows: tuple[Row, ...] = (), **source: Any) -> Reading:
    """A file of these records, read without a problem."""
    accepted = tuple(
        Row(place=f"line {number}", outcome=Outcome.RECORD, record=record) for number, record in enumerate(records, 2)
    )
    reason = "the test says so"
    return Reading(source=a_source(**source), as_of=Day(value=as_of), as_of_reason=reason, rows=accepted + rows)


def a_call_off(**fields: Any) -> CallOffRecord:
    """A contract of Fenland District Council that says it was awarded under AB100."""
    defaults: dict[str, Any] = {
        "source_id": "C1",
        "title": "Vans for parks",
        "buyer": Party(name="Fenland District Council"),
        "framework": FrameworkPointer(said=Known.YES, reference="AB100"),
    }
    return CallOffRecord(**defaults | fields)


def a_register(*call_offs: CallOffRecord, as_of: date = date(2026, 4, 1), **source: Any) -> Reading:
    """A council's contracts register, read without a problem."""
    rows = tuple(
        Row(place=f"line {number}", outcome=Outcome.CALL_OFF, call_off=each) for number, each in enumerate(call_offs, 2)
    )
    register = {"name": "register", "title": "Fenland contracts register", "voice": Voice.REGISTER, "owner": ""}
    return a_reading(rows=rows, as_of=as_of, **register | source)


def a_day(text: str) -> Day:
    return Day(value=date.fromisoformat(text))
