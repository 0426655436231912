"""What follows from sums that are published: linear algebra over a large prime. Pure.

A vector says of a kind of money in which of the published sums it is contained. Counting modulo a prime is exact but
for chances of one in two thousand million; tests work the same out in fractions.
"""

from collections.abc import Iterable, Iterator, Mapping

PRIME = 2**31 - 1

Vector = Mapping[int, int]
"""Its entries other than nought, by column."""


class Span:
    """All that can be made of some vectors, kept as rows that each begin in a column of their own."""

    def __init__(self, vectors: Iterable[Vector] = ()) -> None:
        self.rows: dict[int, dict[int, int]] = {}
        for vector in vectors:
            self.add(vector)

    def __len__(self) -> int:
        """How many of them are independent."""
        return len(self.rows)

    def copy(self) -> "Span":
        found = Span()
        found.rows = dict(self.rows)
        return found

    def add(self, vector: Vector) -> bool:
        """Take one more in; False if it could be made of the others."""
        rest = self.rest(vector)
        if not rest:
            return False
        first = min(rest)
        inverse = pow(rest[first], PRIME - 2, PRIME)
        self.rows[first] = {column: value * inverse % PRIME for column, value in rest.items()}
        return True

    def rest(self, vector: Vector) -> dict[int, int]:
        """What is left of a vector when as much of it as possible is made of the others."""
        left = dict(vector)
        while pivots := [column for column in left if column in self.rows]:
            _take(left, self.rows[min(pivots)], left[min(pivots)])
        return left

    def unseen(self, columns: Iterable[int]) -> Iterator[tuple[int, dict[int, int]]]:
        """The combinations of published sums in which none of these vectors is contained.

        Each is named by its last column and goes without the last columns of the others.
        """
        reduced = self._reduced()
        for last in columns:
            if last not in reduced:
                yield last, {last: 1} | {first: -row[last] % PRIME for first, row in reduced.items() if last in row}

    def _reduced(self) -> dict[int, dict[int, int]]:
        """The same rows, each without the columns in which others begin."""
        reduced: dict[int, dict[int, int]] = {}
        for first in sorted(self.rows, reverse=True):
            row = dict(self.rows[first])
            for column in [each for each in row if each in reduced]:
                _take(row, reduced[column], row[column])
            reduced[first] = row
        return reduced


def product(one: Vector, other: Vector) -> int:
    return sum(value * other[column] for column, value in one.items() if column in other) % PRIME


def _take(left: dict[int, int], row: Vector, times: int) -> None:
    """Take a row so many times from what is left."""
    for column, value in row.items():
        now = (left.get(column, 0) - times * value) % PRIME
        if now:
            left[column] = now
        else:
            left.pop(column, None)
