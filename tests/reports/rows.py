"""Savings as they stand in the database, for tests of what is made of them: name only what a test is about."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.models import ClaimedCallOff, Network, Organisation, SavingClaim, SavingPart
from hub.people import networks
from tests.moments import NOON
from tests.persons import network_called, organisation_called


def a_member(session: Session, slug: str, network: str = "pen", **about: Any) -> Organisation:
    """An organisation that acts in a network since before the years of these tests."""
    row = organisation_called(session, slug)
    for name, value in about.items():
        setattr(row, name, value)
    networks.join(session, network_called(session, network), row, OPERATOR, NOON).starts_on = date(2009, 4, 1)
    return row


def a_claimed_call_off(session: Session, organisation: Organisation, **about: Any) -> ClaimedCallOff:
    number = session.query(ClaimedCallOff).count() + 1
    given = {
        "key": f"call-off-{number}",
        "organisation_id": organisation.id,
        "reference": f"C{number}",
        "reference_key": f"c{number}",
        "title": f"Contract {number}",
        "framework_title": "Vehicles",
        "route": "framework",
        "start": date(2025, 4, 1),
        "ends_on": date(2027, 3, 31),
        **about,
    }
    row = ClaimedCallOff(**given)
    session.add(row)
    session.flush()
    return row


def a_claim(
    session: Session,
    organisation: Organisation,
    pence: int = 100_00,
    *,
    year: str = "2025-26",
    bucket: str = "headline",
    cashable: bool = True,
    member: bool = True,
    network: str = "pen",
    **about: Any,
) -> SavingClaim:
    """A validated actual of one part, all of it in one year; ``part`` takes more with ``more_of``."""
    number = session.query(SavingClaim).count() + 1
    call_off = about.pop("call_off", None) or a_claimed_call_off(session, organisation)
    held: Network = network_called(session, network)
    given = {
        "key": f"claim-{number}",
        "organisation_id": organisation.id,
        "network_id": held.id,
        "call_off_id": call_off.id,
        "framework_title": call_off.framework_title,
        "column": "collaborative",
        "state": "validated",
        "title": f"Claim {number}",
        "net_pence": pence,
        "made_at": NOON,
        "changed_at": NOON,
        "submitted_at": NOON,
        **about,
    }
    row = SavingClaim(**given)
    session.add(row)
    session.flush()
    more_of(session, row, organisation, pence, year=year, bucket=bucket, cashable=cashable, member=member)
    return row


def more_of(
    session: Session,
    claim: SavingClaim,
    organisation: Organisation | None,
    pence: int,
    *,
    year: str = "2025-26",
    bucket: str = "headline",
    cashable: bool = True,
    member: bool = True,
) -> None:
    """One more part of a claim."""
    part = SavingPart(year=year, bucket=bucket, cashable=cashable, member=member, net_pence=pence)
    part.claim_id, part.organisation_id = claim.id, organisation.id if organisation else None
    session.add(part)
    session.flush()
