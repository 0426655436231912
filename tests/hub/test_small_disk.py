"""A disk of 16 MB with nothing left on it: whatever is written is refused in words, and taken once there is room."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from hub.paths import write_whole
from hub.savings import evidence
from tests.assurance import Figure
from tests.hub.small_disk import SIZE

REPO = Path(__file__).parents[2]
ALONE = ("unshare", "--mount", "--map-root-user")
COMMANDS = ("export", "audit", "backup", "index", "import")
ON_THE_WEB = ("kept", "spooled", "signed in")
PATIENCE = 300  # seconds


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A folder that a process of its own may mount a small disk on."""
    mount = [*ALONE, "mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.sqlite
@pytest.mark.thorough
@pytest.mark.disk
@pytest.mark.assurance(
    "R9",
    "A disk of 16 MB is full for forms, files that are sent, signing in, the index, the log, an import, exports and a "
    "backup, and is freed under the hub that runs",
)
def test_whatever_is_written_to_a_full_disk_is_refused_in_words_and_taken_once_there_is_room(
    small_disk: Path, figure: Figure
):
    program = [*ALONE, sys.executable, "-m", "tests.hub.small_disk", str(small_disk)]
    done = subprocess.run(program, cwd=REPO, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    before, full, after = found["before"], found["full"], found["after"]

    for name in ON_THE_WEB:
        status, retry_after, text = full[name]
        assert (status, retry_after) == (503, "60") and "disk is full" in text
    for name in COMMANDS:
        status, output, unforeseen = full[name]
        assert (status, unforeseen) == (1, ""), name
        assert output.splitlines()[-1].endswith("Make room on that disk, then give the command again."), output
    assert [found[when]["sessions"] for when in ("before", "full", "after")] == [[1, 1], [1, 1], [2, 2]]
    assert [found[when]["is in"] for when in ("before", "full", "after")] == [True, False, True]
    assert full["search"][0] == 200  # with its line in the log, which has no room either
    assert (full["exported"], full["backed up"], found["left"]) == (before["exported"], False, [])

    assert [after[name][0] for name in COMMANDS] == [0] * len(COMMANDS), after
    assert (after["kept"][0], after["spooled"][0], after["search"][0]) == (303, before["spooled"][0], 200)
    assert after["exported"] > before["exported"] and found["integrity"] == "ok"
    assert json.loads(found["log"])["message"] == "answered"
    assert found["verify"][0] == 0, found["verify"]
    figure(f"{len(ON_THE_WEB + COMMANDS)} ways to write refused in words, 0 damaged files")


def half(file: IO[bytes]) -> None:
    file.write(b"half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_that_has_no_room_leaves_the_old_one_and_no_half_of_the_new(tmp_path: Path):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)

    with pytest.raises(OSError, match="No space left on device: '.*catalogue.csv'"):
        write_whole(path, half)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]

    write_whole(path, lambda file: file.write(b"new"))
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"new"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_one_and_a_device_is_written_to_as_it_is(tmp_path: Path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "link", lambda file: file.write(b"new"))
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"

    write_whole(Path("/dev/null"), lambda file: file.write(b"new"))
    assert Path("/dev/null").is_char_device()


def test_evidence_that_has_no_room_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        evidence._store(tmp_path, "ab12", b"%PDF-1.7")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
