"""Everything the hub holds of a person, for that person: every table with rows of theirs, but no secrets."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session

from hub.cells import inert
from hub.models import Account, AuditEntry, Network, Organisation, Outbox
from hub.people import erasing

NOT_THEIRS = {("account", "deputy_id"): "The row is of somebody else, who has named them as deputy."}
"""Columns that lead to an account and whose rows are not in its holder's file, and why."""

SECRET = re.compile(r"(?:^|_)(?:hash|secret|token|password|key)$|^second_factor")
"""Columns that prove who somebody is. They are of no use to anybody but a thief."""

NAMED_BY: Mapping[str, Any] = {
    "organisation.id": (Organisation, Organisation.slug),
    "network.id": (Network, Network.slug),
    "account.id": (Account, Account.handle),
}
"""What is shown for a number that stands for one of these."""

Rows = list[dict[str, Any]]

OF_A_LETTER = ("purpose", "subject", "created_at", "sent_at")
OF_AN_ENTRY = ("at", "actor", "action", "subject", "detail", "request_id")


def held(session: Session, account: Account) -> dict[str, Rows]:
    """Every table with rows of theirs by its name, each row by column."""
    own: Table = Account.metadata.tables["account"]
    tables = {"account": list(_rows(session, own, own.c.id, account))}
    for column in exported():
        tables.setdefault(column.table.name, []).extend(_rows(session, column.table, column, account))
    letters = select(Outbox).where(Outbox.to == account.email)
    tables["outbox"] = [{name: getattr(row, name) for name in OF_A_LETTER} for row in session.scalars(letters)]
    done = select(AuditEntry).where(or_(AuditEntry.actor == account.handle, AuditEntry.subject == account.handle))
    entries = session.scalars(done.order_by(AuditEntry.id))
    tables["audit_entry"] = [{name: getattr(row, name) for name in OF_AN_ENTRY} for row in entries]
    return tables


def exported() -> list[Column[int]]:
    """The columns that lead to an account by which rows are found, in order of their tables' names."""
    theirs = [each for each in erasing.columns() if (each.table.name, each.name) not in NOT_THEIRS]
    return sorted(theirs, key=lambda column: (column.table.name, column.name))


def packed(session: Session, account: Account) -> bytes:
    """The same as a zip: one JSON file with all of it, and a CSV for each table."""
    tables = held(session, account)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", json.dumps(tables, default=_as_text, ensure_ascii=False, indent=1))
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", _as_csv(rows))
    return file.getvalue()


def _rows(session: Session, table: Table, column: Column[int], account: Account) -> Iterator[dict[str, Any]]:
    shown = [each for each in table.columns if not SECRET.search(each.name)]
    for row in session.execute(select(*shown).where(column == account.id).order_by(*table.primary_key.columns)):
        yield {each.name: _named(session, each, value) for each, value in zip(shown, row, strict=True)}


def _named(session: Session, column: Column[Any], value: Any) -> Any:
    """What a number stands for, where it is one the reader would know by name."""
    for key in column.foreign_keys:
        if value is not None and key.target_fullname in NAMED_BY:
            model, name = NAMED_BY[key.target_fullname]
            return session.scalar(select(name).where(model.id == value))
    return value


def _as_csv(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
        writer.writerows([inert(_as_cell(value)) for value in row.values()] for row in rows)
    return text.getvalue()


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, default=_as_text, ensure_ascii=False)
    return value if isinstance(value, str) else _as_text(value)


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
