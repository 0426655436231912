"""What all claims of a book come to: only validated ones count, and what owners declare stands apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.savings.book import OWNER, PENDING, Book
from hub.savings.standing import worth_by_fy


@dataclass(frozen=True)
class Totals:
    """Pence. ``pending`` waits for an approval; ``council_by_fy`` is the council total by year, years of 0 included."""

    collaborative_pence: int
    local_pence: int
    owner_declared_pence: int
    pending_pence: int
    council_by_fy: Mapping[str, int]

    @property
    def council_total_pence(self) -> int:
        return self.collaborative_pence + self.local_pence


def totals(book: Book) -> Totals:
    """The totals of every claim in the book."""
    columns, pending, by_fy = dict.fromkeys(("collaborative", "local", OWNER), 0), 0, dict[str, int]()
    for claim in book.claims.values():
        worth = worth_by_fy(book, claim)
        if claim.state == "validated":
            columns[claim.column] += sum(worth.values())
        if claim.state == "validated" and claim.column != OWNER:
            by_fy = {year: by_fy.get(year, 0) + worth.get(year, 0) for year in by_fy.keys() | worth.keys()}
        if claim.state in PENDING:
            pending += sum(worth.values())
    return Totals(columns["collaborative"], columns["local"], columns[OWNER], pending, dict(sorted(by_fy.items())))
