"""Requests that two programs could read in two ways, refused before anything of them is read.

Waitress follows Transfer-Encoding where a length is given as well, and joins folded lines, as it may. A proxy that does
otherwise would take the rest of such a request for another one.
"""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import MultiSocketServer


class Unambiguous(HTTPRequestParser):
    """Waitress answers 400 and closes the connection where this raises."""

    def parse_header(self, header_plus: bytes) -> None:
        if b"\r\n " in header_plus or b"\r\n\t" in header_plus:
            raise ParsingError("A header goes on in another line")
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding are both given")


class Channel(HTTPChannel):
    parser_class = Unambiguous


def refuse_ambiguous(server: Any) -> None:
    """For a server of waitress, before it serves."""
    several = isinstance(server, MultiSocketServer)
    for each in (each for each in server.map.values() if each.accepting) if several else [server]:
        each.channel_class = Channel
