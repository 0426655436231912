"""Which records speak of the same framework. Pure.

A record's home is the key it has by itself: a hash of owner and reference, else of source and source id. Records of
one home are one framework (level B), unless their dates show two generations under one reference. Homes whose records
name the same notice are one framework too (level A), unless something speaks against it. People's decisions join
homes or detach one. Groups depend on the set of records and decisions only, never on the order they came in.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from hub.data import matching_form
from hub.ingest.statement import Statement
from indexer.analysis import reference_key
from scrapers.record import Record


def home_key(owner: str, record: Record, source: str) -> str:
    """The key a record has by itself: 16 hexadecimal digits."""
    if identified_by_reference(record):
        return _hash("reference", owner, reference_key(record.reference))
    return source_key(source, record.source_id)


def identified_by_reference(record: Record) -> bool:
    """Not by a reseller's listing, which carries another body's reference, nor by "TBC", which is no reference, nor by
    a notice that may concern a contract under the framework.
    """
    usable = record.reference_identifies and not record.listing_of_owner and not record.evidence_only
    return bool(usable and reference_key(record.reference))


def reference_home(owner: str, reference: str) -> str:
    """The home of the framework with this owner and reference, in the catalogue or not; empty for no reference."""
    key = reference_key(reference)
    return _hash("reference", owner, key) if key else ""


def source_key(source: str, source_id: str) -> str:
    return _hash("source", source, source_id)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def own_key(statement: Statement) -> str:
    """The key of the source's entry, whatever its reference."""
    return statement.entry or source_key(statement.source, statement.record.source_id)


def entry_keys(source: str, source_id: str, parts: Iterable[str]) -> dict[str, str]:
    """The key of the entry each part belongs to, among all parts published under one source id.

    Editions of one entry share the buyer or the tender's own id. Where both differ they are several entries: one OCID
    serves many buyers in the qualification systems of utilities. An edition that names neither goes to the first.
    """
    clusters = _clusters({part for part in parts if part})
    if len(clusters) < 2:
        return dict.fromkeys({"", *parts}, source_key(source, source_id))
    keys = {part: source_key(source, f"{source_id}\x1f{min(cluster)}") for cluster in clusters for part in cluster}
    return keys | {"": keys[min(keys)]}


def _clusters(parts: Iterable[str]) -> list[set[str]]:
    """Parts that hang together by a buyer or a tender id they share."""
    clusters: list[set[str]] = []
    for part in sorted(parts):
        near = [cluster for cluster in clusters if any(_share(part, other) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near] + [{part}.union(*near)]
    return clusters


def _share(part: str, other: str) -> bool:
    mine, theirs = (tuple(map(matching_form, each.partition("|")[::2])) for each in (part, other))
    return any(a == b for a, b in zip(mine, theirs, strict=True)) or not (all(mine) and all(theirs))


def natural_keys(statements: Iterable[Statement]) -> set[str]:
    """Every key these statements have, or had in an earlier edition, by themselves. One that a crowd shares would
    lead to any of them, and so is none.
    """
    keys: set[str] = set()
    for s in statements:
        keys |= {own_key(s), source_key(s.source, s.record.source_id)}
        if not s.crowded:
            keys.add(home_key(s.owner, s.record, s.source))
    return keys


def notices_named(record: Record) -> set[str]:
    """The notices and OCIDs by which a record may be met by another's, at most 200 characters each."""
    if record.listing_of_owner or record.parent_reference:
        return set()
    named = (name for notice in record.notices for name in (notice.identifier, notice.ocid))
    return {name.casefold()[:200] for name in named if name}


@dataclass(frozen=True)
class Group:
    """The records of one framework; ``key`` is its address, ``other_keys`` lead to it."""

    key: str
    statements: tuple[Statement, ...]
    other_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Joins:
    """People's decisions: pairs of keys that are one framework, keys that stand alone, and pairs that are two."""

    joined: frozenset[tuple[str, str]] = frozenset()
    detached: frozenset[str] = frozenset()
    parted: frozenset[frozenset[str]] = frozenset()

    def partners(self, keys: Iterable[str]) -> set[str]:
        """The keys joined to any of these."""
        mine = set(keys)
        return {b for a, b in self.joined if a in mine} | {a for a, b in self.joined if b in mine}


def groups(homes: Mapping[str, Iterable[Statement]], joins: Joins) -> list[Group]:
    """Every framework the records of these homes add up to."""
    generations: dict[str, list[Statement]] = defaultdict(list)
    for home, statements in homes.items():
        for key, members in split(home, list(statements), joins.detached).items():
            generations[key].extend(members)
    clusters = _connected(generations, joins.joined | _met(generations, joins))
    found = [_group(cluster, generations) for cluster in clusters]
    return [group for group in found if not all(s.record.evidence_only for s in group.statements)]


def _met(generations: Mapping[str, Sequence[Statement]], joins: Joins) -> set[tuple[str, str]]:
    """Pairs of keys whose records name the same notice and are one framework for all we know (level A)."""
    meeting: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for key, statements in generations.items():
        for statement in statements:
            for name in notices_named(statement.record):
                meeting[name][key].append(statement)
    pairs = {pair for at in meeting.values() if _are_one(at) for pair in combinations(sorted(at), 2)}
    return {pair for pair in pairs if frozenset(pair) not in joins.parted and not joins.detached & set(pair)}


def _are_one(at: Mapping[str, Sequence[Statement]]) -> bool:
    """One owner, at most one reference, and no source that has two entries with this notice: then they are lots, or a
    notice for several frameworks.
    """
    statements = [s for each in at.values() for s in each]
    references = {reference_key(s.record.reference) for s in statements if identified_by_reference(s.record)}
    entries = {(s.source, own_key(s)) for s in statements}
    sources = [source for source, _ in entries]
    return len({s.owner for s in statements}) == 1 and len(references) < 2 and len(sources) == len(set(sources))


def split(home: str, statements: Sequence[Statement], detached: frozenset[str]) -> dict[str, list[Statement]]:
    """The generations under one home, by key. The one with the strongest statement keeps the home's key.

    Level B asks that dates overlap or are missing on one side: one reference used again years later is another
    framework, and what a person detached stands alone.
    """
    by_source = _by_source(statements)
    alone = {k: v for k, v in by_source.items() if k in detached and k != home}
    dated = {k: v for k, v in by_source.items() if k not in alone and all(term(v))}
    undated = [s for k, v in by_source.items() if k not in alone and k not in dated for s in v]
    eras = _overlapping(dated)
    eras.sort(key=lambda era: min(s.precedence for k in era for s in dated[k]))
    result = {k: list(v) for k, v in alone.items()}
    main = [s for k in eras[0] for s in dated[k]] if eras else []
    if main or undated:
        result[home] = main + undated
    for era in eras[1:]:
        result[min(era)] = [s for k in era for s in dated[k]]
    return result


def term(statements: Iterable[Statement]) -> tuple[date | None, date | None]:
    """Start and end as the newest of one source's statements has them."""
    newest = min(statements, key=lambda s: s.precedence).record
    return (newest.start.value if newest.start else None, newest.end.value if newest.end else None)


def _by_source(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """All editions of one source's entry stay together."""
    result: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        result[own_key(statement)].append(statement)
    return result


def _overlapping(dated: Mapping[str, Sequence[Statement]]) -> list[list[str]]:
    """Keys grouped so that each group's terms hang together in time."""
    eras: list[list[str]] = []
    latest: date | None = None
    for key in sorted(dated, key=lambda k: (_begin(dated[k]), k)):
        begin, end = _begin(dated[key]), _finish(dated[key])
        if latest is not None and begin <= latest:
            eras[-1].append(key)
            latest = max(latest, end)
        else:
            eras.append([key])
            latest = end
    return eras


def _begin(statements: Sequence[Statement]) -> date:
    start, end = term(statements)
    return min(d for d in (start, end) if d is not None)


def _finish(statements: Sequence[Statement]) -> date:
    return max(d for d in term(statements) if d is not None)


def _connected(keys: Iterable[str], joined: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    cluster = {key: frozenset({key}) for key in keys}
    for a, b in joined:
        if a in cluster and b in cluster and cluster[a] is not cluster[b]:
            both = cluster[a] | cluster[b]
            cluster.update(dict.fromkeys(both, both))
    return sorted(set(cluster.values()), key=min)


def _group(keys: frozenset[str], generations: Mapping[str, Sequence[Statement]]) -> Group:
    """The strongest statement that is identified by a reference gives the group its key."""
    def strength(key: str) -> tuple[object, ...]:
        best = min(generations[key], key=lambda s: s.precedence)
        return (not identified_by_reference(best.record), best.precedence, key)

    leader = min(keys, key=strength)
    statements = tuple(s for key in sorted(keys) for s in generations[key])
    return Group(leader, statements, keys - {leader})


def redirects(found: Sequence[Group]) -> dict[str, str]:
    """Which further keys lead to which framework: joined ones, and those its records have had by themselves."""
    leaders = {group.key for group in found}
    result: dict[str, str] = {}
    for group in sorted(found, key=lambda g: g.key):
        for key in (group.other_keys | natural_keys(group.statements)) - leaders:
            result.setdefault(key, group.key)
    return result
