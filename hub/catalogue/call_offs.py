"""Contracts of buyers, as far as they are linked to a framework."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.models import CallOff, CallOffSupplier, Framework, Source
from hub.signposting import ceiling
from hub.signposting.ceiling import Amount, Known


def call_offs(session: Session, framework: Framework, page: int = 1, size: int = 20) -> Sequence[CallOff]:
    """A page of the contracts linked to a framework, newest first by start, else by publication; undated ones last."""
    begun = func.coalesce(CallOff.start, CallOff.published)
    mine = select(CallOff).where(CallOff.framework_id.in_(family(session, framework)))
    whole = (selectinload(CallOff.suppliers).joinedload(CallOffSupplier.supplier), joinedload(CallOff.buyer))
    newest = mine.options(*whole).order_by(begun.is_(None), begun.desc(), CallOff.id)
    return session.scalars(newest.limit(size).offset((page - 1) * size)).all()


def call_off_count(session: Session, framework: Framework) -> int:
    """How many contracts are linked to a framework."""
    mine = CallOff.framework_id.in_(family(session, framework))
    return session.scalar(select(func.count()).select_from(CallOff).where(mine)) or 0


def call_off_addresses(session: Session, framework: Framework) -> Sequence[str]:
    """Where the contracts linked to a framework are published, each address once."""
    mine = (CallOff.framework_id.in_(family(session, framework)), CallOff.url != "")
    return session.scalars(select(CallOff.url).where(*mine).distinct()).all()


def known_call_offs(session: Session, framework: Framework) -> Known:
    """What the contracts linked to a framework come to, as far as their values are published, and how new they are."""
    return known_call_offs_of(session, [framework])[framework.id]


def known_call_offs_of(session: Session, frameworks: Collection[Framework]) -> Mapping[int, Known]:
    """What the contracts linked to each of these come to, by the framework's id; read for all at once."""
    standing_for = _families(session, [framework.id for framework in frameworks])
    begun = func.coalesce(CallOff.start, CallOff.published)
    columns = (CallOff.value_net_pence, CallOff.value_gross_pence, CallOff.value_currency, begun)
    mine = select(CallOff.framework_id, *columns).where(CallOff.framework_id.in_(standing_for)).order_by(CallOff.id)
    amounts: dict[int, list[Amount]] = defaultdict(list)
    for id, net, gross, currency, day in session.execute(mine):
        if id is not None:
            amounts[standing_for[id]].append(Amount(net, gross, currency, day))
    return {framework.id: ceiling.known(amounts[framework.id]) for framework in frameworks}


def family(session: Session, framework: Framework) -> list[int]:
    """The framework and every one merged into it: their contracts are its own."""
    return list(_families(session, [framework.id]))


def _families(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """These and every one merged into them, each with the one of these that it is merged into."""
    found = {id: id for id in ids}
    newest = list(ids)
    while newest:
        merged = select(Framework.id, Framework.merged_into_id).where(
            Framework.merged_into_id.in_(newest), Framework.id.not_in(found)
        )
        newest = []
        for id, leader in session.execute(merged):
            found[id] = found[leader or id]
            newest.append(id)
    return found


def linked_call_offs(session: Session) -> Mapping[int, Sequence[CallOff]]:
    """Every linked contract, by the id of the framework that stands for the one it is linked to."""
    leaders = _leaders(session)
    linked = select(CallOff).where(CallOff.framework_id.is_not(None)).options(selectinload(CallOff.suppliers))
    found: dict[int, list[CallOff]] = defaultdict(list)
    for row in session.scalars(linked.order_by(CallOff.source, CallOff.source_id)):
        at = row.framework_id or 0
        while at in leaders:
            at = leaders[at]
        found[at].append(row)
    return found


def _leaders(session: Session) -> dict[int, int]:
    merged = select(Framework.id, Framework.merged_into_id).where(Framework.merged_into_id.is_not(None))
    return {id: leader for id, leader in session.execute(merged) if leader is not None}


def sources_of(session: Session, rows: Iterable[CallOff]) -> Mapping[str, Source]:
    """The sources that contracts come from, by name."""
    names = {row.source for row in rows}
    return {row.name: row for row in session.scalars(select(Source).where(Source.name.in_(names)))}
