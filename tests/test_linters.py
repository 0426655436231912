"""Linters look for security holes, wrong types and secrets in what the project is made of, and find nothing.

Each also looks at a planted fault, which it must find. What is left standing is listed with the reason why it may be.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

REPO = Path(__file__).parent.parent
CODE = ("bench", "hub", "indexer", "scrapers", "hatch_build.py", "run.py", "wsgi.py")
TEXTS = ("deploy", "docs", "templates", "pyproject.toml", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")

SQL = "names from lists in the code; values are bound"
MAY = {
    ("bench/catalogue.py", "B608"): "the names of the hub's own tables",
    ("bench/engines/fts5.py", "B608"): SQL,
    ("hub/backup/copying.py", "B608"): "the names of tables from a list in the code",
    ("hub/web/cards.py", "B704"): "what a template rendered, which escapes",
    ("hub/web/templating.py", "B704"): "every piece is escaped",
    ("scrapers/spool.py", "B301"): "reads back what the same process wrote to a file without a name",
}
"""What bandit may find, by file and test, and why."""

NO_SECRET = {
    "bench/enumeration.py": "the password of people who are made up",
    "docs/operations.md": "the word PASSWORD where the reader's goes",
    "hub/corrections.py": "the letters that codes are drawn from",
    "hub/people/secrets.py": "the letters that handles are drawn from",
    "hub/web/people/account.py": "what a page says about passwords",
    "hub/web/people/sign_in.py": "what a page says about passwords",
}
"""Where detect-secrets takes something for a secret, and what it is."""

OF_TESTS = ("KeywordDetector", "BasicAuthDetector", "HexHighEntropyString", "Base64HighEntropyString")
"""What is not looked for in tests: their people and servers have passwords, and their fixtures hashes, all made up."""

DANGEROUS = re.compile(
    r"(builtins\.)?(eval|exec|compile|__import__)|os\.(system|popen)|(pickle|marshal)\.loads?|tempfile\.mktemp"
    r"|yaml\.(load|load_all|unsafe_load|full_load)|telnetlib\..*|ftplib\..*"
)
NETWORK = {"http.client", "httpx", "requests", "smtplib", "socket", "urllib.request", "urllib3"}
RUNS_SQL = {"execute", "executemany", "executescript", "exec_driver_sql", "scalar", "scalars"}

LOCALLY = {
    ("hub/backup/copying.py", "SQL put together"): "the names of tables from a list in the code",
    ("hub/backup/postgresql.py", "SQL put together"): "names of databases, which cannot be bound",
    ("hub/cli/serve.py", "network socket"): "the addresses it listens on",
    ("hub/db.py", "SQL put together"): "settings from the code, which cannot be bound",
    ("hub/journal.py", "SQL put together"): "numbers from the code, which cannot be bound",
    ("hub/mail/smtp.py", "network smtplib"): "the mail server that the operator names",
    ("hub/migrations/versions/0009_audit.py", "SQL put together"): "triggers, named in the code",
    ("hub/web/cards.py", "markup"): "what a template rendered, which escapes",
    ("hub/web/templating.py", "markup"): "every piece is escaped",
    ("scrapers/fetch/internet.py", "network http.client"): "the guarded door to the internet",
    ("scrapers/fetch/internet.py", "network socket"): "the guarded door to the internet",
    ("scrapers/fetch/internet.py", "network urllib3"): "the guarded door to the internet",
    ("scrapers/spool.py", "calls pickle.load"): "reads back what the same process wrote to a file without a name",
}
"""What our own rules may find, and why."""


def found_locally(tree: ast.AST) -> Iterator[str]:
    """What our own rules find in a module: how the hub in particular could be made unsafe."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"network {name}" for each in node.names if (name := _network(each.name)))
        elif isinstance(node, ast.ImportFrom):
            names = {_network(f"{node.module}.{each.name}") or _network(node.module or "") for each in node.names}
            yield from (f"network {name}" for name in names if name)
        elif isinstance(node, ast.Call):
            yield from _found_in_call(node)


def _network(module: str) -> str:
    return next((name for name in NETWORK if f"{module}.".startswith(f"{name}.")), "")


def _found_in_call(call: ast.Call) -> Iterator[str]:
    called, constant = ast.unparse(call.func), all(isinstance(each, ast.Constant) for each in call.args)
    if DANGEROUS.fullmatch(called):
        yield f"calls {called}"
    if any(each.arg == "shell" and ast.unparse(each.value) != "False" for each in call.keywords):
        yield "calls a shell"
    if called.split(".")[-1] == "Markup" and not constant:
        yield "markup"
    if called.split(".")[-1] in RUNS_SQL and call.args and _put_together(call.args[0]):
        yield "SQL put together"


def _put_together(said: ast.expr) -> bool:
    """Whether it is a text put together from others: f"...", "..." + x, "..." % x or "...".format(x)."""
    if isinstance(said, ast.BinOp):
        return any(_is_text(side) or _put_together(side) for side in (said.left, said.right))
    if isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute) and said.func.attr == "format":
        return _is_text(said.func.value)
    if isinstance(said, ast.Call):  # text(...)
        return any(map(_put_together, said.args))
    return isinstance(said, ast.JoinedStr)


def _is_text(said: ast.expr) -> bool:
    return isinstance(said, ast.JoinedStr) or (isinstance(said, ast.Constant) and isinstance(said.value, str))


def modules(*names: str) -> Iterator[Path]:
    for path in (REPO / name for name in names):
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def named(path: str | Path) -> str:
    return (REPO / path).relative_to(REPO).as_posix()


@pytest.mark.assurance(
    "H4",
    "Our own rules find nothing in the code but what is listed with its reason: no code from text, no shell, no SQL or "
    "markup put together, no way to the network past the guard",
)
def test_our_own_rules_find_only_what_is_listed_with_its_reason():
    trees = ((named(path), ast.parse(path.read_text(encoding="utf-8"))) for path in modules(*CODE[1:]))

    assert {(path, fault) for path, tree in trees for fault in found_locally(tree)} == set(LOCALLY)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("eval(said)", "calls eval"),
        ("os.system(said)", "calls os.system"),
        ("pickle.loads(body)", "calls pickle.loads"),
        ("yaml.load(body, yaml.Loader)", "calls yaml.load"),
        ("subprocess.run(said, shell=True)", "calls a shell"),
        ("Markup(said)", "markup"),
        ("markupsafe.Markup(f'<b>{said}</b>')", "markup"),
        ("session.execute(text(f'select {said}'))", "SQL put together"),
        ("connection.execute('select ' + said)", "SQL put together"),
        ("connection.execute('select ' + said + ' from x')", "SQL put together"),
        ("connection.execute('select %s' % said)", "SQL put together"),
        ("connection.execute('select {}'.format(said))", "SQL put together"),
        ("import requests", "network requests"),
        ("from urllib import request", "network urllib.request"),
        ("from urllib3.util import Retry", "network urllib3"),
    ],
)
def test_our_own_rules_find_a_planted_fault(code: str, fault: str):
    assert list(found_locally(ast.parse(code))) == [fault]


@pytest.mark.parametrize(
    "code",
    ["re.compile(said)", "yaml.safe_load(body)", "Markup('<br>')", "execute(select(Row).where(Row.id == said))"]
    + ["session.scalar(select(a + b))", "text('select 1')", "from urllib.parse import urlsplit"],
)
def test_our_own_rules_pass_what_is_safe(code: str):
    assert list(found_locally(ast.parse(code))) == []


def test_every_rule_of_security_that_ruff_is_told_to_pass_over_says_why():
    lines = ((named(path), line) for path in modules(*CODE) for line in path.read_text(encoding="utf-8").splitlines())

    assert [path for path, line in lines if re.search(r"# noqa: [A-Z0-9, ]*\bS\d+\W*$", line)] == []


def ruff(*paths: object) -> list[str]:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select=S", "--output-format=concise"]
    done = subprocess.run([*command, *map(str, paths)], cwd=REPO, capture_output=True, text=True)
    return done.stdout.splitlines() if done.returncode else []


@pytest.mark.assurance("H4", "ruff's rules for security find nothing")
def test_ruff_finds_no_hole_but_one_that_is_planted(tmp_path: Path):
    planted = tmp_path / "planted.py"
    planted.write_text("import subprocess\n\nsubprocess.run('ls *', shell=True)\n")

    assert any("S602" in line for line in ruff(planted))
    assert ruff(".") == []


def bandit(*paths: object) -> set[tuple[str, str]]:
    """The file and the test of each hole of medium severity or more."""
    command = [sys.executable, "-m", "bandit", "--quiet", "-ll", "--recursive", "--format=json"]
    done = subprocess.run([*command, *map(str, paths)], cwd=REPO, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["errors"] == []
    return {(each["filename"], each["test_id"]) for each in told["results"]}


@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.assurance("H4", "bandit -ll finds nothing but what is listed with its reason")
def test_bandit_finds_only_what_is_listed_with_its_reason(tmp_path: Path):
    planted = tmp_path / "planted.py"
    planted.write_text("import yaml\n\nyaml.load(open('x'), yaml.Loader)\n")

    assert bandit(planted) == {(str(planted), "B506")}
    assert bandit(*CODE) == set(MAY)


def secrets(*paths: Path, without: tuple[str, ...] = ()) -> set[tuple[Path, str]]:
    """The file and the kind of each thing that looks like a secret."""
    found = SecretsCollection()
    with default_settings() as settings:
        settings.disable_plugins(*without)
        for path in paths:
            found.scan_file(str(path))
    return {(Path(path), secret.type) for path, secret in found}


def texts() -> Iterator[Path]:
    files = chain.from_iterable((path,) if path.is_file() else path.rglob("*") for path in (REPO / t for t in TEXTS))
    yield from (path for path in files if path.is_file() and path.suffix != ".png")


@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.assurance(
    "H4", "detect-secrets finds nothing but what is listed with its reason, and made-up passwords in tests"
)
def test_detect_secrets_finds_no_secret_but_one_that_is_planted(tmp_path: Path):
    planted = tmp_path / "hub.env"
    planted.write_text(f'AWS_KEY = "AKIA{"QZ7RT4WX2MNB5VCD"}"\n')

    assert "AWS Access Key" in {kind for _, kind in secrets(planted, without=OF_TESTS)}
    assert {named(path) for path, _ in secrets(*modules(*CODE), *texts())} == set(NO_SECRET)
    assert secrets(*modules("tests"), without=OF_TESTS) == set()


def mypy(*paths: Path) -> str:
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *map(str, paths)]
    return subprocess.run(command, cwd=REPO, capture_output=True, text=True).stdout


@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.assurance("H4", "mypy finds no wrong type")
def test_mypy_finds_no_wrong_type_but_one_that_is_planted(tmp_path: Path):
    planted = tmp_path / "planted.py"
    planted.write_text("number: int = 'one'\n")

    assert "Incompatible types" in mypy(planted)
    assert mypy() == ""
