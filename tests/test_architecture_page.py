"""The page on architecture names every room of the house, and every layer in the order that is checked."""

import re
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PAGE = (REPO / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGES = sorted(
    str(path.parent.relative_to(REPO))
    for root in ("hub", "indexer", "scrapers")
    for path in REPO.glob(f"{root}/*/__init__.py")
)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_named(package: str) -> None:
    assert re.search(rf"`[^`]*{package}\b", PAGE)


@pytest.mark.parametrize("module", sorted(path.stem for path in REPO.glob("hub/[a-z]*.py")))
def test_each_module_of_the_hub_itself_is_named(module: str) -> None:
    assert f"hub/{module}.py" in PAGE


def test_layers_are_told_in_the_order_that_is_checked() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [each["layers"] for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    told = PAGE.split("## Who may import whom")[1].split("never upwards")[0]

    assert [set(re.findall(r"hub\.\w+", layer)) for layer in re.split("→", told)] == [
        set(re.findall(r"hub\.\w+", layer)) for layer in layers
    ]
