"""A batch written down, and what must not be kept forgotten."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b

from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from hub.usage.batch import Batch
from hub.usage.tables import all_searches, named, salts, signposts, unnamed

DAYS_UNTIL_KEPT = 3
PERIOD_DAYS = 28
KEPT_DAYS = 400
"""Thirteen months, so that a month can be compared with the same one of the year before."""


def write(connection: Connection, batch: Batch, today: date) -> None:
    """Add a batch to the counts. What is too old is forgotten, and unkept searches when their period is over."""
    salt = _salt(connection, today)
    totals: Counter[tuple[date, str]] = Counter()
    for (day, _, results), count in batch.searches.items():
        totals[day, results] += count
    _add(connection, all_searches, [{"day": d, "results": r, "count": n} for (d, r), n in totals.items()])
    _add_by_text(connection, salt, {search: count for search, count in batch.searches.items() if search[1]})
    _add(connection, signposts, [{"framework": f, "day": d, "count": n} for (d, f), n in batch.signposts.items()])
    _forget_old(connection, today)


def _salt(connection: Connection, today: date) -> bytes:
    """The salt of this period. A new one takes with it the old, and the marks made with that."""
    period = today.toordinal() // PERIOD_DAYS
    salt = connection.scalar(select(salts.c.value).where(salts.c.period == period))
    if salt is None:
        connection.execute(delete(unnamed))
        connection.execute(delete(salts))
        salt = secrets.token_bytes(32)
        connection.execute(insert(salts).values(period=period, value=salt))
    return bytes(salt)


def _add_by_text(connection: Connection, salt: bytes, searches: Mapping[tuple[date, str, str], int]) -> None:
    """Count searches by text where that is kept already, and else by mark until they have been seen often enough."""
    texts = {text for _, text, _ in searches}
    kept = set(connection.scalars(select(named.c.text).where(named.c.text.in_(texts))))
    marks = {text: _mark(text, salt) for text in texts - kept}
    by_text, by_mark = [], []
    for (day, text, results), count in searches.items():
        seen = {"day": day, "results": results, "count": count}
        if text in kept:
            by_text.append({"text": text, **seen})
        else:
            by_mark.append({"mark": marks[text], **seen})
    _add(connection, named, by_text)
    _add(connection, unnamed, by_mark)
    often = set(_seen_often(connection, marks.values()))
    for text, mark in marks.items():
        if mark in often:
            _name(connection, mark, text)


def _mark(text: str, salt: bytes) -> bytes:
    return blake2b(text.encode(errors="replace"), key=salt, digest_size=16).digest()


def _seen_often(connection: Connection, marks: Iterable[bytes]) -> Sequence[bytes]:
    """Those of the marks that were seen on as many days as it takes."""
    days = func.count(unnamed.c.day.distinct())
    by_mark = select(unnamed.c.mark).where(unnamed.c.mark.in_(marks)).group_by(unnamed.c.mark)
    return connection.scalars(by_mark.having(days >= DAYS_UNTIL_KEPT)).all()


def _name(connection: Connection, mark: bytes, text: str) -> None:
    """From now on this search is known by its text, on the days it was already seen as well."""
    marked = unnamed.c.mark == mark
    seen = connection.execute(select(unnamed.c.day, unnamed.c.results, unnamed.c.count).where(marked)).all()
    _add(connection, named, [{"text": text, "day": d, "results": r, "count": n} for d, r, n in seen])
    connection.execute(delete(unnamed).where(marked))


def _add(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        row = insert(table)
        more = {"count": table.c.count + row.excluded.count}
        connection.execute(row.on_conflict_do_update(index_elements=table.primary_key, set_=more), rows)


def _forget_old(connection: Connection, today: date) -> None:
    for table in (all_searches, named, signposts):
        connection.execute(delete(table).where(table.c.day <= today - timedelta(days=KEPT_DAYS)))
