"""Which parts of a query are references or CPV codes, and which documents have them."""

import re
from dataclasses import dataclass, field

from indexer.analysis import Reference, scheme
from indexer.query import Parsed, is_noise
from indexer.snapshot import Snapshot
from indexer.vectors import Numbers, among, union

EXACT_REFERENCE, NEAR_REFERENCE = 2000.0, 1000.0
"""Points for a reference: far above any score of words, so that a reference always comes first."""

EXACT_CODE, NARROWER_CODE, WIDER_CODE = 30.0, 20.0, 10.0
"""Points for a CPV code: about as much as two to six rare words."""

DIVISION = 2
"""The digits of a CPV code's highest level."""

_IN_TWO = re.compile(r"[^\W\d_]+\s+\d[\w./-]*")


@dataclass(frozen=True)
class Lift:
    """``documents`` that have what was ``found`` in the query, and the points they get for it."""

    documents: Numbers
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

    def add(self, documents: Numbers, points: float, found: Reference) -> None:
        if len(documents):
            self.lifts.append(Lift(documents, points, found))


def find_lifts(parsed: Parsed, snapshot: Snapshot) -> Lifts:
    found = Lifts()
    for code in parsed.cpv_codes:
        _add_code(found, code, parsed.text, snapshot)
    for reference in parsed.references:
        if reference.is_number:
            _add_number(found, reference, parsed, snapshot)
        elif not _overlaps(reference, found.read):
            _add_reference(found, reference, parsed.text, snapshot)
    return found


def _add_code(found: Lifts, code: Reference, text: str, snapshot: Snapshot) -> None:
    """Lift documents with the code itself, with one under it, or with none but one above it, the nearer the more."""
    before = len(found.lifts)
    found.add(_ending_at(code.key, snapshot), EXACT_CODE, code)
    found.add(_under(code.key, snapshot), NARROWER_CODE, code)
    for digits in range(DIVISION, len(code.key.rstrip("0"))):
        wider = code.key[:digits].ljust(len(code.key), "0")
        found.add(_ending_at(wider, snapshot), WIDER_CODE * digits / len(code.key), code)
    if len(found.lifts) > before:
        found.read.append(code)
    elif not _is_known(code, snapshot):
        found.unknown.append(code)
        found.hints.append(f"No framework here has the CPV code {text[code.start : code.end]}.")


def _ending_at(code: str, snapshot: Snapshot) -> Numbers:
    """Documents that have the code and none under it. (A document carries all codes above its own.)"""
    return _without(snapshot.having("cpv", [code]), _under(code, snapshot))


def _under(code: str, snapshot: Snapshot) -> Numbers:
    codes = snapshot.codes_under(code.rstrip("0").ljust(DIVISION, "0"))
    return snapshot.having("cpv", [other for other in codes if other != code])


def _without(documents: Numbers, others: Numbers) -> Numbers:
    return documents[~among(documents, others)]


def _add_reference(found: Lifts, reference: Reference, text: str, snapshot: Snapshot) -> None:
    exact, near = snapshot.with_key(reference.key), snapshot.near_key(reference.key)
    found.add(exact, EXACT_REFERENCE, reference)
    found.add(_without(near, exact), NEAR_REFERENCE, reference)
    if len(exact) or len(near):
        found.read.append(reference)
    elif _is_of_a_known_series(reference, text, snapshot) and not _overlaps(reference, found.unknown):
        found.unknown.append(reference)
        found.hints.append(f"No framework here has the reference {text[reference.start : reference.end]}.")


def _is_of_a_known_series(reference: Reference, text: str, snapshot: Snapshot) -> bool:
    """Whether a reference nobody has was meant: "RM9999" or, if no more was typed, "rm 9999"."""
    series, written = scheme(reference.key), text[reference.start : reference.end]
    number = reference._replace(key=reference.key.removeprefix(series))
    if series not in snapshot.schemes or _is_known(number, snapshot):
        return False
    return bool(_IN_TWO.fullmatch(text)) if any(c.isspace() for c in written) else True


def _is_known(reference: Reference, snapshot: Snapshot) -> bool:
    return bool(len(snapshot.with_key(reference.key)) or len(snapshot.near_key(reference.key)))


def _add_number(found: Lifts, number: Reference, parsed: Parsed, snapshot: Snapshot) -> None:
    """Lift documents with a bare number, which may be anything, only if they have all other words as well."""
    exact, near = snapshot.with_key(number.key), snapshot.near_key(number.key)
    if not (len(exact) or len(near)) or any(_holds_more_than(reference, number) for reference in found.read):
        return
    near = _without(near, exact)
    for part in parsed.parts:
        if not number.start <= part.start < number.end and not is_noise(part):
            having = union([snapshot.weights(clause.terms, clause.field).documents for clause in part.clauses])
            exact, near = exact[among(exact, having)], near[among(near, having)]
    found.add(exact, EXACT_REFERENCE, number)
    found.add(near, NEAR_REFERENCE, number)


def _overlaps(reference: Reference, others: list[Reference]) -> bool:
    return any(reference.start < other.end and other.start < reference.end for other in others)


def _holds_more_than(reference: Reference, number: Reference) -> bool:
    """Whether ``number`` is but a piece of ``reference``: 1557 in RM1557.13, though not 1095 in "YPO 1095"."""
    return _overlaps(number, [reference]) and reference.key != scheme(reference.key) + number.key
