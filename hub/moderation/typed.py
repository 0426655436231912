"""A value for one field as a moderator types it, read as a cell of the framework CSV is. Pure."""

from datetime import date
from typing import Any

from hub.errors import Refused
from hub.ingest.statement import known
from scrapers import framework_csv
from scrapers.content import Content, Entry
from scrapers.parse.privacy import without_persons

COLUMN_OF = {
    "stage": "status",
    "max_end": "latest end if extended",
    "max_value": "maximum value (net)",
    "fee": "fee percent",
    "eligibility": "who may use it",
    "how_to_buy": "how to buy",
    "stock_only": "stock only",
    "replaced_by": "replaced by",
    "url": "web page",
}
"""The column of the framework CSV for a field, where it is not called the same."""


def column_of(field: str) -> str:
    return COLUMN_OF.get(field, field)


def value_of(field: str, text: str) -> Any:
    """What a Record has for the text in this field. Raises Refused, which says what cannot be read."""
    if without_persons(text)[1]:
        raise Refused("Take out the name or own e-mail address of a person")
    column = column_of(field)
    cells = {"source id": "lock", "owner": "lock", "title": "lock", column: text}
    entries = (Entry("what you typed", cells),)
    content = Content(name="lock", form="csv", modified=date.min, fields=tuple(cells), entries=entries)
    row = framework_csv.read(content).rows[0]
    if problem := next((each for each in row.problems if each.field == column and "worked out" not in each.done), None):
        raise Refused(f"“{text}”: {problem.reason}")
    value = getattr(row.record, field) if row.record else None
    if not known(value):
        raise Refused("Enter a value, or choose one of those the sources give")
    return value
