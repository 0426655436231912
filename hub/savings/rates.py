"""Gross saving ÷ baseline, and whether it is far out: above 40 %, or far from what others saved."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hub.savings.line_types import LINE_TYPES
from hub.savings.pricing import median
from hub.savings.results import LineFigures

OUTLIER = Fraction(40, 100)
"""Above this a note is needed: a suggestion, not a rule of any tool."""

FEWEST_PEERS = 5
DEVIATIONS = 3
RATED_FIRST = (("PRICE_PREV", "PRICE_QUOTE", "PRICE_LIST"), ("PRICE_RISE_AVOIDED",), ("REBATE",))


def rate(gross: Fraction, baseline: Fraction | None) -> Fraction | None:
    """In per cent, exact. Without a baseline, or with one of nothing, there is none."""
    return gross / baseline * 100 if baseline else None


def line_rate(kind: str, gross: Fraction, baseline: Fraction | None) -> Fraction | None:
    return rate(gross, baseline) if LINE_TYPES[kind].rated else None


def is_outlier(line_rate: Fraction | None) -> bool:
    return line_rate is not None and line_rate > OUTLIER * 100


def claim_rate(lines: Iterable[LineFigures]) -> Fraction | None:
    """Of the prices, or else of the rises avoided, or else of the rebates; a rebate adds to the gross of the first two,
    not to their baseline, which is the same spend.
    """
    counted = [line for line in lines if line.counted]
    rated = next((found for kinds in RATED_FIRST if (found := [line for line in counted if line.type in kinds])), [])
    baselines = [line.exact_baseline for line in rated if line.exact_baseline is not None]
    if len(baselines) < len(rated):
        return None
    gross = sum((line.exact_gross for line in counted if line in rated or line.type == "REBATE"), Fraction(0))
    return rate(gross, sum(baselines, Fraction(0)))


def far_from_peers(own: Fraction | None, peers: Sequence[Fraction]) -> bool | None:
    """Whether the rate is more than three median deviations from the peers' median; none where that says nothing."""
    if own is None or len(peers) < FEWEST_PEERS:
        return None
    middle = median(list(peers))
    deviation = median([abs(peer - middle) for peer in peers])
    return abs(own - middle) > DEVIATIONS * deviation if deviation else None
