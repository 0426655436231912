"""Sequences of entries play the same through the database, its people and its constraints as through the rules."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPO, SHARED
from tests.savings.database_world import DatabaseWorld
from tests.savings.sequences import play, read

OURS = REPO / "tests/data/savings/rules.jsonl"
WORKED = SHARED / "data/cases/savings/rules.dev.jsonl"


OTHERWISE = {
    "SEQ-014": "the call-off's facts are refused before there is a claim",
    "SEQ-040": "only its reporter changes a claim",
    "SEQ-098": "a tender falls on one day",
    "SEQ-105": "what was not taken is still a draft, which may be withdrawn",
}
"""Sequences that people cannot play through the desk, and why."""


def differences(sessions: Any, file: Path) -> list[str]:
    found = []
    for sequence in (each for each in read(file) if each["id"] not in OTHERWISE):
        with sessions() as session, session.begin() as transaction:
            found += play(DatabaseWorld(session), sequence)
            transaction.rollback()
    return found


@pytest.mark.thorough
@pytest.mark.skipif(not WORKED.exists(), reason="the worked sequences are not beside the project")
def test_the_worked_sequences_end_as_they_say(sessions: Any) -> None:
    assert differences(sessions, WORKED) == []


@pytest.mark.thorough
def test_our_own_sequences_end_as_they_say(sessions: Any) -> None:
    assert differences(sessions, OURS) == []
