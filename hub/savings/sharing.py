"""Who has which part of a net saving: by shares, to the penny, whichever way the parts are added up."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hub.savings.claim import Claim
from hub.savings.fields import InvalidClaim, Problem
from hub.savings.pence import shared
from hub.savings.results import Part, SharerFigures

Cell = tuple[str, str, bool]
"""A financial year, a line of the totals, and whether it is cashable."""


def split(parts: Iterable[int], shares: Sequence[Fraction]) -> list[list[int]]:
    """Each part cut by shares, which sum to one, so that cuts sum to parts and, over all parts, to shares of the whole.

    The sum so far is shared, and each cut is the difference to the sum before: a cut of a few pence can be a penny
    below nothing. Raises InvalidClaim where the shares do not sum to one.
    """
    if sum(shares) != 1 or min(shares) < 0:
        raise InvalidClaim([Problem("shares", "They have to sum to the whole. Change them so that they do.")])
    total, before, found = 0, [0] * len(shares), []
    for part in parts:
        total += part
        now = shared(total, shares)
        found.append([after - earlier for after, earlier in zip(now, before, strict=True)])
        before = now
    return found


def parts(claim: Claim, cells: Mapping[Cell, int]) -> tuple[Part, ...]:
    """The smallest pieces of the net. ``cells`` are its amounts; pieces of nothing are left out."""
    ordered, shares = sorted(cells.items()), _shares(claim)
    cuts = split([pence for _, pence in ordered], [share for _, share in shares])
    return tuple(
        Part(year=year, bucket=bucket, cashable=cashable, sharer=sharer, net_pence=pence)
        for ((year, bucket, cashable), _), cut in zip(ordered, cuts, strict=True)
        for (sharer, _), pence in zip(shares, cut, strict=True)
        if pence
    )


def _shares(claim: Claim) -> list[tuple[int | None, Fraction]]:
    """Every sharer's place and share; what is left to nobody is last."""
    found: list[tuple[int | None, Fraction]] = [(n, sharer.part) for n, sharer in enumerate(claim.sharers)]
    rest = 1 - sum((share for _, share in found), Fraction(0))
    if not found:
        return [(0, Fraction(1))]
    return [*found, (None, rest)] if rest else found


def sharers(claim: Claim, pieces: Iterable[Part], years: Sequence[str]) -> tuple[SharerFigures, ...]:
    """What each has, in all and by year."""
    found = [dict.fromkeys(years, 0) for _ in claim.sharers]
    for piece in pieces:
        if piece.sharer is not None and claim.sharers:
            found[piece.sharer][piece.year] += piece.net_pence
    return tuple(
        SharerFigures(org=sharer.org, net_pence=sum(by_fy.values()), by_fy=by_fy, member=sharer.member)
        for sharer, by_fy in zip(claim.sharers, found, strict=True)
    )


def members(claim: Claim, pieces: Iterable[Part]) -> int:
    """What the network's own total takes: the parts of its members."""
    outside = {n for n, sharer in enumerate(claim.sharers) if not sharer.member}
    return sum(piece.net_pence for piece in pieces if piece.sharer is not None and piece.sharer not in outside)


def unattributed(pieces: Iterable[Part]) -> int:
    """What no sharer claims."""
    return sum(piece.net_pence for piece in pieces if piece.sharer is None)
