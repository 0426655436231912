"""The letters to those who follow something, from what there is to tell. Pure."""

from collections.abc import Iterable, Sequence

from hub.follows.endings import Warning
from hub.follows.lines import Told, by_framework
from hub.follows.links import Links
from hub.follows.news import Check
from hub.mail import Letter, write

MOST = 60
"""Frameworks in one letter."""


def news_letter(to: str, account: int, checks: Sequence[Check], links: Links) -> Letter | None:
    """The letter on what is new; None where nothing is."""
    told = by_framework(line for check in checks for line in check.lines)
    if not told:
        return None
    rest = [(check.more, check.title, links.page(check.kind, check.subject)) for check in checks if check.more]
    return write(
        *("following", to),
        headers=links.headers(account),
        frameworks=_addressed(told[:MOST], links),
        count=len(told) + sum(check.more for check in checks),
        rest=[*rest, *([(len(told) - MOST, "all you follow", links.mine)] if len(told) > MOST else [])],
        mine=links.mine,
        stop=links.stop(account),
    )


def ending_letter(to: str, account: int, due: Sequence[Warning], links: Links) -> Letter:
    """The letter on what ends. Whoever only looks after it cannot stop such letters, and is not told that they can."""
    told = by_framework(each.line for each in due)
    follows = any(not each.duty for each in due)
    return write(
        *("ending", to),
        headers=links.headers(account) if follows else {},
        frameworks=_addressed(told[:MOST], links),
        count=len(told),
        rest=max(len(told) - MOST, 0),
        mine=links.mine,
        stop=links.stop(account) if follows else "",
    )


def _addressed(told: Iterable[Told], links: Links) -> list[tuple[Told, str]]:
    return [(each, links.page("framework", each.key)) for each in told]
