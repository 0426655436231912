"""Frameworks that a visitor names by key: those there are, in their order, and what became of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Framework


@dataclass(frozen=True)
class Keyed:
    """The frameworks as they were named, each once. ``withdrawn`` are titles by key, ``unknown`` the other keys."""

    frameworks: Sequence[Framework]
    withdrawn: Mapping[str, str]
    unknown: Sequence[str]


def keyed(session: Session, keys: Iterable[str]) -> Keyed:
    """The frameworks these keys lead to: one that was merged into another stands for that one."""
    named = list(dict.fromkeys(keys))
    rows = {row.key: row for row in session.scalars(select(Framework).where(Framework.key.in_(named)))}
    frameworks: dict[str, Framework] = {}
    withdrawn: dict[str, str] = {}
    unknown: list[str] = []
    for key in named:
        leader = _leader(rows.get(key))
        if leader is None or not (leader.digest or leader.withdrawn_at):
            unknown.append(key)
        elif leader.withdrawn_at is not None:
            withdrawn[leader.key] = leader.title
        else:
            frameworks[leader.key] = leader
    return Keyed(list(frameworks.values()), withdrawn, unknown)


def _leader(framework: Framework | None) -> Framework | None:
    while framework is not None and framework.merged_into is not None:
        framework = framework.merged_into
    return framework
