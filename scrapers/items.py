"""JSON text as entries: the items of an array, or one item on each line (JSON Lines).

An item that cannot be read costs itself, not the file, as long as it can be seen where it ends.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from scrapers.content import LINE, MOST_ROWS, Entry, check_size, lines, odd_characters
from scrapers.source import UnreadableFile

LONGEST_ITEM = 2_000_000
LOOKED_AT = 5
MOST_BRACKETS = 500_000
MOST_UNENDED = 20
CLOSING = {"{": "}", "[": "]"}
BRACKET = re.compile(r'[\[\]{}]|"(?:[^"\\\r\n]++|\\.)*+"?')
"""A bracket, or a string to skip. No string runs over a line's end, so a lost quotation mark ends there."""

ATOM = re.compile(r'"(?:[^"\\\r\n]++|\\.)*+"?|[^\s,\[\]{}"][^,\[\]{}"\r\n]*|\S')
ITEM_ON_A_LINE = re.compile(r"[^\r\n]*\}(?=[ \t]*+(?:,[ \t]*+)?[\r\n]\s*+[,{\]])")
SPACE = re.compile(r"\s*")


class Item(dict[str, object]):
    """A JSON object that remembers which keys it was given more than once; the last one counts."""

    repeated: tuple[str, ...] = ()


class Number(str):
    """A JSON number as written: an id of 0012, 1e9999 or NaN is no number the hub could use."""

    __slots__ = ()


def looks_like_json(text: str) -> bool:
    """True for a text that begins as an array or object, or has an object on one of its first lines."""
    at = _after_space(text, 0)
    first = islice(lines(text[at : at + LONGEST_ITEM]), LOOKED_AT)
    return text[at : at + 1] == "[" or any(line.startswith("{") for line in first)


def read_items(name: str, text: str) -> tuple[Entry, ...]:
    """The items of a JSON array ("item 3") or of JSON Lines ("line 7").

    An item that cannot be read is one faulty entry; an array in which it cannot be seen where an item ends is an
    unreadable file.
    """
    check_size(name, text)
    begin = _after_space(text, 0)
    found = _array(name, text, begin + 1) if _is_array(text, begin) else _json_lines(text)
    entries: list[Entry] = []
    for entry in found:
        entries.append(entry)
        if len(entries) > MOST_ROWS:
            raise UnreadableFile(f"{name} has more than {MOST_ROWS:,} items. Import it in smaller files.")
    while entries and entries[-1].skip:
        entries.pop()
    if not entries:
        raise UnreadableFile(f"{name} holds no items.")
    return tuple(entries)


def keys(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Every key of the items, in the order met."""
    return tuple(dict.fromkeys(key for entry in entries for key in entry.values))


def _is_array(text: str, begin: int) -> bool:
    """True for a text that begins as an array, unless its first line is a whole one and others follow."""
    if text[begin] != "[":
        return False
    first = LINE.match(text)
    end = first.end() if first else 0
    return _after_space(text, end) == len(text) or not _is_json(text[:end] if end <= LONGEST_ITEM else "")


def _is_json(written: str) -> bool:
    try:
        _parsed(written)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _array(name: str, text: str, at: int) -> Iterator[Entry]:
    """Each item of the array whose first item begins at or after ``at``, and each fault between two items."""
    number = unended = 0
    at = _after_space(text, at)
    while not _closes(text, at):
        number += 1
        end = _end_of_item(text, at)
        if end is None:
            unended += 1
            end = _end_of_line(text, at) if unended <= MOST_UNENDED else None
        if end is None:
            line = text.count("\n", 0, at) + 1
            what = f"is not complete JSON: item {number} begins here, and it cannot be seen where it ends"
            cure = "Close its quotation marks and brackets, or fetch the file again."
            raise UnreadableFile(f"{name} line {line}: {what}. {cure}")
        yield _read(f"item {number}", text, at, end)
        at = _after_space(text, end)
        if text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
            if _closes(text, at):
                yield Entry(f"item {number + 1}", fault="is missing: a comma says that it follows")
        elif not _closes(text, at):
            yield Entry(f"after item {number}", fault="no comma stands between this item and what follows")


def _closes(text: str, at: int) -> bool:
    """True at the bracket that closes the array: nothing but space follows it."""
    return text[at : at + 1] == "]" and _after_space(text, at + 1) == len(text)


def _end_of_item(text: str, at: int) -> int | None:
    """Where the item that begins at ``at`` ends; None where the text ends first or its brackets do not match."""
    if text[at : at + 1] not in CLOSING:
        atom = ATOM.match(text, at)
        return atom.end() if atom else None
    expected: list[str] = []
    for match in islice(BRACKET.finditer(text, at), MOST_BRACKETS):
        bracket = text[match.start()]
        if bracket in CLOSING:
            expected.append(CLOSING[bracket])
        elif bracket != '"' and bracket != expected.pop():
            return None
        if not expected:
            return match.end()
    return None


def _end_of_line(text: str, at: int) -> int | None:
    """Where a broken item ends if each item has a line of its own."""
    match = ITEM_ON_A_LINE.match(text, at)
    return match.end() if match else None


def _after_space(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def _json_lines(text: str) -> Iterator[Entry]:
    for number, line in enumerate(LINE.finditer(text), 1):
        yield _read(f"line {number}", text, line.start(), line.end())


def _read(place: str, text: str, begin: int, end: int) -> Entry:
    """One item, or why it is none."""
    if end - begin > LONGEST_ITEM:
        return Entry(place, fault=f"is {end - begin:,} characters long; the limit is {LONGEST_ITEM:,}")
    written = text[begin:end].strip()
    if not written:
        return Entry(place, skip="blank line")
    try:
        item = _parsed(written)
    except json.JSONDecodeError as error:
        where = f"character {error.colno}" + (f" of its line {error.lineno}" if error.lineno > 1 else "")
        return Entry(place, fault=f"is not complete JSON: {error.msg} at {where}")
    except RecursionError:
        return Entry(place, fault="is nested too deeply to read")
    if not isinstance(item, Item):
        return Entry(place, fault="is not an object of names and values")
    return Entry(place, item, doubt=_oddity(item), repeated=item.repeated)


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_item, parse_int=Number, parse_float=Number, parse_constant=Number)


def _item(pairs: list[tuple[str, object]]) -> Item:
    item = Item((sys.intern(name), value) for name, value in pairs)
    if len(item) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        item.repeated = tuple(name for name, count in counts.items() if count > 1)
    return item


def _oddity(item: Item) -> str:
    """What is odd about the texts of an item, however deep they stand."""
    waiting: list[object] = [item]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and (oddity := odd_characters(value)):
            return oddity
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
    return ""
