"""Many frameworks read a few at a time, so that ten thousand take no more memory than two hundred."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hub.catalogue.organisations import numbers_of
from hub.models import Framework, Lot, Source, StoredRecord, SupplierPlace, listed

AT_A_TIME = 200

Numbers = Mapping[int, Sequence[tuple[str, str]]]
"""Registered numbers, scheme first, by the organisation's id."""


@dataclass(frozen=True)
class Described:
    """A framework, the sources that speak of it, and how many suppliers are named on its lots."""

    framework: Framework
    sources: Sequence[Source]
    suppliers: int


def described(session: Session, keys: Sequence[str]) -> Iterator[Described]:
    """The listed frameworks of these keys, in their order. What a session held of them is let go as they are read."""
    for at in range(0, len(keys), AT_A_TIME):
        part = keys[at : at + AT_A_TIME]
        found = {row.key: row for row in session.scalars(_whole(part))}
        ids = [row.id for row in found.values()]
        sources, suppliers = sources_of(session, ids), _supplier_counts(session, ids)
        for key in part:
            if key in found:
                row = found[key]
                yield Described(row, sources.get(row.id, ()), suppliers.get(row.id, 0))
        session.expunge_all()


def _whole(keys: Sequence[str]) -> Select[Framework]:
    shown = (
        defer(Framework.provenance),
        joinedload(Framework.owner),
        *map(selectinload, (Framework.categories, Framework.cpv, Framework.regions)),
        *map(selectinload, (Framework.routes, Framework.fees, Framework.rules)),
        selectinload(Framework.lots).options(defer(Lot.description), selectinload(Lot.fees)),
    )
    return select(Framework).where(Framework.key.in_(keys), *listed()).options(*shown)


def with_places(session: Session, key: str) -> Iterator[tuple[Framework, Numbers]]:
    """The framework of this key with its lots, the suppliers on them, and the numbers of all organisations named."""
    suppliers = selectinload(Framework.lots).selectinload(Lot.places).joinedload(SupplierPlace.supplier)
    whole = (joinedload(Framework.owner), suppliers)
    for framework in session.scalars(select(Framework).where(Framework.key == key).options(*whole)):
        yield framework, numbers_in(session, framework)


def numbers_in(session: Session, framework: Framework) -> Numbers:
    """The registered numbers of its owner and of the suppliers on its lots, by organisation."""
    places = (place.supplier_id for lot in framework.lots for place in lot.places)
    return numbers_of(session, {*places, *([framework.owner_id] if framework.owner_id else [])})


def sources_of(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[Source]]:
    """The sources whose records speak of each of these frameworks, by title."""
    wanted = (
        select(StoredRecord.framework_id, Source)
        .join(Source, StoredRecord.source == Source.name)
        .where(StoredRecord.framework_id.in_(ids))
        .distinct()
        .order_by(Source.title)
    )
    found: dict[int, list[Source]] = defaultdict(list)
    for framework_id, source in session.execute(wanted):
        if framework_id is not None:
            found[framework_id].append(source)
    return found


def _supplier_counts(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    counted = select(Lot.framework_id, func.count(SupplierPlace.supplier_id.distinct())).join(SupplierPlace)
    return dict(iter(session.execute(counted.where(Lot.framework_id.in_(ids)).group_by(Lot.framework_id))))
