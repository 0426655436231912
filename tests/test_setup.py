"""The set-up: locks that can be trusted, a run.py that repairs itself and fails in one line, the suite's own rules."""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_socket import SocketConnectBlockedError

from hub import __version__, brand
from hub.paths import STATIC

REPO = Path(__file__).parent.parent
LOCKS = sorted((REPO / "requirements").glob("*.txt"))
NPM_LOCK = REPO / "frontend/package-lock.json"
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text())
BASE_PYTHON = f"{sys.base_prefix}/bin/python3"  # what a person starts run.py with
LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    newest = re.search(r"^## (\S+)", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] == __version__ == PROJECT["project"]["version"]


def locked_for_python() -> set[tuple[str, str]]:
    return {package for lock in LOCKS for package in LOCKED.findall(lock.read_text())}


def locked_for_npm() -> set[tuple[str, str]]:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    named = {path.removeprefix("node_modules/"): entry for path, entry in packages.items() if path}
    return {(name, entry["version"]) for name, entry in named.items() if not entry.get("optional")}


@pytest.mark.parametrize("lock", [*LOCKS, NPM_LOCK], ids=lambda lock: lock.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links| @ ", lock.read_text())


@pytest.mark.assurance("H5", "Every locked package has a hash")
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    packages = re.split(r"\n(?=[a-z])", lock.read_text().strip())
    assert packages
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_every_npm_package_is_locked_by_its_content() -> None:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    assert [path for path, entry in packages.items() if path and "integrity" not in entry] == []


@pytest.mark.assurance("H5", "Every locked package is listed with its version and licence")
def test_every_locked_package_is_documented_in_its_version_with_a_licence() -> None:
    documentation = (REPO / "docs/dependencies.md").read_text()
    documented = set()
    for row in re.findall(r"^\| (.+) \|$", documentation, re.MULTILINE):
        name, versions, licence, *_ = row.split(" | ")
        documented |= {(name, version) for version in re.findall(r"[\d.]*\d", versions) if licence.strip()}
    assert locked_for_python() | locked_for_npm() <= documented


def test_the_build_tools_are_pinned_alike_wherever_they_are_named() -> None:
    groups = PROJECT["dependency-groups"]
    hook = (REPO / "hatch_build.py").read_text()
    assert PROJECT["build-system"]["requires"] == groups["build"]
    assert f'NODE_WHEEL = "{groups["node"][0]}"' in hook
    locked = {f"{name}=={version}" for name, version in locked_for_python()}
    assert {*groups["build"], *groups["node"]} <= locked


def test_the_brand_colour_is_the_same_in_pages_styles_and_favicon() -> None:
    assert f"$colour: {brand.THEME_COLOUR};" in (REPO / "frontend/_brand.scss").read_text()
    assert brand.THEME_COLOUR in (STATIC / "favicon.svg").read_text()


def test_the_stylesheet_is_in_our_brand_and_not_in_govuks_typeface() -> None:
    if not (STATIC / "vendor/hub.css").exists():
        pytest.skip("set up without styles")
    css = (STATIC / "vendor/hub.css").read_text()
    assert brand.THEME_COLOUR in css
    assert not re.search("@font-face|GDS Transport", css)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what run.py reads, where nothing has been set up."""
    copy = tmp_path / "checkout"
    for folder in ("frontend", "requirements"):
        shutil.copytree(REPO / folder, copy / folder, ignore=shutil.ignore_patterns("node_modules"))
    for file in ("run.py", "hatch_build.py", "pyproject.toml"):
        shutil.copy(REPO / file, copy)
    (copy / "hub/static").mkdir(parents=True)
    return copy


@pytest.fixture
def offline(checkout: Path, tmp_path: Path) -> Run:
    """Run a program of the checkout where neither the package index nor the npm registry answers."""
    with socket.create_server(("127.0.0.1", 0)) as closed_again:
        nobody = f"http://127.0.0.1:{closed_again.getsockname()[1]}/"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_PROXY": "*"}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": nobody, "PIP_RETRIES": "0"}
    environment |= {"UV_NO_CONFIG": "1", "UV_NO_CACHE": "1", "UV_DEFAULT_INDEX": nobody, "UV_HTTP_RETRIES": "0"}
    environment |= {"npm_config_registry": nobody, "npm_config_fetch_retry_mintimeout": "1"}

    def run(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=checkout, env=environment | settings, capture_output=True, text=True)

    return run


def load_run(checkout: Path) -> ModuleType:
    """The checkout's own run.py as a module."""
    spec = importlib.util.spec_from_file_location("checkout_run", checkout / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for the annotations
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def set_up(checkout: Path) -> Any:
    """The checkout as a finished set-up leaves it, with a ``hub`` that repeats what it is given."""
    run = load_run(checkout)
    run.BIN.mkdir(parents=True)
    run.PYTHON.symlink_to(sys.executable)
    hub = run.BIN / "hub"
    hub.write_text(f"#!{sys.executable}\nimport sys\nprint('hub', *sys.argv[1:])\n")
    hub.chmod(0o755)
    for step in run.running():
        step.result.parent.mkdir(parents=True, exist_ok=True)
        step.result.touch()
        step.stamp().parent.mkdir(exist_ok=True)
        step.stamp().write_text(step.digest())
    return run


def test_run_alone_explains_itself_and_sets_nothing_up(offline: Run, checkout: Path) -> None:
    for arguments in ([], ["--help"]):
        done = offline(BASE_PYTHON, "run.py", *arguments)
        assert done.returncode == 0
        assert "python3 run.py demo" in done.stdout and "python3 run.py test" in done.stdout
    assert not (checkout / ".venv").exists()


def test_once_it_is_set_up_help_lists_the_commands_of_the_hub_too(offline: Run, set_up: Any) -> None:
    done = offline(BASE_PYTHON, "run.py", "--help")
    assert done.returncode == 0
    assert "python3 run.py demo" in done.stdout and done.stdout.endswith("hub --help\n")


def test_a_set_up_alone_ends_when_all_is_there(offline: Run, set_up: Any) -> None:
    done = offline(BASE_PYTHON, "run.py", "setup")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for_postgresql = offline(BASE_PYTHON, "run.py", "setup", "--postgresql")
    assert for_postgresql.returncode == 1
    assert "could not install the Python packages of requirements/postgresql.txt" in for_postgresql.stderr


def test_an_unchanged_checkout_starts_without_the_network(offline: Run, set_up: Any) -> None:
    done = offline(BASE_PYTHON, "run.py", "import", "a file.csv", "--dry-run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hub import a file.csv --dry-run\n", "")


@pytest.mark.parametrize("changed", ["requirements/runtime.txt", "pyproject.toml", "frontend/_search.scss"])
def test_a_change_of_what_was_set_up_is_noticed(set_up: Any, checkout: Path, changed: str) -> None:
    assert all(step.is_done() for step in set_up.running())
    with (checkout / changed).open("a") as file:
        file.write("\n")
    assert not all(step.is_done() for step in set_up.running())


def test_a_set_up_for_running_is_not_yet_one_for_testing(set_up: Any) -> None:
    assert [step.name for step in set_up.testing_everything() if not step.is_done()] == ["dev", "e2e"]


@pytest.mark.thorough
def test_an_index_that_does_not_answer_is_one_line(offline: Run, checkout: Path) -> None:
    done = offline(BASE_PYTHON, "run.py", "demo")
    *steps, said = done.stderr.splitlines()
    assert done.returncode == 1
    assert said.startswith("run.py: could not install the Python packages of requirements/runtime.txt: ")
    assert "the package index did not answer. Check the network connection" in said
    assert all(step.startswith("Setting up ") for step in steps)
    assert "alembic" in (checkout / ".venv/setup.log").read_text()


def test_a_failed_download_spoils_nothing_that_was_set_up(offline: Run, set_up: Any, checkout: Path) -> None:
    assert offline(BASE_PYTHON, "run.py", "test").returncode == 1  # the test tools cannot be fetched
    assert offline(BASE_PYTHON, "run.py", "demo").stdout == "hub demo\n"


@pytest.mark.thorough
def test_a_set_up_that_was_killed_starts_again(offline: Run, set_up: Any, checkout: Path) -> None:
    (checkout / ".venv/unfinished").touch()
    (checkout / ".venv/stamps/project").unlink()
    half_installed = checkout / ".venv/half-installed.py"
    half_installed.touch()
    offline(BASE_PYTHON, "run.py", "demo")
    assert not half_installed.exists()
    assert [file.name for file in (checkout / ".venv/stamps").iterdir()] == ["environment"]


def test_a_registry_that_does_not_answer_is_one_line(offline: Run, checkout: Path) -> None:
    done = offline(sys.executable, "hatch_build.py")
    assert done.returncode == 1
    [said] = done.stderr.splitlines()
    assert said.startswith("hatch_build.py: could not fetch the npm packages of frontend/package-lock.json (E")
    assert "HUB_ASSETS=skip" in said
    assert not (checkout / "hub/static/vendor").exists()


def test_assets_can_be_skipped(offline: Run, checkout: Path) -> None:
    done = offline(sys.executable, "hatch_build.py", HUB_ASSETS="skip")
    assert (done.returncode, done.stderr) == (0, "")


def test_tests_reach_this_machine_only() -> None:
    with socket.socket() as outwards, pytest.warns(UserWarning), pytest.raises(SocketConnectBlockedError):
        outwards.connect(("192.0.2.1", 80))
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


@pytest.fixture
def suite(tmp_path: Path) -> Callable[[str, str], str]:
    """Run a small suite of one file under HUB_REQUIRE, and say how it ended."""

    def suite(tests: str, required: str) -> str:
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser\n    postgresql\n")
        (tmp_path / "test_it.py").write_text(f"import pytest\n\n{tests}\n")
        command = [sys.executable, "-m", "pytest", "-p", "tests.plugins", "-p", "no:cacheprovider", "-p", "no:randomly"]
        environment = os.environ | {"HUB_REQUIRE": required, "PYTHONPATH": str(REPO)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return f"{'passed' if done.returncode == 0 else 'failed'}: {done.stdout}"

    return suite


SKIPPED = "@pytest.mark.browser\ndef test_page():\n    pytest.skip('no Chromium')"


@pytest.mark.thorough
def test_a_skipped_test_passes_unless_it_is_required(suite: Callable[[str, str], str]) -> None:
    assert suite(SKIPPED, "").startswith("passed")
    outcome = suite(SKIPPED, "browser")
    assert outcome.startswith("failed")
    assert "HUB_REQUIRE names browser" in outcome and "no Chromium" in outcome


@pytest.mark.thorough
def test_a_required_mark_that_no_test_has_fails_the_run(suite: Callable[[str, str], str]) -> None:
    ran = "@pytest.mark.browser\ndef test_page():\n    pass"
    assert suite(ran, "browser").startswith("passed")
    outcome = suite(ran, "browser,postgresql")
    assert outcome.startswith("failed")
    assert "HUB_REQUIRE names postgresql, but no test with that mark ran." in outcome
