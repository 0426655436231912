"""Whatever goes wrong with a file, every bad item is reported with place and reason and every good one is kept."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.call_off import CallOffRecord
from scrapers.files import open_file
from scrapers.record import Record
from scrapers.source import Outcome, Reading, Row, UnreadableFile
from tests.assurance import Figure
from tests.scrapers.formats import COUNT, FORMATS, Format
from tests.scrapers.mutations import Mutated, mutated

MUTATIONS = int(os.environ.get("HUB_MUTATIONS", "5"))
"""Damaged files of each format. Fifty hold every kind of damage once; a thorough check reads 1,000."""

Statement = Record | CallOffRecord


def read(form: Format, data: bytes, folder: Path) -> Reading:
    path = folder / form.file_name
    path.write_bytes(data)
    return open_file(path)


def statements(reading: Reading) -> list[Statement]:
    return [said for row in reading.rows if (said := row.record or row.call_off)]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_an_undamaged_file_gives_one_statement_an_item_and_no_warning(form: Format, tmp_path: Path) -> None:
    reading = read(form, form.file(form.lines()).encode(), tmp_path)
    assert len(statements(reading)) == COUNT
    assert [row.problems for row in reading.rows] == [()] * COUNT


@pytest.mark.assurance(
    "I3",
    "Damaged files are read: every bad item is told with place and reason, every good one kept",
)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_bad_items_are_reported_and_good_ones_kept(form: Format, tmp_path: Path, figure: Figure) -> None:
    whole = statements(read(form, form.file(form.lines()).encode(), tmp_path))
    wrong = [f"{seed} ({case.what}): {fault}" for seed in range(MUTATIONS) for case in [mutated(form, seed)]
             for fault in faults(form, case, whole, tmp_path)]  # fmt: skip
    assert not wrong, f"{len(wrong)} of {MUTATIONS}:\n" + "\n".join(wrong[:40])
    figure(f"{form.name}: {MUTATIONS} files, 0 faults")


def faults(form: Format, case: Mutated, whole: list[Statement], folder: Path) -> list[str]:
    """What was not as promised when the damaged file was read."""
    try:
        reading = read(form, case.data, folder)
    except UnreadableFile as refusal:
        return _faults_of_refusal(form, case, str(refusal))
    said = statements(reading)
    lost = [f"item {n + 1} lost" for n, each in enumerate(whole) if n not in case.damaged and each not in said]
    told = frozenset(range(COUNT)) if case.inert else case.damaged - _silent(form, case, reading)
    silent = [f"item {n + 1} changed without a word" for n in case.damaged - told if whole[n] not in said]
    return lost + silent + _live_markup(said) + _without_reason(reading)


def _faults_of_refusal(form: Format, case: Mutated, message: str) -> list[str]:
    """A file may be refused only where it cannot be known where its items end; always with place and cure."""
    found = [] if case.whole or form.unit == "item" else [f"refused: {message}"]
    if not message.startswith(form.file_name) or len(message) > 1500 or not message.isprintable():
        found.append(f"refused in odd words: {message}")
    if not case.whole and not re.search(r"line \d+: .*item \d+ .*\. \w+", message):
        found.append(f"refused without place and cure: {message}")
    return found


def _silent(form: Format, case: Mutated, reading: Reading) -> frozenset[int]:
    return frozenset(number for number in case.damaged if not _is_reported(form, case, number, reading))


def _is_reported(form: Format, case: Mutated, number: int, reading: Reading) -> bool:
    """A row at the item's place that is no plain statement. Damage that splits or joins items moves the places."""
    places = form.places(case.lines, number)
    moved = len(reading.rows) - COUNT if form.unit != "line" else 0
    named = {f"{form.unit} {at}" for at in range(places.start + min(0, moved), places.stop + max(0, moved))}
    return any(row.place.partition(" (")[0] in named and _says_something(row) for row in reading.rows)


def _says_something(row: Row) -> bool:
    return bool(row.reason or row.problems)


def _without_reason(reading: Reading) -> list[str]:
    said = (Outcome.RECORD, Outcome.CALL_OFF)
    dumb = [f"{row.place} without a reason" for row in reading.rows if row.outcome not in said and not row.reason]
    problems = (problem for row in reading.rows for problem in row.problems)
    return dumb + [f"“{each.reason}” without a place" for each in problems if not (each.place and each.field)]


def _live_markup(said: list[Statement]) -> list[str]:
    return [f"{each.source_id} holds markup" for each in said if "<script" in each.model_dump_json()]


HOSTILE_NAMES = [
    b"list\x1b[31m\nand more.csv", b"bytes\xff\xfe.csv", b"x" * 240 + b".csv", "\U0001f600".encode() * 60 + b".csv",
    b"..csv", b"-rf.csv", "\u202egnp.csv".encode(), b"=cmd.csv", b"list.csv\\..\\..\\list.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=repr)
def test_a_hostile_file_name_changes_nothing_that_is_read(name: bytes, tmp_path: Path) -> None:
    form = FORMATS[0]
    whole = statements(read(form, form.file(form.lines()).encode(), tmp_path))
    path = tmp_path / os.fsdecode(name)
    path.write_text(form.file(form.lines()), encoding="utf-8")
    assert statements(open_file(path)) == whole


READ_AND_MEASURE = """
import sys
from pathlib import Path
from scrapers.files import open_file
from scrapers.source import UnreadableFile
for name in sys.argv[1:]:
    try:
        print(len(open_file(Path(name)).rows), "rows")
    except UnreadableFile as refused:
        print(refused)
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
SIZE = 29_000_000
HOSTILE_FILES: dict[str, Callable[[], bytes]] = {
    "one.csv": lambda: b"owner,title\nA,\xf0\x9f\x98\x80" + b"x" * SIZE,
    "lines.csv": lambda: b'owner,title\nA,"\xf0\x9f\x98\x80' + b"a cell of many lines without an end\n" * (SIZE // 36),
    "one.json": lambda: b'[{"a": "\xf0\x9f\x98\x80' + b"x" * SIZE + b'"}]',
    "values.json": lambda: b'[{"a": [' + b"[]," * (SIZE // 3),
}
"""A letter beyond the usual ones makes every letter of a text take four bytes in memory."""


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_hostile_files_of_30_megabytes_take_little_memory(tmp_path: Path) -> None:
    for name, content in HOSTILE_FILES.items():
        (tmp_path / name).write_bytes(content())
    command = [sys.executable, "-c", READ_AND_MEASURE, *(str(tmp_path / name) for name in HOSTILE_FILES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent.parent)
    *said, kilobytes = done.stdout.splitlines()
    assert [re.sub(" has more than| is in no format.*", "", each) for each in said] == [
        "1 rows", "lines.csv 50,000 lines. Import it in smaller files.", "one.json",
        "values.json 1,000,000 values. Import it in smaller files.",
    ]  # fmt: skip
    assert int(kilobytes) < 300_000
