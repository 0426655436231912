"""The searches on which a changed thesaurus is tried, and how each is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hub import catalogue, paths
from hub.errors import Refused
from hub.search.trial import FIRST
from hub.usage import normalised, remembered
from hub.web.choices import Choices
from indexer import Query

OUR_SEARCHES = paths.DATA / "searches.txt"


def own_searches(file: Path) -> Sequence[str]:
    """One search a line; empty lines and those that begin with # are left out. Raises Refused if it is not text."""
    try:
        lines = [" ".join(line.split()) for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 text. Save it as plain text in UTF-8.") from error
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def remembered_searches(settings: Mapping[str, Any]) -> Sequence[str]:
    """What people searched for on three days or more, then the searches the hub comes with."""
    kept = remembered(Path(settings["USAGE"]))
    return list(dict.fromkeys([*kept, *map(normalised, own_searches(OUR_SEARCHES))]))


def as_asked(session: Session, today: date) -> Callable[[str], Query]:
    """What the search page asks for when somebody types a text and nothing more."""

    def query(text: str) -> Query:
        typed = Choices(q=text)
        return replace(typed, names_one=catalogue.names_a_framework(session, text)).query(today, FIRST)

    return query
