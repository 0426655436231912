"""The archive: a zip file with the hub's parts, and at its end a manifest with the SHA-256 of each.

It is written aside and takes its name when it is whole. Only its owner may read it, as it holds what people told the
hub about themselves.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from hub.errors import Refused
from hub.paths import make_private

FORM = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024
PACKED = (".gz", ".zip", ".xlsx", ".pdf", ".png", ".jpg", ".pgdump")
"""Endings of files that would not get smaller."""

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: when it was made by which version of the hub, at which revision of which database, its
    rows by table, the hash of the last audit entry, and {name: [bytes, SHA-256]} of each file."""

    made_at: str
    hub: str
    database: str
    revision: str
    rows: dict[str, int]
    trail: str
    files: dict[str, list[Any]]
    form: int = FORM

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def pack(
    path: Path, files: Iterable[tuple[str, Path]], describe: Callable[[dict[str, list[Any]]], Manifest]
) -> Manifest:
    """Write the files by their names, then what ``describe`` makes of their sizes and hashes, which it returns."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with zipfile.ZipFile(out, "w") as archive:
            written = {name: _add(archive, name, place) for name, place in files}
            manifest = describe(written)
            archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.text())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _add(archive: zipfile.ZipFile, name: str, place: Path) -> list[Any]:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with place.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        return _copied(source, target)


def _copied(source: IO[bytes], target: IO[bytes]) -> list[Any]:
    """Copy all of it. Returns how many bytes there were, and their SHA-256."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
        target.write(piece)
    return [size, digest.hexdigest()]


def read_manifest(path: Path) -> Manifest:
    """What the archive says of itself. Raises Refused if it is none, or of a later form."""
    with _opened(path) as archive:
        try:
            said = json.loads(archive.read(MANIFEST))
            manifest = Manifest(**said) if said["form"] == FORM else None
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(f"{path} is not a backup of a hub: it has no list of what is in it.") from error
    if manifest is None:
        raise Refused(f"{path} was made by a newer hub ({said.get('hub')}). Install that one to restore it.")
    return manifest


def unpack(path: Path, folder: Path, report: Report = lambda done, total: None) -> Manifest:
    """Write each file below ``folder``, which only its owner may open, and compare it with the manifest.

    Raises Refused naming the first that is missing, left over or not as it was.
    """
    manifest = read_manifest(path)
    with _opened(path) as archive:
        names = set(archive.namelist()) - {MANIFEST}
        if names != set(manifest.files):
            odd = min(names ^ set(manifest.files))
            raise Refused(f"{path} is not whole: {odd} is {'left over' if odd in names else 'missing'}.")
        for number, name in enumerate(sorted(names)):
            _unpack(archive, name, _inside(folder, name), manifest.files[name])
            report(number + 1, len(names))
    return manifest


def _unpack(archive: zipfile.ZipFile, name: str, target: Path, said: list[Any]) -> None:
    make_private(target.parent)
    try:
        with archive.open(name) as source, _private(target) as out:
            found = _copied(source, out)
            out.flush()
            os.fsync(out.fileno())
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Refused(f"The backup is damaged: {name} cannot be read.") from error
    if found != said:
        raise Refused(f"The backup is damaged: {name} is not as it was when it was packed.")


def _private(target: Path) -> IO[bytes]:
    return os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _inside(folder: Path, name: str) -> Path:
    """Where a file of the archive goes; never outside of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.split("/")[0]:
        raise Refused(f"The backup names a file outside of the hub: {name}.")
    return folder.joinpath(*path.parts)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise Refused(f"{path} is not a backup of a hub, or it is cut off: it cannot be read.") from error
