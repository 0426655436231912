"""Where a site sends us on to, followed by hand: each place is checked like the first."""

from collections.abc import Callable, Collection
from typing import TypeVar

from scrapers.fetch.address import Address, followed, shown
from scrapers.fetch.asking import Answer
from scrapers.site import FetchFailed

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)

Taken = TypeVar("Taken")


def follow(
    start: Address, hosts: Collection[str], ask: Callable[[Address], Answer[Taken]]
) -> tuple[Address, Answer[Taken]]:
    """Ask, and ask where we are sent on to; gives the last address and its answer.

    Raises FetchFailed for a place off ``hosts``, for a circle, and for the sixth redirect.
    """
    passed = [start]
    while True:
        answer = ask(passed[-1])
        location = answer.header("Location")
        if answer.status not in REDIRECTS or not location:
            return passed[-1], answer
        onward = followed(passed[-1], location, hosts)
        if onward in passed:
            raise _lost(start, f"sends us round in a circle (by {shown(str(onward))})")
        if len(passed) > MOST_REDIRECTS:
            raise _lost(start, f"sends us on more than {MOST_REDIRECTS} times")
        passed.append(onward)


def _lost(start: Address, fault: str) -> FetchFailed:
    return FetchFailed(f"{shown(str(start))} {fault}; look for its new address.")
