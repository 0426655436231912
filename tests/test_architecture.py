"""The rules about who may import whom, and how large a function may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

REPO = Path(__file__).parent.parent
LONGEST = 40


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(REPO)
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)  # it would silence all our loggers for good

    status = lint_imports(config_filename=str(REPO / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def functions() -> Iterator[tuple[str, int]]:
    for folder in ("hub", "indexer", "scrapers", "tests", "."):
        for path in (REPO / folder).glob("*.py" if folder == "." else "**/*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{path.relative_to(REPO)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_longer_than_a_screen():
    assert [f"{name} {lines}" for name, lines in functions() if lines > LONGEST] == []


def source(path: str) -> str:
    return (REPO / path).read_text(encoding="utf-8")


def calls(name: str, folder: str = "hub") -> Iterator[str]:
    """The files in a folder that call something by this name."""
    for path in (REPO / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield path.relative_to(REPO).as_posix()


@pytest.mark.assurance("R8", "One place in the code writes the index")
def test_only_one_place_writes_the_index():
    writers = set(calls("writer", "indexer")) | {path for path in calls("writer") if "csv.writer(" not in source(path)}

    assert writers == {"indexer/whoosh_index/writer.py"}


def test_only_one_place_writes_the_audit_trail():
    assert set(calls("AuditEntry")) == {"hub/audit.py"}
