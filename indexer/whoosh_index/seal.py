"""What the files of a build held when they were written, so that damage is noticed and mended, and not served for ever.

Files of a committed segment never change, and Whoosh keeps no sums of them: a bit that has flipped in a posting list
makes searches wrong without a word. The sums stand beside the builds, in ``root/SEAL``. A file is summed up again only
if its size or time is not what it was when this process last did.
"""

import json
from pathlib import Path
from threading import get_native_id
from typing import NamedTuple
from zlib import crc32

from indexer.whoosh_index.generations import Generations
from indexer.whoosh_index.reader import Commit, last_commit

_SEAL = "SEAL"
_CHUNK = 1 << 20


class Sums(NamedTuple):
    """The sum of each file of one commit to a build. ``built`` tells it from another of the same name."""

    build: str = ""
    built: int = 0
    commit: int = 0
    files: dict[str, int] = {}


class Seal:
    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._summed: dict[Path, tuple[tuple[int, int], int]] = {}

    def check(self, folder: Path) -> None:
        """Seal what is new in a build. Raises IndexUnavailable if what was sealed is gone or not what it was."""
        built = self._generations.built(folder)
        before = self._read()
        if (before.build, before.built) != (folder.name, built):
            before = Sums(folder.name, built)
        now = self._sum_up(folder, before)
        changed = [name for name, total in now.files.items() if before.files.get(name, total) != total]
        if changed or now.commit < before.commit:
            raise self._damaged(folder, *changed)
        if now != before:
            self._write(now)
        self._summed = {path: known for path, known in self._summed.items() if path.name in now.files}

    def _sum_up(self, folder: Path, before: Sums) -> Sums:
        """The sums of the last commit. If one comes between and takes files away, of that one."""
        while True:
            commit = self._last_commit(folder)
            try:
                names = {name for name in (*before.files, *_names(folder)) if commit.has(name)}
                return before._replace(commit=commit.number, files={name: self._sum(folder / name) for name in names})
            except OSError as error:
                if self._last_commit(folder).number == commit.number:
                    raise self._damaged(folder, str(error.filename)) from error

    def _last_commit(self, folder: Path) -> Commit:
        return last_commit(folder, self._generations.unavailable)

    def _sum(self, path: Path) -> int:
        stat = path.stat()
        state = (stat.st_size, stat.st_mtime_ns)
        known = self._summed.get(path)
        if known is None or known[0] != state:
            known = self._summed[path] = (state, _sum_of(path))
        return known[1]

    def _damaged(self, folder: Path, *names: str) -> Exception:
        files = ", ".join(Path(name).name for name in names) or "the last commit"
        return self._generations.unavailable(f"the build {folder.name} was damaged ({files})")

    def _read(self) -> Sums:
        """What was sealed last; nothing if that cannot be read, for then it is sealed anew."""
        try:
            sums = Sums(**json.loads((self._generations.root / _SEAL).read_text(encoding="ascii")))
            return sums._replace(files=dict(sums.files), commit=int(sums.commit))
        except (OSError, ValueError, TypeError):
            return Sums()

    def _write(self, sums: Sums) -> None:
        new = self._generations.root / f"{_SEAL}.{get_native_id()}.new"  # another process may be sealing as well
        new.write_text(json.dumps(sums._asdict()), encoding="ascii")
        self._generations.put(new, _SEAL)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _sum_of(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = crc32(chunk, total)
    return total
