"""How to contribute, and how long what was contributed waits: for anybody to read."""

from flask import Blueprint, Response, render_template

from hub.contributions.queue import queues
from hub.contributions.states import ANSWERED_WITHIN
from hub.contributions.template import workbook
from hub.db import get_session
from hub.security import policy
from hub.web.context import today
from scrapers import framework_csv

bp = Blueprint("contributions", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/contributions")
@policy("public")
def contributions() -> str:
    return render_template(
        "contributions/contributions.html",
        queues=queues(get_session(), today()),
        within=ANSWERED_WITHIN.days,
    )


@bp.get("/contributions/template.csv")
@policy("public")
def template_csv() -> Response:
    return _file(framework_csv.template().encode(), "text/csv; charset=utf-8", "frameworks.csv")


@bp.get("/contributions/template.xlsx")
@policy("public")
def template_xlsx() -> Response:
    return _file(workbook(), XLSX, "frameworks.xlsx")


def _file(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
