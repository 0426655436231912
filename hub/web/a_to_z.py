"""Every framework by title."""

from flask import Blueprint, render_template, request

from hub import catalogue
from hub.db import get_session
from hub.security import policy
from hub.web.cards import entries
from hub.web.context import today

bp = Blueprint("a_to_z", __name__)


@bp.get("/a-to-z")
@policy("public")
def a_to_z() -> str:
    letters = catalogue.letters(get_session())
    asked = request.args.get("letter", "").upper()
    letter = asked if asked in letters else next(iter(letters), "")
    found = entries(catalogue.by_letter(get_session(), letter), today()) if letter else []
    return render_template("a_to_z/a_to_z.html", letters=letters, letter=letter, asked=asked, frameworks=found)
