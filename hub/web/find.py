"""Guided questions: what, how much, how long, when, where and who; and the frameworks they keep in or rule out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.catalogue.buyers import kinds, widest_regions
from hub.db import get_session
from hub.models import Framework
from hub.search import find as search
from hub.security import policy
from hub.signposting.buyer import Buyer
from hub.signposting.sifting import Needs, sift
from hub.web.candidates import candidate
from hub.web.choices import Choices
from hub.web.context import today
from hub.web.counting import count
from hub.web.find_form import LONGEST_MONTHS, FindForm, read, regions
from hub.web.nearest import Nearest, Way
from hub.web.search import plain_words
from hub.web.shortlisted import joined, shortlisted
from hub.web.sifted import SiftedView, answers, view
from hub.web.visitor import visitor
from indexer import Fragment, IndexUnavailable

bp = Blueprint("find", __name__)

LOOKED_AT = 100
"""Frameworks that are asked the questions: those that the search finds most relevant."""


@dataclass(frozen=True)
class Searched:
    """The frameworks to sift, most relevant first, with where the words were found in each, and how many there are.

    ``ways`` are the nearest searches where this one finds nothing. ``by_title_only``: the index was not there.
    """

    found: Sequence[tuple[Framework, Sequence[Fragment]]]
    total: int
    missing: Sequence[str] = ()
    ways: Sequence[Way] = ()
    by_title_only: bool = False


@bp.get("/find")
@policy("public")
def find() -> str | tuple[str, int]:
    """The questions; with answers in the address the frameworks, or what is wrong with the answers."""
    form = read(request.args, today())
    if not form.sent:
        form.buyers = visitor().shown_for
        return _questions(form)
    if form.wrong:
        return _questions(form), 400
    if "change" in request.args:
        return _questions(form)
    return _frameworks(form)


def _questions(form: FindForm) -> str:
    return render_template(
        "find/questions.html",
        form=form,
        typed=form.typed,
        wrong=form.wrong,
        bodies=_to_tick(form),
        categories=[(each.slug, f"{'– ' if each.parent else ''}{each.title}") for each in _in_tree_order("")],
        regions=regions(),
        kinds=kinds(),
        kind_regions=widest_regions(),
        longest=LONGEST_MONTHS,
        shortlist=joined(shortlisted()),
    )


def _frameworks(form: FindForm) -> str:
    needs = form.needs(today())
    searched = _searched(get_session(), form, needs)
    count(Choices(q=needs.words), searched.total)
    return render_template(
        "find/frameworks.html",
        form=form,
        needs=needs,
        searched=searched,
        looked_at=LOOKED_AT,
        answers=answers(form, needs),
        sifted=_sifted(searched, form, needs),
    )


def _sifted(searched: Searched, form: FindForm, needs: Needs) -> SiftedView:
    frameworks = {framework.key: framework for framework, _ in searched.found}
    candidates = (candidate(framework, fragments, needs.today) for framework, fragments in searched.found)
    return view(get_session(), sift(candidates, needs), frameworks, form, needs)


def _searched(session: Session, form: FindForm, needs: Needs) -> Searched:
    """The most relevant frameworks, those that have ended too: they are ruled out with the reason."""
    choices = _choices(form, needs)
    index, day = current_app.extensions["hub.index"], needs.today
    try:
        if not index.generation():
            raise IndexUnavailable("The search index has not been built.")
        found = search(session, index, choices.query(day, LOOKED_AT))
    except IndexUnavailable as reason:
        current_app.logger.error("The questions look at titles only: %s", reason)
        return _by_title(session, needs)
    catalogue.with_terms(session, [result.framework.key for result in found.results])
    ways = Nearest(session, index, choices, day).ways() if not found.page.total else []
    results = [(result.framework, result.hit.fragments) for result in found.results]
    return Searched(results, found.page.total, found.page.fit.missing, ways)


def _by_title(session: Session, needs: Needs) -> Searched:
    rows, total, _ = catalogue.titled(session, plain_words(needs.words), hide_over=False, per_page=LOOKED_AT)
    return Searched([(row, ()) for row in rows], total, by_title_only=True)


def _choices(form: FindForm, needs: Needs) -> Choices:
    category = form.typed["category"]
    return Choices(q=needs.words, filters={"category": (category,)} if category else {}, ended=True)


def _to_tick(form: FindForm) -> list[tuple[Buyer, bool]]:
    """The organisations to choose from, and whether each is chosen: the visitor's, the address's, those of a name."""
    offered = dict.fromkeys((*form.buyers, *visitor().buyers, *form.called))
    return [(body, body in form.buyers) for body in offered]


def _in_tree_order(parent: str) -> list[data.Category]:
    """Each category with those below it."""
    return [
        each for slug in data.category_children(parent) for each in (data.categories()[slug], *_in_tree_order(slug))
    ]
