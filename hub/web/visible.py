"""The one door through which pages fetch a thing by the name in its address."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, redirect
from sqlalchemy import select

from hub.db import get_session
from hub.errors import Gone, NotFound
from hub.models import Framework, Organisation
from hub.web.links import framework_link

Thing = TypeVar("Thing", Framework, Organisation)

NAMED_BY = {Framework: Framework.key, Organisation: Organisation.slug}


def visible(model: type[Thing], ident: str, link: Callable[[Framework], str] = framework_link) -> Thing:
    """The thing of that name, if this visitor may see it.

    Raises NotFound, Gone for a framework that was withdrawn, and a redirect for one merged into another, to the
    ``link`` of that one.
    """
    found = get_session().scalar(select(model).where(NAMED_BY[model] == ident))
    if found is None:
        raise NotFound(f"There is no {model.__name__.lower()} at this address.")
    if isinstance(found, Framework):
        _settled(found, link)
    return found


def _settled(framework: Framework, link: Callable[[Framework], str]) -> None:
    """Raises unless the framework stands by itself."""
    leader = framework
    while leader.merged_into is not None:
        leader = leader.merged_into
    if leader.withdrawn_at is not None:
        raise Gone(leader.title)
    if leader is not framework:
        abort(redirect(link(leader), 301))
    if not framework.digest:
        raise NotFound("There is no framework at this address.")
