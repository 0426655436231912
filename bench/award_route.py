#!/usr/bin/env python3
"""How well the hub concludes on award routes, against conclusions drawn by hand.

    python -m bench.award_route FILE     cases as JSON lines (bench/award_cases.py)

Costly is a conclusion that permits more than the one drawn by hand: those are counted apart and listed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.award_cases import Case, read
from bench.tables import say, table
from hub.signposting.award import Conclusion, Verdict, conclude

LEAST_AS_LABELLED = 0.9

PERMITS = {
    Verdict.NOT_ALLOWED: {Verdict.ONLY_COMPETITION, Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.ONLY_COMPETITION: {Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.CANNOT_TELL: {Verdict.DIRECT_AWARD_ALLOWED},
    Verdict.DIRECT_AWARD_ALLOWED: set(),
}
"""By the conclusion drawn by hand: those that permit more."""


@dataclass(frozen=True)
class Judged:
    """A case with what was concluded by hand and by the hub."""

    case: Case
    wanted: Verdict
    found: Conclusion

    @property
    def right(self) -> bool:
        return self.found.verdict is self.wanted

    @property
    def too_permissive(self) -> bool:
        return self.found.verdict in PERMITS[self.wanted]


def main(arguments: Sequence[str]) -> int:
    """Print the score; 0 where nothing is too permissive and enough is as labelled."""
    parser = argparse.ArgumentParser(prog="python -m bench.award_route", description="How well routes are judged.")
    parser.add_argument("file", type=Path, help="cases, JSON lines")
    judged = judge(parser.parse_args(arguments).file)
    for line in report(judged):
        say(line)
    right = sum(each.right for each in judged)
    return int(any(each.too_permissive for each in judged) or right < LEAST_AS_LABELLED * len(judged))


def judge(path: Path) -> list[Judged]:
    """Every case of a file with both conclusions."""
    return [Judged(case, Verdict(case["conclusion"]), conclude(facts)) for case, facts in read(path)]


def report(judged: Sequence[Judged]) -> list[str]:
    """The score, the table of both conclusions, and each case that is not as labelled."""
    right, costly = sum(each.right for each in judged), sum(each.too_permissive for each in judged)
    counts = Counter((each.wanted, each.found.verdict) for each in judged)
    rows = [[wanted, *(counts[wanted, found] for found in Verdict)] for wanted in Verdict]
    return [
        f"{right} of {len(judged)} as labelled ({right / max(len(judged), 1):.1%}), {costly} more permissive.",
        "",
        *table(["by hand / by the hub", *Verdict], rows),
        "",
        *(_line(each) for each in judged if each.too_permissive),
        *(_line(each) for each in judged if not each.right and not each.too_permissive),
    ]


def _line(each: Judged) -> str:
    mark = "MORE PERMISSIVE" if each.too_permissive else "differs"
    reasons = " ".join(each.found.reasons)
    return f"- {mark}: {each.case['id']} is {each.wanted}, found {each.found.verdict}: {reasons}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
