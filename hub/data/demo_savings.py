"""Example claims of savings for the demo: figures a partnership published, at the state their wording supports."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from hub.data import tables


@dataclass(frozen=True)
class ExampleSaving:
    """``organisation`` is the slug of the example organisation that claims it. ``state`` is validated, verified or
    returned; then ``answer`` is the question it was returned with. ``kind`` is one of hub.savings.kinds. ``on`` is
    empty where it falls over the whole contract. ``sharers``: how many organisations have an equal part.
    """

    organisation: str
    state: str
    title: str
    reference: str
    start: date
    end: date
    basis: str
    route: str
    framework_title: str
    kind: str
    pounds: int
    on: date | None
    like_for_like: str
    published_words: str
    published_in: str
    notes: str
    answer: str
    sharers: int


PLAIN = (
    *("organisation", "state", "title", "reference", "basis", "route", "framework_title", "kind", "like_for_like"),
    *("published_words", "published_in", "notes", "answer"),
)


@cache
def example_savings() -> tuple[ExampleSaving, ...]:
    return tuple(
        ExampleSaving(
            **{name: row[name] for name in PLAIN},
            start=date.fromisoformat(row["start"]),
            end=date.fromisoformat(row["end"]),
            on=tables.day(row["on"]),
            pounds=int(row["amount"]),
            sharers=int(row["sharers"] or 1),
        )
        for row in tables.rows("demo_savings.csv")
    )
