"""For which organisations somebody with a work e-mail address may act: those their domain is of."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.mail.letter import is_address
from hub.models import EmailDomain, Organisation

PERSONAL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk"),
        *("yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "proton.me"),
        *("protonmail.com", "gmx.com", "gmx.co.uk", "sky.com", "talktalk.net", "virginmedia.com", "msn.com"),
    }
)
"""Domains that anybody gets an address of. They are of no organisation."""


def settled(email: str) -> str:
    """An address as it is kept and compared: without blanks around it, in lower case."""
    return email.strip().lower()


def problem(email: str) -> str:
    """What is wrong with a work e-mail address, with the cure; empty when it can be taken."""
    address = settled(email)
    if not address:
        return "Enter your work e-mail address"
    if not is_address(address):
        return "Enter an e-mail address in the usual form, such as name@example.gov.uk"
    if domain_of(address) in PERSONAL:
        return "Use the e-mail address of your organisation: by it the hub knows whom you work for"
    return ""


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def remember(session: Session, domain: str, organisation: Organisation) -> None:
    """Whoever has an address of this domain may act for the organisation. Raises Refused for a domain of anybody's."""
    if not domain or domain in PERSONAL:
        raise Refused(f"Anybody can get an address of {domain or 'no domain'}: it is of no organisation.")
    known = select(EmailDomain).where(EmailDomain.domain == domain, EmailDomain.organisation_id == organisation.id)
    if session.scalar(known) is None:
        session.add(EmailDomain(domain=domain, organisation_id=organisation.id))


def organisations(session: Session, email: str) -> Sequence[Organisation]:
    """Those the address's domain is of, or a domain that it is part of; by name. Ended ones are left out."""
    parts = domain_of(settled(email)).split(".")
    domains = [".".join(parts[at:]) for at in range(len(parts) - 1)]
    found = (
        select(Organisation)
        .join(EmailDomain, EmailDomain.organisation_id == Organisation.id)
        .where(EmailDomain.domain.in_(domains), Organisation.ends_on.is_(None))
        .order_by(Organisation.name)
        .distinct()
    )
    return session.scalars(found).all()
