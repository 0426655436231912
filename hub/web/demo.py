"""What only a demo has: the letters it would have sent, for anyone to read."""

import re
from collections.abc import Iterator

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup, escape

from hub.db import get_session
from hub.errors import NotFound
from hub.mail import outbox
from hub.security import policy

bp = Blueprint("demo", __name__)

LATEST = 50
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@bp.get("/demo/mail")
@policy("public")
def mail() -> str:
    """Raises NotFound in any hub but a demo: letters hold what signs people in."""
    if current_app.config["MAIL"] != "demo":
        raise NotFound("There is no page at this address.")
    letters = [(row, Markup("").join(_pieces(row.body))) for row in outbox.latest(get_session(), LATEST)]
    return render_template("demo/mail.html", letters=letters, most=LATEST)


def _pieces(body: str) -> Iterator[Markup]:
    """A letter's text, with a link wherever it leads back to this hub and to nowhere else."""
    at = 0
    for found in ADDRESS.finditer(body):
        yield escape(body[at : found.start()])
        path = found[0].removeprefix(request.host_url)
        link = Markup('<a class="govuk-link" href="/{}">{}</a>').format(path.lstrip("/\\"), found[0])
        yield link if path != found[0] else escape(found[0])
        at = found.end()
    yield escape(body[at:])
