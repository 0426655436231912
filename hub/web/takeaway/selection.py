"""Which frameworks are taken away: all that a search finds, in its order, or those the address names one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hub.db import get_session
from hub.errors import Unavailable
from hub.formatters import count_text
from hub.models import Framework
from hub.search import with_labels
from hub.web.context import today
from hub.web.links import search_link
from hub.web.memory import catalogue_version
from hub.web.search import asked
from indexer import IndexUnavailable

MOST = 10_000
"""Frameworks in one file."""

MOST_NAMED = 100
"""Frameworks an address may name one by one."""

NOT_NOW = (
    "The search index cannot be read just now, so the hub cannot tell what belongs in this file. Please try again in a "
    "few minutes. The search page answers meanwhile, by titles."
)


@dataclass(frozen=True)
class Selection:
    """The keys of frameworks in order, how many there are in all, and what they are.

    ``title`` says it in words, ``parameters`` are those of its address.
    """

    keys: Sequence[str]
    total: int
    title: str
    parameters: dict[str, Any]

    @property
    def note(self) -> str:
        """What whoever reads only the file must know; empty where it holds everything."""
        if len(self.keys) >= self.total:
            return ""
        return (
            f"These are the first {len(self.keys):,} of {self.total:,} frameworks. Narrow the search to take the rest."
        )

    @property
    def page(self) -> str:
        """The page these frameworks are listed on, as it is written elsewhere; empty for named ones."""
        return "" if "f" in self.parameters else url_for("search.search", _external=True, **self.parameters)


def selected(most: int | None = None) -> Selection:
    """What the request's address selects. Raises Unavailable while the index cannot be read."""
    named = dict.fromkeys(key for key in request.args.getlist("f") if key.isascii() and key.isalnum())
    if "f" in request.args:
        keys = standing_keys(get_session(), list(named)[:MOST_NAMED])
        return Selection(keys, len(keys), f"{count_text(len(keys), 'framework')} chosen one by one", {"f": keys})
    return _searched(request.args, most or MOST)


def _searched(parameters: MultiDict[str, str], most: int) -> Selection:
    choices, _, _ = asked(parameters, catalogue_version())
    index = current_app.extensions["hub.index"]
    try:
        if not index.generation():
            raise IndexUnavailable("The search index has not been built.")
        ranked = index.ranked(with_labels(choices.query(today(), per_page=1)), most)
    except IndexUnavailable as reason:
        current_app.logger.error("Nothing can be taken away: %s", reason)
        raise Unavailable(NOT_NOW) from reason
    plain = replace(choices, page=1, per_page=None).parameters()
    filters = search_link(**{name: value for name, value in plain.items() if name != "q"}).partition("?")[2]
    words = f"“{choices.q}”" if choices.q else "every framework"
    return Selection(ranked.ids, ranked.total, f"Search for {words}{f' ({filters})' if filters else ''}", plain)


def standing_keys(session: Session, keys: Sequence[str]) -> list[str]:
    """The keys of the frameworks these lead to today, in order; one that is gone is left out."""
    rows = {row.key: row for row in session.scalars(select(Framework).where(Framework.key.in_(keys)))}
    leaders = (_leader(rows[key]) for key in keys if key in rows)
    return list(dict.fromkeys(row.key for row in leaders if row.digest and row.withdrawn_at is None))


def _leader(row: Framework) -> Framework:
    while row.merged_into is not None:
        row = row.merged_into
    return row
