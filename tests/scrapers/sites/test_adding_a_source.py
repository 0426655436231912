"""docs/adding-a-source.md, followed to the letter: its files are written where it says and its test is run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scrapers.directory import Description, FieldRule, ListRule, read_description
from scrapers.sites.directory import described_site
from scrapers.source import Outcome
from tests.scrapers.sites.pages import Web, rows

REPO = Path(__file__).parents[3]
GUIDE = (REPO / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
NOT_NEEDED = shutil.ignore_patterns("__pycache__", "data")


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The packages and the tests' own parts that a source needs, as a contributor has them."""
    shutil.copytree(REPO / "scrapers", tmp_path / "scrapers", ignore=NOT_NEEDED)
    for folder in ("tests", "tests/scrapers", "tests/scrapers/sites"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    shutil.copy(REPO / "tests/scrapers/sites/pages.py", tmp_path / "tests/scrapers/sites")
    return tmp_path


def test_the_python_source_of_the_guide_passes_the_guides_own_test(checkout: Path):
    source, test = examples("python")
    (checkout / "scrapers/sites/moor.py").write_text(source, encoding="utf-8")
    (checkout / "tests/scrapers/sites/test_moor.py").write_text(test, encoding="utf-8")
    recorded = checkout / "tests/data/moor"
    recorded.mkdir(parents=True)
    for page, name in zip(examples("html"), ("list.html", "fleet.html"), strict=True):
        assert page.startswith(f"<!-- {name} -->")
        (recorded / name).write_text(page, encoding="utf-8")

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/scrapers/sites"]
    settings = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=checkout, env=settings, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout


def test_the_yaml_source_of_the_guide_reads_pages_as_the_guide_says(tmp_path: Path):
    [text] = examples("yaml")
    (tmp_path / "fens.yaml").write_text(text, encoding="utf-8")
    site = described_site(read_description(tmp_path / "fens.yaml"))
    at = "https://www.fens.example/frameworks"
    ending = '<div class="facts"><p class="until">31 March 2029</p></div>'
    links = f'<p>2 frameworks</p><a href="{at}/fleet">Fleet</a><a href="{at}/fuel">Fuel</a>'
    pages = {f"{at}/fleet": f"<h1>Fleet (FS101)</h1>{ending}", f"{at}/fuel": "<h1>COMING SOON: Fuel - RM6100</h1>"}

    found = rows(site, Web(tmp_path, {at: links, **pages}))

    assert [row.outcome for row in found.values()] == [Outcome.RECORD] * 2
    fleet, fuel = (row.record for row in found.values())
    assert fleet is not None and fuel is not None and fleet.end is not None
    assert (fleet.title, fleet.reference, fleet.owner) == ("Fleet", "FS101", "Fenland Supplies")
    assert fleet.end.value.isoformat() == "2029-03-31"
    assert (fuel.title, fuel.stage, fuel.listing_of_owner) == ("Fuel", "planned", "Government Commercial Agency")


def test_every_field_and_key_of_a_description_is_in_the_guide():
    keys = {*Description.model_fields, *FieldRule.model_fields, *ListRule.model_fields}

    assert {key for key in keys if not re.search(rf"\b{key}\b", GUIDE)} == set()
