"""A place in a text of JSON that is read in pieces: the next value, or behind a value that cannot be read.

Values are found by json's own decoder on a buffer that grows as needed. Numbers stay as written, so that neither
1e9999 nor a number of 5,000 digits does any harm.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scrapers.ocds.extent import Extent
from scrapers.ocds.mending import has_lone_surrogates, mended
from scrapers.ocds.shape import number
from scrapers.ocds.text import FOREIGN, Text

PIECE = 1 << 19
LARGEST_VALUE = 6_000_000
BLANK = re.compile(r"[ \t\r\n]*")
SCALAR = re.compile(r"[^,\[\]{}\n]*")
NEAR_THE_END = 16
OVERLAP = 400
LONGEST_SAMPLE = 20_000
BREAKS_OFF = "is where the file breaks off; what came after it is missing: fetch the file again"
UNBALANCED = "has brackets that do not match, up to the end of the file"
TOO_DEEP = "is nested too deeply to read"


@dataclass(frozen=True)
class Value:
    """A value, the keys its objects give twice, and what was mended in its text before it could be read."""

    value: Any
    repeated: Sequence[str] = ()
    mendings: Sequence[str] = ()


class Fault(ValueError):
    """A value that cannot be read. ``sample`` is how its text begins. The cursor stands behind it.

    ``at_end`` is True where the text ends inside the value.
    """

    def __init__(self, reason: str, sample: str = "", at_end: bool = False) -> None:
        super().__init__(reason)
        self.sample = sample
        self.at_end = at_end


class Cursor:
    """Reads from left to right and never back.

    ``at_start`` is True where a faulty value was left at the beginning of the next one.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._passed = 0
        self.at_start = False
        self._repeated: list[str] = []
        self._decoder, self._lenient = self._made(strict=True), self._made(strict=False)

    def _made(self, strict: bool) -> json.JSONDecoder:
        """``strict`` takes no line breaks or other control characters in texts."""
        return json.JSONDecoder(
            strict=strict, object_pairs_hook=self._object, parse_int=number, parse_float=number, parse_constant=number
        )

    @property
    def place(self) -> int:
        """How many characters were read before this one."""
        return self._passed + self._at

    def peek(self) -> str:
        """The next character that is no blank; nothing at the end."""
        while True:
            match = BLANK.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill():
                return ""

    @property
    def begins_line(self) -> bool:
        return self._buffer[max(self._at - 1, 0) : self._at] == "\n"

    def step(self) -> None:
        """Pass the character that ``peek`` gave."""
        self._at += 1

    def value(self, next_start: re.Pattern[str]) -> Value:
        """The value that begins here; the cursor moves behind it, also where it raises Fault.

        ``next_start`` finds where the next release begins, for a faulty one whose end cannot be told: at its group
        "start".
        """
        self.peek()
        self.at_start = False
        while True:
            try:
                return self._decoded()
            except json.JSONDecodeError as error:
                if self._is_cut(error) and not self._is_large() and self._fill():
                    continue
                return self._mended(f"is not complete JSON: {error.msg}", next_start)
            except RecursionError:
                sample = self.skip(next_start)
                raise Fault(TOO_DEEP, sample) from None

    def line(self) -> str:
        """Pass the rest of the line; how it begins."""
        begun = self._buffer[self._at : self._at + LONGEST_SAMPLE]
        while (end := self._buffer.find("\n", self._at)) < 0:
            self._at = len(self._buffer)
            if not self._fill():
                return begun
        self._at = end
        return begun.partition("\n")[0]

    def skip(self, next_start: re.Pattern[str], depth: str = "") -> str:
        """Pass the value that begins here, or the rest of what is open by ``depth`` ("{["); how its text begins.

        Raises Fault where the text ends first.
        """
        extent = Extent(depth)
        sample, scanned = "", self._at
        while True:
            further = next_start.search(self._buffer, max(self._at, scanned - OVERLAP))
            limit = further.start("start") if further else len(self._buffer)
            end = extent.feed(self._buffer, scanned, limit)
            stop = end or (limit if further else 0)
            if stop:
                self.at_start = not end
                sample = sample or self._buffer[self._at : stop]
                self._at = stop
                return sample
            scanned = len(self._buffer)
            if scanned - self._at > LARGEST_VALUE:
                sample = sample or self._buffer[self._at : self._at + LONGEST_SAMPLE]
                self._at = scanned - OVERLAP
            scanned -= self._at
            if not self._fill():
                sample = sample or self._buffer[self._at :]
                self._at = len(self._buffer)
                raise Fault(BREAKS_OFF if extent.matches else UNBALANCED, sample, at_end=extent.matches)

    def _decoded(self) -> Value:
        self._repeated = []
        value, end = self._decoder.raw_decode(self._buffer, self._at)
        if end - self._at > LARGEST_VALUE:
            raise json.JSONDecodeError("larger than the limit", self._buffer, self._at)
        if end == len(self._buffer) and not isinstance(value, (dict, list)) and self._fill():
            return self._decoded()
        if self._is_to_be_mended(end):
            found = self._as_mended(self._buffer[self._at : end])
        else:
            found = Value(value, tuple(dict.fromkeys(self._repeated)))
        self._at = end
        return found

    def _mended(self, reason: str, next_start: re.Pattern[str]) -> Value:
        """A second try with what publishers are known to get wrong put right."""
        begun = self.place
        text = self._scalar() or self.skip(next_start)
        if self.place - begun > LARGEST_VALUE:
            limit = LARGEST_VALUE // 1_000_000
            raise Fault(f"is longer than {limit} million characters, which no notice is", text)
        try:
            return self._as_mended(text)
        except json.JSONDecodeError:
            raise Fault(reason, text) from None
        except RecursionError:
            raise Fault(TOO_DEEP, text) from None

    def _as_mended(self, text: str) -> Value:
        self._repeated = []
        better, mendings = mended(text)
        value, end = self._lenient.raw_decode(better)
        if better[end:].strip(" \t\r\n,"):
            raise json.JSONDecodeError("Extra data", better, end)
        return Value(value, tuple(dict.fromkeys(self._repeated)), mendings)

    def _scalar(self) -> str:
        """A word or number that JSON does not know is passed up to the next mark; nothing for other values."""
        if self._buffer[self._at : self._at + 1] in ("{", "["):
            return ""
        match = SCALAR.match(self._buffer, self._at)
        self._at = match.end() if match else self._at
        return match.group() if match else ""

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """The error may only mean that the rest of the value is not in the buffer yet."""
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._buffer) - NEAR_THE_END

    def _is_large(self) -> bool:
        return len(self._buffer) - self._at > LARGEST_VALUE

    def _is_to_be_mended(self, end: int) -> bool:
        foreign = self._text.foreign and FOREIGN.search(self._buffer, self._at, end)
        return bool(foreign) or has_lone_surrogates(self._buffer, self._at, end)

    def _fill(self) -> bool:
        """Read on; False at the end of the text. What lies behind the cursor is let go."""
        if self._ended:
            return False
        waiting = len(self._buffer) - self._at
        more = self._text.read(max(PIECE, min(waiting, LARGEST_VALUE - waiting)))
        self._ended = not more
        self._passed += self._at
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._repeated.extend(name for name in names if names.count(name) > 1)
        return found
