"""Claims as tables: for the government's Commercial Value Tool, and whole."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template

from hub.auth import actor
from hub.db import get_session
from hub.models import SavingClaim
from hub.reports import export
from hub.security import policy
from hub.takeaway.tables import Table
from hub.web.context import today
from hub.web.papers import columns
from hub.web.takeaway.answers import named, sent

bp = Blueprint("saving_export", __name__, url_prefix="/savings")

WHAT = "Claims of savings that whoever took this away may see. Not all of them count: see “Counted as”."
MONEY = "Pounds and pence, after costs where it says net. An empty cell is not known."
TOOL = "Validated claims in the columns of the government’s Commercial Value Tool. The rest is on the sheet “Left out”."


@bp.get("/export")
@policy("account")
def choices() -> str:
    """What there is to take away."""
    found = _claims()
    tool = export.for_tool(found)
    return render_template("papers/export.html", total=len(found), rows=len(tool.rows), left_out=tool.left_out)


@bp.get("/export.csv")
@policy("account")
def for_tool() -> Response:
    """The rows that the tool takes, and nothing else, so that the file can be handed to it."""
    return sent(_for_tool(_claims()), "csv", named("commercial-value", "csv", today()))


@bp.get("/export.xlsx")
@policy("account")
def workbook() -> Response:
    """The same, what is left out and why, and all claims with their years and parts, each on a sheet of its own."""
    found = _claims()
    more = (_left_out(found), *(_table(name, found) for name in TABLES))
    return sent(_for_tool(found), "xlsx", named("savings", "xlsx", today()), *more)


@bp.get("/export/<any(claims, parts, years):name>.csv")
@policy("account")
def one(name: str) -> Response:
    return sent(_table(name, _claims()), "csv", named(f"savings-{name}", "csv", today()))


def _claims() -> Sequence[SavingClaim]:
    return export.claims(get_session(), actor())


def _for_tool(found: Sequence[SavingClaim]) -> Table[Any]:
    rows = export.for_tool(found).rows
    return Table("value tool", columns.TOOL, rows, about=_about(TOOL))


def _left_out(found: Sequence[SavingClaim]) -> Table[Any]:
    return Table("left out", columns.LEFT_OUT, export.for_tool(found).left_out)


TABLES: dict[str, Any] = {
    "claims": (columns.CLAIMS, list),
    "years": (columns.YEARS, export.years),
    "parts": (columns.PARTS, export.parts),
}


def _table(name: str, found: Sequence[SavingClaim]) -> Table[Any]:
    shown, rows = TABLES[name]
    return Table(name, shown, rows(found), about=_about(WHAT))


def _about(what: str) -> list[tuple[str, str]]:
    return [("What", what), ("Money", MONEY), ("Taken on", today().isoformat())]
