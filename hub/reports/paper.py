"""A report on paper: a title and blocks, printed as a page and as a PDF, with the hash of what they say. Pure.

The hash is taken of the blocks themselves, so that page and PDF with the same hash say the same.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from hub.notes import Block, Facts, Heading, Items, Quote, Table, Text
from hub.notes.freezing import canonical, digest

FORMAT = "procurement hub report 1"


@dataclass(frozen=True)
class Paper:
    """``address`` is where its page is, ``day`` the day on which it was made."""

    title: str
    address: str
    day: date
    blocks: Sequence[Block]

    @property
    def canonical(self) -> str:
        """The one text for what it says, as JSON."""
        said = [{"kind": block.kind, **asdict(block)} for block in self.blocks]
        whole = {"format": FORMAT, "title": self.title, "address": self.address, "blocks": said}
        return canonical(json.loads(json.dumps({**whole, "made_on": self.day.isoformat()})))

    @property
    def hashes(self) -> list[str]:
        return [f"SHA-256 of what this report says: {digest(self.canonical)}"]


def as_pdf(paper: Paper) -> bytes:
    """On A4, by the printer of file notes."""
    from hub.notes.pdf import as_pdf  # half a second that no other page needs

    return as_pdf(paper.title, paper.blocks, paper.address, paper.hashes)


def as_text(paper: Paper) -> str:
    """For a terminal."""
    return "\n".join([paper.title, *(line for block in paper.blocks for line in _lines(block)), "", *paper.hashes])


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"\n{block.text}"
        case Text():
            yield block.text
        case Quote():
            yield f"“{block.text}” – {block.source}"
        case Items():
            yield from (f"* {text}" for text in block.texts)
        case Facts():
            yield from (f"{label}: {text}" for label, text in block.pairs)
        case Table():
            yield f"{block.caption}:"
            for row in block.rows:
                cells = zip(block.columns[1:], row[1:], strict=True)
                yield f"  {row[0]}: " + "; ".join(f"{name} {cell}" for name, cell in cells)
