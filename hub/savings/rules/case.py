"""A claim before the rules: what is claimed, and everything else that is held."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hub.savings.book import TENDER, Book, HeldCallOff, HeldClaim, Line
from hub.savings.entry import Finding
from hub.savings.standing import places
from hub.savings.worth import AS_ENTERED, worth, years


@dataclass(frozen=True)
class Case:
    """``book`` is without the claim itself and without the one it takes the place of.

    ``cannot_supersede`` says why it cannot take the place of the claim it names; empty if it can.
    """

    book: Book
    claim: HeldClaim
    cannot_supersede: str = ""

    @property
    def call_off(self) -> HeldCallOff:
        return self.book.call_offs[self.claim.call_off]

    @property
    def column(self) -> str:
        """The column that was ticked, or else that of the route."""
        return self.claim.column or self.call_off.column

    def others(self) -> Iterator[HeldClaim]:
        """The live claims on the call-off."""
        return self.book.live(self.claim.call_off)

    def own(self) -> Iterator[HeldClaim]:
        """Those of the same organisation."""
        return (other for other in self.others() if other.organisation == self.claim.organisation)

    def entered(self, line: Line) -> int:
        """What was typed, in pence, before anything known changes it."""
        return sum(worth(replace(line, formula_pence=None), AS_ENTERED).values())

    def shared_years(self, other: HeldClaim, line: Line) -> list[str]:
        """The years of a line which another claim has as well, for the same type of saving."""
        held = places(self.book, other)
        return [year for year in sorted(years(line)) if (line.type, year) in held]

    def reject(self, rule: str, words: str, line: Line | None = None) -> Finding:
        return self._finding(rule, "reject", words, line)

    def adjust(self, rule: str, words: str, line: Line | None = None) -> Finding:
        return self._finding(rule, "adjust", words, line)

    def _finding(self, rule: str, outcome: str, words: str, line: Line | None) -> Finding:
        return Finding(rule, outcome, self.claim.key, words, line.number if line else None)


def tender(claim: HeldClaim) -> bool:
    """Whether a claim is for the cost of tendering, among others."""
    return any(line.type == TENDER for line in claim.lines)


def listed(words: list[str]) -> str:
    """2025-26, 2026-27 and 2027-28."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
