"""Files that people send, opened: what all of them are checked for before anything of theirs is read."""

import tempfile
from pathlib import Path

from hub.errors import HubError
from scrapers.content import MEGABYTE, Content
from scrapers.files import read_content
from scrapers.source import UnreadableFile

NAME = "your file"
"""What the file is called in messages: its own name is not to be trusted."""


class Refusal(HubError):
    """The file as a whole cannot be taken; the message says why and what to do."""

    status = 422


def content(data: bytes, largest: int) -> Content:
    """What is in a file of at most ``largest`` bytes, which is not kept. Raises Refusal."""
    if len(data) > largest:
        raise Refusal(f"The file is larger than {largest // MEGABYTE} MB. Send it in parts.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(data)
        try:
            return read_content(path)
        except UnreadableFile as reason:
            raise Refusal(str(reason)) from reason


def require_rows(rows: int, most: int) -> None:
    """Raises Refusal for none and for too many."""
    if not rows:
        raise Refusal("The file has a header and nothing below it but empty lines and examples.")
    if rows > most:
        raise Refusal(f"The file has {rows:,} rows; the limit is {most:,}. Send it in parts.")
