#!/usr/bin/env python3
"""How many savings claims come to what was worked out by hand, to the penny.

    python -m bench.savings FILE [FILE …]

Each line of a file is JSON: id, title, inputs (hub.savings.claim) and expected. Only fields that are expected are
compared; each difference is told. Sequences of entries are played by bench.savings_rules.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.tables import say
from hub.savings import claim, figures


def cases_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def differences(case: dict[str, Any]) -> list[str]:
    """Where the figures of a case are not as expected."""
    try:
        found = figures.work_out(claim.read(case["inputs"])).as_dict()
    except claim.InvalidClaim as invalid:
        return [f"refused: {invalid}"]
    return list(_between(case["expected"], found, ""))


def _between(expected: Any, found: Any, place: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from _between(value, found.get(key, "nothing"), f"{place}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for n, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _between(one, other, f"{place}[{n}]")
    elif expected != found or type(expected) is not type(found):
        yield f"{place}: expected {expected!r}, found {found!r}"


def wrong(cases: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The differences of each case that has any, by its id."""
    return {case["id"]: found for case in cases if (found := differences(case))}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    astray = 0
    for path in parser.parse_args().files:
        cases = cases_in(path)
        found = wrong(cases)
        for name, each in ((name, each) for name, those in found.items() for each in those):
            say(f"{name} {each}")
        say(f"{path.name}: {len(cases) - len(found)} of {len(cases)} claims to the penny")
        astray += len(found)
    return 1 if astray else 0


if __name__ == "__main__":
    sys.exit(main())
