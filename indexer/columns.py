"""The entries of a segment as plain arrays by name: as they are gathered, kept in a file, and read when first needed.

Strings lie one after another in one array of UTF-8 bytes; a second array says where each ends, in characters. A list
of values for each document is a sorted dictionary of the values, their numbers in it (the codes), document after
document, and the documents, value after value.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.base import FACETS, TEXT_FIELDS
from indexer.entry import Entry
from indexer.vectors import Numbers

Columns = Mapping[str, NDArray[Any]]
"""Arrays by name; see ``Rows.columns``."""


class Strings(Sequence[str]):
    """Strings that are cut out of one text when they are asked for."""

    def __init__(self, columns: Columns, name: str) -> None:
        self._text = columns[name].tobytes().decode("utf-8", "surrogatepass")
        self._ends = columns[f"{name} ends"]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: Any) -> Any:
        return self._text[self._ends[number] : self._ends[number + 1]]

    def __iter__(self) -> Iterator[str]:
        return (self._text[first:last] for first, last in pairwise(self._ends.tolist()))


class Lists(Mapping[str, Numbers]):
    """The documents that have a value, by value, in alphabetical order."""

    def __init__(self, columns: Columns, name: str) -> None:
        self.values_listed = Strings(columns, f"{name} values")
        self._firsts = columns[f"{name} firsts"]
        self._documents = columns[f"{name} documents"]

    def __getitem__(self, value: str) -> Numbers:
        at = self._at(value)
        if at is None:
            raise KeyError(value)
        documents: Numbers = self._documents[self._firsts[at] : self._firsts[at + 1]]
        return documents

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and self._at(value) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_listed)

    def __len__(self) -> int:
        return len(self.values_listed)

    def beginning_with(self, stem: str) -> Iterator[str]:
        """The values that begin with ``stem``."""
        for at in range(bisect_left(self.values_listed, stem), len(self)):
            if not self.values_listed[at].startswith(stem):
                return
            yield self.values_listed[at]

    def _at(self, value: str) -> int | None:
        at = bisect_left(self.values_listed, value)
        return at if at < len(self) and self.values_listed[at] == value else None


class Rows:
    """Entries on their way into columns, one document after another."""

    def __init__(self) -> None:
        self.size = 0
        self._ids, self._titles, self._references = _Text(), _Text(), _Text()
        self._versions, self._boosts = array("q"), array("d")
        self._starts, self._ends, self._lengths = array("i"), array("i"), array("I")
        self._reference_ends = array("q", [0])
        self._lists = {name: _Values() for name in ("keys", "near", *FACETS)}

    def add(self, entry: Entry) -> None:
        self.size += 1
        self._ids.add(entry.id)
        self._titles.add(entry.title_sort)
        self._versions.append(entry.version)
        self._boosts.append(entry.boost)
        self._starts.append(entry.start.toordinal() if entry.start else 0)
        self._ends.append(entry.end.toordinal() if entry.end else 0)
        self._lengths.extend(entry.lengths)
        for reference in entry.references:
            self._references.add(reference)
        self._reference_ends.append(self._references.size)
        self._lists["keys"].add(entry.keys)
        self._lists["near"].add(entry.near)
        for name in FACETS:
            self._lists[name].add(entry.facets.get(name, ()))

    def columns(self) -> dict[str, NDArray[Any]]:
        """All that is known of the documents but their words.

        ``starts`` and ``ends`` are days' ordinals, 0 if there is none; ``lengths`` has a row for each text field.
        ``id order`` and ``title order`` are the documents in the order of their ids, and of their titles, then ids.
        """
        ids, titles = self._ids.strings(), self._titles.strings()
        lengths = np.array(self._lengths, np.uint32).reshape(self.size, len(TEXT_FIELDS)).T
        columns = {
            **self._ids.columns("ids"),
            **self._titles.columns("titles"),
            **self._references.columns("references"),
            "reference ends": np.array(self._reference_ends),
            "versions": np.array(self._versions),
            "boosts": np.array(self._boosts),
            "starts": np.array(self._starts, np.int32),
            "ends": np.array(self._ends, np.int32),
            "lengths": lengths.ravel(),
            "length sums": lengths.sum(axis=1, dtype=np.float64),
            "filled": np.count_nonzero(lengths, axis=1),
            "id order": _order(ids),
            "title order": _order([*zip(titles, ids, strict=True)]),
        }
        for name, values in self._lists.items():
            columns |= values.columns(name)
        return columns


def columns_of(entries: Iterable[Entry]) -> dict[str, NDArray[Any]]:
    rows = Rows()
    for entry in entries:
        rows.add(entry)
    return rows.columns()


def strings(name: str, values: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The columns of a list of strings, as ``Strings`` reads them."""
    text = _Text()
    for value in values:
        text.add(value)
    return text.columns(name)


class _Text:
    """Strings one after another: of many short ones Python's own take several times the memory."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("q", [0])

    @property
    def size(self) -> int:
        return len(self._ends) - 1

    def add(self, value: str) -> None:
        self._bytes += value.encode("utf-8", "surrogatepass")
        self._ends.append(self._ends[-1] + len(value))

    def columns(self, name: str) -> dict[str, NDArray[Any]]:
        return {name: np.array(self._bytes, np.uint8), f"{name} ends": np.array(self._ends)}

    def strings(self) -> list[str]:
        return [*Strings(self.columns(""), "")]


class _Values:
    """The values each document has, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._codes = array("i")
        self._ends = array("i", [0])

    def add(self, values: Sequence[str]) -> None:
        numbers = self._numbers
        for value in dict.fromkeys(values) if len(values) > 1 else values:
            self._codes.append(numbers.setdefault(value, len(numbers)))
        self._ends.append(len(self._codes))

    def columns(self, name: str) -> dict[str, NDArray[Any]]:
        """``starts`` are where each document's codes begin, ``firsts`` where each value's documents do."""
        values = sorted(self._numbers)
        place = np.empty(len(values), np.int32)
        place[[self._numbers[value] for value in values]] = np.arange(len(values), dtype=np.int32)
        codes = place[np.array(self._codes, np.int32)]
        starts = np.array(self._ends, np.int32)
        documents = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        counts = np.bincount(codes, minlength=len(values))
        return {
            **strings(f"{name} values", values),
            f"{name} codes": codes,
            f"{name} starts": starts,
            f"{name} firsts": np.concatenate(([0], np.cumsum(counts))),
            f"{name} documents": documents[np.argsort(codes, kind="stable")],
        }


def _order(keys: Sequence[Any]) -> NDArray[np.int32]:
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int32)
