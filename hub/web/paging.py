"""The links below a list that lead to its other pages."""

from collections.abc import Callable
from typing import Any

AROUND = 1
"""How many pages are listed on each side of this one."""


def last_page(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))


def numbers(page: int, last: int) -> list[int | None]:
    """The pages to list; None stands for those left out between."""
    near = {1, last, *range(page - AROUND, page + AROUND + 1)}
    found: list[int | None] = []
    before = 0
    for number in sorted(number for number in near if 1 <= number <= last):
        if number == before + 2:
            found.append(before + 1)
        elif number > before + 1:
            found.append(None)
        found.append(number)
        before = number
    return found


def pagination(page: int, last: int, address: Callable[[int], str]) -> dict[str, Any] | None:
    """The options of GOV.UK's pagination component; None where there is one page only."""
    if last == 1 or page > last:
        return None
    items = [
        {"ellipsis": True} if number is None else {"number": number, "current": number == page, "href": address(number)}
        for number in numbers(page, last)
    ]
    options: dict[str, Any] = {"items": items, "landmarkLabel": "Pages of results"}
    if page > 1:
        options["previous"] = {"href": address(page - 1)}
    if page < last:
        options["next"] = {"href": address(page + 1)}
    return options
