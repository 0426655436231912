"""The wheel and the source archive: all that the hub needs is in them, and nothing else.

Building them fetches the npm packages, so these tests run with ``run.py test --all`` only.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.packaging

REPO = Path(__file__).parent.parent
NOT_IN_A_CLONE = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "instance", "node_modules", "vendor", "vendor.partial"
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as a fresh clone has it: nothing compiled, nothing installed."""
    return Path(shutil.copytree(REPO, tmp_path_factory.mktemp("build") / "clone", ignore=NOT_IN_A_CLONE))


@pytest.fixture(scope="module")
def wheel(clone: Path) -> Path:
    return build(clone, "wheel")


@pytest.fixture(scope="module")
def sdist(clone: Path) -> Path:
    return build(clone, "sdist")


def build(clone: Path, target: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", f"dist-{target}"]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [built] = (clone / f"dist-{target}").iterdir()
    return built


def files_below(folder: Path) -> set[str]:
    found = {file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    return {file.relative_to(folder).as_posix() for file in found}


def test_the_wheel_holds_the_three_packages_and_nothing_else_at_the_top(wheel: Path) -> None:
    top = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert top == {"hub", "indexer", "scrapers", "procurement_hub-1.0.0.dist-info"}


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("templates", "hub/templates"),
        ("hub/data", "hub/data"),
        ("hub/migrations", "hub/migrations"),
        ("hub/static", "hub/static"),
    ],
)
def test_the_wheel_holds_every_file_that_is_not_code(wheel: Path, clone: Path, source: str, place: str) -> None:
    expected = {f"{place}/{name}" for name in files_below(clone / source)}
    assert expected
    assert expected <= set(ZipFile(wheel).namelist())


def test_the_wheel_holds_the_compiled_styles_and_the_scripts_with_their_notices(wheel: Path) -> None:
    vendor = {name for name in ZipFile(wheel).namelist() if name.startswith("hub/static/vendor/")}
    names = {"hub.css", "govuk-frontend.min.js", "accessible-autocomplete.min.js", "accessible-autocomplete.min.css"}
    assert {f"hub/static/vendor/{name}" for name in names | {"NOTICES.txt"}} <= vendor


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        information = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(information).decode())
        commands = archive.read(information.replace("METADATA", "entry_points.txt")).decode()
        licence = archive.read(information.replace("METADATA", "licenses/LICENSE")).decode()
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Apache License" in licence
    assert "hub = hub.cli:main" in commands


def test_an_installed_wheel_serves_the_same_pages(wheel: Path, clone: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "zipfile", "--extract", wheel, tmp_path / "installed"], check=True)
    pages = pages_of(tmp_path / "installed", tmp_path / "home")
    assert re.search(r"^/ 200\s+<!doctype html>", pages, re.IGNORECASE | re.MULTILINE)
    assert "/static/vendor/hub.css 200" in pages
    assert pages == pages_of(clone, tmp_path / "home")


PAGES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import hub
from hub import create_app, schema

assert Path(hub.__file__).is_relative_to(sys.argv[1]), hub.__file__
noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
alike = {"SECRET_KEY": "for the test", "CLOCK": lambda: noon}
app = create_app({"INDEX_URL": "memory:", "HOME": sys.argv[2], **alike})
schema.upgrade(app.extensions["hub.engine"])
pages = sorted(rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in rule.methods)
for address in [*pages, "/static/vendor/hub.css", "/static/hub.js", "/static/favicon.svg"]:
    answer = app.test_client().get(address)
    is_text = not answer.mimetype.endswith("sheet") and address != "/metrics"  # which say when and how long
    print(address, answer.status_code, answer.get_data(as_text=True) if is_text else answer.mimetype)
"""


def pages_of(place: Path, home: Path) -> str:
    """Every page without arguments of the hub whose code is at ``place``, on an empty database."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-c", PAGES, str(place), str(home)]
    environment = os.environ | {"PYTHONPATH": str(place)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return re.sub(r"\b[0-9a-f]{16}\b", "the id of a request", done.stdout)


def test_the_source_archive_can_be_built_from_and_holds_nothing_compiled(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"hatch_build.py", "run.py", "pyproject.toml", "LICENSE"} <= names
    assert {"frontend/main.scss", "frontend/package-lock.json", "requirements/runtime.txt"} <= names
    assert any(name.startswith("templates/") for name in names)
    assert not [name for name in names if "/vendor/" in name or "node_modules" in name]
