"""Replacement watch: what follows each framework that ends."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for

from hub import catalogue
from hub.catalogue import Replacement
from hub.cells import inert
from hub.db import get_session
from hub.formatters import count_text, dated_text
from hub.models import Framework
from hub.security import policy
from hub.successors import Outcome, Outlook
from hub.web.cards import Entry, entry
from hub.web.context import today
from hub.web.values import day_of

bp = Blueprint("replacements", __name__)

WITHIN = (90, 180, 365, 730)
USUAL = 365

OUTCOMES = {
    Outcome.MISSING: "No successor found",
    Outcome.PLANNED: "Successor planned",
    Outcome.FOUND: "Successor found",
}
"""In the order in which they need someone's attention."""

COLUMNS = (
    "framework", "reference", "owner", "ends", "outcome", "successor", "successor_reference", "successor_starts",
    "gap_days", "named_by_a_source",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One framework that ends, as the page shows it."""

    entry: Entry
    ends: str
    outcome: Outcome
    successor: Entry | None
    starts: str
    gap: str
    published: bool


@bp.get("/replacements")
@policy("public")
def replacements() -> str:
    within, outcome = _chosen()
    found = catalogue.replacements(get_session(), today(), within)
    counts = Counter(each.outlook.outcome for each in found)
    return render_template(
        "replacements/replacements.html",
        lines=[_line(each) for each in found if outcome in ("", each.outlook.outcome)],
        total=len(found),
        counts={which: counts[which] for which in OUTCOMES},
        labels=OUTCOMES,
        choices=WITHIN,
        usual=USUAL,
        within=within,
        outcome=outcome,
        back=catalogue.LOOKING_BACK.days,
        download=url_for("replacements.as_csv", within=within, outcome=outcome or None),
    )


@bp.get("/replacements.csv")
@policy("public")
def as_csv() -> Response:
    within, outcome = _chosen()
    found = catalogue.replacements(get_session(), today(), within)
    rows = [_row(each) for each in found if outcome in ("", each.outlook.outcome)]
    return Response(
        _csv(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="replacements-{today().isoformat()}.csv"'},
    )


def _chosen() -> tuple[int, str]:
    """What was asked for; anything else means the usual."""
    asked, outcome = request.args.get("within", ""), request.args.get("outcome", "")
    within = int(asked) if asked in map(str, WITHIN) else USUAL
    return within, outcome if outcome in set(OUTCOMES) else ""


def _line(found: Replacement) -> Line:
    successor = found.successor
    return Line(
        entry=entry(found.framework, today()),
        ends=_day(found.framework, "end"),
        outcome=found.outlook.outcome,
        successor=entry(successor, today()) if successor else None,
        starts=_day(successor, "start") if successor else "",
        gap=gap_text(found.outlook),
        published=found.outlook.published,
    )


def _day(framework: Framework, name: str) -> str:
    return dated_text(day_of(framework, name)) or "not published"


def gap_text(outlook: Outlook) -> str:
    """What lies between the end of one and the start of the next, in words."""
    if outlook.outcome is Outcome.MISSING:
        return ""
    if outlook.gap is None:
        return "Gap not known: a date is not published"
    if outlook.gap == 0:
        return "It starts the day after"
    if outlook.gap < 0:
        return f"Their published dates overlap by {count_text(-outlook.gap, 'day')}"
    return f"{count_text(outlook.gap, 'day')} lie between the two" if outlook.gap > 1 else "1 day lies between the two"


def _row(found: Replacement) -> Sequence[str]:
    framework, successor, ahead = found.framework, found.successor, found.outlook
    return (
        framework.title,
        framework.reference,
        framework.owner.name if framework.owner else "",
        framework.end.isoformat() if framework.end else "",
        ahead.outcome.value,
        successor.title if successor else "",
        successor.reference if successor else "",
        successor.start.isoformat() if successor and successor.start else "",
        "" if ahead.gap is None else str(ahead.gap),
        ("yes" if ahead.published else "no") if successor else "",
    )


def _csv(rows: Iterable[Sequence[str]]) -> str:
    """A gap below nought is a number, and no formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell if cell.lstrip("-").isdecimal() else inert(cell) for cell in row] for row in rows)
    return text.getvalue()
