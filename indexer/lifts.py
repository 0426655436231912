"""Which parts of a query are references or CPV codes, and which documents have them."""

import re
from dataclasses import dataclass, field

from indexer.analysis import Reference, scheme
from indexer.bits import bits
from indexer.query import Parsed, is_noise
from indexer.snapshot import ByValue, Columns, Snapshot

EXACT_REFERENCE, NEAR_REFERENCE = 2000.0, 1000.0
"""Points for a reference: far above any score of words, so that a reference always comes first."""

EXACT_CODE, NARROWER_CODE, WIDER_CODE = 30.0, 20.0, 10.0
"""Points for a CPV code: about as much as two to six rare words."""

DIVISION = 2
"""The digits of a CPV code's highest level."""

_IN_TWO = re.compile(r"[^\W\d_]+\s+\d[\w./-]*")


@dataclass(frozen=True)
class Lift:
    """``documents`` that have what was ``found`` in the query, as bits, and the points they get for it."""

    documents: int
    points: float
    found: Reference

    @property
    def is_code(self) -> bool:
        return self.points < NEAR_REFERENCE


@dataclass
class Lifts:
    """All lifts of a query.

    ``read`` are the parts of its text that need not be looked for as words any more; ``unknown`` are CPV codes and
    references, as it seems, that no document has, which ``hints`` say.
    """

    lifts: list[Lift] = field(default_factory=list)
    read: list[Reference] = field(default_factory=list)
    unknown: list[Reference] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def add(self, documents: int, points: float, found: Reference) -> None:
        if documents:
            self.lifts.append(Lift(documents, points, found))


def find_lifts(parsed: Parsed, snapshot: Snapshot) -> Lifts:
    found = Lifts()
    for code in parsed.cpv_codes:
        _add_code(found, code, parsed.text, snapshot.columns)
    for reference in parsed.references:
        if reference.is_number:
            _add_number(found, reference, parsed, snapshot)
        elif not _overlaps(reference, found.read):
            _add_reference(found, reference, parsed.text, snapshot.columns)
    return found


def _add_code(found: Lifts, code: Reference, text: str, columns: Columns) -> None:
    """Lift documents with the code itself, with one under it, or with none but one above it, the nearer the more."""
    by_code = columns.facets["cpv"]
    before = len(found.lifts)
    found.add(_ending_at(by_code, code.key), EXACT_CODE, code)
    found.add(_under(by_code, code.key), NARROWER_CODE, code)
    for digits in range(DIVISION, len(code.key.rstrip("0"))):
        wider = code.key[:digits].ljust(len(code.key), "0")
        found.add(_ending_at(by_code, wider), WIDER_CODE * digits / len(code.key), code)
    if len(found.lifts) > before:
        found.read.append(code)
    elif not _is_known(code, columns):
        found.unknown.append(code)
        found.hints.append(f"No framework here has the CPV code {text[code.start : code.end]}.")


def _ending_at(by_code: ByValue, code: str) -> int:
    """Documents that have the code and none under it. (A document carries all codes above its own.)"""
    return by_code.get(code, 0) & ~_under(by_code, code)


def _under(by_code: ByValue, code: str) -> int:
    stem = code.rstrip("0").ljust(DIVISION, "0")
    documents = 0
    for other, having in by_code.items():
        if other.startswith(stem) and other != code:
            documents |= having
    return documents


def _add_reference(found: Lifts, reference: Reference, text: str, columns: Columns) -> None:
    exact, near = columns.keys.get(reference.key, 0), columns.near.get(reference.key, 0)
    found.add(exact, EXACT_REFERENCE, reference)
    found.add(near & ~exact, NEAR_REFERENCE, reference)
    if exact or near:
        found.read.append(reference)
    elif _is_of_a_known_series(reference, text, columns) and not _overlaps(reference, found.unknown):
        found.unknown.append(reference)
        found.hints.append(f"No framework here has the reference {text[reference.start : reference.end]}.")


def _is_of_a_known_series(reference: Reference, text: str, columns: Columns) -> bool:
    """Whether a reference nobody has was meant: "RM9999" or, if no more was typed, "rm 9999"."""
    series, written = scheme(reference.key), text[reference.start : reference.end]
    number = reference._replace(key=reference.key.removeprefix(series))
    if series not in columns.schemes or _is_known(number, columns):
        return False
    return bool(_IN_TWO.fullmatch(text)) if any(c.isspace() for c in written) else True


def _is_known(reference: Reference, columns: Columns) -> bool:
    return reference.key in columns.keys or reference.key in columns.near


def _add_number(found: Lifts, number: Reference, parsed: Parsed, snapshot: Snapshot) -> None:
    """Lift documents with a bare number, which may be anything, only if they have all other words as well."""
    columns = snapshot.columns
    exact, near = columns.keys.get(number.key, 0), columns.near.get(number.key, 0)
    if not (exact or near) or any(_holds_more_than(reference, number) for reference in found.read):
        return
    having = columns.everything
    for part in parsed.parts:
        if not number.start <= part.start < number.end and not is_noise(part):
            numbers = {n for clause in part.clauses for n in snapshot.weights(clause.terms, clause.field)}
            having &= bits(numbers, len(columns.entries))
    found.add(exact & having, EXACT_REFERENCE, number)
    found.add(near & ~exact & having, NEAR_REFERENCE, number)


def _overlaps(reference: Reference, others: list[Reference]) -> bool:
    return any(reference.start < other.end and other.start < reference.end for other in others)


def _holds_more_than(reference: Reference, number: Reference) -> bool:
    """Whether ``number`` is but a piece of ``reference``: 1557 in RM1557.13, though not 1095 in "YPO 1095"."""
    return _overlaps(number, [reference]) and reference.key != scheme(reference.key) + number.key
