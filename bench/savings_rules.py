#!/usr/bin/env python3
"""Plays files of savings sequences against the rules and tells each difference.

    python -m bench.savings_rules FILE [FILE …]
"""

import argparse
import sys
from pathlib import Path

from tests.savings.pure_world import PureWorld
from tests.savings.sequences import play, read


def check(path: Path) -> list[str]:
    """What differs from what the sequences of a file expect; empty if nothing does."""
    return [difference for sequence in read(path) for difference in play(PureWorld(), sequence)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    paths = parser.parse_args(arguments).files
    found = [difference for path in paths for difference in check(path)]
    played = sum(len(read(path)) for path in paths)
    sys.stdout.write("".join(f"{each}\n" for each in found))
    sys.stdout.write(f"{played} sequences, {len(found)} differences\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
