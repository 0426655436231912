"""The feed of what is new or has changed of what a search finds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from heapq import nlargest
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub import brand, catalogue
from hub.db import get_session, in_parts
from hub.formatters import instant_text, listing, lower_first, term_text
from hub.models import Framework, StoredRecord, listed
from hub.takeaway.changes import Change, last_change
from hub.takeaway.feed import Feed, Item
from hub.web.takeaway.frameworks import full_address
from hub.web.takeaway.selection import Selection
from hub.web.values import LABELS, day_of

MOST = 50
"""Entries in a feed: those that changed last."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def feed_of(chosen: Selection) -> Feed:
    session = get_session()
    frameworks = _changed_last(session, chosen.keys)
    records = _records(session, frameworks)
    items = [_item(each, last_change(each, records.get(each.id, []))) for each in frameworks]
    address = url_for("takeaway.feed", _external=True, **chosen.parameters)
    return Feed(
        ident=address,
        title=f"{brand.NAME}: {chosen.title}",
        subtitle=f"The last {MOST} to come or change, newest first. {chosen.note}".strip(),
        address=address,
        page=chosen.page or url_for("home.home", _external=True),
        author=current_app.config["OPERATOR_NAME"],
        items=items,
        changed=catalogue.dates(session).last_read or LONG_AGO,
    )


def _changed_last(session: Session, keys: Sequence[str]) -> list[Framework]:
    """The frameworks that changed last, newest first."""
    newest: list[tuple[datetime, str]] = []
    for part in in_parts(keys):
        wanted = select(Framework.changed_at, Framework.key).where(
            Framework.key.in_(part), Framework.changed_at.is_not(None), *listed()
        )
        newest = nlargest(MOST, [*newest, *((at, key) for at, key in session.execute(wanted) if at)])
    rows = session.scalars(
        select(Framework).where(Framework.key.in_([key for _, key in newest])).options(joinedload(Framework.owner))
    )
    by_key = {row.key: row for row in rows}
    return [by_key[key] for _, key in newest]


def _records(session: Session, frameworks: Sequence[Framework]) -> Mapping[int, list[StoredRecord]]:
    found: dict[int, list[StoredRecord]] = defaultdict(list)
    mine = select(StoredRecord).where(StoredRecord.framework_id.in_([row.id for row in frameworks]))
    for record in session.scalars(mine.options(joinedload(StoredRecord.described_by))):
        found[record.framework_id or 0].append(record)
    return found


def _item(framework: Framework, change: Change | None) -> Item:
    """A framework with what is known of its last change. Its id is a tag that no change of its address touches."""
    updated = framework.changed_at or LONG_AGO
    return Item(
        ident=f"tag:{urlsplit(request.host_url).hostname},2026:framework:{framework.key}",
        title=framework.title,
        address=full_address(framework),
        text="\n".join(filter(None, (change_text(change), *_facts(framework)))),
        published=framework.first_seen,
        updated=updated,
    )


def change_text(change: Change | None) -> str:
    """What happened, in a sentence: nothing is said of what no record tells."""
    if change is None:
        return ""
    day, by = instant_text(change.at), f" Source: {listing(list(change.sources))}." if change.sources else ""
    if change.new:
        return f"New in this hub on {day}.{by}"
    if change.fields:
        return f"Changed on {day}: {listing([lower_first(LABELS[name]) for name in change.fields])}.{by}"
    said = "another statement about it was read" if change.sources else "what changed is not recorded"
    return f"Changed on {day}: {said}.{by}"


def _facts(framework: Framework) -> list[str]:
    owner = f"Owner: {framework.owner.name}." if framework.owner else ""
    reference = f"Reference: {framework.reference}." if framework.reference else ""
    term = term_text(day_of(framework, "start"), day_of(framework, "end"))
    return list(filter(None, (owner, reference, f"Dates: {term}." if term else "", framework.summary)))
