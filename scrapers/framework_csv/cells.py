"""Several values in one cell, in a form people can type and ``write`` can give back exactly.

Values are parted by | and, inside the entry of one lot, by ;. Where a value itself holds such a mark, a backslash
stands before it. Values that belong to a lot stand behind its number: "1: Hosting | 2: Software".
"""

import re
from collections.abc import Iterable, Sequence

MARKS = "\\|;"
ESCAPED = re.compile(r"\\([\\|;:,<>\[\](){} ])")
LOT_NUMBER = r"(?:\d{1,3}[a-z]?(?:[.-]\d{1,3}[a-z]?)*|[a-z]\d{0,3}|[ivx]{1,5})"
KEY = rf"\[(?P<exact>(?:\\.|[^\]\\])*)\]|(?:lot\s+)?(?P<number>{LOT_NUMBER}|#\d+)"
KEYED = re.compile(rf"\s*(?:{KEY})\s*:(?P<value>.*)", re.IGNORECASE | re.DOTALL)


def split(cell: str, separators: str = "|;\n") -> list[str]:
    """The values of a cell, cleaned of escapes; empty ones are left out."""
    return [value for value in (unescaped(part) for part in raw_parts(cell, separators)) if value]


def raw_parts(cell: str, separators: str) -> list[str]:
    """The parts of a cell with their escapes, for further splitting."""
    parts = re.findall(rf"(?:\\.|[^\\{re.escape(separators)}]|\\$)+", cell, re.DOTALL)
    return [part.strip() for part in parts if part.strip()]


def joined(values: Iterable[str], separator: str = " | ", marks: str = MARKS) -> str:
    """Values as one cell that ``split`` takes apart again."""
    return separator.join(escaped(value, marks) for value in values)


def escaped(value: str, marks: str = MARKS) -> str:
    return "".join(f"\\{letter}" if letter in marks or letter == "\\" else letter for letter in value)


def unescaped(value: str) -> str:
    return ESCAPED.sub(r"\1", value).strip()


def keyed(cell: str, separators: str = "|\n") -> list[tuple[str | None, str]]:
    """ "1: Hosting | 2: Software" as (number, value) pairs, values still escaped; the number is None where none stands.

    A number that cannot stand bare is in square brackets, empty ones where there is none; #3 is the third lot, where
    lots have no numbers.
    """
    return [_keyed(part) for part in raw_parts(cell, separators)]


def with_key(key: str, value: str) -> str:
    """One entry of a keyed cell; ``value`` is escaped already."""
    bare = re.fullmatch(rf"{LOT_NUMBER}|#\d+", key, re.IGNORECASE)
    return f"{key}: {value}" if bare else f"[{escaped(key, MARKS + '[]')}]: {value}"


def without_key(value: str) -> str:
    """A value that has no key, escaped already; marked as such where it would be taken for a keyed one."""
    return value if _keyed(value)[0] is None else f"[]: {value}"


def _keyed(part: str) -> tuple[str | None, str]:
    match = KEYED.fullmatch(part)
    if match is None:
        return None, part
    if match["exact"] is not None:
        return unescaped(match["exact"]), match["value"].strip()
    return match["number"], match["value"].strip()


def tail(text: str, opening: str, closing: str) -> tuple[str, str]:
    """ "Acme Ltd [GB-COH 01234567]" as the text before and the text inside the last brackets, both still escaped."""
    pattern = rf"(?P<head>.*?)\s*(?<!\\)\{opening}(?P<inside>(?:\\.|[^\\\{opening}\{closing}])*)\{closing}"
    match = re.fullmatch(pattern, text, re.DOTALL)
    return (match["head"], match["inside"]) if match else (text, "")


def listed(values: Sequence[str]) -> str:
    """Values inside the entry of one lot."""
    return joined(values, "; ")
