"""What each field of a framework was over time, and what differs between two days. No people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request

from hub import catalogue
from hub.catalogue import History
from hub.clock import LONDON
from hub.db import get_session
from hub.ingest.locks import LOCKABLE
from hub.models import Framework
from hub.security import policy
from hub.web import values
from hub.web.context import today
from hub.web.links import history_link
from hub.web.values import reference_beside
from hub.web.visible import visible
from scrapers.parse import dates

bp = Blueprint("history", __name__)

DECIDED = {
    "join": "Two entries were put together as one framework",
    "detach": "An entry was taken apart from the others",
    "reject": "Two entries were found to be two frameworks",
    "never": "Two entries were found to be two frameworks",
    "eligibility": "A rule on who may use it was confirmed",
}

LONG = 300
"""Characters from which a value is folded away."""


@dataclass(frozen=True)
class Compared:
    """Two days as they were typed, what is wrong with either, and the fields that differ: their lines on each day."""

    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    days: tuple[date, date] | None = None
    differing: Sequence[tuple[str, Sequence[str], Sequence[str]]] = ()


@bp.get("/frameworks/<key>/history")
@policy("public")
def history(key: str) -> str:
    framework = visible(Framework, key, history_link)
    found = catalogue.history(get_session(), framework)
    return render_template(
        "stewards/history.html",
        framework=framework,
        reference=reference_beside(framework),
        history=found,
        compared=_compared(found),
        labels=values.LABELS,
        lines=values.lines,
        decided=DECIDED,
        lockable=LOCKABLE,
        long=LONG,
        done=request.args.get("done", ""),
    )


def _compared(found: History) -> Compared | None:
    """None where no days are asked for. Without a second day it is today."""
    if "from" not in request.args:
        return None
    typed = {name: request.args.get(name, "").strip()[:40] for name in ("from", "to")}
    read = {name: dates.calendar_day(text).value for name, text in typed.items()}
    if not typed["to"]:
        read["to"] = today()
    wrong = {name: "Enter a date such as 31/03/2026" for name, day in read.items() if day is None}
    first, last = read["from"], read["to"]
    if first is None or last is None:
        return Compared(typed, wrong)
    if first > last:
        return Compared(typed, {"to": "Enter a day after the first"})
    return Compared(typed, {}, (first, last), _differing(found, first, last))


def _differing(found: History, first: date, last: date) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    before, after = (found.shown_at(_end_of(day)) for day in (first, last))
    told = [(name, _lines(name, before), _lines(name, after)) for name in found.fields]
    return [(name, one, other) for name, one, other in told if one != other]


def _lines(name: str, shown: Mapping[str, object]) -> list[str]:
    return values.lines(name, shown[name]) if name in shown else []


def _end_of(day: date) -> datetime:
    """The last moment of a day in London; of the last day there is, that of the day before."""
    next_day = day + timedelta(days=1) if day < date.max else day
    return datetime.combine(next_day, time.min, LONDON) - timedelta(microseconds=1)
