"""Texts and sums as reports print them. Pure."""

from collections.abc import Iterable

from hub.savings import pence


def shortened(text: str, most: int) -> str:
    """A text in one line of at most so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def pounds(amounts: Iterable[int]) -> str:
    """A sum, exact: £1,234,567.50."""
    return pence.shown(sum(amounts))
