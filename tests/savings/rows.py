"""Claims with their parts and years put straight into the tables, with sums that agree.

What only reads these tables can be tested with them: nothing is reckoned and no rule is asked.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.models import ClaimedCallOff, Network, Organisation, SavingClaim, SavingPart, SavingYear
from hub.people import networks
from tests.moments import NOON
from tests.persons import network_called, organisation_called

LONG_AGO = datetime(2026, 5, 5, 12, tzinfo=UTC)
"""Two quarters before the tests' own moment: what was validated then is public."""


def a_part(year: str, pence: int, **about: Any) -> dict[str, Any]:
    """A part of a claim, of its own organisation unless said otherwise.

    What no sharer has is of ``organisation=""`` and ``member=False``.
    """
    return {"year": year, "bucket": "headline", "cashable": True, "member": True, "net_pence": pence} | about


def a_claim(
    session: Session,
    organisation: str,
    parts: Iterable[Mapping[str, Any]],
    *,
    network: str = "",
    new: Mapping[str, int] | None = None,
    costs: Mapping[str, int] | None = None,
    call_off: ClaimedCallOff | Mapping[str, Any] | None = None,
    **about: Any,
) -> SavingClaim:
    """A validated actual of a council, through a framework, unless said otherwise.

    ``new`` is how much of each year's gross is new (all of it), ``costs`` what was taken from it (nothing).
    """
    number, owner = session.query(SavingClaim).count() + 1, organisation_called(session, organisation)
    held = {"basis": "actual", "column": "collaborative", "state": "validated", "title": f"Claim {number}"}
    at = about.pop("at", LONG_AGO)
    moments = {"made_at": at, "changed_at": at, "submitted_at": at, "verified_at": at, "validated_at": at}
    claim = SavingClaim(
        key=f"claim-{number}",
        organisation=owner,
        network=network_called(session, network) if network else None,
        call_off=a_call_off(session, owner, **call_off) if isinstance(call_off, Mapping) else call_off,
        **held | _until(about.get("state", "validated"), moments) | about,
    )
    claim.parts = [_part(session, owner, each) for each in parts]
    claim.years = _years(claim.parts, new or {}, costs or {})
    claim.net_pence = sum(part.net_pence for part in claim.parts)
    session.add(claim)
    session.flush()
    return claim


def _until(state: str, moments: dict[str, datetime]) -> dict[str, datetime | None]:
    """A claim has the moments of the states it has been through."""
    later = {"draft": 2, "submitted": 3, "returned": 3, "verified": 4}.get(state, 5)
    return {name: at if place < later else None for place, (name, at) in enumerate(moments.items())}


def _part(session: Session, owner: Organisation, about: Mapping[str, Any]) -> SavingPart:
    held = dict(about)
    slug = held.pop("organisation", owner.slug)
    return SavingPart(organisation=organisation_called(session, slug) if slug else None, **held)


def _years(parts: Iterable[SavingPart], new: Mapping[str, int], costs: Mapping[str, int]) -> list[SavingYear]:
    net: dict[str, int] = {}
    for part in parts:
        net[part.year] = net.get(part.year, 0) + part.net_pence
    found = []
    for year, pence in sorted(net.items()):
        gross, cost = pence + costs.get(year, 0), costs.get(year, 0)
        fresh = new.get(year, gross)
        found.append(
            SavingYear(
                year=year,
                gross_pence=gross,
                costs_pence=cost,
                net_pence=pence,
                new_pence=fresh,
                sustained_pence=gross - fresh,
                headline_pence=pence,
            )
        )
    return found


def a_call_off(session: Session, owner: Organisation, **about: Any) -> ClaimedCallOff:
    """A contract of a council through a framework, from April 2025 for a year, unless said otherwise."""
    number = session.query(ClaimedCallOff).count() + 1
    given = {
        "key": f"call-off-{number}",
        "organisation_id": owner.id,
        "reference": f"C{number}",
        "reference_key": f"c{number}",
        "title": f"Contract {number}",
        "route": "framework",
        "start": date(2025, 4, 1),
        "ends_on": date(2026, 3, 31),
        **about,
    }
    row = ClaimedCallOff(**given)
    session.add(row)
    session.flush()
    return row


def members(session: Session, network: str, *organisations: str) -> Network:
    """A network in which these act."""
    found = network_called(session, network)
    for slug in organisations:
        networks.join(session, found, organisation_called(session, slug), OPERATOR, NOON)
    return found
