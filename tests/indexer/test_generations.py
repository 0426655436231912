"""The index on disk through crashes, damage and several processes."""

import gc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Document, IndexUnavailable, Query, SearchIndex, open_index, whoosh_index
from indexer.whoosh_index.generations import Generations
from indexer.whoosh_index.reader import read_snapshot
from tests.indexer.documents import a_document, found

REPO = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(root: Path) -> SearchIndex:
    return opened(root)


def opened(root: Path) -> SearchIndex:
    """The index as another process would see it."""
    return open_index(f"whoosh://{root}")


def builds(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("gen-*"))


def in_another_process(root: Path, script: str) -> subprocess.Popen[bytes]:
    prelude = (
        "import os, sys; from indexer import *; from tests.indexer.documents import a_document, found;"
        f" index = open_index('whoosh://{root}')\n"
    )
    return subprocess.Popen([sys.executable, "-c", prelude + script], cwd=REPO)


def test_opening_and_reading_make_no_files(index: SearchIndex, root: Path):
    index.search(Query(text="desks"))
    index.versions()

    assert index.generation() == ""
    assert not root.exists()


def test_applying_nothing_to_no_index_makes_an_empty_one(index: SearchIndex):
    index.apply([])

    assert index.generation() == "gen-000001"
    assert index.search(Query()).total == 0


def test_a_rebuild_keeps_the_build_before_and_removes_older_ones(index: SearchIndex, root: Path):
    for id in "abc":
        index.rebuild([a_document(id)])

    assert builds(root) == ["gen-000002", "gen-000003"]
    assert index.generation() == (root / "CURRENT").read_text() == "gen-000003"
    assert found(index) == ["c"]


@pytest.mark.skipif(os.name != "posix", reason="folders have modes on POSIX only")
def test_builds_are_closed_to_others(index: SearchIndex, root: Path):
    index.rebuild([a_document()])

    assert [path.stat().st_mode & 0o077 for path in (root, root / "gen-000001")] == [0, 0]


def test_searches_see_the_old_build_until_the_new_one_is_done(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])
    seen: list[list[str]] = []

    def documents() -> Iterator[Document]:
        yield a_document("new")
        seen.append(found(index))
        seen.append(found(opened(root)))

    index.rebuild(documents())

    assert seen == [["old"], ["old"]]
    assert found(index) == ["new"]


def test_a_build_that_fails_leaves_the_old_one_and_no_files(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])

    with pytest.raises(ZeroDivisionError):
        index.rebuild(a_document(f"{n}", version=1 // (3 - n)) for n in range(4))

    assert builds(root) == ["gen-000001"]
    assert found(opened(root)) == ["old"]
    assert index.rebuild([a_document("new")]) == 1


def test_a_build_that_holds_less_than_was_written_is_not_switched_to(
    index: SearchIndex, root: Path, monkeypatch: pytest.MonkeyPatch
):
    index.rebuild([a_document("old")])
    old = read_snapshot(root / "gen-000001", Generations(root).unavailable)
    monkeypatch.setattr(whoosh_index, "read_snapshot", lambda *_: old)

    with pytest.raises(IndexUnavailable, match="the new build holds 1 documents, not the 2"):
        index.rebuild([a_document("new"), a_document("newer")])

    monkeypatch.undo()
    assert found(opened(root)) == ["old"]


def test_a_process_killed_in_the_middle_of_a_build_leaves_the_old_one(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])

    killed = in_another_process(root, "index.rebuild(a_document(str(n)) if n < 50 else os._exit(9) for n in range(99))")

    assert killed.wait() == 9
    assert builds(root) == ["gen-000001", "gen-000002"]
    assert found(index) == found(opened(root)) == ["old"]
    assert index.rebuild([a_document("new")]) == 1
    assert (builds(root), found(index)) == (["gen-000001", "gen-000002"], ["new"])


def test_what_a_killed_build_leaves_is_removed_by_the_next_who_writes(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])
    killed = in_another_process(root, "index.rebuild(a_document(str(n)) if n < 50 else os._exit(9) for n in range(99))")
    assert killed.wait() == 9

    with index.writing():
        assert builds(root) == ["gen-000001"]


def test_a_process_killed_between_build_and_switch_leaves_the_old_one(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])
    script = "from pathlib import Path\nPath.replace = lambda *_: os._exit(9)\nindex.rebuild([a_document('new')])"

    assert in_another_process(root, script).wait() == 9

    assert found(index) == found(opened(root)) == ["old"]
    assert index.rebuild([a_document("newer")]) == 1
    assert found(opened(root)) == ["newer"]


def test_a_process_killed_in_the_middle_of_a_commit_changes_nothing(index: SearchIndex, root: Path):
    index.rebuild([a_document("old")])
    script = (
        "from whoosh.writing import SegmentWriter\n"
        "SegmentWriter._commit_toc = lambda *_: os._exit(9)\n"
        "index.apply([a_document('new')], deleted=['old'])"
    )

    assert in_another_process(root, script).wait() == 9

    assert found(index) == ["old"]
    index.apply([a_document("new")], deleted=["old"])
    assert found(opened(root)) == ["new"]


def test_a_commit_that_fails_changes_nothing_and_lets_the_next_writer_in(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
):
    index.rebuild([a_document("old")])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("_flush_segment", "_close_segment", "_commit_toc"):
        with monkeypatch.context() as patched:
            patched.setattr(f"whoosh.writing.SegmentWriter.{step}", full)
            with pytest.raises(OSError, match="No space left"):
                index.apply([a_document("new")], deleted=["old"])
        assert found(index) == ["old"]

    index.apply([a_document("new")], deleted=["old"])
    assert found(index) == ["new"]
    gc.collect()


@pytest.mark.parametrize("pointer", ["", "gen-9", "../../etc", "gen-000001\ngen-000002", "gen-000099", "é", "\x00"])
def test_a_damaged_pointer_is_reported_with_its_folder_and_the_cure(index: SearchIndex, root: Path, pointer: str):
    index.rebuild([a_document("old")])
    (root / "CURRENT").write_text(pointer, encoding="utf-8")

    for ask in (lambda: index.search(Query()), index.versions, lambda: index.apply([a_document("new")])):
        with pytest.raises(IndexUnavailable, match=rf"The search index in {root} .* Run: hub index rebuild"):
            ask()

    assert index.rebuild([a_document("new")]) == 1
    assert found(index) == ["new"]


@pytest.mark.parametrize("marker", ['{"schema": 0}', '{"schema": "1"}', "{}", "[]", "", "nonsense"])
def test_an_index_of_another_version_is_reported_with_the_cure(root: Path, marker: str):
    opened(root).rebuild([a_document("old")])
    (root / "gen-000001" / "schema.json").write_text(marker)

    with pytest.raises(IndexUnavailable, match="Run: hub index rebuild"):
        opened(root).search(Query())

    opened(root).rebuild([a_document("new")])
    assert found(opened(root)) == ["new"]


def test_every_damaged_file_gives_an_answer_or_a_report_and_a_rebuild_cures_it(index: SearchIndex, root: Path):
    index.rebuild(a_document(f"{n}", f"Desks {n}") for n in range(30))
    whole = root.parent / "whole"
    shutil.copytree(root, whole)
    names = [path.name for path in (whole / "gen-000001").iterdir()]

    reported = 0
    for name in names:
        for damage in (lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b[:-1], lambda b: bytes(len(b)), None):
            shutil.rmtree(root)
            shutil.copytree(whole, root)
            reported += damaged_reports(root, root / "gen-000001" / name, damage)

    assert reported >= len(names)
    index.rebuild([a_document("new")])
    assert found(index) == ["new"]
    gc.collect()  # so that a file left open fails this test and not another


def damaged_reports(root: Path, path: Path, damage: object) -> bool:
    """Whether a search reports the damage, which must be the one error there is for it."""
    if callable(damage):
        path.write_bytes(damage(path.read_bytes()))
    else:
        path.unlink()
    try:
        opened(root).search(Query(text='desks "desks 7"'))
    except IndexUnavailable as error:
        assert "hub index rebuild" in str(error)
        return True
    return False


def test_a_reader_follows_commits_and_rebuilds_of_another_process(root: Path):
    reader, writer = opened(root), opened(root)
    seen = []
    for step in (
        lambda: writer.apply([a_document("a")]),
        lambda: writer.apply([a_document("b")]),
        lambda: writer.rebuild([a_document("c")]),
        lambda: writer.apply([a_document("d")], deleted=["c"]),
    ):
        step()
        seen.append(sorted(found(reader)))

    assert seen == [["a"], ["a", "b"], ["c"], ["d"]]


def test_a_reader_survives_builds_that_vanish_while_it_opens_them(root: Path, monkeypatch: pytest.MonkeyPatch):
    writer, reader = opened(root), opened(root)
    writer.rebuild([a_document("old")])
    honest = Generations.check

    def overtaken(self: Generations, folder: Path) -> None:
        monkeypatch.setattr(Generations, "check", honest)
        writer.rebuild([a_document("newer")])
        writer.rebuild([a_document("newest")])
        assert not folder.exists()

    monkeypatch.setattr(Generations, "check", overtaken)

    assert found(reader) == ["newest"]


def test_an_index_deleted_under_a_reader_is_read_anew_once_rebuilt(root: Path):
    reader = opened(root)
    opened(root).rebuild([a_document("a")])
    found(reader)

    shutil.rmtree(root)
    assert found(reader) == []
    opened(root).rebuild([a_document("b")])

    assert (found(reader), reader.generation()) == (["b"], "gen-000001")


def test_a_search_under_way_does_not_need_its_files_any_more(index: SearchIndex, root: Path):
    index.rebuild([a_document("a", "Desks", text="and chairs")])
    found(index)
    snapshot = index._current()  # type: ignore[attr-defined]  # what a search holds on to
    shutil.rmtree(root)

    assert snapshot.weights(("chair",)).documents.tolist() == [0]
    assert snapshot.texts(0)["text"] == ("and chairs",)


def test_two_processes_that_write_at_once_lose_nothing(index: SearchIndex, root: Path):
    script = "for n in range(8): index.apply([a_document(f'{sys.argv[0]}{os.getpid()} {n}')])"

    writers = [in_another_process(root, script) for _ in range(2)]

    while any(writer.poll() is None for writer in writers):
        index.search(Query(text="grounds"))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert index.search(Query()).total == 16


def test_a_writer_that_waits_in_vain_says_so(index: SearchIndex, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(whoosh_index, "LOCK_WAIT_SECONDS", 0.0)
    inside, go = threading.Event(), threading.Event()

    def slow() -> Iterator[Document]:
        yield a_document("slow")
        inside.set()
        go.wait()

    rebuilding = threading.Thread(target=lambda: index.rebuild(slow()))
    rebuilding.start()
    inside.wait()
    try:
        with pytest.raises(IndexUnavailable, match="is being written by another process"):
            index.apply([a_document("hasty")])
    finally:
        go.set()
        rebuilding.join()

    assert found(index) == ["slow"]


def test_only_one_place_opens_a_writer_and_only_the_whoosh_package_knows_whoosh():
    sources = {path: path.read_text(encoding="utf-8") for path in (REPO / "indexer").rglob("*.py")}

    assert sum(text.count(".writer(") for text in sources.values()) == 1
    users = [path for path, text in sources.items() if "import whoosh" in text or "from whoosh" in text]
    assert {path.parent.name for path in users} == {"whoosh_index"}
