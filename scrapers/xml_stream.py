"""XML read a little at a time, with no entities, no document type, and limits on what it may make us remember."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

DEEPEST = 50
MOST_ELEMENTS = 2_000_000
LONGEST_TAG = 1_000_000


class Events(Protocol):
    """What is told of a document, in its order. Names come without their namespace."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


class UnsafeXml(ValueError):
    """The document is broken, or does what no data needs; the message is a phrase that follows its name."""


class Finished(Exception):
    """Raised by events that have seen all they need."""


def read_xml(chunks: Iterable[bytes], events: Events, most_elements: int | None = None) -> None:
    """Tell ``events`` what the document holds. Raises UnsafeXml; stops quietly at Finished."""
    parser = _parser(events, most_elements or MOST_ELEMENTS)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise UnsafeXml("holds a tag of more than a million characters")
        parser.Parse(b"", True)
    except Finished:
        return
    except expat.ExpatError as error:
        raise UnsafeXml(f"is no whole XML (line {error.lineno})") from error
    except (LookupError, ValueError) as error:
        raise error if isinstance(error, UnsafeXml) else UnsafeXml("is in an unknown encoding") from error


def _parser(events: Events, most_elements: int) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    guard = _Guard(events, most_elements)
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = events.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    """Entities, external files and their bombs all begin with one; no workbook has one."""
    raise UnsafeXml("declares a document type, which could make it read other files or grow without end")


class _Guard:
    """Counts elements and depth on their way to the events."""

    def __init__(self, events: Events, most_elements: int) -> None:
        self._start, self._end, self._most = events.start, events.end, most_elements
        self._depth = self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST:
            raise UnsafeXml(f"is nested more than {DEEPEST} deep")
        if self._elements > self._most:
            raise UnsafeXml(f"has more than {self._most:,} elements")
        self._start(name.rpartition(" ")[2], attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(" ")[2])
