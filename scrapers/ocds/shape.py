"""What stands at a place in a release, of the type it should have: never an exception, whatever was published."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeAlias

Object: TypeAlias = dict[str, Any]
LONGEST_WORD = 500
LONGEST_TEXT = 60_000


class Number(str):
    """A number as written."""

    __slots__ = ()


@cache
def _short(written: str) -> Number:
    return Number(written)


def number(written: str) -> Number:
    """A number as written. Short ones are kept once, so that a list of millions takes no more room than it must."""
    return _short(written) if len(written) < 5 else Number(written)


def dig(value: object, *path: str) -> Object:
    """The object at a path of names; an empty one where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: object, *path: str) -> list[Object]:
    """The objects of a list at a path. One object alone, or objects under numbers, are a list too.

    Find a Tender gave deliveryAddresses as {"1": {…}} in 2021 (002109-2021).
    """
    *upper, last = path or ("",)
    if path:
        value = dig(value, *upper).get(last)
    if isinstance(value, dict):
        inner = list(value.values())
        value = inner if inner and all(isinstance(each, dict) for each in inner) else [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list, or one text alone."""
    found = value if isinstance(value, list) else [value]
    return [text(each) for each in found if text(each)]


def text(value: object) -> str:
    """A text or number as written; nothing for anything else."""
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def word(value: object) -> str:
    """A short text on one line, such as an id, without anything invisible."""
    written = " ".join(text(value)[: LONGEST_WORD * 2].split())[:LONGEST_WORD]
    return written if written.isprintable() else "".join(letter for letter in written if letter.isprintable())


def flag(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.casefold() == "true")


def each(value: object, *names: str) -> Iterator[Object]:
    """The objects of several lists, one list after the other."""
    for name in names:
        yield from objects(value, name)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """What is not empty, once each, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
