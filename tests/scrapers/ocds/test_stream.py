"""Releases are found in whatever shape a file has, and a fault costs the release it stands in alone."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scrapers.files import open_file
from scrapers.ocds import stream, text
from scrapers.source import Outcome, Row, UnreadableFile
from tests.scrapers.ocds.conftest import PackageReader, ReleaseReader
from tests.scrapers.ocds.releases import a_framework, a_package, a_release

ONE, TWO, THREE = (json.dumps(a_framework(number)) for number in (1, 2, 3))


def titles(rows: list[Row]) -> list[str]:
    return [row.record.source_id[-1] for row in rows if row.record]


RECORDS = json.dumps(
    {
        "records": [
            {"ocid": "ocds-h6vhtk-000001", "compiledRelease": a_framework(9), "releases": [a_framework(1)]},
            {"ocid": "ocds-h6vhtk-000002", "compiledRelease": a_framework(2), "releases": [{"url": "https://a.ex"}]},
        ]
    }
)


@pytest.mark.parametrize(
    "content",
    [a_package(ONE, TWO), RECORDS, f"{ONE}\n{TWO}\n", f"[{ONE}, {TWO}]", f"[{a_package(ONE)}, {a_package(TWO)}]",
     f"{a_package(ONE)}\n{a_package(TWO)}\n", f'{{"data": {{"pages": [{a_package(ONE, TWO)}]}}}}',
     json.dumps(json.loads(a_package(ONE, TWO)), indent=2),
     json.dumps([a_framework(1), a_framework(2)], sort_keys=True)],
    ids=["package", "record package", "lines of releases", "array of releases", "array of packages",
         "lines of packages", "below other keys", "indented", "in another order"],
)  # fmt: skip
def test_releases_are_found_in_any_shape(content: str, rows: ReleaseReader) -> None:
    found = rows(content)
    assert titles(found) == ["1", "2"]
    assert [row.place for row in found] == ["release 1 (000001-2026)", "release 2 (000002-2026)"]


def test_a_release_below_a_key_may_be_followed_by_other_keys(rows: ReleaseReader) -> None:
    assert titles(rows(f'{{"notice": {ONE}, "fetched": "2026-09-04", "next": {TWO}}}')) == ["1", "2"]


def test_a_bare_release_is_a_file(rows: ReleaseReader) -> None:
    assert titles(rows(ONE)) == ["1"]


@pytest.mark.parametrize(
    "encode",
    [lambda t: t.encode(), lambda t: t.encode("utf-8-sig"), lambda t: t.encode("utf-16"), lambda t: t.encode("cp1252"),
     lambda t: gzip.compress(t.encode()), lambda t: gzip.compress(t[:100].encode()) + gzip.compress(t[100:].encode())],
    ids=["utf-8", "utf-8 with mark", "utf-16", "Windows-1252", "gzip", "gzip in two parts"],
)  # fmt: skip
def test_a_file_may_be_packed_and_in_any_usual_encoding(encode: object, rows: ReleaseReader) -> None:
    assert callable(encode)
    whole = json.dumps(a_framework(1, title="Café kerbs £5 – framework"), ensure_ascii=False)
    (row,) = rows(encode(a_package(whole)))
    assert row.record and row.record.title == "Café kerbs £5 – framework"


def test_letters_that_are_not_utf_8_are_read_and_told_of(rows: ReleaseReader) -> None:
    whole = json.dumps(a_framework(1, title="Café framework"), ensure_ascii=False)
    first, second = rows(a_package(whole, ONE.replace("000001", "000002")).encode("cp1252"))
    assert "Windows-1252" in first.problems[0].reason
    assert not second.problems


BROKEN = {
    "a quotation mark is missing": TWO.replace('"tender":', '"tender:'),
    "a bracket is missing": TWO[:-1],
    "a bracket too many": TWO.replace('"initiationType"', '"x": {}}, "initiationType"'),
    "nested too deeply": TWO.replace('"active"', "[" * 100_000 + "]" * 100_000),
    "nested and never closed": TWO.replace('"active"', "[" * 100_000),
    "no value": TWO.replace('"active"', ""),
}


@pytest.mark.parametrize("faulty", BROKEN.values(), ids=BROKEN.keys())
def test_a_release_that_cannot_be_read_is_rejected_and_the_others_are_kept(faulty: str, rows: ReleaseReader) -> None:
    found = rows(a_package(ONE, faulty, THREE))
    assert [row.outcome for row in found] == [Outcome.RECORD, Outcome.REJECTED, Outcome.RECORD]
    assert found[1].place == "release 2 (000002-2026)"
    assert found[1].reason
    assert titles(found) == ["1", "3"]


@pytest.mark.parametrize("faulty", BROKEN.values(), ids=BROKEN.keys())
def test_a_line_that_cannot_be_read_is_rejected_and_the_others_are_kept(faulty: str, rows: ReleaseReader) -> None:
    found = rows(f"{ONE}\n{faulty}\n{THREE}\n")
    assert [row.outcome for row in found if row.record] == [Outcome.RECORD] * 2
    assert titles(found) == ["1", "3"]
    assert {row.outcome for row in found} == {Outcome.RECORD, Outcome.REJECTED}


def test_two_faulty_releases_in_a_row_are_two_rows(rows: ReleaseReader) -> None:
    faulty = BROKEN["a quotation mark is missing"]
    found = rows(a_package(ONE, faulty, faulty.replace("000002", "000004"), THREE))
    assert [row.place for row in found if row.outcome is Outcome.REJECTED] == [
        "release 2 (000002-2026)", "release 3 (000004-2026)",
    ]  # fmt: skip


def test_a_faulty_release_whose_keys_are_in_another_order_costs_only_itself(rows: ReleaseReader) -> None:
    one, two, three = (json.dumps(a_framework(number), sort_keys=True) for number in (1, 2, 3))
    assert titles(rows(a_package(one, two.replace('"date":', '"date:'), three))) == ["1", "3"]


def test_what_is_no_release_is_accounted_for(rows: ReleaseReader) -> None:
    found = rows(a_package(ONE, "null", "7", '"words"', "[]", "{}"))
    assert [row.outcome for row in found] == [Outcome.RECORD] + [Outcome.REJECTED] * 5
    assert "no release" in found[1].reason
    assert "no ocid" in found[5].reason


@pytest.mark.parametrize("number", ["1e9999", " 000", "NaN", "-Infinity", "9" * 5_000])
def test_a_number_no_one_can_use_costs_only_the_amount(number: str, rows: ReleaseReader) -> None:
    value = TWO.replace('"status": "active"', f'"value": {{"amount": {number}, "currency": "GBP"}}')
    found = rows(a_package(ONE, value, THREE))
    assert titles(found) == ["1", "2", "3"]
    assert found[1].record and found[1].record.max_value is None
    assert found[1].problems


def test_half_a_character_is_replaced_and_told_of(rows: ReleaseReader) -> None:
    (row,) = rows(a_package(ONE.replace("Grounds", r"Gr\ud83dounds \ud83d\ude00")))
    assert row.record and row.record.title == "Gr\ufffdounds 😀 maintenance"
    assert "halves of characters" in row.problems[0].reason


def test_a_key_given_twice_counts_with_its_last_value_and_is_told_of(rows: ReleaseReader) -> None:
    (row,) = rows(a_package(ONE.replace('"title"', '"title": "Old", "title"')))
    assert row.record and row.record.title == "Grounds maintenance"
    assert [problem.field for problem in row.problems] == ["title"]


def test_a_release_larger_than_any_notice_is_rejected(rows: ReleaseReader) -> None:
    found = rows(a_package(ONE, TWO.replace("Cutting", "x" * 11_000_000), THREE))
    assert titles(found) == ["1", "3"]
    assert "million characters" in found[1].reason


@pytest.mark.parametrize("cut", [3, 60, 200], ids=["after a release", "in a release", "further in"])
def test_a_file_that_breaks_off_gives_what_came_before_and_says_so_once(cut: int, rows: ReleaseReader) -> None:
    found = rows(a_package(ONE, TWO)[: -cut + 1])
    assert titles(found)[0] == "1"
    assert "breaks off" in found[-1].reason
    assert [row.outcome for row in found].count(Outcome.REJECTED) == 1


def test_an_archive_that_breaks_off_gives_what_came_before(rows: ReleaseReader) -> None:
    many = gzip.compress(a_package(*(json.dumps(a_framework(number)) for number in range(1, 400))).encode())
    found = rows(many[: len(many) // 2])
    assert len(found) > 50
    assert [row.outcome for row in found].count(Outcome.REJECTED) == 1
    assert "breaks off" in found[-1].reason


def test_an_archive_that_unpacks_to_too_much_is_refused(
    read_package: PackageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MOST_UNPACKED", 3_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than 3 MB"):
        read_package(gzip.compress(a_package(ONE).encode() + b" " * 5_000_000))


@pytest.mark.parametrize("content", ['{"releases": []}', '{"uri": "x", "publicationPolicy": "y"}', a_package("7")])
def test_a_file_without_releases_is_refused_with_the_cure(content: str, read_package: PackageReader) -> None:
    with pytest.raises(UnreadableFile, match=r"releases\.json holds no release"):
        read_package(content)


def test_a_release_that_lies_across_two_pieces_of_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(a_package(*(a_release(number) for number in range(3_000))), encoding="utf-8")
    found = list(stream.releases(path))
    assert [each.release.get("id") for each in found] == [f"{number:06d}-2026" for number in range(3_000)]


ROOT = Path(__file__).parents[3]
MEASURE = """
import sys
from pathlib import Path
from scrapers.files import open_file
print(len(open_file(Path(sys.argv[1])).rows))
print(next(line for line in open("/proc/self/status") if "VmHWM" in line).split()[1])
"""


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells the memory of a process on Linux only")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.json"
        path.write_text(a_package(*(a_framework(number) for number in range(count))), encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", MEASURE, path], cwd=ROOT, capture_output=True, check=True)
        rows, kilobytes = map(int, done.stdout.split())
        assert rows == count
        return kilobytes

    assert peak(2_000) <= peak(200) * 1.3


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(a_package(ONE), encoding="utf-8")
    assert open_file(path).source.name == "find_a_tender"


@pytest.mark.parametrize("cut", range(1, len(TWO) - 1, 7))
def test_a_line_cut_off_anywhere_costs_only_itself(cut: int, rows: ReleaseReader) -> None:
    found = rows(f"{ONE}\n{TWO[:cut]}\n{THREE}\n")
    assert titles(found) == ["1", "3"]
    assert [row.outcome for row in found].count(Outcome.REJECTED) == 1


@pytest.mark.parametrize("line", ["12", "null", '"words"', "/* a note */", "<html>"])
def test_a_line_that_is_something_else_is_accounted_for(line: str, rows: ReleaseReader) -> None:
    for found in (rows(f"{line}\n{ONE}\n{THREE}\n"), rows(f"{ONE}\n{line}\n{line}\n{THREE}\n")):
        assert titles(found) == ["1", "3"]
        assert all("no JSON" in row.reason for row in found if not row.record)
    assert len(found) == 4


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells the memory of a process on Linux only")
def test_no_release_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_text(a_package(ONE, TWO.replace('"active"', f"[{'-1,' * 1_900_000}1]")), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", MEASURE, path], cwd=ROOT, capture_output=True, check=True)
    assert int(done.stdout.split()[1]) < 300_000
