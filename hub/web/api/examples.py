"""Questions a reader can ask this very hub, with what it answers, for the page about the API."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import url_for
from sqlalchemy import case
from sqlalchemy.orm import Session, joinedload

from hub.errors import HubError
from hub.models import Framework, Lot, listed
from hub.web.api import search
from hub.web.api.operation import BLUEPRINT, Asked, Operation
from hub.web.api.operations import READING
from hub.web.api.parameters import Unacceptable, read
from hub.web.api.problems import told

SHOWN_WORDS = 160
"""Characters of a text that an example shows."""

BUYER = "district-council@UKH"


@dataclass(frozen=True)
class Example:
    """``address`` is below the hub's own. ``answer`` is what this hub says to it, shortened; empty if it cannot now."""

    operation: str
    address: str
    answer: str


def examples(session: Session) -> Mapping[str, Example]:
    """One for each operation that reads the catalogue, by the operation's name."""
    by_name = {operation.name: operation for operation in READING}
    asked = [(by_name[name], path, query) for name, path, query in _questions(_frameworks(session))]
    return {operation.name: _example(operation, path, query) for operation, path, query in asked}


def refused() -> Example:
    """A question that no hub answers, and the problem it is told."""
    address = url_for(f"{BLUEPRINT}.{search.OPERATION.name}", per_page=500)
    try:
        read(search.OPERATION.in_query, parse_qs(urlsplit(address).query))
    except Unacceptable as reason:
        return Example(search.OPERATION.name, address, _shown(told(reason).get_json()))
    raise AssertionError(f"{address} is refused")


def shortened(value: Any) -> Any:
    """The same shape with one entry of each list and the beginning of each text."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shortened(part) for part in value[:1]]
    return f"{value[:SHOWN_WORDS]}…" if isinstance(value, str) and len(value) > SHOWN_WORDS else value


def _frameworks(session: Session) -> Sequence[Framework]:
    """Two of this hub's, those that have most to show first."""
    telling = Framework.lots.any(Lot.places.any()) & (Framework.eligibility != "")
    rows = session.query(Framework).where(*listed()).options(joinedload(Framework.owner))
    return rows.order_by(case((telling, 0), else_=1), Framework.title_sort, Framework.id).limit(2).all()


def _questions(frameworks: Sequence[Framework]) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, Any]]]:
    """Operations with a path and a query. In an empty catalogue those that need a framework are left out."""
    yield "search", {}, {"q": "cleaning", "status": "live", "organisation": BUYER, "per_page": 5}
    for framework in frameworks[:1]:
        mine = {"key": framework.key}
        yield "framework", mine, {}
        yield "suppliers", mine, {"per_page": 10}
        yield "eligibility", mine, {"organisation": BUYER}
    if len(frameworks) > 1:
        yield "compare", {}, {"framework": [each.key for each in frameworks], "organisation": BUYER}
    yield "organisations", {}, {"q": "council", "region": "UKH", "per_page": 5}
    for framework in frameworks[:1]:
        if framework.owner:
            yield "organisation", {"slug": framework.owner.slug}, {}


def _example(operation: Operation, path: Mapping[str, str], query: Mapping[str, Any]) -> Example:
    address = url_for(f"{BLUEPRINT}.{operation.name}", **{**path, **query})
    asked = Asked(operation, path, read(operation.in_query, parse_qs(urlsplit(address).query)))
    try:
        answer = operation.view(asked).model_dump(mode="json")
    except HubError:
        return Example(operation.name, address, "")
    return Example(operation.name, address, _shown(answer))


def _shown(answer: Any) -> str:
    return json.dumps(shortened(answer), indent=2, ensure_ascii=False)
