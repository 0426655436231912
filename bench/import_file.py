#!/usr/bin/env python3
"""What an import of notices costs: processor time against reading the JSON alone, and memory as the file grows.

    python -m bench.import_file             2,000 and 20,000 releases
    python -m bench.import_file 200 2000    any two sizes

Each import runs in a process of its own, into an empty hub on SQLite in a temporary folder.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.releases import write

MOST_TIME, MOST_MEMORY = 60.0, 1.3  # times reading the JSON; times the memory of the smaller file
HUB = (sys.executable, "-m", "hub")
READ = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"


@dataclass(frozen=True)
class Cost:
    """Processor seconds, and the most memory used in megabytes."""

    seconds: float
    memory: float


def main(sizes: Sequence[int]) -> int:
    """Print the table; the exit code is 1 if a ratio is over its limit."""
    say(f"{'releases':>8}  {'MB':>6}  {'import, s':>9}  {'JSON, s':>8}  {'import, MB':>10}  {'ms/release':>10}")
    found = [measure(size) for size in sizes]
    (smaller, _), (larger, plain) = found[0], found[-1]
    time, memory = larger.seconds / plain.seconds, larger.memory / smaller.memory
    say(f"processor time: {time:.1f} times reading the JSON (at most {MOST_TIME:g})")
    say(f"memory: {memory:.2f} times that of the smaller file (at most {MOST_MEMORY:g})")
    return int(time > MOST_TIME or memory > MOST_MEMORY)


def measure(size: int) -> tuple[Cost, Cost]:
    """The cost of importing a file of so many releases, and of reading its JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "releases.json")
        write(path, size)
        run(Path(folder), *HUB, "migrate")
        cost = run(Path(folder), *HUB, "import", str(path))
        plain = run(Path(folder), sys.executable, "-c", READ, str(path))
        nothing = run(Path(folder), sys.executable, "-c", "import json")
        plain = Cost(max(plain.seconds - nothing.seconds, 0.001), plain.memory)
        megabytes = path.stat().st_size / 1e6
    columns = f"{size:>8}  {megabytes:>6.1f}  {cost.seconds:>9.1f}  {plain.seconds:>8.2f}  {cost.memory:>10.0f}"
    say(f"{columns}  {1000 * cost.seconds / size:>10.2f}")
    return cost, plain


def run(home: Path, *command: str) -> Cost:
    """Run a program to its end, with its hub in the folder; raises CalledProcessError if it fails."""
    environment = os.environ | {"HUB_HOME": str(home), "HUB_DATABASE_URL": "", "HUB_INDEX_URL": "", "HUB_REPORTS": ""}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Cost(used.ru_utime + used.ru_stime, megabytes(used))


def megabytes(used: resource.struct_rusage) -> float:
    """The most memory a process held: Linux gives kilobytes, macOS bytes."""
    return used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [2_000, 20_000]))
