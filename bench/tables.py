"""Tables for people: printed, and kept in docs/benchmarks.md with the date and the machine."""

import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
CPUINFO = Path("/proc/cpuinfo")
PACKAGES = ("whoosh-reloaded", "numpy", "tantivy", "pysqlite3")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [[*head], ["---", *["---:"] * (len(head) - 1)], *([str(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def target(text: str, found: float, most: float, digits: int = 2) -> str:
    """One line of what was to be reached: ``found`` is to be ``most`` at most."""
    verdict = "reached" if found <= most else "not reached"
    return f"- {text}: {found:.{digits}f}, to be at most {most:g}. **{verdict.capitalize()}.**"


def keep(heading: str, lines: Sequence[str]) -> None:
    """Print the lines and put them in the page under the heading, in place of what stood there."""
    body = "\n".join([f"## {heading}", "", f"{today()}, on {machine()}.", "", *lines, ""])
    say(f"\n{body}")
    page = PAGE.read_text(encoding="utf-8")
    section = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if section.search(page):
        page = section.sub(lambda _: body + "\n", page)
    else:
        page = f"{page.rstrip()}\n\n{body}\n"
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")


def today() -> str:
    now = datetime.now(ZoneInfo("Europe/London"))
    return f"{now.day} {now:%B %Y}"


def machine() -> str:
    """The Python, the processor and the packages that matter; nothing about who or where."""
    python = f"Python {platform.python_version()}"
    return f"{python}, {os.cpu_count()} cores of {_processor()}, with {', '.join(_versions())}"


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", CPUINFO.read_text(), re.MULTILINE) if CPUINFO.exists() else None
    return found[1].strip() if found else platform.machine()


def _versions() -> Iterable[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
