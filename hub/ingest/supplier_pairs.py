"""The pairs among many suppliers that are worth comparing, found without comparing all with all. Pure.

Names that are alike stand near each other when sorted, from the front or from the back; names that one text states
and numbers that one list gives are looked up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations

from rapidfuzz import fuzz

from hub.ingest.supplier_matching import STRONG, Judgement, Known, Verdict, compare
from hub.ingest.supplier_names import supplier_name, without_addition

NEIGHBOURS = 8
ALIKE = 70
"""How alike, of 100, neighbours must be to be worth a closer look; any slip or cut leaves names far more alike."""

CROWD = 40
"""A list's number that more suppliers share says nothing about any two of them."""

Asked = Callable[[str, str], bool]
"""Whether it is asked if two suppliers, by their keys, are one."""


def pairs(
    suppliers: Mapping[str, Known], new: Collection[str] | None = None, own: Collection[str] = frozenset()
) -> Iterator[tuple[str, str, Judgement]]:
    """Every two suppliers a person should look at, in the order of their keys; only those with a new one if given.

    Two of the hub's ``own`` bodies are known to be two.
    """
    wanted = suppliers.keys() if new is None else new

    def is_asked(a: str, b: str) -> bool:
        return a != b and (a in wanted or b in wanted) and not (a in own and b in own)

    near = {(min(a, b), max(a, b)) for a, b in _near(suppliers, is_asked)}
    for a, b in sorted(near):
        judgement = compare(suppliers[a], suppliers[b])
        if judgement.verdict is Verdict.PROPOSED:
            yield a, b, judgement


def _near(suppliers: Mapping[str, Known], is_asked: Asked) -> Iterator[tuple[str, str]]:
    texts = [(text, key) for key, known in suppliers.items() for text in _texts(known)]
    yield from _neighbours(sorted(texts), is_asked)
    yield from _neighbours(sorted((text[::-1], key) for text, key in texts), is_asked)
    yield from (pair for pair in _sharing(suppliers) if is_asked(*pair))


def _neighbours(ordered: list[tuple[str, str]], is_asked: Asked) -> Iterator[tuple[str, str]]:
    for at, (text, key) in enumerate(ordered):
        for near, other in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            if is_asked(key, other) and (near.startswith(text) or fuzz.ratio(text, near) >= ALIKE):
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
