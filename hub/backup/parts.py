"""What belongs into a backup: what the hub keeps and cannot make again.

Not the index and the files for download, which are made of the database; not the questions of the last minute; not the
list of who was erased, which has to outlive a restore (hub.erased); and no setting, so no key and no password of the
mail server.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVIDENCE = "evidence"
"""The folder in HOME for the files people send as evidence."""


@dataclass(frozen=True)
class Part:
    """Files of one kind: the name of their folder in the archive, and the file or folder they are in."""

    name: str
    place: Path

    def files(self) -> Iterator[tuple[str, Path]]:
        """Each file with its name in the archive. Links lead who knows where and are left out."""
        for path in sorted(self.place.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{self.name}/{path.relative_to(self.place).as_posix()}", path


def parts(settings: Mapping[str, Any]) -> list[Part]:
    """The folders, besides the database and the usage counters."""
    return [
        Part("evidence", Path(settings["HOME"]) / EVIDENCE),
        Part("bodies", Path(settings["BODIES"])),
        Part("reports", Path(settings["REPORTS"])),
    ]
