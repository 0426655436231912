"""What a file of evidence must not hold: anything that runs, is locked, or bursts when it is opened. Pure."""

import io
import struct
import zipfile
from collections.abc import Iterator

from hub.errors import Refused

MOST_PIXELS = 40_000_000
MOST_UNPACKED = 50_000_000
MOST_MEMBERS = 2_000
LOCKED = "This file is locked with a password. Send one without"
MACROS = "This file holds macros or other files. Save it without them, and send it again"
RUNS = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
"""Words of a PDF for what runs or is hidden in it."""

INSIDE = ("vba", "/embeddings/", "/activex/", "/ctrlprops/", "/externallinks/", "/macrosheets/")
"""Parts of Office files for the same."""


def require_harmless(kind: str, data: bytes) -> None:
    """``kind`` is what it is by its beginning: pdf, png, jpg, xlsx, docx. Raises Refused."""
    if kind == "pdf":
        _require_plain(data)
    elif kind in ("xlsx", "docx"):
        _require_no_macros(data)
    elif kind == "png" and data[12:16] == b"IHDR" and len(data) >= 24:
        _require_small(*struct.unpack(">II", data[16:24]))
    elif kind == "jpg":
        for width, height in _jpeg_sizes(data):
            _require_small(width, height)


def _require_plain(data: bytes) -> None:
    if b"/Encrypt" in data:
        raise Refused(LOCKED)
    if any(word in data for word in RUNS):
        raise Refused("This PDF holds something that runs, or other files. Print it to a plain PDF, and send that")


def _require_no_macros(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    if any(each.flag_bits & 1 for each in members):
        raise Refused(LOCKED)
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise Refused("This file unpacks to far more than it seems. Send the part that matters, as a PDF")
    if any(word in each.filename.casefold() for each in members for word in INSIDE):
        raise Refused(MACROS)


def _jpeg_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """What the segments before the picture say of its size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            yield width, height
        if marker == 0xDA or length < 2:
            return
        at += 2 + length


def _require_small(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise Refused(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Send a smaller one")
