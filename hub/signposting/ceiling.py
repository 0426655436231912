"""The ceiling of a framework beside the call-offs the hub knows of. Pure.

The two stand side by side, each with its date. Nothing is subtracted and no share is worked out: what is known is never
all there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Amount:
    """The published value of one call-off, and the newest day known of it: its start, else its publication."""

    net_pence: int | None
    gross_pence: int | None
    currency: str | None
    day: date | None = None


@dataclass(frozen=True)
class Total:
    """What some contracts come to: without VAT where that is published, the others with it. One of the two is None."""

    contracts: int
    net_pence: int | None
    gross_pence: int | None
    currency: str | None


@dataclass(frozen=True)
class Known:
    """Call-offs the hub knows of: how many, what their values come to, how many have none, and the newest day."""

    contracts: int
    totals: Sequence[Total]
    without_value: int
    newest: date | None


def known(amounts: Iterable[Amount]) -> Known:
    """What the call-offs come to, apart for each currency and for values without and with VAT."""
    rows = list(amounts)
    nets: dict[str | None, list[int]] = defaultdict(list)
    grosses: dict[str | None, list[int]] = defaultdict(list)
    for row in rows:
        if row.net_pence is not None:
            nets[row.currency].append(row.net_pence)
        elif row.gross_pence is not None:
            grosses[row.currency].append(row.gross_pence)
    totals = [Total(len(each), sum(each), None, currency) for currency, each in nets.items()]
    totals += [Total(len(each), None, sum(each), currency) for currency, each in grosses.items()]
    return Known(
        contracts=len(rows),
        totals=sorted(totals, key=lambda total: -total.contracts),
        without_value=len(rows) - sum(total.contracts for total in totals),
        newest=max((row.day for row in rows if row.day), default=None),
    )
