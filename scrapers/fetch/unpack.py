"""Bodies sent packed, unpacked a little at a time, so that a small one that grows without end stays harmless."""

import zlib
from collections.abc import Iterable, Iterator

from scrapers.fetch.internet import CHUNK, Fault

PACKINGS = ("gzip", "deflate")
GZIP_OR_ZLIB = zlib.MAX_WBITS + 32
BARE = -zlib.MAX_WBITS
"""Some servers send "deflate" without the wrapping that the standard asks for."""


class UnknownPacking(Exception):
    """The body is packed in a way that was not asked for."""


def unpacked(chunks: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """The bytes of a body whose Content-Encoding is ``packing``. Raises Fault where it is damaged or cut off."""
    packing = packing.strip().lower().removeprefix("x-")
    if packing in ("", "identity"):
        return iter(chunks)
    if packing not in PACKINGS:
        raise UnknownPacking
    return _unpacked(chunks)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = None
    for chunk in chunks:
        while chunk:
            if unpacker is None or unpacker.eof:
                unpacker = _unpacker(chunk)
            try:
                yield unpacker.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise Fault("sent a body whose packing is damaged", slow=True) from error
            chunk = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None:
        yield unpacker.flush()
        if not unpacker.eof:
            raise Fault("sent a packed body that is cut off", slow=True)


def _unpacker(start: bytes) -> "zlib._Decompress":
    try:
        zlib.decompressobj(GZIP_OR_ZLIB).decompress(start, 1)
    except zlib.error:
        return zlib.decompressobj(BARE)
    return zlib.decompressobj(GZIP_OR_ZLIB)
