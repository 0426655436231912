"""Which organisations bought through a framework, and what they saved: as much of it as may be public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.catalogue.call_offs import family
from hub.models import CallOff, Framework
from hub.reports.public import Release
from hub.reports.suppression import Why

NONE_YET = "no organisation has a saving on it that was validated by then"
ONE_SUPPLIER = "it has one supplier, whose prices the figure would tell"


@dataclass(frozen=True)
class Peers:
    """``users`` are buyers of published contracts, by name. ``total`` in pence and ``rate`` in per cent are empty
    where they are not shown; ``why`` then completes “not shown, because …”.
    """

    users: Sequence[str]
    as_of: date
    total: int | None = None
    rate: Fraction | None = None
    why: str = ""


def peers(session: Session, framework: Framework, release: Release) -> Peers:
    users, figure = _users(session, framework), release.on_framework(framework.key)
    if framework.key in release.single:
        return Peers(users, release.as_of, why=ONE_SUPPLIER)
    if figure is None:
        return Peers(users, release.as_of, why=NONE_YET)
    if figure.pence is None:
        return Peers(users, release.as_of, why=_words(figure.why))
    return Peers(users, release.as_of, figure.pence, release.rates.get(framework.key))


def _words(why: Why | None) -> str:
    if why is Why.TOO_FEW:
        return "fewer than three organisations have a saving on it that was validated by then"
    if why is Why.ONE_LARGE:
        return "one organisation made up more than four fifths of it"
    return "beside what was shown a quarter before it would tell what an organisation saved"


def _users(session: Session, framework: Framework) -> list[str]:
    """Each buyer once, by the name its own entry has, else as the contract spells it."""
    ids = family(session, framework)
    rows = select(CallOff.buyer_name).where(CallOff.framework_id.in_(ids), CallOff.buyer_name != "").distinct()
    return sorted(session.scalars(rows), key=str.casefold)
