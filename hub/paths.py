"""Where the files that are not code are: the same in a checkout and in an installed wheel, but for the templates."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

HUB = Path(__file__).resolve().parent
DATA = HUB / "data"
MIGRATIONS = HUB / "migrations"
STATIC = HUB / "static"
VENDOR = STATIC / "vendor"
IN_WHEEL = HUB / "templates"
TEMPLATES = IN_WHEEL if IN_WHEEL.is_dir() else HUB.parent / "templates"


def assets_are_built() -> bool:
    """Whether the stylesheet and scripts are there; without them the pages work but come out unstyled."""
    return (VENDOR / "hub.css").is_file()


def make_private(folder: str | Path) -> Path:
    """A folder only its owner may open, made if it is missing, and so are those it is in: the index in it must come
    from nobody else."""
    path = Path(folder)
    for missing in [each for each in reversed((path, *path.parents)) if not each.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
    return path


def make_private_file(path: str | Path) -> None:
    """An empty file only its owner may open, if there is none: SQLite makes its own open to all who reach them."""
    if not Path(path).exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def write_whole(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file beside its place, which it takes once it is whole: nobody gets half of it, and whoever has no room
    keeps the old one. What is no plain file, as a pipe or a device, is written to as it comes.
    """
    path = path.resolve()  # where it is a link, the link stays
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            write(file)
        return
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, aside)
        aside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # a write that fails names no file
    finally:
        aside.unlink(missing_ok=True)
