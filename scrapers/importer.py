"""What a file importer is: one module with these three names, listed in ``scrapers.files.IMPORTERS``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.content import Content
from scrapers.dating import Dating
from scrapers.source import Row, Source


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an importer makes of a file. ``dating`` is the day the content itself shows or states, if it does."""

    source: Source
    rows: Sequence[Row]
    dating: Dating | None = None


class Importer(Protocol):
    """``FORMAT`` names the format as a person would. ``read`` is only called with content it recognises."""

    FORMAT: str

    def recognises(self, content: Content, /) -> bool:
        """True for content of this format, judged by its columns or keys and never by its name."""

    def read(self, content: Content, /) -> Imported:
        """One row for each entry, in order. Raises UnreadableFile where the file as a whole makes no sense."""
