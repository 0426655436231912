"""Which organisation a published name or number means, as a row of the database.

Known bodies come from the hub's own lists. Any other name makes an organisation known only by what its sources write.
A buyer or supplier has a row for the form of its name and one for each registered number it was named with; which of
them are one organisation is settled by hub.ingest.suppliers from all of them together. Rows, names and numbers are
only ever added, so that they are the same in whatever order the sources were read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hub import data
from hub.db import in_parts
from hub.ingest.supplier_matching import STRONG, rank
from hub.ingest.supplier_names import SLUG_LENGTH, best_spelling, slug_of, supplier_slug
from hub.models import Organisation, OrganisationIdentifier, OrganisationName, Succession
from scrapers.call_off import CallOffRecord
from scrapers.record import Identifier, Record

ACCOUNT = "account"
"""The kind of name a list's own number is: shared by sister companies and reused, it only ever suggests."""

TRADING_AS = re.compile(r"\b(?:trading as|t/a|acting through|operating as)\b", re.IGNORECASE)
LAST_BRACKET = re.compile(r"(?:(?<!\s)\s++)?\([^()]*+\)\s*+$")

KINDS = ("supplier", "buyer", "unknown")
"""What an organisation is called, the weakest first: who also buys, or owns frameworks, is not just a supplier."""


def organisation_slug(name: str) -> str:
    """The slug a published name leads to: a known body's, else one made of the name itself.

    "Procurement Services trading as KCS (Kent)" is known by what it trades as, and without what is in brackets.
    """
    return next(filter(None, map(data.organisation_slug, _readings(name))), None) or _made_of(name)


def _readings(name: str) -> Iterator[str]:
    for part in (name, *TRADING_AS.split(name)[1:]):
        yield part
        yield LAST_BRACKET.sub("", part)


def _made_of(name: str) -> str:
    form = re.sub(r"[^a-z0-9]+", "-", data.matching_form(name)).strip("-")
    if form and len(form) <= SLUG_LENGTH:
        return form
    return f"{form[: SLUG_LENGTH - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")


@dataclass(frozen=True)
class Mention:
    """A supplier or buyer as a record names it, its numbers as (scheme, value), the most telling first."""

    name: str
    kind: str
    numbers: tuple[tuple[str, str], ...]

    @property
    def slug(self) -> str:
        return supplier_slug(self.name)

    @property
    def registered(self) -> tuple[tuple[str, str], ...]:
        """The numbers that identify."""
        return tuple(number for number in self.numbers if number[0] in STRONG)


@dataclass
class _Book:
    """Rows met in one transaction, so that each is looked up once."""

    transaction: object
    rows: dict[str, Organisation | None] = field(default_factory=dict)
    numbers: dict[tuple[str, str], Organisation | None] = field(default_factory=dict)
    noted: dict[Mention, Organisation] = field(default_factory=dict)


def organisation(
    session: Session, name: str, kind: str = "unknown", identifiers: Iterable[Identifier] = ()
) -> Organisation:
    """The organisation a name means, made if it is new.

    A supplier or buyer is known by its registered number before its name, and is the organisation that its row was
    joined to, if any. Frameworks' owners (any other kind) are known by name.
    """
    if kind in ("supplier", "buyer"):
        return _leader(session, note(session, [_mention(name, kind, identifiers)])[0])
    slug = organisation_slug(name)
    book = _book(session)
    _look_up(session, book, {slug}, ())
    found = _row(session, book, slug, name, kind)
    remember_spelling(found, name)
    if found in session.new:
        session.flush()
    return found


def note_records(session: Session, records: Iterable[Record | CallOffRecord]) -> None:
    """Note everybody these records name, whether or not their words will win: names must not depend on what does."""
    noted = list(records)
    owners = {organisation_slug(record.owner): record.owner for record in noted if isinstance(record, Record)}
    book = _book(session)
    _look_up(session, book, owners, ())
    for slug, name in owners.items():
        _row(session, book, slug, name, "unknown")
    note(session, [mention for record in noted for mention in _mentions(record)])


def _mentions(record: Record | CallOffRecord) -> Iterator[Mention]:
    if isinstance(record, CallOffRecord):
        yield _mention(record.buyer.name, "buyer", record.buyer.identifiers)
        yield from (_mention(party.name, "supplier", party.identifiers) for party in record.suppliers)
    else:
        places = (place for lot in record.lots for place in lot.suppliers)
        yield from (_mention(place.name, "supplier", place.identifiers) for place in places)


def _mention(name: str, kind: str, identifiers: Iterable[Identifier]) -> Mention:
    numbers = sorted({(i.scheme, i.id) for i in identifiers}, key=lambda number: (rank(number[0]), number))
    return Mention(name, kind, tuple(numbers))


def note(session: Session, mentions: Sequence[Mention]) -> list[Organisation]:
    """Note that somebody of each name has these numbers. Returns the row each mention itself means."""
    book = _book(session)
    news = [mention for mention in dict.fromkeys(mentions) if mention not in book.noted]
    if news:  # and whatever has been added before is flushed with them
        slugs = {mention.slug for mention in news}
        _look_up(session, book, slugs, {number for mention in news for number in mention.registered})
        unknown = {slug for slug in slugs if book.rows[slug] is None}
        by_name = [_row(session, book, mention.slug, mention.name, mention.kind) for mention in news]
        session.flush()
        for mention, row in zip(news, by_name, strict=True):
            book.noted[mention] = _noted(session, book, mention, row, mention.slug in unknown)
        session.flush()
    return [book.noted[mention] for mention in mentions]


def _book(session: Session) -> _Book:
    """What this transaction has met; rows of one that was rolled back are not to be used again."""
    book: _Book | None = session.info.get("organisations")
    transaction = session.get_transaction()
    if book is None or transaction is None or book.transaction is not transaction:
        book = session.info["organisations"] = _Book(transaction)
    return book


def _look_up(session: Session, book: _Book, slugs: Iterable[str], numbers: Iterable[tuple[str, str]]) -> None:
    for part in in_parts({slug for slug in slugs if book.rows.get(slug) is None}):
        book.rows.update(dict.fromkeys(part))
        wanted = select(Organisation).where(Organisation.slug.in_(part)).options(selectinload(Organisation.names))
        book.rows.update({row.slug: row for row in session.scalars(wanted)})
    missing = {number for number in numbers if book.numbers.get(number) is None}
    book.numbers.update(dict.fromkeys(missing))
    for part in in_parts({value for _, value in missing}):
        holders = select(OrganisationIdentifier, Organisation).join(Organisation)
        holders = holders.where(OrganisationIdentifier.value.in_(part)).options(selectinload(Organisation.names))
        for number, row in session.execute(holders):
            book.numbers[number.scheme, number.value] = row


def _row(session: Session, book: _Book, slug: str, name: str, kind: str) -> Organisation:
    found = book.rows[slug]
    if found is None:
        found = book.rows[slug] = Organisation(slug=slug, name=name, kind=kind, names=[], identifiers=[])
        session.add(found)
    return _of_kind(found, kind)


def _of_kind(row: Organisation, kind: str) -> Organisation:
    if not row.curated and _weight(kind) > _weight(row.kind):
        row.kind = kind
    return row


def _weight(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _noted(session: Session, book: _Book, mention: Mention, by_name: Organisation, is_new: bool) -> Organisation:
    by_number = [_numbered(session, book, number, mention, by_name, is_new) for number in mention.registered]
    for row in (by_name, *by_number):
        remember_spelling(row, mention.name)
    own = by_number[0] if by_number else by_name
    for scheme, value in (number for number in mention.numbers if number[0] not in STRONG):
        _remember_name(own, f"{scheme} {value}"[:1000], ACCOUNT)
    return own


def _numbered(
    session: Session, book: _Book, number: tuple[str, str], mention: Mention, by_name: Organisation, is_new: bool
) -> Organisation:
    """The row of a number. A new one is taken to be who has its new name; settling finds out if that was right."""
    found = book.numbers[number]
    if found is None:
        scheme, value = number
        slug = slug_of(f"{scheme} {value}".casefold())
        found = Organisation(slug=slug, name=mention.name, kind=mention.kind, names=[], identifiers=[])
        found.identifiers.append(OrganisationIdentifier(scheme=scheme, value=value))
        found.joined_to_id = by_name.id if is_new and not by_name.curated else None
        session.add(found)
        book.numbers[number] = book.rows[slug] = found
    return _of_kind(found, mention.kind)


def _leader(session: Session, row: Organisation) -> Organisation:
    if row.joined_to_id is None:
        return row
    return session.get_one(Organisation, row.joined_to_id)


def remember_spelling(organisation: Organisation, name: str) -> None:
    """Every spelling is kept, so that the one shown is chosen among all of them whatever came first."""
    if organisation.curated and name == organisation.name:
        return
    is_new = _remember_name(organisation, name, "published")
    if is_new and not organisation.curated:
        organisation.name = best_spelling(entry.name for entry in organisation.names if entry.kind != ACCOUNT)


def _remember_name(organisation: Organisation, name: str, kind: str) -> bool:
    """True if the name was not known before."""
    if any(entry.name == name for entry in organisation.names):
        return False
    organisation.names.append(OrganisationName(name=name, kind=kind))
    return True


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
