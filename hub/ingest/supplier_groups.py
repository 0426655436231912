"""Which rows are one organisation, and which of them stands for all. Pure.

A row is a form of a name or a registered number. The rows of a form and a number that were named together are one, if
the form has no other number of that register. Where that would make one organisation of two company numbers, only
the company numbers count. What a person joined is joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.ingest.supplier_matching import STRONG, rank
from hub.ingest.supplier_names import best_spelling, supplier_slug
from scrapers.parse.identifiers import COMPANY


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation's row by itself: its published names, and its numbers in the registers that identify."""

    id: int
    slug: str
    curated: bool = False
    names: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows that are one organisation. ``name`` is the one to show; empty where the hub's own list says it."""

    leader: Row
    members: tuple[Row, ...]
    name: str

    def names(self) -> Iterator[tuple[int, str]]:
        """What each row is called: the one that leads by the name of all, the others by their own."""
        for row in self.members:
            name = self.name if row is self.leader else best_spelling(row.names) if row.names else ""
            if name and not row.curated:
                yield row.id, name


def groups(rows: Sequence[Row], joined: Iterable[tuple[str, str]] = ()) -> list[Group]:
    """Every organisation the rows add up to; ``joined`` are the slugs of rows that a person has joined."""
    by_slug = {row.slug: row for row in rows}
    sets = _certain(rows, by_slug)
    for slug, other in joined:
        if slug in by_slug and other in by_slug:
            sets.join(by_slug[slug].id, by_slug[other].id)
    members: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        members[sets.root(row.id)].append(row)
    return [_group(each, by_slug) for each in members.values()]


def decided_by(group: Group) -> str:
    """The slug that decisions about an organisation name: its number's where it has one, for names come and go."""
    numbered = [row for row in group.members if row.numbers]
    return (min(numbered, key=_standing) if numbered else group.leader).slug


class _Sets:
    """Sets of rows that grow together."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def root(self, id: int) -> int:
        while (parent := self._parents.get(id, id)) != id:
            self._parents[id] = self._parents.get(parent, parent)
            id = parent
        return id

    def join(self, a: int, b: int) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        if first != second:
            self._parents[second] = first


def _certain(rows: Sequence[Row], by_slug: Mapping[str, Row]) -> _Sets:
    numbered = [row for row in rows if row.numbers]
    links = list(_links(numbered, by_slug))
    everything = _Sets()
    for form, holder, _ in links:
        everything.join(form, holder)
    companies: dict[int, set[str]] = defaultdict(set)
    for row in numbered:
        companies[everything.root(row.id)] |= {value for scheme, value in row.numbers if scheme == COMPANY}
    certain = _Sets()
    for form, holder, scheme in links:
        if scheme == COMPANY or len(companies[everything.root(form)]) <= 1:
            certain.join(form, holder)
    return certain


def _links(numbered: Iterable[Row], by_slug: Mapping[str, Row]) -> Iterator[tuple[int, int, str]]:
    """A form's row, the row of its only number in a register, and the register."""
    holders: dict[tuple[int, str], set[int]] = defaultdict(set)
    for row in numbered:
        forms = {supplier_slug(name) for name in row.names}
        for form in (by_slug[slug].id for slug in forms if slug in by_slug):
            for scheme, _ in row.numbers:
                holders[form, scheme].add(row.id)
    for (form, scheme), rows in holders.items():
        if len(rows) == 1:
            yield form, next(iter(rows)), scheme


def _group(members: list[Row], by_slug: Mapping[str, Row]) -> Group:
    """Led by a body of the hub's own lists, else by the row of the form of the name shown."""
    members.sort(key=lambda row: row.slug)
    if known := next((row for row in members if row.curated), None):
        return Group(known, tuple(members), "")
    names = {name for row in members for name in row.names}
    shown = best_spelling(names) if names else ""
    named = by_slug.get(supplier_slug(shown))
    leader = named if named in members else min(members, key=_standing)
    return Group(leader, tuple(members), shown)


def _standing(row: Row) -> tuple[bool, int, str]:
    return bool(row.numbers), min((rank(scheme) for scheme, _ in row.numbers), default=len(STRONG)), row.slug
