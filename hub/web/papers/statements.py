"""An organisation's own statement for a year, on one page."""

from flask import Blueprint, Response, request, url_for

from hub.auth import actor
from hub.db import get_session
from hub.reports import period as years, readers, statement_paper
from hub.reports.highlight import require_begun
from hub.reports.paper import Paper
from hub.reports.period import Period
from hub.reports.statement import statement
from hub.security import policy
from hub.web.context import today
from hub.web.papers import sending

bp = Blueprint("statements", __name__, url_prefix="/savings/statements")


@bp.get("/<slug>")
@policy("account")
def own(slug: str) -> str:
    paper, period = _paper(slug)
    before = Period(period.begins - 1)
    return sending.page(
        paper,
        lambda form: url_for("statements.as_file", slug=slug, form=form, period=period.year),
        before=(f"The statement of {before.shown}", url_for("statements.own", slug=slug, period=before.year)),
    )


@bp.get("/<slug>.<any(pdf, json):form>")
@policy("account")
def as_file(slug: str, form: str) -> Response:
    paper, period = _paper(slug)
    return sending.sent(paper, form, f"statement-{slug}-{period.year}")


def _paper(slug: str) -> tuple[Paper, Period]:
    """Raises NotFound for somebody else's organisation, Refused for no year or one that has not begun."""
    session, asked = get_session(), request.args.get("period", "")
    organisation = readers.organisation_of(session, actor(), slug)
    period = years.read(asked) if asked else years.of_day(today())
    require_begun(period, today())
    address = url_for("statements.own", slug=slug, period=period.year, _external=True)
    return statement_paper.printed(statement(session, organisation, period, today()), address), period
