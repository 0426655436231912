"""The hub's own categories and what is in them."""

from flask import Blueprint, render_template

from hub import catalogue, data
from hub.db import get_session
from hub.errors import NotFound
from hub.security import policy
from hub.web.context import today
from hub.web.owners import by_status
from hub.web.vocabulary import cpv_word

bp = Blueprint("categories", __name__)


@bp.get("/categories")
@policy("public")
def categories() -> str:
    session = get_session()
    counts, tops = catalogue.category_counts(session), catalogue.top_categories(session)
    tree = [(top, [counts[slug] for slug in data.category_children(top.category.slug)]) for top in tops]
    return render_template("categories/categories.html", tree=tree)


@bp.get("/categories/<slug>")
@policy("public")
def category(slug: str) -> str:
    if slug not in data.categories():
        raise NotFound("There is no category at this address.")
    session = get_session()
    counts, frameworks = catalogue.category_counts(session), catalogue.frameworks_in(session, slug)
    divisions = catalogue.cpv_divisions(session, frameworks)
    return render_template(
        "categories/category.html",
        category=counts[slug],
        above=[data.categories()[above] for above in data.category_ancestors(slug)],
        below=[counts[below] for below in data.category_children(slug)],
        groups=by_status(frameworks, today()),
        divisions=[(code, cpv_word(code), count) for code, count in divisions.items()],
    )
