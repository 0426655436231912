"""Who keeps sums by organisation, and so has to know when organisations are merged or split.

They are kept above this layer: whoever keeps some registers it on import.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.models import Organisation
from hub.shares import share_of


@dataclass(frozen=True)
class Keeper:
    """``name`` is what several of the things are called. ``held`` tells how many of which an organisation, by its id,
    has: "3 claims of savings"; nothing where it has none.

    ``follow`` puts the things of these organisations, by their ids, where the successions in force say; it changes
    nothing else, writes no audit row, and is safe to do again.
    """

    name: str
    held: Callable[[Session, int], Sequence[str]]
    follow: Callable[[Session, Collection[int], datetime], None]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    _keepers[keeper.name] = keeper


def follow(session: Session, organisations: Collection[int], at: datetime) -> None:
    """Successions of these organisations are other than they were."""
    for keeper in _keepers.values():
        keeper.follow(session, organisations, at)


def held(session: Session, organisation: int) -> list[str]:
    """What is kept by an organisation and would pass on: "3 claims of savings", "1 target"."""
    return [each for keeper in _keepers.values() for each in keeper.held(session, organisation)]


def share_problem(
    session: Session, predecessors: Iterable[Organisation], successors: int, shares: Sequence[str]
) -> str:
    """What is wrong with the shares of a merger or split, with the cure; empty where they will do."""
    if shares and len(shares) != successors:
        return "Give each of those that follow its share, or none of them"
    try:
        total = sum(map(share_of, shares), Fraction(0))
    except Refused as refusal:
        return str(refusal).rstrip(".")
    if shares and total != 1:
        return "The shares must come to exactly 100%, such as 60% and 40%, or 1/3, 1/3 and 1/3"
    if shares or successors == 1:
        return ""
    for row in predecessors:
        names = [keeper.name for keeper in _keepers.values() if keeper.held(session, row.id)]
        if names:
            return f"{row.name} has {' and '.join(names)}. Say which share of them passes to each, such as 60% and 40%"
    return ""
