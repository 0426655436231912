"""Settling which rows are one supplier or buyer, after everything a file says has been noted.

The answer is computed from all the rows and from what people decided, never from what was settled before, so that it
is the same whatever came first, and undoing a decision restores what was. Places and call-offs then stand at the row
that leads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from hub.db import in_parts
from hub.ingest.call_offs import compiled, write
from hub.ingest.frameworks import remerge
from hub.ingest.organisations import ACCOUNT
from hub.ingest.supplier_groups import Group, Row, groups
from hub.ingest.supplier_matching import STRONG
from hub.models import (
    CallOff,
    CallOffSupplier,
    Framework,
    Job,
    Lot,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    StoredCallOff,
    StoredRecord,
    SupplierPlace,
    SupplierProposal,
    touch,
)
from scrapers.call_off import CallOffRecord

COMPARISON = "comparison of suppliers"


def settle_suppliers(session: Session, at: datetime) -> int:
    """Join the rows that are one organisation, part those that no longer are. Returns how many rows changed sides."""
    session.flush()
    found = settled(session)
    before = dict(session.execute(select(Organisation.id, Organisation.joined_to_id)).all())
    after = {row.id: group.leader.id for group in found for row in group.members}
    changed = {id: leader for id, leader in after.items() if (before[id] or id) != leader}
    _write_leaders(session, changed)
    moves, parted = _moves(before, after)
    _move_places(session, moves, parted, at)
    _move_call_offs(session, moves, parted)
    _write_names(session, found)
    _remember_regrouped(session, {each for id, leader in changed.items() for each in (id, leader, before[id] or id)})
    return len(changed)


def _remember_regrouped(session: Session, rows: Collection[int]) -> None:
    """For the next comparison of suppliers: these are not the suppliers they were."""
    if rows:
        mark = comparison(session)
        mark.detail = mark.detail | {"regrouped": sorted({*mark.detail["regrouped"], *rows})}
        session.flush()


def comparison(session: Session) -> Job:
    """How far suppliers have been compared with each other: up to which name, and which rows were regrouped since."""
    mark = session.get(Job, COMPARISON)
    if mark is None:
        mark = Job(name=COMPARISON, detail={"names": 0, "regrouped": []})
        session.add(mark)
    return mark


def settled(session: Session) -> list[Group]:
    """Every organisation as the rows and the accepted proposals have it."""
    accepted = select(SupplierProposal.slug, SupplierProposal.other_slug).where(SupplierProposal.state == "accept")
    return groups(_rows(session), session.execute(accepted))


def _rows(session: Session) -> Sequence[Row]:
    names = names_by_row(session, OrganisationName.kind != ACCOUNT)
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    identifying = select(
        OrganisationIdentifier.organisation_id, OrganisationIdentifier.scheme, OrganisationIdentifier.value
    ).where(OrganisationIdentifier.scheme.in_(STRONG))
    for id, scheme, value in session.execute(identifying):
        numbers[id].append((scheme, value))
    rows = session.execute(select(Organisation.id, Organisation.slug, Organisation.curated))
    return [Row(id, slug, curated, tuple(names[id]), tuple(numbers[id])) for id, slug, curated in rows]


def names_by_row(session: Session, condition: ColumnElement[bool]) -> dict[int, list[str]]:
    """The names of a kind, by the row they are noted at."""
    names: dict[int, list[str]] = defaultdict(list)
    for id, name in session.execute(select(OrganisationName.organisation_id, OrganisationName.name).where(condition)):
        names[id].append(name)
    return names


def _write_leaders(session: Session, changed: Mapping[int, int]) -> None:
    values = [{"row": id, "leader": leader if leader != id else None} for id, leader in changed.items()]
    _update_all(session, Organisation, {"joined_to_id": bindparam("leader")}, values)


def _write_names(session: Session, found: Iterable[Group]) -> None:
    shown = {id: name for group in found for id, name in group.names()}
    current = session.execute(select(Organisation.id, Organisation.name))
    values = [{"row": id, "shown": shown[id]} for id, name in current if shown.get(id, name) != name]
    _update_all(session, Organisation, {"name": bindparam("shown")}, values)


def _update_all(session: Session, model: Any, columns: dict[str, Any], values: list[dict[str, Any]]) -> None:
    if values:
        table = model.__table__
        session.connection().execute(update(table).where(table.c.id == bindparam("row")).values(columns), values)
        session.expire_all()


def _moves(before: Mapping[int, int | None], after: Mapping[int, int]) -> tuple[dict[int, int], set[int]]:
    """Leaders whose rows now all have another leader, with that one; and leaders whose rows have gone several ways."""
    targets: dict[int, set[int]] = defaultdict(set)
    for id, leader in after.items():
        targets[before[id] or id].add(leader)
    moves = {old: next(iter(new)) for old, new in targets.items() if len(new) == 1 and old not in new}
    return moves, {old for old, new in targets.items() if len(new) > 1}


def _move_places(session: Session, moves: Mapping[int, int], parted: Collection[int], at: datetime) -> None:
    """Places that only change hands are moved. Where one lot would have a supplier twice, or it is not said here whose
    a place is, the framework is written anew from its records."""
    anew, moved = set(_frameworks_with(session, parted)), set()
    place = select(SupplierPlace.id, SupplierPlace.lot_id, Lot.framework_id, SupplierPlace.supplier_id)
    for rows in _holding(session, place.join(Lot), SupplierPlace.supplier_id, moves):
        taken = _holders(session, SupplierPlace.lot_id, SupplierPlace.supplier_id, {row[1] for row in rows}, moves)
        values = []
        for id, lot, framework, supplier in rows:
            if taken[lot, moves[supplier]] > 1:
                anew.add(framework)
            else:
                values.append({"row": id, "supplier": moves[supplier]})
                moved.add(framework)
        _update_all(session, SupplierPlace, {"supplier_id": bindparam("supplier")}, values)
    _touch_all(session, moved - anew, at)
    _write_anew(session, anew, at)


def _holding(session: Session, wanted: Any, column: Any, moves: Mapping[int, int]) -> Iterator[Sequence[Any]]:
    for part in in_parts(moves):
        if rows := session.execute(wanted.where(column.in_(part))).all():
            yield rows


def _holders(
    session: Session, parent: Any, supplier: Any, parents: Iterable[int], moves: Mapping[int, int]
) -> Mapping[tuple[int, int], int]:
    """How many places each lot or call-off has for one and the same supplier."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for part in in_parts(parents):
        for id, holder in session.execute(select(parent, supplier).where(parent.in_(part))):
            counts[id, moves.get(holder, holder)] += 1
    return counts


def _frameworks_with(session: Session, suppliers: Iterable[int]) -> Iterator[int]:
    for part in in_parts(suppliers):
        places = select(Lot.framework_id).join(SupplierPlace).where(SupplierPlace.supplier_id.in_(part)).distinct()
        yield from session.scalars(places)


def _touch_all(session: Session, frameworks: Iterable[int], at: datetime) -> None:
    for part in in_parts(frameworks):
        for framework in session.scalars(select(Framework).where(Framework.id.in_(part))):
            touch(session, framework, at)


def _write_anew(session: Session, frameworks: Iterable[int], at: datetime) -> None:
    homes: set[str] = set()
    for part in in_parts(frameworks):
        session.execute(update(Framework).where(Framework.id.in_(part)).values(digest=""))
        homes |= set(session.scalars(select(StoredRecord.home).where(StoredRecord.framework_id.in_(part))))
    if homes:
        session.expire_all()
        remerge(session, homes, at)


def _move_call_offs(session: Session, moves: Mapping[int, int], parted: Collection[int]) -> None:
    anew: set[int] = set()
    for part in in_parts(parted):
        anew |= set(session.scalars(select(CallOffSupplier.call_off_id).where(CallOffSupplier.supplier_id.in_(part))))
        anew |= set(session.scalars(select(CallOff.id).where(CallOff.buyer_id.in_(part))))
    awarded = select(CallOffSupplier.id, CallOffSupplier.call_off_id, CallOffSupplier.supplier_id)
    for rows in _holding(session, awarded, CallOffSupplier.supplier_id, moves):
        parents = {row[1] for row in rows}
        taken = _holders(session, CallOffSupplier.call_off_id, CallOffSupplier.supplier_id, parents, moves)
        anew |= {call_off for _, call_off, supplier in rows if taken[call_off, moves[supplier]] > 1}
        values = [{"row": id, "supplier": moves[old]} for id, call_off, old in rows if call_off not in anew]
        _update_all(session, CallOffSupplier, {"supplier_id": bindparam("supplier")}, values)
    for rows in _holding(session, select(CallOff.id, CallOff.buyer_id), CallOff.buyer_id, moves):
        values = [{"row": id, "buyer": moves[old]} for id, old in rows]
        _update_all(session, CallOff, {"buyer_id": bindparam("buyer")}, values)
    _write_call_offs_anew(session, anew)


def _write_call_offs_anew(session: Session, call_offs: Iterable[int]) -> None:
    for part in in_parts(call_offs):
        for row in session.scalars(select(CallOff).where(CallOff.id.in_(part))):
            stated = (StoredCallOff.source == row.source, StoredCallOff.source_id == row.source_id)
            editions = session.scalars(select(StoredCallOff).where(*stated))
            records = [(e.as_of, e.body_hash, CallOffRecord.model_validate(e.body)) for e in editions]
            write(session, row, compiled(records))
    session.flush()
