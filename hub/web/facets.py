"""The filters beside the results: their values with exact counts, and the chips that take a choice away again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from hub import data
from hub.status import Status
from hub.web.choices import Choices
from hub.web.links import search_link
from hub.web.vocabulary import Words, is_division
from indexer import ENDING_WITHIN_DAYS, Page

TITLES = {
    "status": "Status",
    "category": "Category",
    "cpv": "CPV division",
    "owner": "Owner",
    "kind": "Kind of agreement",
    "regulation": "Regulation",
    "route": "Award route",
    "region": "Region",
}
"""The filters in the order they are shown."""

COVERS = "Your organisation"
"""The filter that keeps what covers the organisation a visitor buys for."""

LIFE = (
    *(Status.LIVE, Status.EXTENDED, Status.AWARDED, Status.TENDERING, Status.PLANNED, Status.UNCONFIRMED),
    *(Status.UNKNOWN, Status.SUSPENDED, Status.ENDED_MAY_BE_EXTENDED, Status.ENDED, Status.CANCELLED),
)
"""Statuses in the order they are listed."""

SHOWN = 10
"""Values shown at once; the rest are behind one click."""

WIDEST_REGIONS = 1
"""The level of regions and nations; their parts are left out of the list."""


@dataclass(frozen=True)
class Value:
    """One value of a filter and how many frameworks choosing it would give."""

    value: str
    label: str
    count: int
    chosen: bool
    id: str = ""
    """What tells its box from the others of the page."""
    children: Sequence["Value"] = ()

    @property
    def opens(self) -> bool:
        return self.chosen or any(child.opens for child in self.children)


@dataclass(frozen=True)
class Facet:
    """A filter with its values, those shown at once and the rest."""

    name: str
    title: str
    values: Sequence[Value]
    more: Sequence[Value]

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(value.chosen + sum(child.chosen for child in value.children) for value in (*self.values, *self.more))

    @property
    def more_chosen(self) -> bool:
        return any(value.opens for value in self.more)


@dataclass(frozen=True)
class Chip:
    """One choice in words, and the address without it."""

    title: str
    label: str
    address: str


def facets(page: Page, choices: Choices, words: Mapping[str, Words]) -> dict[str, Facet]:
    """Every filter that has a value to choose, by name."""
    found = {name: facet(name, page.facets.get(name, {}), choices, words[name]) for name in TITLES}
    return {name: facet for name, facet in found.items() if facet.values}


def facet(name: str, counts: Mapping[str, int], choices: Choices, word: Words) -> Facet:
    chosen = choices.filters.get(name, ())
    tops = dict.fromkeys([*(value for value in counts if _is_top(name, value)), *_tops(name, chosen)])
    order = _by_life if name == "status" else _most_first
    found = sorted((_value(name, value, counts, chosen, word) for value in tops), key=order)
    return Facet(name, TITLES[name], found[:SHOWN], found[SHOWN:])


def _tops(name: str, chosen: Sequence[str]) -> Sequence[str]:
    """What is listed because of a choice: the value itself, or the category above it."""
    return [(*data.category_ancestors(value), value)[0] for value in chosen] if name == "category" else chosen


@lru_cache(maxsize=20_000)
def _is_top(name: str, value: str) -> bool:
    """Of a tree only the widest branches are listed by themselves."""
    if name == "category":
        return not data.category_ancestors(value)
    if name == "cpv":
        return is_division(value)
    return name != "region" or (value in data.regions() and data.regions()[value].level <= WIDEST_REGIONS)


def _value(name: str, value: str, counts: Mapping[str, int], chosen: Sequence[str], word: Words) -> Value:
    children = _children(name, value, counts, chosen, word)
    id = f"{name}-{value.lower()}"
    return Value(value, word(value) or value, counts.get(value, 0), value in chosen, id, children)


def _children(name: str, value: str, counts: Mapping[str, int], chosen: Sequence[str], word: Words) -> list[Value]:
    """What is below a category, once it or something below it is chosen."""
    below = data.category_children(value) if name == "category" else ()
    if value not in chosen and not any(child in chosen for child in below):
        return []
    found = [_value(name, child, counts, chosen, word) for child in below if child in counts or child in chosen]
    return sorted(found, key=_most_first)


def _by_life(value: Value) -> tuple[int, str]:
    """What can be used now comes first, what is over last."""
    place = LIFE.index(Status(value.value)) if value.value in LIFE else len(LIFE)
    return (place, value.label)


def _most_first(value: Value) -> tuple[int, str]:
    return (-value.count, value.label.casefold())


def ending_label(days: int) -> str:
    return "Within a year" if days == 365 else f"Within {days} days"


def ending_values(page: Page, choices: Choices) -> list[Value]:
    return [
        Value(str(days), ending_label(days), page.ending.get(days, 0), days == choices.ending)
        for days in ENDING_WITHIN_DAYS
    ]


def chips(choices: Choices, words: Mapping[str, Words]) -> list[Chip]:
    """Everything that narrows or widens the search, each with the way to take it back."""
    found = [
        Chip(TITLES[name], words[name](value) or value, search_link(**choices.without(name, value).parameters()))
        for name in TITLES
        for value in choices.filters.get(name, ())
    ]
    if choices.covers:
        found.append(Chip(COVERS, "Covered", _link(choices, covers=False)))
    if choices.ending:
        found.append(Chip("Ending", ending_label(choices.ending), _link(choices, ending=None)))
    if choices.ended:
        found.append(Chip("Ended", "Shown", _link(choices, ended=False)))
    return found


def _link(choices: Choices, **changes: Any) -> str:
    return search_link(**replace(choices, page=1, **changes).parameters())
