"""Savings that reports are made of, put straight into the tables: name only what a test is about."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.models import ClaimedCallOff, Organisation, SavingClaim, SavingPart
from hub.people import networks
from tests.moments import NOON
from tests.persons import network_called, organisation_called
from tests.savings import rows
from tests.savings.rows import a_part


def a_member(session: Session, slug: str, network: str = "pen", **about: Any) -> Organisation:
    """An organisation that acts in a network since before the years of these tests."""
    row = organisation_called(session, slug)
    for name, value in about.items():
        setattr(row, name, value)
    networks.join(session, network_called(session, network), row, OPERATOR, NOON).starts_on = date(2009, 4, 1)
    return row


def a_claimed_call_off(session: Session, organisation: Organisation, **about: Any) -> ClaimedCallOff:
    """One through a framework that is named, for two years."""
    return rows.a_call_off(
        session, organisation, **{"framework_title": "Vehicles", "ends_on": date(2027, 3, 31)} | about
    )


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
    call_off: ClaimedCallOff | None = None,
    **about: Any,
) -> SavingClaim:
    """A validated actual of one part, all of it in one year; ``more_of`` adds parts."""
    bought = call_off or a_claimed_call_off(session, organisation)
    part = a_part(year, pence, bucket=bucket, cashable=cashable, member=member)
    held: dict[str, Any] = {"framework_title": bought.framework_title, "at": NOON, **about}
    return rows.a_claim(session, organisation.slug, [part], network=network, call_off=bought, **held)


def more_of(
    session: Session, claim: SavingClaim, organisation: Organisation | None, pence: int, **about: Any
) -> None:
    """One more part of a claim; of nobody who shares it where there is no organisation."""
    held = a_part(about.pop("year", "2025-26"), pence, **about)
    claim.parts.append(SavingPart(organisation=organisation, **held))
    session.flush()
