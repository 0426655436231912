"""What reading one published value gives."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Doubt:
    """Why a published value is not plainly right, and what was done about it.

    ``shown`` is what a report may show of the value, where that is not the value itself.
    """

    reason: str
    done: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value and the doubts about it. A value that could not be read is None or empty, with a doubt that says why."""

    value: T
    doubts: tuple[Doubt, ...] = field(default_factory=tuple)


def doubted(value: T, reason: str, done: str = "") -> Found[T]:
    """A value with one doubt about it."""
    return Found(value, (Doubt(reason, done),))
