"""Which claims are drawn for a closer look, and how often the same two people stand behind claims.

A claim is drawn when it is verified: all above a sum, and one in ten of the others. The draw is by a hash of the
claim's key with the hub's secret: nobody can tell beforehand, and trying again draws the same.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Network, SavingClaim

ALWAYS_ABOVE_PENCE = 100_000_00
ONE_IN = 10


@dataclass(frozen=True)
class Pair:
    """Two people by their handles, and how many claims the one has reported and the other verified.

    ``net_pence`` is what these come to, ``of_reporter`` how many of the reporter's have been verified in all.
    """

    reporter: str
    verifier: str
    claims: int
    net_pence: int
    of_reporter: int


def is_drawn(key: str, net_pence: int, secret: str) -> bool:
    """Whether a claim gets a closer look."""
    return net_pence > ALWAYS_ABOVE_PENCE or drawn(key, secret)


def drawn(key: str, secret: str) -> bool:
    """One in ten, always the same for the same key."""
    mark = hmac.new(secret.encode(), f"sample {key}".encode(), hashlib.sha256).digest()
    return int.from_bytes(mark[:8], "big") % ONE_IN == 0


def pairs(session: Session, network: Network) -> Sequence[Pair]:
    """Who verified whose claims in a network, those who did most often first."""
    wanted = select(SavingClaim.reported_by, SavingClaim.verified_by, SavingClaim.net_pence).where(
        SavingClaim.network_id == network.id,
        SavingClaim.state.in_(("verified", "validated")),
        SavingClaim.verified_by != "",
    )
    counted, sums, all_of = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    for reporter, verifier, net in session.execute(wanted):
        counted[reporter, verifier] += 1
        sums[reporter, verifier] += net or 0
        all_of[reporter] += 1
    found = [Pair(*pair, count, sums[pair], all_of[pair[0]]) for pair, count in counted.items()]
    return sorted(found, key=lambda pair: (-pair.claims, -pair.net_pence, pair.reporter, pair.verifier))
