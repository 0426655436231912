"""Which organisation a published name means, as a row of the database.

Known bodies come from the hub's own lists. Any other name makes an organisation known only by the name its sources
write; which spelling is shown does not depend on the order they were read in.
"""

import hashlib
import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import data
from hub.models import Organisation, OrganisationIdentifier, OrganisationName, Succession
from scrapers.record import Identifier

SLUG_LENGTH = 100


def organisation_slug(name: str) -> str:
    """The slug a published name leads to: a known body's, else one made of the name itself."""
    return data.organisation_slug(name) or _made_of(name)


def _made_of(name: str) -> str:
    form = re.sub(r"[^a-z0-9]+", "-", data.matching_form(name)).strip("-")
    if form and len(form) <= SLUG_LENGTH:
        return form
    return f"{form[: SLUG_LENGTH - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")


def organisation(
    session: Session, name: str, kind: str = "unknown", identifiers: Iterable[Identifier] = ()
) -> Organisation:
    """The organisation a name means, made if it is new. A registered number decides before the name does."""
    found = _by_identifier(session, identifiers) or _by_slug(session, organisation_slug(name))
    if found is None:
        found = Organisation(slug=organisation_slug(name), name=name, kind=kind)
        session.add(found)
    remember_spelling(found, name)
    _remember_identifiers(session, found, identifiers)
    session.flush()
    return found


def _by_slug(session: Session, slug: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def _by_identifier(session: Session, identifiers: Iterable[Identifier]) -> Organisation | None:
    for identifier in identifiers:
        wanted = (OrganisationIdentifier.scheme == identifier.scheme, OrganisationIdentifier.value == identifier.id)
        found = session.scalar(select(Organisation).join(OrganisationIdentifier).where(*wanted))
        if found is not None:
            return found
    return None


def remember_spelling(organisation: Organisation, name: str) -> None:
    """Every spelling is kept, so that the one shown is chosen among all of them whatever came first."""
    known = {entry.name for entry in organisation.names}
    if organisation.curated:
        known.add(organisation.name)
    if name not in known:
        organisation.names.append(OrganisationName(name=name))
    if not organisation.curated:
        organisation.name = best_spelling(entry.name for entry in organisation.names)


def _remember_identifiers(session: Session, organisation: Organisation, identifiers: Iterable[Identifier]) -> None:
    known = {(i.scheme, i.value) for i in organisation.identifiers}
    for identifier in identifiers:
        taken = _by_identifier(session, [identifier])
        if taken is None and (identifier.scheme, identifier.id) not in known:
            organisation.identifiers.append(OrganisationIdentifier(scheme=identifier.scheme, value=identifier.id))


def best_spelling(names: Iterable[str]) -> str:
    """Of several spellings the one to show: mixed case before capitals, then the longest, then by alphabet."""
    return min(names, key=lambda name: (name.isupper() or name.islower(), -len(name), name))


def load_organisations(session: Session) -> int:
    """Put the hub's own list of organisations into the database; safe to run again. Returns how many there are."""
    rows = {row.slug: row for row in session.scalars(select(Organisation))}
    for slug, known in data.organisations().items():
        row = rows.setdefault(slug, Organisation(slug=slug, name=known.name))
        _describe(row, known)
        session.add(row)
    session.flush()
    _link_successors(session, rows)
    return len(data.organisations())


def _describe(row: Organisation, known: data.Organisation) -> None:
    row.name, row.short_name, row.kind, row.curated = known.name, known.short_name, known.kind, True
    row.region, row.starts_on, row.ends_on = known.region or None, known.start, known.end
    row.web = f"https://{known.hosts[0]}" if known.hosts else ""
    names = {name.name: name for name in row.names}
    for name in known.names:
        entry = names.get(name.name)
        if entry is None:
            entry = names[name.name] = OrganisationName(name=name.name)
            row.names.append(entry)
        entry.kind, entry.starts_on, entry.ends_on = name.kind, name.start, name.end
    numbers = {(i.scheme, i.value) for i in row.identifiers}
    for identifier in known.identifiers:
        if (identifier.scheme, identifier.id) not in numbers:
            row.identifiers.append(OrganisationIdentifier(scheme=identifier.scheme, value=identifier.id))


def _link_successors(session: Session, rows: dict[str, Organisation]) -> None:
    existing = {(link.predecessor_id, link.successor_id) for link in session.scalars(select(Succession))}
    for slug, known in data.organisations().items():
        for successor in known.successors:
            pair = (rows[slug].id, rows[successor].id)
            if pair not in existing:
                existing.add(pair)
                on = data.organisations()[successor].start
                session.add(Succession(predecessor_id=pair[0], successor_id=pair[1], on=on))
