"""The audit trail is a chain of hashes, which nobody can change or cut: rows that are there get theirs."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BEGINNING = "0" * 64
REFUSAL = "The audit trail is append-only."

# SQLite replaces a row without asking the triggers for deletion, so an insert must not meet one that is there.
SQLITE = {
    "audit_entry_no_update": "BEFORE UPDATE ON audit_entry",
    "audit_entry_no_delete": "BEFORE DELETE ON audit_entry",
    "audit_entry_no_replace": (
        "BEFORE INSERT ON audit_entry WHEN EXISTS "
        "(SELECT 1 FROM audit_entry WHERE id = NEW.id OR previous_hash = NEW.previous_hash)"
    ),
}


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("request_id", sa.String(40), nullable=False, server_default=""))
    op.add_column("audit_entry", sa.Column("previous_hash", sa.String(64), nullable=False, server_default=""))
    op.add_column("audit_entry", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    chain()
    op.create_index("ix_audit_entry_request_id", "audit_entry", ["request_id"])
    op.create_index("ix_audit_entry_previous_hash", "audit_entry", ["previous_hash"], unique=True)
    block()


def chain() -> None:
    """As hub.audit does today; a migration keeps its own copy, since that may change."""
    entry = sa.table(
        "audit_entry",
        *(sa.column("id", sa.Integer), sa.column("at", sa.DateTime), sa.column("actor", sa.String)),
        *(sa.column("action", sa.String), sa.column("subject", sa.String), sa.column("detail", sa.JSON)),
        *(sa.column("previous_hash", sa.String), sa.column("hash", sa.String)),
    )
    connection, newest, chained = op.get_bind(), BEGINNING, []
    for row in connection.execute(sa.select(entry).order_by(entry.c.id)).all():
        chained.append({"row": row.id, "before": newest, "own": hash_of(row, newest)})
        newest = chained[-1]["own"]
    if chained:
        hashes: dict[str, Any] = {"previous_hash": sa.bindparam("before"), "hash": sa.bindparam("own")}
        connection.execute(sa.update(entry).where(entry.c.id == sa.bindparam("row")).values(hashes), chained)


def hash_of(row: sa.Row, previous: str) -> str:
    said = {
        "previous": previous,
        "at": f"{row.at.isoformat(timespec='microseconds')}+00:00",
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "detail": row.detail,
        "request": "",
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def block() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()"
    )


def unblock() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
    op.execute("DROP FUNCTION audit_entry_is_append_only()")


def downgrade() -> None:
    unblock()
    op.drop_index("ix_audit_entry_previous_hash", "audit_entry")
    op.drop_index("ix_audit_entry_request_id", "audit_entry")
    for column in ("hash", "previous_hash", "request_id"):
        op.drop_column("audit_entry", column)
