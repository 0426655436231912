"""What was fetched, kept as evidence and for reading again: each body once, whatever the address.

In the folder, for everyone who runs the hub and nobody else:
  bodies/ab/abcdef….gz          a body by the SHA-256 of its bytes, packed so that the same bytes give the same file
  fetched/<source>/ab/abcd….json  what was fetched from one address, newest last, by the SHA-256 of the address
  hosts/<host>.json             when a host was last asked (scrapers.fetch.pace), and its robots.txt beside it
"""

import gzip
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from scrapers.fetch.walls import HEAD
from scrapers.site import Body

FOR_THE_OWNER_ALONE = 0o700
LEFT_BEHIND = 24 * 3600
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class TooLarge(Exception):
    """The body is larger than its source allows."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """One answer of an address: where it was found in the end, what it was, and what lets us ask whether it changed."""

    address: str
    sha256: str
    media_type: str
    charset: str
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Parcel:
    """A body that has arrived and is not kept yet: its file, packed, its hash, and how it begins."""

    path: Path
    sha256: str
    size: int
    head: bytes


class Bodies:
    """The bodies of one source in ``folder``, which several sources may share."""

    def __init__(self, folder: Path, source: str) -> None:
        if not SOURCE_NAME.fullmatch(source):
            raise ValueError(f"{source!r} is not the name of a source")
        self.folder = folder
        self._fetched = folder / "fetched" / source
        self._arriving = folder / "arriving"
        _make(self._arriving)
        self._tidy()

    @contextmanager
    def receive(self, chunks: Iterable[bytes], limit: int) -> Iterator[Parcel]:
        """Write a body down as it arrives; it is gone with the context unless kept. Raises TooLarge, OSError."""
        handle, name = tempfile.mkstemp(dir=self._arriving)
        try:
            with os.fdopen(handle, "wb") as file:
                parcel = _received(Path(name), file, chunks, limit)
            yield parcel
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, parcel: Parcel, asked: str, fetched: Fetched) -> Body:
        """Keep a body that was found by asking for the address ``asked``."""
        self._put(parcel)
        self._remember(asked, fetched)
        return self._body(fetched, kept=False)

    def keep_aside(self, data: bytes) -> str:
        """Keep what was refused, as evidence only; gives its SHA-256."""
        with self.receive([data], len(data)) as parcel:
            self._put(parcel)
        return parcel.sha256

    def known(self, asked: str) -> Fetched | None:
        """What the address gave last, if its body is still there."""
        history = self._history(self._entry(asked))
        return history[-1] if history and self.path(history[-1].sha256).exists() else None

    def again(self, asked: str, known: Fetched, now: datetime | None = None) -> Body:
        """The body an address gave last; ``now`` if the site has just said that it is still the same."""
        if now:
            known = replace(known, fetched_at=now)
            self._remember(asked, known)
        return self._body(known, kept=True)

    def path(self, sha256: str) -> Path:
        """Where the body with this hash is or would be, packed with gzip."""
        return self.folder / "bodies" / sha256[:2] / f"{sha256}.gz"

    def open(self, sha256: str) -> gzip.GzipFile:
        """The bytes of a body, unpacked as they are read. Raises FileNotFoundError."""
        return gzip.open(self.path(sha256), "rb")

    def read_again(self) -> Iterator[Body]:
        """Everything ever fetched for the source and still there, oldest first, to be read without asking anyone."""
        entries = (each for path in self._fetched.glob("*/*.json") for each in self._history(path))
        for fetched in sorted(entries, key=lambda each: (each.fetched_at, each.address)):
            if self.path(fetched.sha256).exists():
                yield self._body(fetched, kept=True)

    def _put(self, parcel: Parcel) -> None:
        path = self.path(parcel.sha256)
        _make(path.parent)
        if not path.exists():
            parcel.path.replace(path)

    def _remember(self, asked: str, fetched: Fetched) -> None:
        """The same body again only moves the moment; another one is added."""
        path = self._entry(asked)
        history = self._history(path)
        if history and (history[-1].sha256, history[-1].address) == (fetched.sha256, fetched.address):
            history.pop()
        entries = [{**asdict(each), "fetched_at": each.fetched_at.isoformat()} for each in (*history, fetched)]
        write_whole(path, json.dumps({"asked": asked, "fetched": entries}, indent=1).encode())

    def _history(self, path: Path) -> list[Fetched]:
        try:
            return [_entry(each) for each in json.loads(path.read_bytes())["fetched"]]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return []

    def _entry(self, asked: str) -> Path:
        name = hashlib.sha256(asked.encode()).hexdigest()
        return self._fetched / name[:2] / f"{name}.json"

    def _body(self, fetched: Fetched, *, kept: bool) -> Body:
        return Body(
            address=fetched.address,
            path=self.path(fetched.sha256),
            sha256=fetched.sha256,
            media_type=fetched.media_type,
            fetched_at=fetched.fetched_at,
            charset=fetched.charset,
            kept=kept,
        )

    def _tidy(self) -> None:
        """Remove what a visit left half written when it was killed; another visit may still be writing."""
        half = (*self._arriving.iterdir(), *self.folder.glob("hosts/*.new"), *self._fetched.glob("*/*.new"))
        for path in half:
            if path.stat().st_mtime < time.time() - LEFT_BEHIND:
                path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Replace a file by ``data``, or leave it as it was: never something between.

    ``lasting`` waits until it is on the disk, for what must survive a power cut.
    """
    _make(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if lasting:
                _settle(file)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _make(folder: Path) -> None:
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(FOR_THE_OWNER_ALONE, exist_ok=True)


def _received(path: Path, file: IO[bytes], chunks: Iterable[bytes], limit: int) -> Parcel:
    digest, size, head = hashlib.sha256(), 0, b""
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            head += chunk[: HEAD - len(head)]
            packed.write(chunk)
    _settle(file)
    return Parcel(path, digest.hexdigest(), size, head)


def _entry(said: dict[str, Any]) -> Fetched:
    return Fetched(**{**said, "fetched_at": datetime.fromisoformat(said["fetched_at"])})
