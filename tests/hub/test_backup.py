"""``hub backup`` and ``hub restore``, as an operator uses them: what comes back, and what is refused."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from hub import running, schema
from hub.cli import main
from hub.db import make_engine
from hub.usage import Counters, summary
from scrapers import framework_csv
from tests.databases import Databases
from tests.factories import a_record, a_source
from tests.thorough import mostly_thorough

Hub = Callable[..., Result]
EVIDENCE = b"%PDF-1.7 the quote of a supplier"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def hub_at(home: Path, address: str) -> Hub:
    """Run commands of the hub of that home; a traceback fails the test."""
    cheap = {"HUB_PASSWORD_MEMORY_KIB": "64", "HUB_PASSWORD_ROUNDS": "1"}  # each command hashes one
    places = {"HUB_HOME": str(home), "HUB_DATABASE_URL": address, **cheap}

    def run(*arguments: str, status: int = 0, **settings: str) -> Result:
        result = CliRunner().invoke(main, list(arguments), env=places | settings)
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture(scope="module")
def stock(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The home and the database of a hub with a framework, a kept page, evidence and counted searches."""
    home = tmp_path_factory.mktemp("stock")
    address, table = databases.migrated(home), home / "paint.csv"
    hub = hub_at(home, address)
    hub("migrate")
    table.write_text(framework_csv.write([a_record(reference="AB1", title="Paint")], a_source()), encoding="utf-8")
    hub("import", str(table))
    for name, body in (("evidence/7.pdf", EVIDENCE), ("bodies/bodies/ab/ab12.gz", b"packed")):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(body)
    counters = Counters(home / "usage.sqlite")
    counters.searched("a rare search", 1, date(2026, 11, 22))
    counters.flush(date(2026, 11, 22))
    yield home, address
    databases.drop(address)


@pytest.fixture
def filled(stock: tuple[Path, str], databases: Databases, home: Path) -> Iterator[Hub]:
    """A copy of that hub."""
    shutil.copytree(stock[0], home)
    address = databases.copied(stock[1], home)
    yield hub_at(home, address)
    databases.drop(address)


def backed_up(hub: Hub, *where: str) -> Path:
    return Path(hub("backup", *where).stdout.splitlines()[-1])


@pytest.mark.assurance("R10", "What a hub keeps comes back in the place of what was there, which is kept")
def test_a_restored_hub_holds_what_the_backup_held(filled: Hub, home: Path, tmp_path: Path):
    archive = backed_up(filled, str(tmp_path))
    (home / "evidence/7.pdf").write_bytes(b"something else")
    (home / "evidence/8.pdf").write_bytes(b"sent later")
    filled("users", "invite", "new@town.gov.uk", "administrator", HUB_ADDRESS="https://hub.example.org")
    before = len(json.loads(manifest_of(archive))["rows"])

    told = filled("restore", str(archive)).output

    assert "every row is there" in told and before > 30
    assert (home / "evidence/7.pdf").read_bytes() == EVIDENCE
    assert not (home / "evidence/8.pdf").exists()
    assert (home / "bodies/bodies/ab/ab12.gz").read_bytes() == b"packed"
    assert summary(home / "usage.sqlite", date.min).searches == 1
    assert "0 missing" in filled("index", "verify").output
    assert "restore backup" in filled("audit", "show").output and "invite" not in filled("audit", "show").output
    (kept,) = home.glob("evidence.before-*")
    assert (kept / "8.pdf").read_bytes() == b"sent later"


def manifest_of(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as packed:
        return packed.read("manifest.json")


@pytest.mark.thorough
def test_a_backup_can_be_restored_to_an_empty_folder(filled: Hub, databases: Databases, home: Path, tmp_path: Path):
    archive = backed_up(filled)
    blank = databases.blank(tmp_path / "drill")
    drill = {"HUB_HOME": str(tmp_path / "drill"), "HUB_DATABASE_URL": blank}
    filled("restore", str(archive), **drill)

    verdict = filled("index", "verify", **drill).output
    assert "1 framework" in verdict and "0 missing, 0 left over, 0 out of date" in verdict
    databases.drop(blank)


@pytest.mark.thorough
def test_nobody_else_can_read_a_backup_or_what_was_restored(filled: Hub, home: Path):
    archive = backed_up(filled)
    filled("restore", str(archive))

    for path in (archive, home / "usage.sqlite", home / "evidence/7.pdf"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_backup_holds_no_search_that_is_too_rare_to_be_named(filled: Hub, tmp_path: Path):
    with zipfile.ZipFile(backed_up(filled)) as packed:
        packed.extract("usage.sqlite", tmp_path)
    engine = make_engine(f"sqlite:///{tmp_path}/usage.sqlite")
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT 1 FROM salt UNION ALL SELECT 1 FROM unnamed_search")).all()
    engine.dispose()

    assert kept == []


@pytest.mark.thorough
def test_a_backup_holds_no_key(filled: Hub, tmp_path: Path):
    archive = backed_up(filled, str(tmp_path))
    keys = {"HUB_SECRET_KEY": "3f" * 32, "HUB_MAIL_PASSWORD": "a-password-of-mail"}
    other = Path(filled("backup", str(tmp_path / "other.zip"), **keys).stdout.strip())
    with zipfile.ZipFile(other) as packed:
        contents = b"".join(packed.read(name) for name in packed.namelist())

    assert archive.exists() and not [key for key in keys.values() if key.encode() in contents]


@pytest.mark.thorough
def test_who_was_erased_since_the_backup_is_taken_out_again(filled: Hub, home: Path):
    archive = backed_up(filled)
    (home / "erased.txt").write_text("account nobodyofthatname\n", encoding="ascii")

    assert "0 of 1 had come back" in filled("restore", str(archive)).output
    assert (home / "erased.txt").exists()


def test_older_backups_are_deleted_and_nothing_else(filled: Hub, tmp_path: Path):
    for name in ("hub-20200101T000000Z.zip", "hub-notes.zip", "other.zip"):
        (tmp_path / name).touch()
    told = filled("backup", str(tmp_path), "--keep-days", "35").output

    assert "1 older backup deleted" in told
    assert not (tmp_path / "hub-20200101T000000Z.zip").exists()
    assert (tmp_path / "hub-notes.zip").exists() and (tmp_path / "other.zip").exists()


def test_a_backup_takes_no_place_that_is_taken(filled: Hub, tmp_path: Path):
    archive = backed_up(filled, str(tmp_path / "mine.zip"))

    assert "already" in filled("backup", str(archive), status=1).output
    assert "no folder" in filled("backup", str(tmp_path / "nowhere" / "mine.zip"), status=1).output


def cut_off(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-1000])


def changed_inside(archive: Path) -> None:
    """One bit of the database, which the zip file's own checksum need not notice first."""
    body = bytearray(archive.read_bytes())
    body[len(body) // 2] ^= 1
    archive.write_bytes(body)


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    with zipfile.ZipFile(archive, "w") as packed:
        for name, body in files.items():
            packed.writestr(name, body)


def said(packed: dict[str, bytes], **members: Any) -> None:
    packed["manifest.json"] = json.dumps(json.loads(packed["manifest.json"]) | members).encode()


def with_a_file_more(archive: Path) -> None:
    rewritten(archive, lambda files: files.update({"../outside": b"x"}))


def with_a_file_outside(archive: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        files["evidence/../../outside"] = files.pop("evidence/7.pdf")
        listed = json.loads(files["manifest.json"])["files"]
        listed["evidence/../../outside"] = listed.pop("evidence/7.pdf")
        said(files, files=listed)

    rewritten(archive, change)


def with_a_file_less(archive: Path) -> None:
    rewritten(archive, lambda files: files.pop("evidence/7.pdf"))


def with_another_file(archive: Path) -> None:
    rewritten(archive, lambda files: files.update({"evidence/7.pdf": b"another"}))


def without_a_list(archive: Path) -> None:
    rewritten(archive, lambda files: files.pop("manifest.json"))


def with_other_rows(archive: Path) -> None:
    rewritten(archive, lambda files: said(files, rows=json.loads(files["manifest.json"])["rows"] | {"framework": 7}))


def with_another_trail(archive: Path) -> None:
    rewritten(archive, lambda files: said(files, trail="0" * 64))


def of_a_newer_hub(archive: Path) -> None:
    rewritten(archive, lambda files: said(files, revision="9999", hub="9.0"))


def of_a_newer_form(archive: Path) -> None:
    rewritten(archive, lambda files: said(files, form=2, hub="9.0"))


def of_another_database(archive: Path) -> None:
    rewritten(archive, lambda files: said(files, database="oracle"))


def no_archive(archive: Path) -> None:
    archive.write_text("Dear colleague", encoding="utf-8")


FAULTS: dict[Callable[[Path], None], str] = {
    cut_off: "cut off",
    changed_inside: "damaged",
    with_a_file_more: "left over",
    with_a_file_outside: "outside of the hub",
    with_a_file_less: "missing",
    with_another_file: "not as it was",
    without_a_list: "not a backup",
    with_other_rows: "framework",
    with_another_trail: "audit trail",
    of_a_newer_hub: "newer one, 9.0",
    of_a_newer_form: "newer hub",
    of_another_database: "oracle",
    no_archive: "not a backup",
}


@pytest.mark.alike
@pytest.mark.assurance("R10", "A backup that is damaged, not whole or of a newer hub is refused and changes nothing")
@pytest.mark.parametrize("spoil", mostly_thorough(FAULTS, quick=3))
def test_a_backup_that_cannot_be_trusted_changes_nothing(
    filled: Hub, home: Path, tmp_path: Path, spoil: Callable[[Path], None]
):
    archive = backed_up(filled, str(tmp_path))
    spoil(archive)
    before = files_of(home)
    told = filled("restore", str(archive), status=1).output

    assert FAULTS[spoil] in told
    assert files_of(home) == before
    assert not (tmp_path / "outside").exists()


def files_of(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def test_a_running_hub_is_not_restored_over(filled: Hub, home: Path):
    archive, at_work = backed_up(filled), running.share(home)
    try:
        told = filled("restore", str(archive), status=1).output
    finally:
        running.leave(at_work)

    assert "Stop the hub" in told
    filled("restore", str(archive))


def test_no_command_starts_while_a_backup_is_being_restored(filled: Hub, home: Path):
    restoring = running.alone(home)
    try:
        assert "being restored" in filled("check", status=1).output
    finally:
        running.leave(restoring)


@pytest.mark.sqlite
def test_an_older_backup_is_brought_up_to_date(filled: Hub, home: Path):
    engine = make_engine(f"sqlite:///{home}/hub.sqlite")
    schema.downgrade(engine, "-1")
    older = schema.current(engine)
    engine.dispose()
    archive = backed_up(filled)
    assert f"revision {older}" in filled("restore", str(archive)).output

    assert older != schema.current(engine) == schema.newest()
    engine.dispose()


@pytest.mark.sqlite
def test_a_damaged_database_is_not_packed(filled: Hub, home: Path, tmp_path: Path):
    engine = make_engine(f"sqlite:///{home}/hub.sqlite").execution_options(writes=True)
    with engine.begin() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'somebody else' WHERE id = 1")
    engine.dispose()
    told = filled("backup", str(tmp_path), status=1).output

    assert "Entry 1 of the audit trail is broken" in told
    assert not list(tmp_path.glob("*.zip"))


@pytest.mark.sqlite
@pytest.mark.parametrize("place", [0, 40 * 4096])
def test_every_command_on_a_database_that_cannot_be_read_says_to_restore_the_last_backup_and_that_mends_it(
    filled: Hub, home: Path, tmp_path: Path, place: int
):
    archive = backed_up(filled, str(tmp_path))
    with (home / "hub.sqlite").open("r+b") as database:
        database.seek(place)
        database.write(b"\xa5" * (200 * 4096))
    for command in (["check"], ["backup"], ["run", "--port", "1"]):
        assert "then restore the last backup: `hub restore FILE`" in filled(*command, status=1).output
    filled("restore", str(archive))

    assert "Database, files, disk, settings and mail: nothing is wrong." in filled("check").output


def test_a_backup_before_there_is_a_hub_says_what_to_run(tmp_path: Path):
    result = CliRunner().invoke(main, ["backup"], env={"HUB_HOME": str(tmp_path / "none"), "HUB_DATABASE_URL": ""})

    assert result.exit_code == 1 and "hub migrate" in result.output
    assert not (tmp_path / "none").exists()
