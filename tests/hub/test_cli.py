"""The hub command, as an operator uses it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from hub.cli import main
from hub.cli.serve import free_port
from hub.db import make_engine
from scrapers import framework_csv
from tests.databases import Databases
from tests.factories import a_day, a_record, a_source
from tests.hub_command import Hub, hub_of


@pytest.fixture
def address(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of the test's database; without tables unless the test asks for a ready one."""
    is_ready = "ready" in request.fixturenames
    database = databases.migrated(tmp_path) if is_ready else databases.blank(tmp_path)
    yield database
    databases.drop(database)


@pytest.fixture
def hub(address: str, tmp_path: Path) -> Hub:
    """Run a hub command with its home in a fresh folder; a traceback fails the test."""
    places = {"HUB_HOME": str(tmp_path / "home"), "HUB_DATABASE_URL": address}
    return hub_of(places)


@pytest.fixture
def ready() -> None:
    """The database of the test has been set up; only the bodies the hub knows beforehand are missing."""


@pytest.fixture
def paint(tmp_path: Path) -> Path:
    """A framework CSV with two frameworks, one of them with an impossible end date."""
    records = [
        a_record(reference="AB1", title="Paint", end=a_day("2028-01-31")),
        a_record(reference="AB2", title="Brushes", end=a_day("2027-01-31")),
    ]
    text = framework_csv.write(records, a_source()).replace("2027-01-31", "20219-03-20")
    path = tmp_path / "paint.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_hub_alone_explains_itself(hub: Hub):
    output = hub(status=2).output

    for word in ("hub demo", "hub migrate", "import", "review", "check", "export", "sources", "index"):
        assert word in output


@pytest.mark.alike
@pytest.mark.parametrize("command", [["sources"], ["import", "FILE"], ["index"], ["check"], ["export"], ["run"]])
def test_a_command_before_the_set_up_says_what_to_run_and_makes_no_file(
    hub: Hub, command: list[str], paint: Path, tmp_path: Path
):
    result = hub(*[str(paint) if word == "FILE" else word for word in command], status=1)

    assert "hub migrate" in result.output
    assert not (tmp_path / "home").exists()


def test_an_import_reports_on_screen_and_in_a_file(hub: Hub, ready: None, paint: Path, tmp_path: Path):

    result = hub("import", str(paint), "--report", str(tmp_path / "report.csv"))

    assert "2 rows: 2 accepted, 0 changed, 0 unchanged, 0 skipped, 0 rejected; 1 warnings" in result.output
    report = (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert "20219-03-20" in report and "20219-03-20" in result.output
    assert report.splitlines()[0] == "place,outcome,field,value,reason,what was done"


def test_a_dry_run_changes_nothing(hub: Hub, ready: None, paint: Path):

    assert "Would import" in hub("import", "--dry-run", str(paint)).output
    assert "No source has been read yet" in hub("sources").output


def test_an_imported_catalogue_is_listed_checked_and_exported(hub: Hub, ready: None, paint: Path, tmp_path: Path):
    hub("import", str(paint))

    assert "2 records" in hub("sources").output
    checked = hub("check").output
    assert "No end date published: 1" in checked and "AB2 Brushes" in checked and "2 frameworks, 0 changes" in checked
    exported = tmp_path / "export.csv"
    hub("export", "--output", str(exported))
    assert "Brushes" in exported.read_text(encoding="utf-8")
    assert '"status"' in hub("export", "--format", "json").output


def test_an_export_imported_into_an_empty_hub_gives_the_same_frameworks(
    hub: Hub, ready: None, paint: Path, tmp_path: Path
):
    hub("import", str(paint))
    hub("export", "--output", str(tmp_path / "one.csv"))
    other = {"HUB_HOME": str(tmp_path / "other")}
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for arguments in (["migrate"], ["import", str(one)], ["export", "--output", str(two)]):
        assert CliRunner().invoke(main, arguments, env=other).exit_code == 0

    assert one.read_text() == two.read_text()


def test_the_template_can_be_filled_in_and_imported(hub: Hub, ready: None, tmp_path: Path):
    template = hub("import", "--template").output
    path = tmp_path / "mine.csv"
    path.write_text(template, encoding="utf-8")

    output = hub("import", str(path)).output

    assert "0 rejected" in output and "0 accepted" in output


def test_a_file_of_no_known_kind_is_refused_with_the_kinds_there_are(hub: Hub, ready: None, tmp_path: Path):
    path = tmp_path / "letter.csv"
    path.write_text("Dear Sir,\nplease find attached", encoding="utf-8")

    output = hub("import", str(path), status=1).output

    assert "letter.csv" in output and "framework CSV" in output and "Traceback" not in output


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(hub: Hub, ready: None, paint: Path, tmp_path: Path):
    letter = tmp_path / "letter.csv"
    letter.write_text("Dear Sir,\nplease find attached", encoding="utf-8")

    output = hub("import", str(letter), str(paint), status=1).output

    assert "Not imported: letter.csv" in output
    assert "2 records" in hub("sources").output


@pytest.mark.alike
@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["--as-of", "2999-01-01"], "is in the future"),
        (["--report", "/nowhere/report.csv"], "Name another"),
    ],
)
def test_what_could_only_fail_after_an_import_is_refused_before(
    hub: Hub, ready: None, paint: Path, arguments: list[str], cure: str
):

    assert cure in hub("import", str(paint), *arguments, status=1).output
    assert "No source has been read yet" in hub("sources").output


def test_an_export_that_cannot_be_written_is_one_plain_line(hub: Hub, ready: None, paint: Path):
    hub("import", str(paint))

    assert "/nowhere/x.csv: No such file" in hub("export", "--output", "/nowhere/x.csv", status=1).output


def test_an_impossible_port_is_refused(hub: Hub):
    assert "99999" in hub("demo", "--port", "99999", status=2).output


def test_the_index_is_verified_and_repaired(hub: Hub, ready: None, paint: Path, tmp_path: Path):
    hub("import", str(paint))
    assert "0 missing" in hub("index", "verify").output
    shutil.rmtree(tmp_path / "home" / "index")

    assert "hub index verify --repair" in hub("index", "verify", status=1).output
    assert "2 frameworks" in hub("index", "verify", "--repair").output
    assert "0 missing" in hub("index", "verify").output


def test_a_database_of_another_version_is_named(hub: Hub, ready: None, address: str):
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'older'"))
    engine.dispose()

    assert "at revision older" in hub("sources", status=1).output


def test_the_next_free_port_is_taken():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert free_port(taken.getsockname()[1]) != taken.getsockname()[1]


def test_the_hubs_folder_is_its_owners_alone(hub: Hub, tmp_path: Path):
    hub("migrate")

    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_data_issues_are_listed_cleared_and_opened_again(hub: Hub, ready: None, paint: Path):
    hub("import", str(paint))
    listed = hub("review", "issues").output
    assert "end “20219-03-20”: is not a date" in listed
    number = listed.split(":")[0]

    hub("review", "issues", "clear", number, "--note", "told the owner")
    hub("import", str(paint))
    assert "No data issue is open." in hub("review", "issues").output
    assert "already" in hub("review", "issues", "clear", number, status=1).output
    hub("review", "issues", "reopen", number)

    assert "20219-03-20" in hub("review", "issues").output
    assert "no issue 999" in hub("review", "issues", "clear", "999", status=1).output


REGISTER = """Contract title,Reference,Supplier,Start date,End date,Framework reference
Vans,C1,Acorn Ltd,01/02/2026,31/01/2027,AB1
"""


@pytest.mark.alike
@pytest.mark.parametrize("arguments", [[], ["--buyer", "Exeter"], ["--buyer", "Exeter City Council"]])
def test_a_register_is_its_councils_however_it_is_named(hub: Hub, ready: None, tmp_path: Path, arguments: list[str]):
    register = tmp_path / "exeter-contracts-register.csv"
    register.write_text(REGISTER, encoding="utf-8")

    output = hub("import", *arguments, str(register)).output

    assert "Contracts register of Exeter City Council" in output
    assert "1 rows, 1 of them contracts: 1 accepted" in output
    assert "register_exeter_city_council " in hub("sources").output


def test_links_are_listed_confirmed_refused_and_undone(hub: Hub, ready: None, paint: Path, tmp_path: Path):
    register = tmp_path / "exeter-contracts-register.csv"
    register.write_text(REGISTER.replace(",AB1", ",Anglian AB100"), encoding="utf-8")
    paint.write_text(paint.read_text(encoding="utf-8").replace("AB1", "AB100"), encoding="utf-8")
    hub("import", str(paint), str(register))
    listed = hub("review", "links").output
    assert "Vans (Exeter City Council), which says: Anglian AB100" in listed
    assert "90% sure: AB100 Paint" in listed and "because its reference names AB100" in listed

    hub("review", "links", "confirm", "1")
    assert "No link waits for a decision." in hub("review", "links").output
    hub("review", "undo", "1")
    assert "90% sure" in hub("review", "links").output
    hub("review", "links", "refuse", "1")

    assert "No link waits for a decision." in hub("review", "links").output
    assert "no call-off 99" in hub("review", "links", "refuse", "99", status=1).output


HOSTILE = ("li\nne.csv", "\u202evsc.txt.csv", "\x1b[31mred.csv", "🧾" * 60 + ".csv", os.fsdecode(b"\xff\xfe.csv"))


@pytest.mark.alike
@pytest.mark.parametrize("name", HOSTILE)
def test_any_file_name_is_printed_inert_and_its_report_stays_in_its_folder(
    hub: Hub, ready: None, paint: Path, tmp_path: Path, name: str
):
    odd = paint.rename(tmp_path / name)

    output = hub("import", str(odd)).output

    assert "2 rows: 2 accepted" in output
    assert not {"\x1b", "\u202e", "\udcff"} & set(output)
    [report] = (tmp_path / "home" / "reports").iterdir()
    assert report.name.isascii() and report.name.isprintable() and report.suffix == ".csv"


def test_a_command_whose_reader_has_gone_ends_without_a_traceback(address: str, ready: None, tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    told = os.environ | {"HUB_HOME": str(tmp_path / "home"), "HUB_DATABASE_URL": address}
    command = [sys.executable, "-m", "hub", "check"]

    with os.fdopen(write_end, "w") as gone:
        ended = subprocess.run(command, env=told, stdout=gone, stderr=subprocess.PIPE, text=True, check=False)

    assert ended.returncode == 1 and ended.stderr == ""
