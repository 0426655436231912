"""JSON text as entries: the items of an array, or one item on each line (JSON Lines)."""

import json
from collections.abc import Iterable
from typing import Any

from scrapers.content import MOST_ROWS, Entry
from scrapers.source import UnreadableFile

LONGEST_ITEM = 2_000_000


class Item(dict[str, object]):
    """A JSON object that remembers which keys it was given more than once; the last one counts."""

    repeated: tuple[str, ...] = ()


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("[", "{")


def read_items(name: str, text: str) -> tuple[Entry, ...]:
    """The items of a JSON array ("item 3") or of JSON Lines ("line 7").

    A line that cannot be read is one faulty entry; an array that cannot be read is an unreadable file.
    """
    entries = _array(name, text) if text.lstrip().startswith("[") else _json_lines(text)
    if not entries:
        raise UnreadableFile(f"{name} holds no items.")
    if len(entries) > MOST_ROWS:
        raise UnreadableFile(f"{name} has more than {MOST_ROWS:,} items. Import it in smaller files.")
    return entries


def keys(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Every key of the items, in the order met."""
    return tuple(dict.fromkeys(key for entry in entries for key in entry.values))


def _array(name: str, text: str) -> tuple[Entry, ...]:
    try:
        items: list[object] = _parsed(text)
    except json.JSONDecodeError as error:
        message = f"{name} line {error.lineno}: is not complete JSON ({error.msg}). Fetch the file again."
        raise UnreadableFile(message) from error
    except RecursionError as error:
        raise UnreadableFile(f"{name}: its JSON is nested too deeply to read.") from error
    return tuple(_entry(f"item {number}", item) for number, item in enumerate(items, 1))


def _json_lines(text: str) -> tuple[Entry, ...]:
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return tuple(_line(f"line {number}", line.strip()) for number, line in enumerate(lines, 1))


def _line(place: str, line: str) -> Entry:
    if not line:
        return Entry(place, skip="blank line")
    if len(line) > LONGEST_ITEM:
        return Entry(place, fault=f"is {len(line):,} characters long; the limit is {LONGEST_ITEM:,}")
    try:
        return _entry(place, _parsed(line))
    except json.JSONDecodeError as error:
        return Entry(place, fault=f"is not complete JSON: {error.msg} at character {error.colno}")
    except RecursionError:
        return Entry(place, fault="is nested too deeply to read")


def _entry(place: str, item: object) -> Entry:
    if not isinstance(item, Item):
        return Entry(place, fault="is not an object of names and values")
    return Entry(place, item, repeated=item.repeated)


def _parsed(text: str) -> Any:
    """Numbers stay as written: an id of 0012, 1e9999 or NaN is no number the hub could use."""
    return json.loads(text, object_pairs_hook=_item, parse_int=str, parse_float=str, parse_constant=str)


def _item(pairs: list[tuple[str, object]]) -> Item:
    item = Item(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        item.repeated = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
    return item
