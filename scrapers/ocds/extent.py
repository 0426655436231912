"""Where a JSON value ends, told by its brackets and quotation marks alone, however wrong what stands in it is."""

import re

OUTSIDE = re.compile(r'["{}\[\]]')
INSIDE = re.compile(r'["\\]')
OPENS = {"{": "}", "[": "]"}


class Extent:
    """Is fed a text from the value's first character on, in as many pieces as there are.

    ``depth`` is what is open already, as "{[". A value whose brackets do not match has no end that could be told.
    """

    def __init__(self, depth: str = "") -> None:
        self._open = bytearray(ord(OPENS[mark]) for mark in depth)
        self._in_string = False
        self._after_backslash = False
        self.matches = True

    def feed(self, text: str, begin: int, end: int) -> int:
        """The place behind the value's last character; 0 where it is not in this piece."""
        at = begin
        while self.matches and at < end:
            if self._after_backslash:
                self._after_backslash = False
                at += 1
                continue
            match = (INSIDE if self._in_string else OUTSIDE).search(text, at, end)
            if match is None:
                return 0
            at = match.end()
            if self._closes(match.group()):
                return at
        return 0

    def _closes(self, mark: str) -> bool:
        """Take in one mark; True where it closes the whole value."""
        if mark == "\\":
            self._after_backslash = True
        elif mark == '"':
            self._in_string = not self._in_string
            return not self._in_string and not self._open
        elif mark in OPENS:
            self._open.append(ord(OPENS[mark]))
        elif self._open and self._open[-1] == ord(mark):
            self._open.pop()
            return not self._open
        else:
            self.matches = False
        return False
