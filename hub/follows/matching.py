"""What a follow leads to today: the keys of frameworks, of which the new ones are news. Reads only."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from hub.catalogue import frameworks_in, frameworks_of, keyed, places_of
from hub.db import in_parts
from hub.models import Follow, FollowSeen, Framework, Organisation, listed
from hub.search import with_labels
from hub.status import OVER, assess
from indexer import IndexUnavailable, Query, SearchIndex

MOST = 10_000
"""Frameworks that a search is followed through."""

ReadSearch = Callable[[str, date], Query]
"""What gives the search that the parameters of an address ask for on a day."""


@dataclass(frozen=True)
class Catalogue:
    """What follows are looked up in: the database as one reading sees it, and the index."""

    session: Session
    index: SearchIndex
    read_search: ReadSearch

    def keys(self, kind: str, subject: str, day: date) -> list[str]:
        """The keys of all that something leads to, whatever their status. Raises IndexUnavailable for a search."""
        if kind == "search":
            return self._found(self.query(subject, day))
        return [row.key for row in _LISTS[kind](self.session, subject)]

    def query(self, subject: str, day: date) -> Query:
        return with_labels(self.read_search(subject, day))

    def _found(self, query: Query) -> list[str]:
        if not self.index.generation():
            raise IndexUnavailable("The search index has not been built.")
        return list(self.index.ranked(query, MOST).ids)

    def new(self, follow: Follow, day: date) -> list[Framework]:
        """What a follow leads to that it has not led to before and that is not over. Raises IndexUnavailable."""
        keys = self.keys(follow.kind, follow.subject, day)
        seen = _seen(self.session, follow.id) if keys else frozenset()
        rows = _standing(self.session, [key for key in keys if key not in seen])
        return [rows[key] for key in keys if key in rows and assess(rows[key], day).status not in OVER]


def words_found(catalogue: Catalogue, query: Query, key: str) -> list[str]:
    """The words of a search that a framework has, as they were typed, with what stands for them there."""
    why = catalogue.index.explain(query, key)
    found = [
        word.word if word.word in word.found_as or not word.found_as else f"{word.word} (as {', '.join(word.found_as)})"
        for word in why.words
        if word.share > 0
    ]
    return list(dict.fromkeys([*found, *(lift.text for lift in why.lifts if lift.share > 0)]))


def _seen(session: Session, follow: int) -> Collection[str]:
    """The keys it has led to, and those of the frameworks that these have been merged into since."""
    leader = aliased(Framework)
    own = select(FollowSeen.framework).where(FollowSeen.follow_id == follow)
    merged = (
        select(leader.key)
        .join(Framework, Framework.merged_into_id == leader.id)
        .join(FollowSeen, FollowSeen.framework == Framework.key)
        .where(FollowSeen.follow_id == follow)
    )
    return {*session.scalars(own), *session.scalars(merged)}


def _standing(session: Session, keys: Collection[str]) -> Mapping[str, Framework]:
    """The listed frameworks of these keys."""
    found: dict[str, Framework] = {}
    for part in in_parts(keys):
        wanted = select(Framework).where(Framework.key.in_(part), *listed()).options(joinedload(Framework.owner))
        found |= {row.key: row for row in session.scalars(wanted)}
    return found


def standing(session: Session, key: str) -> Framework | None:
    """The framework a key leads to today; None where it is not listed any more."""
    return next(iter(keyed(session, [key]).frameworks), None)


def _organisation(session: Session, slug: str) -> Organisation | None:
    """The one of a slug, or the one it was joined to."""
    row = session.scalar(select(Organisation).where(Organisation.slug == slug))
    return session.get(Organisation, row.joined_to_id) if row and row.joined_to_id else row


def _owned(session: Session, slug: str) -> Collection[Framework]:
    owner = _organisation(session, slug)
    return frameworks_of(session, owner) if owner else ()


def _supplied(session: Session, slug: str) -> Collection[Framework]:
    supplier = _organisation(session, slug)
    places = places_of(session, supplier) if supplier else ()
    return {each.framework.key: each.framework for each in places if each.place.status == "active"}.values()


_LISTS: Mapping[str, Callable[[Session, str], Collection[Framework]]] = {
    "owner": _owned,
    "supplier": _supplied,
    "category": frameworks_in,
    "framework": lambda session, key: (),
}
