"""Plays sequences of entries about savings, one JSON object a line, in a world, and tells where it differs.

A sequence sets up call-offs and takes steps; each step says what is expected of it. The world may be the pure rules or
a database: whatever can do what World asks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Sequence = Mapping[str, Any]
Step = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """What came of a step. ``words`` are what the person is told."""

    outcome: str
    rule: str | None
    words: str = ""


@dataclass(frozen=True)
class ClaimSeen:
    """How a claim stands. ``counted_by_fy`` is what of it is in totals now."""

    state: str
    column: str
    counted_by_fy: Mapping[str, int]
    unattributed_pence: int | None = None


class World(Protocol):
    """Somewhere sequences can be played. Each takes a step of that action, in the shape of the file."""

    def set_up(self, call_offs: list[Mapping[str, Any]]) -> None: ...

    def submit(self, step: Step) -> Seen: ...

    def verify(self, step: Step) -> Seen: ...

    def validate(self, step: Step) -> Seen: ...

    def edit(self, step: Step) -> Seen: ...

    def withdraw(self, step: Step) -> Seen: ...

    def extend(self, step: Step) -> Seen: ...

    def end_early(self, step: Step) -> Seen: ...

    def record_spend(self, step: Step) -> Seen: ...

    def record_tender_run(self, step: Step) -> Seen: ...

    def add_sharer(self, step: Step) -> Seen: ...

    def owner_declare(self, step: Step) -> Seen: ...

    def import_value(self, step: Step) -> Seen: ...

    def claim(self, key: str) -> ClaimSeen: ...

    def changed(self) -> set[str]:
        """The claims that the last step changed, the one it entered among them."""
        ...

    def totals(self) -> Mapping[str, Any]:
        """collaborative_pence, local_pence, council_total_pence, owner_declared_pence, pending_pence, council_by_fy."""
        ...


def read(path: Path) -> list[Sequence]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def play(world: World, sequence: Sequence) -> list[str]:
    """What differs from what the sequence expects; empty if nothing does."""
    world.set_up(sequence["setup"]["calloffs"])
    found = [difference for step in sequence["steps"] for difference in _step(world, step)]
    expected = sequence.get("expect_totals", {})
    found += [f"at the end: {each}" for each in _differences(expected, world.totals())]
    return [f"{sequence['id']} {each}" for each in found]


def _step(world: World, step: Step) -> Iterator[str]:
    seen = Seen("accept", None) if step["action"] == "report" else getattr(world, step["action"])(step)
    expected, actual = dict(step.get("expect", {})), {"outcome": seen.outcome, "rule": seen.rule}
    affects = expected.pop("affects", None)
    if affects and affects not in world.changed():
        yield f"step {step['n']}: {affects} is not changed"
    for name in expected.keys() & {"state", "column", "counted_by_fy", "unattributed_pence"}:
        actual[name] = getattr(world.claim(affects or step.get("claim") or min(world.changed())), name)
    if "totals" in expected:
        yield from (f"step {step['n']}: {each}" for each in _differences(expected.pop("totals"), world.totals()))
    yield from (f"step {step['n']}: {each}" for each in _differences(expected, actual))
    if seen.outcome != "accept" and not seen.words:
        yield f"step {step['n']}: nobody is told why"


def _differences(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[str]:
    for name, value in expected.items():
        if actual[name] != value:
            yield f"{name} is {actual[name]!r}, not {value!r}"
