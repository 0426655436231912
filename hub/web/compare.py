"""Up to four frameworks side by side."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from hub import catalogue
from hub.db import get_session
from hub.models import Framework
from hub.security import policy
from hub.web import comparison
from hub.web.cards import entry
from hub.web.context import today
from hub.web.links import compare_link
from hub.web.shortlist import hints
from hub.web.shortlisted import MOST, shortlisted

bp = Blueprint("compare", __name__)

AT_ONCE = 4
"""Frameworks that fit beside each other."""

TOO_MANY = "Choose up to four frameworks: no more than that can be read side by side"
TOO_FEW = "Choose at least two frameworks to compare"


@bp.get("/compare")
@policy("public")
def compare() -> str | tuple[str, int]:
    """The comparison; else the frameworks to choose from, and what is wrong with the choice."""
    found = catalogue.keyed(get_session(), _asked(request.args))
    if not 2 <= len(found.frameworks) <= AT_ONCE:
        return _choose(found.frameworks, hints(found))
    rows = comparison.rows(get_session(), found.frameworks, today())
    only = request.args.get("only") == "differences"
    return render_template(
        "compare/compare.html",
        columns=[entry(framework, today()) for framework in found.frameworks],
        keys=[framework.key for framework in found.frameworks],
        rows=[row for row in rows if row.mark] if only else rows,
        alike=sum(not row.mark for row in rows),
        only=only,
        hints=hints(found),
        switch=compare_link([each.key for each in found.frameworks], only=None if only else "differences"),
        search=request.args.get("search", ""),
    )


def _asked(parameters: MultiDict[str, str]) -> list[str]:
    return [key for key in dict.fromkeys(parameters.getlist("f")) if key][: MOST + 1]


def _choose(frameworks: Sequence[Framework], hints: Sequence[str]) -> Any:
    """From what was asked for and what is on the shortlist. Who asked for nothing yet has done nothing wrong."""
    listed = catalogue.keyed(get_session(), shortlisted()).frameworks
    asked = [framework.key for framework in frameworks]
    choices = {framework.key: entry(framework, today()) for framework in (*frameworks, *listed)}
    wrong = TOO_MANY if len(asked) > AT_ONCE else TOO_FEW if "f" in request.args or len(asked) == 1 else ""
    page = render_template(
        "compare/choose.html",
        choices=choices,
        asked=asked,
        wrong=wrong,
        hints=hints,
        search=request.args.get("search", ""),
    )
    return (page, 400) if wrong else page
