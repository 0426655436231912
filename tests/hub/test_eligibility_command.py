"""``hub eligibility``: a person at the command line sets right who may use a framework."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from hub.ingest import eligibility
from scrapers import framework_csv
from tests.factories import a_record, a_source
from tests.hub.test_cli import address, hub, ready

__all__ = ["address", "hub", "ready"]

Hub = Callable[..., Result]
OPEN = "This framework is open to local authorities in the East of England."
SAID = ("--quote", "Schools may buy.", "--source", "2026/S 000-000001", "--by", "KM")


@pytest.fixture
def key(hub: Hub, ready: None, tmp_path: Path) -> str:
    """The key of a framework that an import gave."""
    path = tmp_path / "paint.csv"
    record = a_record(reference="AB1", title="Paint", eligibility=OPEN)
    path.write_text(framework_csv.write([record], a_source()), encoding="utf-8")
    hub("import", str(path))
    found = re.search(r'"key": "(\w+)"|(\w{16})', hub("export", "--format", "json").stdout)
    return found[1] or found[2] if found else ""


def test_a_person_sets_right_who_may_use_a_framework_and_undoes_it(hub: Hub, key: str) -> None:
    assert "read by the hub (eligibility, " in hub("eligibility", "show", key).stdout

    hub("eligibility", "set", key, "include class schools", "include class police-forces", *SAID)

    shown = hub("eligibility", "show", key)
    assert "include class schools" in shown.stdout and "include class police-forces" in shown.stdout
    origin = r"confirmed by a person on \d{4}-\d\d-\d\d \(2026/S 000-000001\): “Schools may buy.”"
    assert re.search(origin, shown.stdout)
    assert "What a person confirmed counts" in shown.stderr
    assert "2 rules are undone" in hub("eligibility", "undo", key).stderr
    assert "confirmed" not in hub("eligibility", "show", key).stdout


def test_a_new_reader_reads_what_another_has_read(hub: Hub, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Read who" not in hub("eligibility", "read").stderr
    monkeypatch.setattr(eligibility, "READER", "next")

    assert "Read who may use 1 framework; 1 changed" in hub("migrate").stderr
    assert "Read who" not in hub("eligibility", "read").stderr


def test_corrections_are_imported_all_or_none(hub: Hub, key: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    heading, good = "key,rule,quote,source,by", f"{key},include class schools,Schools may buy.,N1,KM"
    path.write_text(f"{heading}\n{good}\nnope,include class schools,Schools may buy.,N1,KM\n")
    assert "line 3: There is no framework nope" in hub("eligibility", "import", str(path), status=1).output
    assert "confirmed" not in hub("eligibility", "show", key).stdout

    path.write_text(f"{heading}\n{good}\n")
    assert "Noted 1 rule on 1 framework." in hub("eligibility", "import", str(path)).stderr
    assert "confirmed by a person" in hub("eligibility", "show", key).stdout

    path.write_bytes(b"\xff")
    assert "is not UTF-8" in hub("eligibility", "import", str(path), status=1).output


def test_a_rule_nobody_can_read_is_refused_with_what_would_do(hub: Hub, key: str) -> None:
    assert "is not a class" in hub("eligibility", "set", key, "include class wizards", *SAID, status=1).output
    assert "There is no framework nope" in hub("eligibility", "show", "nope", status=1).output
