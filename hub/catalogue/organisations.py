"""Framework owners and suppliers, and what the catalogue has of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.db import in_parts
from hub.ingest.organisations import ACCOUNT
from hub.ingest.supplier_matching import STRONG
from hub.models import (
    Framework,
    Lot,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Succession,
    SupplierPlace,
    listed,
)
from hub.status import OVER, Status


@dataclass(frozen=True)
class OwnerCount:
    """An owner and how many of its frameworks have each status."""

    organisation: Organisation
    statuses: Counter[Status] = field(default_factory=Counter)

    @property
    def current(self) -> int:
        """How many are not known to be over."""
        return sum(count for status, count in self.statuses.items() if status not in OVER)

    @property
    def total(self) -> int:
        return self.statuses.total()


def owners(session: Session) -> list[OwnerCount]:
    """Every organisation that owns a listed framework, by name."""
    rows = session.execute(
        select(Organisation, Framework.status, func.count())
        .join(Framework, Framework.owner_id == Organisation.id)
        .where(*listed())
        .group_by(Organisation.id, Framework.status)
    )
    found: dict[int, OwnerCount] = {}
    for organisation, status, count in rows:
        found.setdefault(organisation.id, OwnerCount(organisation)).statuses[Status(status)] += count
    return sorted(found.values(), key=lambda owner: owner.organisation.name.casefold())


def owner_names(session: Session) -> Mapping[str, str]:
    """The name of each owner of a listed framework, by slug."""
    rows = select(Organisation.slug, Organisation.name).join(Framework, Framework.owner_id == Organisation.id)
    return {row.slug: row.name for row in session.execute(rows.where(*listed()).distinct())}


@dataclass(frozen=True)
class Neighbour:
    """An organisation before or after another, and how the one followed the other."""

    succession: Succession
    organisation: Organisation


def frameworks_of(session: Session, owner: Organisation) -> Sequence[Framework]:
    """The listed frameworks an organisation owns, by title."""
    mine = select(Framework).where(Framework.owner_id == owner.id, *listed())
    return session.scalars(mine.order_by(Framework.title_sort, Framework.id).options(joinedload(Framework.owner))).all()


def neighbours(session: Session, organisation: Organisation) -> tuple[list[Neighbour], list[Neighbour]]:
    """The organisations this one took over from, and those that took over from it."""
    before = select(Succession, Organisation).join(Organisation, Succession.predecessor_id == Organisation.id)
    after = select(Succession, Organisation).join(Organisation, Succession.successor_id == Organisation.id)
    return (
        [Neighbour(*row) for row in session.execute(before.where(Succession.successor_id == organisation.id))],
        [Neighbour(*row) for row in session.execute(after.where(Succession.predecessor_id == organisation.id))],
    )


@dataclass(frozen=True)
class SupplierCount:
    """A supplier and on how many listed frameworks it has a place."""

    slug: str
    name: str
    frameworks: int


def suppliers(session: Session, letter: str = "", text: str = "") -> list[SupplierCount]:
    """The suppliers whose name begins with a letter or contains a text, by name."""
    wanted = _suppliers()
    if letter:
        wanted = wanted.where(func.lower(func.substr(Organisation.name, 1, 1)) == letter.lower())
    if text:
        wanted = wanted.where(Organisation.name.icontains(text, autoescape=True))
    found = [SupplierCount(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda supplier: supplier.name.casefold())


def _suppliers() -> Select[str, str, int]:
    return (
        select(Organisation.slug, Organisation.name, func.count(Framework.id.distinct()))
        .join(SupplierPlace, SupplierPlace.supplier_id == Organisation.id)
        .join(Lot, SupplierPlace.lot_id == Lot.id)
        .join(Framework, Lot.framework_id == Framework.id)
        .where(*listed())
        .group_by(Organisation.slug, Organisation.name)
    )


def supplier_letters(session: Session) -> Mapping[str, int]:
    """How many suppliers there are under each first letter of their names."""
    counts = Counter(supplier.name[:1].upper() for supplier in suppliers(session))
    return dict(sorted(counts.items()))


@dataclass(frozen=True)
class Place:
    """A supplier's standing on one lot of a framework."""

    framework: Framework
    lot: Lot
    place: SupplierPlace


def places_of(session: Session, supplier: Organisation) -> list[Place]:
    """Where a supplier has a place, by framework and lot."""
    rows = session.execute(
        select(Framework, Lot, SupplierPlace)
        .join(Lot, Lot.framework_id == Framework.id)
        .join(SupplierPlace, SupplierPlace.lot_id == Lot.id)
        .where(SupplierPlace.supplier_id == supplier.id, *listed())
        .order_by(Framework.title_sort, Framework.id, Lot.position)
        .options(joinedload(Framework.owner))
    )
    return [Place(*row) for row in rows]


def leading(session: Session, organisation: Organisation) -> Organisation:
    """The organisation it was joined to, else itself."""
    if organisation.joined_to_id is None:
        return organisation
    return session.get_one(Organisation, organisation.joined_to_id)


def other_names(session: Session, organisation: Organisation) -> Sequence[str]:
    """Every name a source gives an organisation, or one that was joined to it, besides the one shown."""
    published = (OrganisationName.kind != ACCOUNT, OrganisationName.name != organisation.name)
    names = select(OrganisationName.name).join(Organisation).where(_one_with(organisation), *published)
    return session.scalars(names.distinct().order_by(OrganisationName.name)).all()


def registered_numbers(session: Session, organisation: Organisation) -> Sequence[tuple[str, str]]:
    """The numbers of an organisation, and of those joined to it, by register, the best known register first."""
    numbers = select(OrganisationIdentifier.scheme, OrganisationIdentifier.value).join(Organisation)
    found = session.execute(numbers.where(_one_with(organisation))).all()
    return sorted(found, key=lambda number: (number[0] not in STRONG, *number))


def account_numbers(session: Session, organisation: Organisation) -> Sequence[tuple[str, str]]:
    """The numbers that sources know it by and that do not identify it alone, by scheme: DUNS, a list's own."""
    names = select(OrganisationName.name).join(Organisation)
    found = session.scalars(names.where(_one_with(organisation), OrganisationName.kind == ACCOUNT).distinct())
    return sorted((scheme, number) for scheme, _, number in (name.partition(" ") for name in found))


def numbers_of(session: Session, ids: Collection[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """The same of many organisations, by their id; one without a number is not among them."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for part in in_parts(ids):
        meant = case((Organisation.id.in_(part), Organisation.id), else_=Organisation.joined_to_id)
        numbers = select(meant, OrganisationIdentifier.scheme, OrganisationIdentifier.value).join(Organisation)
        wanted = numbers.where(or_(Organisation.id.in_(part), Organisation.joined_to_id.in_(part)))
        for organisation, scheme, value in session.execute(wanted):
            found[organisation].append((scheme, value))
    return {each: sorted(numbers, key=lambda n: (n[0] not in STRONG, *n)) for each, numbers in found.items()}


def _one_with(organisation: Organisation) -> ColumnElement[bool]:
    return or_(Organisation.id == organisation.id, Organisation.joined_to_id == organisation.id)
