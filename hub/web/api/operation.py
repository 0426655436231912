"""One operation of the API: where it is, what it takes, what it answers. Routes and document are made of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from pydantic import BaseModel

from hub.web.api.cursor import CURSOR, LAST_PAGE, page_of, written
from hub.web.api.parameters import Parameter

BLUEPRINT = "api"
MOST_PER_PAGE = 100
USUAL_PER_PAGE = 20
MOST_VALUES = 50
LONGEST_TEXT = 400

SLUG = "^[a-z0-9][a-z0-9-]{0,119}$"
KEY = "^[0-9a-z]{1,16}$"

PER_PAGE = Parameter(
    name="per_page",
    description=f"How many entries an answer holds, at most {MOST_PER_PAGE}.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": USUAL_PER_PAGE},
)
PAGING = (PER_PAGE, CURSOR)

ORGANISATION_SCHEMA = {
    "type": "string",
    "pattern": "^[a-z0-9][a-z0-9-]{0,119}(@[A-Z0-9-]{2,6})?$",
    "description": "the slug of a council, fire service or police force, or a kind and a region such as nhs@UKH",
}
"""The form of whom somebody buys for: hub.web.visitor.buyer knows which there are."""


def at(name: str, description: str) -> Parameter:
    """A part of an address's path."""
    return Parameter(name=name, description=description, schema={"type": "string"}, required=True, place="path")


def many(name: str, description: str, items: Mapping[str, Any]) -> Parameter:
    """A parameter that may be given several times; any one of its values is enough."""
    return Parameter(
        name=name,
        description=f"{description} May be given several times; any one is enough.",
        schema={"type": "array", "items": dict(items), "maxItems": MOST_VALUES},
    )


@dataclass(frozen=True)
class Asked:
    """A request that has been read: the parts of its path and the value of every parameter."""

    operation: "Operation"
    path: Mapping[str, str]
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def page(self) -> int:
        """Which page is asked for. Raises Unacceptable for a cursor of another request."""
        return page_of(self.values["cursor"], self._subject, self.values)

    def next(self, total: int) -> str | None:
        """The address of the next page; None where this one is the last."""
        page = self.page
        if page * self["per_page"] >= total or page >= LAST_PAGE:
            return None
        return self.address(cursor=written(page + 1, self._subject, self.values))

    def address(self, **changes: Any) -> str:
        """This request's address with something changed."""
        asked = {**self.values, **self.path, **changes}
        values = {name: _plain(value) for name, value in asked.items() if value not in (None, ())}
        return url_for(f"{BLUEPRINT}.{self.operation.name}", **values)

    @property
    def _subject(self) -> str:
        return "/".join((self.operation.name, *self.path.values()))


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``path`` is below /api/v1, with its parts in braces. ``problems`` are the statuses that say why not.

    ``view`` gives an instance of ``answer``; it raises hub.errors for what cannot be answered.
    """

    name: str
    path: str
    title: str
    description: str
    answer: type[BaseModel]
    view: Callable[[Asked], BaseModel]
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[int, ...] = (400, 503)
    moves: bool = False
    """Whether what is asked for may have moved to another address of the same operation."""

    @property
    def in_query(self) -> tuple[Parameter, ...]:
        return tuple(each for each in self.parameters if each.place == "query")


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
