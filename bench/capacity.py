#!/usr/bin/env python3
"""What a hub of a given size needs: time for its index, an import, a backup and a restore, room, memory, and how many
requests one process answers.

    python -m bench.capacity                 438 (the starter catalogue), 5,000 and 100,000 frameworks
    python -m bench.capacity 438 20000       other numbers

Each command runs in a process of its own on SQLite. Times are those of the processor; of the restore, which is to take
less than five minutes with 100,000 frameworks, the clock's as well. Requests a second are those of one process that
has a processor to itself: how many it answered, by the processor time it took.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from bench.catalogue import make
from bench.http import HUB, page, server
from bench.import_file import run
from bench.releases import write
from bench.tables import keep, number, say, table, target

SIZES, IMPORTED, ASKED = (438, 5_000, 100_000), 1_000, 25
MOST_SECONDS = 300.0  # to restore a backup of the largest, by the clock
WORDS = ("fleet", "energy", "cleaning", "construction", "software", "legal", "water", "catering")

Found = dict[str, str]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.capacity", description="What a hub of a size needs.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many frameworks")
    found, longest = [], 0.0
    for size in parser.parse_args(arguments).sizes:
        with tempfile.TemporaryDirectory() as folder:
            one, longest = measure(Path(folder), size)
        say(str(one))
        found.append(one)
    rows = [[name, *(one[name] for one in found)] for name in list(found[0])[1:]]
    lines = [*table([*found[0]][:1] + [one["frameworks"] for one in found], rows), ""]
    keep("Capacity", [*lines, target("restoring the last, in seconds by the clock", longest, MOST_SECONDS, 0)])
    return int(longest > MOST_SECONDS)


def measure(folder: Path, size: int) -> tuple[Found, float]:
    """What is told of one size, and how many seconds its restore took by the clock."""
    home = folder / "hub"
    count = make(folder / "made", f"sqlite:///{folder}/made/hub.sqlite", size)
    backup = run(folder / "made", *HUB, "backup", str(folder / "hub.zip"))
    began = perf_counter()
    restored = run(home, *HUB, "restore", str(folder / "hub.zip"))
    took = perf_counter() - began
    found = {"frameworks": f"{count:,}"} | sizes(home)
    found |= {"backup, s": number(backup.seconds, 1), "its file, MB": megabytes(folder / "hub.zip")}
    found |= {"restore with its index, s": number(restored.seconds, 0), "the same by the clock, s": number(took, 0)}
    found |= {"most memory meanwhile, MB": number(restored.memory, 0)} | requests(home)
    write(folder / "releases.json", IMPORTED)
    imported = run(home, *HUB, "import", str(folder / "releases.json"))
    found[f"importing {IMPORTED:,} notices, s"] = number(imported.seconds, 0)
    found["`hub index verify`, s"] = number(run(home, *HUB, "index", "verify").seconds, 0)
    found["`hub index rebuild`, s"] = number(run(home, *HUB, "index", "rebuild").seconds, 0)
    return found, took


def sizes(home: Path) -> Found:
    return {"database, MB": megabytes(home / "hub.sqlite"), "index, MB": megabytes(home / "index")}


def megabytes(path: Path) -> str:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return number(sum(each.stat().st_size for each in files) / 1e6, 1)


def requests(home: Path) -> Found:
    """How many of three pages one process answers in a second of its processor, and its memory after them."""
    places = {"HUB_HOME": str(home), "HUB_DATABASE_URL": "", "HUB_INDEX_URL": "", "HUB_USAGE": ""}
    with server(os.environ | places) as (connection, process):
        framework = _a_framework(connection)
        pages = {
            "searches anew a second": (f"/search?q={word}+-zq{n}" for n in range(ASKED) for word in WORDS),
            "searches again a second": (f"/search?q={word}" for _ in range(ASKED) for word in WORDS),
            "framework pages a second": (framework for _ in range(ASKED * len(WORDS))),
        }
        found = {name: number(rate(connection, process, addresses), 0) for name, addresses in pages.items()}
        return found | {"memory of `hub run`, MB": number(memory(process), 0)}


def _a_framework(connection: HTTPConnection) -> str:
    """The address of one that a search found."""
    address = re.search(r'href="(/frameworks/[0-9a-f]{16}[^"#]*)"', page(connection, f"/search?q={WORDS[0]}"))
    assert address, "nothing was found"
    return address[1]


def rate(connection: HTTPConnection, process: "subprocess.Popen[bytes]", addresses: Iterator[str]) -> float:
    """Pages by the processor time that the hub took for them; the first does not count."""
    page(connection, next(addresses))
    before, asked = _seconds(process), 0
    for address in addresses:
        page(connection, address)
        asked += 1
    return asked / max(_seconds(process) - before, 0.01)


def _seconds(process: "subprocess.Popen[bytes]") -> float:
    """Processor time so far, as Linux tells it."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


def memory(process: "subprocess.Popen[bytes]") -> float:
    pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
