"""Everything the hub holds on a framework, for who answers a request for information: facts, decisions, who did what.

No e-mail addresses, no telephone numbers and nobody who asked not to be named: people who did something are their
handles.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from hub import exports, removals
from hub.errors import NotFound
from hub.models import AuditEntry, Base, Correction, Decision, Framework, MergeProposal, StoredRecord
from hub.people.my_data import SECRET
from hub.personal import without_contacts

README = """What the Procurement Hub holds on one framework.

framework.json      the framework as it is shown, with the source of each value
records.json        each statement of a source about it, with the days on which it was first and last seen
decisions.json      what people decided about it, and pairs of frameworks that may be one
audit.json          who did what to it and when
corrections.json    what was said to be wrong with it, and the answers
{more}
People are named by a handle, a word drawn by lot. E-mail addresses, telephone numbers and people who asked not to be
named are left out.
"""


def packed(session: Session, key: str) -> bytes:
    """A zip of JSON files. Raises NotFound."""
    framework = session.scalar(select(Framework).where(Framework.key == key))
    if framework is None:
        raise NotFound(f"There is no framework {key}. The key is the first part of its page's address.")
    found = held(session, framework)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        more = "".join(f"{name + '.json':<20}{name} about it\n" for name in found if name not in _OWN)
        archive.writestr("README.txt", README.format(more=more))
        for name, value in found.items():
            archive.writestr(f"{name}.json", json.dumps(value, ensure_ascii=False, indent=1))
    return file.getvalue()


def held(session: Session, framework: Framework) -> dict[str, Any]:
    """The same by the name of each file, as JSON holds it."""
    records = session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)).all()
    homes = {framework.key, *(record.home for record in records)}
    about = {f"framework {home}" for home in homes}
    decisions = session.scalars(select(Decision).where(or_(Decision.home.in_(homes), Decision.other_home.in_(homes))))
    made = list(decisions)
    about |= {f"decision {each.id}" for each in made} | {f"crawl {each.crawl_id}" for each in records}
    pairs = or_(MergeProposal.home.in_(homes), MergeProposal.other_home.in_(homes))
    corrections = list(session.scalars(select(Correction).where(Correction.ident.in_(homes))))
    about |= {f"correction {each.id}" for each in corrections}
    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject.in_(about)).order_by(AuditEntry.id))
    found = {
        "framework": exports.framework_entry(session, framework),
        "records": _rows(records),
        "decisions": {"made": _rows(made), "proposed": _rows(session.scalars(select(MergeProposal).where(pairs)))},
        "audit": _rows(entries),
        "corrections": _rows(corrections),
        **_beside(session, framework, homes),
    }
    plain = json.loads(json.dumps(found, default=_as_text))
    cleaned: dict[str, Any] = removals.load(session).applied(_without_contacts(plain))
    return cleaned


_OWN = ("framework", "records", "decisions", "audit", "corrections")
_ELSEWHERE = frozenset({"framework", "record", "decision", "merge_proposal", "index_change"})


def _beside(session: Session, framework: Framework, homes: set[str]) -> dict[str, Any]:
    """Rows of every other table that names the framework or its home: contributions, who looks after it, and so on."""
    tables: list[Table] = [each for each in Base.metadata.sorted_tables if each.name not in _ELSEWHERE]
    found: dict[str, Any] = {}
    for table in tables:
        wanted = [column == framework.id for column in table.columns if _leads_to_a_framework(column)]
        wanted += [table.c.home.in_(homes)] if "home" in table.columns else []
        rows = session.execute(select(table).where(or_(*wanted))).mappings().all() if wanted else []
        if rows:
            found[table.name] = [_shown(row) for row in rows]
    return found


def _leads_to_a_framework(column: Any) -> bool:
    return any(key.target_fullname == "framework.id" for key in column.foreign_keys)


def _rows(rows: Iterable[Base]) -> list[dict[str, Any]]:
    return [_shown({column.name: getattr(row, column.key) for column in row.__table__.columns}) for row in rows]


def _shown(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Without what would let somebody in: a code is what the address of a correction or contribution carries."""
    return {str(name): value for name, value in row.items() if name != "code" and not _is_secret(str(name))}


def _is_secret(name: str) -> bool:
    return bool(SECRET.search(name)) and name not in ("key", "body_hash", "hash", "previous_hash", "own_key")


def _without_contacts(value: Any) -> Any:
    if isinstance(value, str):
        return without_contacts(value)
    if isinstance(value, dict):
        return {name: _without_contacts(each) for name, each in value.items()}
    return [_without_contacts(each) for each in value] if isinstance(value, list) else value


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
