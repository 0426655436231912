"""The catalogue, taken away: merged, in the same form it can be imported in."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.ingest.frameworks import statement
from hub.ingest.merge import Merged, merge
from hub.models import CallOff, Framework, StoredRecord
from hub.quality import described
from scrapers import framework_csv
from scrapers.record import Record
from scrapers.source import Source, Voice

EXPORT = Source(
    name="procurement_hub",
    title="Procurement Hub export",
    publisher="Procurement Hub",
    url="",
    licence="See the licence of each source",
    voice=Voice.DIRECTORY,
)


def as_csv(session: Session) -> str:
    """Every listed framework in the hub's framework CSV, one row each."""
    return framework_csv.write(merged_records(session), EXPORT)


def as_json(session: Session) -> str:
    """Every listed framework with its status, the source that gave each value, and the contracts linked to it."""
    contracts = catalogue.linked_call_offs(session)
    entries = [
        _entry(framework, records) | {"call_offs": [_call_off(row) for row in contracts.get(framework.id, ())]}
        for framework, records in described(session)
    ]
    return json.dumps({"frameworks": entries}, ensure_ascii=False, indent=1) + "\n"


def framework_entry(session: Session, framework: Framework) -> dict[str, Any]:
    """The same of one framework, without what is not known."""
    records = list(session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)))
    contracts = catalogue.call_offs(session, framework, size=catalogue.call_off_count(session, framework))
    found: dict[str, Any] = _known(_entry(framework, records) | {"call_offs": [_call_off(row) for row in contracts]})
    return found


def _known(value: Any) -> Any:
    """The value without members and items that only say that nothing is published."""
    if isinstance(value, dict):
        known = ((name, _known(member)) for name, member in value.items())
        return {name: member for name, member in known if member not in (None, "", "unknown", [], {})}
    return [_known(item) for item in value] if isinstance(value, list) else value


FORMATS: Mapping[str, Callable[[Session], str]] = {"csv": as_csv, "json": as_json}


def merged_records(session: Session) -> Iterator[Record]:
    """Each listed framework as one record: what all its records add up to."""
    for framework, records in described(session):
        yield record_of(framework, records)


def record_of(framework: Framework, records: list[StoredRecord]) -> Record:
    """Everything merged, in the hub's own words for owner and categories, dated by the newest word on its stage.

    Published categories are kept where none of them is one of the hub's.
    """
    merged = merge(statement(record) for record in records)
    titles = data.categories()
    own_categories = tuple(titles[row.slug].title for row in framework.categories if row.slug in titles)
    own = {
        "source_id": framework.key,
        "owner": framework.owner.name if framework.owner else merged.values["owner"],
        "categories": own_categories or merged.values.get("categories", ()),
        "published": merged.as_of("stage"),
        "reference_identifies": _identifies(merged),
        "extra": _beside(merged),
    }
    return Record(**{**merged.values, **own})


def _identifies(merged: Merged) -> bool:
    """Whether its reference names this framework alone, as the source of the reference says."""
    winner = merged.winner("reference")
    return winner is None or winner.record.reference_identifies


def _beside(merged: Merged) -> dict[str, str]:
    """What sources say that has no field of its own, the strongest voice's wording of each."""
    found: dict[str, str] = {}
    for said in reversed(merged.statements):
        found |= said.record.extra
    return found


def _entry(framework: Framework, records: list[StoredRecord]) -> dict[str, Any]:
    by_hash = {record.body_hash: record for record in records}
    winners = {name: by_hash[won].source for name, won in framework.provenance.items() if won in by_hash}
    body = record_of(framework, records).model_dump(mode="json", exclude={"source_id", "extra"})
    return {"key": framework.key, "status": framework.status, **body, "sources": winners}


def _call_off(row: CallOff) -> dict[str, Any]:
    """A contract as published, with how sure it is (0 to 1) that it was awarded under the framework, and why."""
    return {
        "source": row.source,
        "source_id": row.source_id,
        "title": row.title,
        "reference": row.reference,
        "buyer": row.buyer_name,
        "suppliers": [each.name for each in row.suppliers],
        "value": {
            "net_pence": row.value_net_pence,
            "gross_pence": row.value_gross_pence,
            "currency": row.value_currency,
        },
        "start": row.start and row.start.isoformat(),
        "end": row.end and row.end.isoformat(),
        "notice": row.notice,
        "url": row.url,
        "framework_as_written": row.reference_as_written,
        "link": {"confidence": row.link_confidence, "reason": row.link_reason, "decided": row.link_decided},
    }


__all__ = ["FORMATS", "as_csv", "as_json", "framework_entry", "merged_records", "record_of"]
