"""The folders of an index: one for each build, and a pointer file that names the one being read.

``root/CURRENT`` holds the name of a folder ``root/gen-000007``. A build goes into a new folder and becomes current
by replacing the pointer, so a crash at any moment leaves the old build or the new one, whole.
"""

import json
import os
import re
import shutil
from pathlib import Path

from indexer.base import SCHEMA_VERSION, IndexUnavailable

_POINTER = "CURRENT"
_MARKER = "schema.json"
_NAME = re.compile(r"gen-(\d{6,})")


class Generations:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = str(root / _POINTER)
        self._last: tuple[tuple[int, int, int], Path] | None = None

    def current(self) -> Path | None:
        """The folder being read; None before the first build. Raises IndexUnavailable if the pointer is damaged."""
        try:
            pointer = os.stat(self._pointer)
            written, last = (pointer.st_ino, pointer.st_size, pointer.st_mtime_ns), self._last
            if last and last[0] == written:  # every switch puts a new file in its place
                return last[1]
            name = (self.root / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self.unavailable("its pointer cannot be read") from error
        if not _NAME.fullmatch(name):
            raise self.unavailable("its pointer names no build")
        self._last = written, self.root / name
        return self._last[1]

    def check(self, folder: Path) -> None:
        """Raise IndexUnavailable if the folder was not built by this version of the hub."""
        try:
            built_for = json.loads((folder / _MARKER).read_text(encoding="ascii"))["schema"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self.unavailable(f"the build {folder.name} is not whole") from error
        if built_for != SCHEMA_VERSION:
            raise self.unavailable(f"it was built for version {built_for} and this is version {SCHEMA_VERSION}")

    def built(self, folder: Path) -> int:
        """The instant the folder was built, which tells it from one of the same name before the index was deleted."""
        try:
            return os.stat(f"{folder}/{_MARKER}").st_mtime_ns
        except OSError as error:
            raise self.unavailable(f"the build {folder.name} is not whole") from error

    def changed(self, folder: Path) -> int:
        """The instant files were last added to a folder or taken away, as they are by each commit."""
        try:
            return os.stat(folder).st_mtime_ns
        except OSError as error:
            raise self.unavailable(f"the build {folder.name} is gone") from error

    def begin(self) -> Path:
        """A new, empty folder to build into."""
        numbers = [_number(path) for path in self.root.iterdir() if _NAME.fullmatch(path.name)]
        folder = self.root / f"gen-{max(numbers, default=0) + 1:06}"
        folder.mkdir(mode=0o700)
        return folder

    def finish(self, folder: Path) -> None:
        """Make a finished build the current one and remove all but it and the one before."""
        (folder / _MARKER).write_text(json.dumps({"schema": SCHEMA_VERSION}), encoding="ascii")
        before = self._pointed_to()
        self._point_to(folder)
        for path in self.root.iterdir():
            if _NAME.fullmatch(path.name) and path not in (folder, before):
                shutil.rmtree(path, ignore_errors=True)

    def sweep(self) -> None:
        """Remove builds that were begun and never finished. For who alone may write: they are nobody's now."""
        try:
            current = self.current()
        except IndexUnavailable:
            return
        last = _number(current) if current else 0
        for path in self.root.iterdir():
            if _NAME.fullmatch(path.name) and _number(path) > last:
                shutil.rmtree(path, ignore_errors=True)

    def abandon(self, folder: Path) -> None:
        """Remove a build that failed."""
        if self._pointed_to() != folder:
            shutil.rmtree(folder, ignore_errors=True)

    def make_root(self) -> Path:
        """The index folder, made if need be. Like every build, closed to others: reading Whoosh's pickles runs them."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            reason = f"The folder of the search index, {self.root}, cannot be made: {error.strerror}."
            raise IndexUnavailable(f"{reason} See to what is in its place.") from error
        return self.root

    def put(self, new: Path, name: str) -> None:
        """Put a file in the place of another. An empty folder there goes; one that holds something is not ours."""
        place = self.root / name
        if place.is_dir():
            place.rmdir()
        new.replace(place)

    def unavailable(self, reason: str) -> IndexUnavailable:
        return IndexUnavailable(f"The search index in {self.root} cannot be used: {reason}. Run: hub index rebuild")

    def _pointed_to(self) -> Path | None:
        try:
            return self.current()
        except IndexUnavailable:
            return None

    def _point_to(self, folder: Path) -> None:
        new = self.root / f"{_POINTER}.new"
        with new.open("w", encoding="ascii") as pointer:
            pointer.write(folder.name)
            pointer.flush()
            os.fsync(pointer.fileno())
        _sync_folder(folder)
        self.put(new, _POINTER)
        _sync_folder(self.root)


def _number(build: Path) -> int:
    return int(build.name.rpartition("-")[2])


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where folders can be opened at all."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
