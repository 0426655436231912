"""``hub audit``: the trail on screen, checked, and in a file."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from hub import audit
from hub.actor import OPERATOR, VISITOR
from hub.db import make_engine, writers
from hub.models import AuditEntry
from tests.conftest import NOON
from tests.hub.test_audit import unblock
from tests.hub.test_cli import Hub, address, hub, ready

__all__ = ["address", "hub", "ready"]


@pytest.fixture
def trail(address: str, ready: None) -> None:
    engine = make_engine(address)
    with writers(engine).begin() as session:
        audit.note(session, OPERATOR, "permit source", "source x", NOON, {"because": "=1+1 \x1b[31m"})
        audit.note(session, VISITOR, "tell need", "=need 1", NOON)
        audit.note(session, OPERATOR, "tidy", "file notes", NOON)
    engine.dispose()


def change_past_the_hub(address: str, statement: Any) -> None:
    engine = make_engine(address)
    with writers(engine).begin() as session:
        unblock(session)
        session.execute(statement)
    engine.dispose()


def test_the_last_entries_are_listed_and_cannot_command_the_terminal(hub: Hub, trail: None):
    lines = hub("audit", "show", "--most", "2").output.splitlines()
    assert lines == [
        "2: 2026-11-21 12:00:00 UTC, visitor: tell need, =need 1",
        "3: 2026-11-21 12:00:00 UTC, operator: tidy, file notes",
    ]
    assert "\x1b" not in hub("audit", "show").output
    assert hub("audit", "show", "--actor", "visitor").output.count("\n") == 1
    assert "no such entry" in hub("audit", "show", "--subject", "nothing").output


def test_a_whole_trail_is_said_to_be_whole_and_its_last_hash_is_given(hub: Hub, trail: None):
    result = hub("audit", "verify")
    newest = result.stdout.strip()

    assert "3 entries" in result.stderr and len(newest) == 64
    assert hub("audit", "verify", "--kept", newest).stdout.strip() == newest
    assert "missing from the end" in hub("audit", "verify", "--kept", "0123", status=1).output


def test_a_changed_entry_is_named_and_ends_with_status_1(hub: Hub, trail: None, address: str):
    change_past_the_hub(address, update(AuditEntry).where(AuditEntry.id == 2).values(actor="nobody"))

    assert "Entry 2 of the audit trail is broken" in hub("audit", "verify", status=1).output


def test_in_a_spreadsheet_nothing_of_it_is_run(hub: Hub, trail: None, tmp_path: Path):
    output = tmp_path / "audit.csv"
    hub("audit", "export", "--output", str(output))

    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig"))))
    assert [row["Subject"] for row in rows] == ["source x", "'=need 1", "file notes"]
    assert json.loads(rows[0]["Detail"]) == {"because": "=1+1 \x1b[31m"}


def test_lines_of_json_can_be_checked_without_the_hub(hub: Hub, trail: None):
    entries = [json.loads(line) for line in hub("audit", "export", "--format", "jsonl").stdout.splitlines()]

    before = "0" * 64
    for entry in entries:
        said = {name: entry[name] for name in ("actor", "action", "subject", "detail", "request")}
        said |= {"previous": before, "at": entry["at"]}
        before = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        assert entry["hash"] == before
    assert len(entries) == 3


def test_an_export_can_be_of_one_action_only(hub: Hub, trail: None):
    assert hub("audit", "export", "--action", "tidy", "--format", "jsonl").stdout.count("\n") == 1


def test_an_empty_trail_is_whole(hub: Hub, ready: None):
    assert hub("audit", "verify").stdout.strip() == audit.BEGINNING


def test_who_takes_rows_out_is_found_out(hub: Hub, trail: None, address: str):
    change_past_the_hub(address, text("DELETE FROM audit_entry WHERE id = 1"))

    assert "Entry 2" in hub("audit", "verify", status=1).output
