"""The pairs among many suppliers that are worth comparing, found without comparing all with all. Pure.

Names that are alike stand near each other when sorted, from the front or from the back; names that one text states
and numbers that one list gives are looked up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from rapidfuzz import fuzz

from hub.ingest.supplier_matching import STRONG, Judgement, Known, Verdict, compare
from hub.ingest.supplier_names import supplier_name, without_addition

NEIGHBOURS = 8
ALIKE = 70
"""How alike, of 100, neighbours must be to be worth a closer look; any slip or cut leaves names far more alike."""

CROWD = 40
"""A list's number that more suppliers share says nothing about any two of them."""


def pairs(suppliers: Mapping[str, Known], new: Collection[str] | None = None) -> Iterator[tuple[str, str, Judgement]]:
    """Every two suppliers a person should look at, in the order of their keys; only those with a new one if given."""
    wanted = suppliers.keys() if new is None else new
    found: dict[tuple[str, str], Judgement] = {}
    for a, b in _near(suppliers):
        if a == b or (a not in wanted and b not in wanted) or (pair := (min(a, b), max(a, b))) in found:
            continue
        judgement = compare(suppliers[pair[0]], suppliers[pair[1]])
        if judgement.verdict is Verdict.PROPOSED:
            found[pair] = judgement
    for (a, b), judgement in sorted(found.items(), key=lambda item: item[0]):
        yield a, b, judgement


def _near(suppliers: Mapping[str, Known]) -> Iterator[tuple[str, str]]:
    texts = [(text, key) for key, known in suppliers.items() for text in _texts(known)]
    yield from _neighbours(sorted(texts))
    yield from _neighbours(sorted((text[::-1], key) for text, key in texts))
    yield from _sharing(suppliers)


def _neighbours(ordered: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for at, (text, key) in enumerate(ordered):
        for near, other in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            if near.startswith(text) or fuzz.ratio(text, near) >= ALIKE:
                yield key, other


def _texts(known: Known) -> set[str]:
    """The names of a supplier without blanks and legal forms, with and without additions, and those stated besides."""
    found: set[str] = set()
    for name in known.names:
        parts = supplier_name(name)
        stated = (supplier_name(text) for text in (parts.trading, parts.former) if text)
        found |= {"".join(each.words) for each in (parts, without_addition(name), *stated)}
    return found - {""}


def _sharing(suppliers: Mapping[str, Known]) -> Iterator[tuple[str, str]]:
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, known in suppliers.items():
        for number in known.numbers:
            if number[0] not in STRONG:
                holders[number].append(key)
    for keys in holders.values():
        yield from combinations(keys, 2) if len(keys) <= CROWD else ()
