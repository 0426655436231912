"""The frameworks a visitor has put aside: in their order, to compare, to write a file note about, or to take away."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, render_template, request

from hub import catalogue
from hub.catalogue import Keyed
from hub.db import get_session
from hub.formatters import listing
from hub.models import Framework
from hub.security import policy
from hub.web.cards import card
from hub.web.choices import short
from hub.web.context import today
from hub.web.searched import search_in_words
from hub.web.shortlisted import KEY, MOST, joined, named, shortlisted

bp = Blueprint("shortlist", __name__)


@bp.get("/shortlist")
@policy("public")
def shortlist() -> str:
    session = get_session()
    found = catalogue.keyed(session, shortlisted())
    keys = [framework.key for framework in found.frameworks]
    catalogue.with_lots(session, keys)  # what cards show, read for all at once
    return render_template(
        "shortlist/shortlist.html",
        cards=[card(framework, today()) for framework in found.frameworks],
        keys=keys,
        without=_without(found.frameworks),
        hints=[*hints(found), *_unreadable(named())],
        search=request.args.get("search", ""),
        searched=search_in_words(request.args.get("search", "")),
    )


def hints(found: Keyed) -> list[str]:
    """What became of the frameworks that were named and cannot be shown."""
    gone = [
        f"“{title}” has been withdrawn: no source the hub reads describes it any more. Ask its owner whether it ended."
        for title in found.withdrawn.values()
    ]
    return gone + _not_there(found.unknown)


def _unreadable(given: Sequence[str]) -> list[str]:
    words = [word for word in given if not KEY.fullmatch(word)]
    over = len(given) - len(words) - MOST
    too_many = [f"A shortlist holds {MOST} frameworks. {over} more were left out."] if over > 0 else []
    return _not_there(words) + too_many


def _not_there(keys: Iterable[str]) -> list[str]:
    words = [f"“{short(key)}”" for key in keys][:MOST]
    if not words:
        return []
    return [f"There is no framework {listing(words, 'or')}. The link may be damaged: search for it again."]


def _without(frameworks: Sequence[Framework]) -> dict[str, str | None]:
    """The shortlist that is left when one of them is removed, by its key."""
    keys = [framework.key for framework in frameworks]
    return {key: joined([other for other in keys if other != key]) for key in keys}
