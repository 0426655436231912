"""Lists and counts of frameworks."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hub.models import Framework, Issue, Lot, Organisation, Relation, StoredRecord, SupplierPlace, listed
from hub.status import OVER, Status
from indexer.analysis import find_references

IN_FORCE = (Status.LIVE.value, Status.EXTENDED.value)
DIGITS = "0-9"
"""The letter under which titles that begin with a figure or sign stand."""

TAKEN_OUT = re.compile(r"(?:^|\s)-\w")
"""Of a search that takes a word out, the whole is no reference."""

JUDGED = "is all that says this is a framework"
"""The words of a data issue: scrapers.ocds took a notice for a framework's by its title or description."""

LONG = (
    defer(Framework.description),
    defer(Framework.summary),
    defer(Framework.keywords),
    defer(Framework.how_to_buy),
    defer(Framework.provenance),
)
"""What is long, left in the database where it is not shown."""

WHEN_INVERTED = {"replaces": "replaced_by", "replaced_by": "replaces", "lot_of": "has_lot", "lists": "listed_by"}
"""What a relation another framework states means for this one."""


def counts_by_status(session: Session) -> Mapping[Status, int]:
    """How many listed frameworks have each status."""
    rows = session.execute(select(Framework.status, func.count()).where(*listed()).group_by(Framework.status))
    return Counter({Status(status): count for status, count in rows})


def ending_soon(session: Session, today: date, limit: int = 6) -> Sequence[Framework]:
    """The frameworks in force that end next."""
    return _found(session, _in_force(today).order_by(Framework.end, Framework.title_sort).limit(limit))


def started_last(session: Session, today: date, limit: int = 6) -> Sequence[Framework]:
    """The frameworks in force that began last, newest first."""
    begun = _in_force(today).where(Framework.start <= today)
    return _found(session, begun.order_by(Framework.start.desc(), Framework.title_sort).limit(limit))


def _in_force(today: date) -> Select[Framework]:
    """In force when statuses were last worked out, and not ended since."""
    return select(Framework).where(*listed(), Framework.status.in_(IN_FORCE), Framework.end >= today)


def _found(session: Session, wanted: Select[Framework]) -> Sequence[Framework]:
    return session.scalars(wanted.options(joinedload(Framework.owner))).all()


def letters(session: Session) -> Mapping[str, int]:
    """How many titles begin with each letter, in order; figures and signs together come last."""
    initial = func.substr(Framework.title_sort, 1, 1).label("initial")
    rows = session.execute(select(initial, func.count()).where(*listed()).group_by("initial"))
    counts: Counter[str] = Counter()
    for letter, count in rows:
        counts[letter.upper() if letter.isascii() and letter.isalpha() else DIGITS] += count
    return dict(sorted(counts.items(), key=lambda entry: (entry[0] == DIGITS, entry[0])))


def by_letter(session: Session, letter: str) -> Sequence[Framework]:
    """The frameworks whose title begins with a letter, by title."""
    initial = func.substr(Framework.title_sort, 1, 1)
    lower = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    wanted = not_(initial.in_(lower)) if letter == DIGITS else initial == letter.lower()
    return _found(session, select(Framework).where(*listed(), wanted).order_by(Framework.title_sort, Framework.id))


def titled(
    session: Session, text: str, hide_over: bool, page: int = 1, per_page: int = 20
) -> tuple[Sequence[Framework], int, int]:
    """Frameworks with every word in their title, reference or owner's name: those of a page, how many, and how many
    more are over.

    What search falls back on while its index is being rebuilt.
    """
    everything = and_(*listed(), or_(and_(true(), *map(_holds, text.split()[:12])), _is_called(text)))
    over = Framework.status.in_([status.value for status in OVER])
    shown = and_(everything, not_(over)) if hide_over else everything
    count = select(func.count()).select_from(Framework)
    total = session.scalar(count.where(shown)) or 0
    hidden = (session.scalar(count.where(everything)) or 0) - total
    rows = select(Framework).where(shown).order_by(Framework.title_sort, Framework.id)
    return _found(session, rows.offset((page - 1) * per_page).limit(per_page)), total, hidden


def _holds(word: str) -> ColumnElement[bool]:
    owner = or_(*(name.icontains(word, autoescape=True) for name in (Organisation.name, Organisation.short_name)))
    own = (name.icontains(word, autoescape=True) for name in (Framework.title, Framework.reference))
    return or_(*own, Framework.owner_id.in_(select(Organisation.id).where(owner)))


def _is_called(text: str) -> ColumnElement[bool]:
    """Whether the text as a whole is the reference."""
    return Framework.reference_key.in_(_references(text))


def _references(text: str) -> set[str]:
    """The forms a reference has that is the whole text, in any spelling; most texts are none."""
    return {found.key for found in find_references(text) if (found.start, found.end) == (0, len(text))}


def names_a_framework(session: Session, text: str) -> bool:
    """Is the text as a whole the reference of a listed framework, in any spelling?"""
    if TAKEN_OUT.search(text) or not _references(text):
        return False
    return session.scalar(select(Framework.id).where(_is_called(text), *listed()).limit(1)) is not None


def with_lots(session: Session, keys: Collection[str]) -> Sequence[Framework]:
    """The listed frameworks of these keys with what a search shows of them, their lots, routes, fees and rules.

    What is long and not shown is left in the database.
    """
    lots = selectinload(Framework.lots).load_only(Lot.routes)
    shown = (
        *LONG,
        joinedload(Framework.owner),
        lots.selectinload(Lot.fees),
        selectinload(Framework.routes),
        selectinload(Framework.fees),
        selectinload(Framework.rules),
    )
    return session.scalars(select(Framework).where(Framework.key.in_(keys), *listed()).options(*shown)).all()


def with_facts(session: Session, keys: Collection[str]) -> Sequence[Framework]:
    """The listed frameworks of these keys with all that comes in short values; their long texts stay behind."""
    shown = (
        *LONG,
        joinedload(Framework.owner),
        selectinload(Framework.lots).options(defer(Lot.description), selectinload(Lot.fees)),
        *map(selectinload, (Framework.routes, Framework.fees, Framework.rules)),
        *map(selectinload, (Framework.categories, Framework.regions)),
    )
    return session.scalars(select(Framework).where(Framework.key.in_(keys), *listed()).options(*shown)).all()


def with_places(session: Session, framework: Framework) -> None:
    """Fetch the suppliers on every lot of a framework at once."""
    mine = select(Lot).where(Lot.framework_id == framework.id)
    session.scalars(mine.options(selectinload(Lot.places).joinedload(SupplierPlace.supplier))).all()


def with_terms(session: Session, keys: Collection[str]) -> Sequence[Framework]:
    """The listed frameworks of these keys with what is published of their terms: lots, regions, rules and texts."""
    lots = selectinload(Framework.lots).load_only(
        *(Lot.number, Lot.title, Lot.description, Lot.start, Lot.end, Lot.regions),
        *(Lot.max_value_net_pence, Lot.max_value_gross_pence, Lot.max_value_currency),
    )
    lists = map(selectinload, (Framework.regions, Framework.rules, Framework.routes))
    wanted = select(Framework).where(Framework.key.in_(keys), *listed())
    return session.scalars(wanted.options(joinedload(Framework.owner), lots, *lists)).all()


def with_compared(session: Session, keys: Collection[str]) -> Sequence[Framework]:
    """The listed frameworks of these keys with all that a comparison shows: lots, suppliers, terms and notices."""
    lots = selectinload(Framework.lots).options(selectinload(Lot.fees), selectinload(Lot.places))
    terms = (Framework.routes, Framework.fees, Framework.rules, Framework.categories, Framework.regions)
    wanted = select(Framework).where(Framework.key.in_(keys), *listed())
    shown = (joinedload(Framework.owner), lots, *map(selectinload, (*terms, Framework.notices)))
    return session.scalars(wanted.options(*shown)).all()


def stated_by(session: Session, frameworks: Collection[Framework]) -> Mapping[str, StoredRecord]:
    """The records whose values these frameworks show, by the hash that their provenance gives."""
    winners = {str(winner) for framework in frameworks for winner in framework.provenance.values()}
    rows = select(StoredRecord).where(StoredRecord.body_hash.in_(winners))
    brief = rows.options(defer(StoredRecord.body), joinedload(StoredRecord.described_by))
    return {row.body_hash: row for row in session.scalars(brief)}


def related(session: Session, framework: Framework) -> list[tuple[str, Relation, Framework | None]]:
    """How a framework relates to others: the kind of relation, its published words and the other, if it is here.

    Kinds are replaces, replaced_by, lot_of, has_lot, lists and listed_by, as seen from this framework. What both
    sides state is given once. A kind that another version of the hub wrote is left out.
    """
    told = [row for row in framework.relations if row.kind in WHEN_INVERTED]
    found = [(row.kind, row, _by_key(session, row.target_key)) for row in told]
    known = {(kind, other.id) for kind, _, other in found if other}
    mine = [framework.key, *session.scalars(select(Framework.key).where(Framework.merged_into_id == framework.id))]
    stated = select(Relation, Framework).join(Framework, Relation.framework_id == Framework.id)
    stated = stated.where(Relation.kind.in_(WHEN_INVERTED))
    for row, other in session.execute(stated.where(Relation.target_key.in_(mine), *listed()).order_by(Framework.id)):
        kind = WHEN_INVERTED[row.kind]
        if other.id != framework.id and (kind, other.id) not in known:
            known.add((kind, other.id))
            found.append((kind, row, other))
    return found


def judged_by(session: Session, framework: Framework) -> str:
    """Which words, title or description, are all that says it is a framework; empty where a source states it, or a
    person has seen to it.
    """
    entries = select(StoredRecord.source, StoredRecord.source_id).where(StoredRecord.framework_id == framework.id)
    mine = {(source, source_id) for source, source_id in session.execute(entries)}
    doubts = select(Issue.source, Issue.source_id, Issue.field).where(
        Issue.reason == JUDGED, Issue.cleared_at.is_(None), Issue.source_id.in_({source_id for _, source_id in mine})
    )
    doubted = {(source, source_id): field for source, source_id, field in session.execute(doubts)}
    return next(iter(doubted.values()), "") if mine <= doubted.keys() else ""


def _by_key(session: Session, key: str) -> Framework | None:
    """The listed framework a key leads to, if any."""
    row = session.scalar(select(Framework).where(Framework.key == key)) if key else None
    while row is not None and row.merged_into is not None:
        row = row.merged_into
    return row if row is not None and row.digest and row.withdrawn_at is None else None
