"""Which column of a register is which field, and whether a header is a register's at all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scrapers.parse.text import shortened
from scrapers.register.headers import (
    ELSEWHERE,
    MEANINGS,
    PAYMENT,
    PERSON,
    Meaning,
    Sureness,
    meaning,
    normalised,
)
from scrapers.source import Problem

FACTS = frozenset(("start", "end", "max_end", "term", "value", "annual value", "procedure", "framework", "award date"))
"""One of these makes a list of titles and suppliers a register of contracts."""

MARKS = frozenset(("", "*", "LIST"))
"""What an accounting program writes in a column of its own in front of the first."""

NOTHING_SURE = "no column whose name says that it is about contracts or suppliers"
LIKE = 0.9
THOUSANDS = re.compile(r"£\s?(?:'|’)?0?00s?\b|£\s?k\b|\bin thousands\b|\(000s?\)", re.IGNORECASE)
WITH_VAT = re.compile(r"\b(?:inc|incl|including|inclusive of|gross of|plus|with)\.? ?vat\b|\bvat inclusive\b|\bgross\b")


@dataclass(frozen=True)
class Layout:
    """The columns of one register.

    ``ours`` gives the column of each field that becomes part of a call-off, ``known`` the further columns by the name
    under which their cells are kept, ``dropped`` the columns that name people.
    """

    ours: Mapping[str, str]
    known: Mapping[str, str]
    dropped: tuple[str, ...]
    problems: tuple[Problem, ...]

    def header_of(self, field: str) -> str:
        return self.ours.get(field, "")

    @property
    def value_has_vat(self) -> bool:
        return bool(WITH_VAT.search(self.header_of("value").casefold()))

    @property
    def value_scale(self) -> int:
        return 1000 if THOUSANDS.search(self.header_of("value")) else 1


OURS = frozenset(
    """reference ocid title description contract_type start end max_end extension term value supplier company_number
    charity_number procedure framework notice cpv buyer url""".split()
)


def is_register(header: Sequence[str]) -> bool:
    """A title, a reference or a supplier, one more fact of contracts, and nothing only other lists have."""
    return not _missing(header) and not _belongs_elsewhere(header)


def hint(header: Sequence[str]) -> str:
    """Why a list that looks like a register is none, in words for whoever wanted to import it; or nothing."""
    fields = {each.field for each in _meanings(header)}
    if PAYMENT in fields and fields & {"supplier", PAYMENT}:
        return "It looks like a list of payments (“spend over £500”). Payments are no contracts, so it is not imported."
    if "Notice Identifier" in header or "Notice Type" in header:
        return "It looks like a portal's CSV of notices. Import the same notices as OCDS (JSON), which say more."
    missing = _missing(header)
    if missing and missing != NOTHING_SURE and len(fields & (OURS | FACTS)) >= 3 and ELSEWHERE not in fields:
        return f"It looks like a contracts register, but has {missing}."
    return ""


def lay_out(header: Sequence[str], place: str) -> Layout:
    """The column of each field. Of two columns with one meaning the surer counts, and the other is kept beside it."""
    meant = {name: found for name in header if name and (found := meaning(name))}
    best = _best(meant)
    problems = [*_second_choices(meant, best, place), *_people(meant, place), *_near_misses(header, place)]
    if "title" not in best and "description" in best:
        best["title"] = best.pop("description")
    ours = {field: name for field, name in best.items() if field in OURS}
    used = set(ours.values())
    people = tuple(name for name, found in meant.items() if found.field == PERSON)
    known = {
        name: best_name
        for at, name in enumerate(_named(header))
        if name not in used and name not in people and not (at == 0 and header[0].strip().upper() in MARKS)
        for best_name in [_kept_as(name, meant, best)]
    }
    return Layout(ours, known, people, tuple(problems))


def _named(header: Sequence[str]) -> list[str]:
    return [name or f"column {at}" for at, name in enumerate(header, 1)]


def _kept_as(name: str, meant: Mapping[str, Meaning], best: Mapping[str, str]) -> str:
    """The hub's own name where it has one for the column, so that editions with other headers say the same."""
    found = meant.get(name)
    return found.field if found and best.get(found.field) == name else name


def _meanings(header: Sequence[str]) -> list[Meaning]:
    return [found for name in header if (found := meaning(name))]


def _missing(header: Sequence[str]) -> str:
    """What a register needs and this header lacks, in words; empty where nothing is lacking."""
    found = _meanings(header)
    fields = {each.field for each in found}
    if not fields & {"title", "description"}:
        return "no column for the title of each contract"
    if not fields & {"reference", "supplier"}:
        return "no column for the contract's reference or its supplier"
    if not fields & FACTS:
        return "no column for dates, value, procedure or framework"
    if not any(each.sureness is Sureness.SURE and each.field in OURS for each in found):
        return NOTHING_SURE
    return ""


def _belongs_elsewhere(header: Sequence[str]) -> bool:
    """A list of payments or of notices, or the hub's own framework list, which names an owner for every row."""
    own = {normalised(name) for name in header}
    return {"owner", "title"} <= own or any(each.field in (PAYMENT, ELSEWHERE) for each in _meanings(header))


def _best(meant: Mapping[str, Meaning]) -> dict[str, str]:
    best: dict[str, str] = {}
    for name, found in meant.items():
        if found.field not in best or found.sureness > meant[best[found.field]].sureness:
            best[found.field] = name
    return best


def _second_choices(meant: Mapping[str, Meaning], best: Mapping[str, str], place: str) -> list[Problem]:
    return [
        Problem(
            place=place,
            field=name,
            value="",
            reason=f"means the same as {shortened(best[found.field], 60)!r}",
            done="kept beside each contract; the other column is used",
        )
        for name, found in meant.items()
        if found.field in OURS and best[found.field] != name
    ]


def _people(meant: Mapping[str, Meaning], place: str) -> list[Problem]:
    reason = "names people to turn to"
    done = "left out: the hub keeps no named contacts"
    return [
        Problem(place=place, field=name, value="", reason=reason, done=done)
        for name, found in meant.items()
        if found.field == PERSON
    ]


def _near_misses(header: Sequence[str], place: str) -> list[Problem]:
    """Columns whose names are nearly known. A likeness is only told to a person: it is never acted upon."""
    problems = []
    for name in header:
        near = [] if not name or meaning(name) else get_close_matches(normalised(name), MEANINGS, 1, LIKE)
        if near:
            reason = f"is not a column the hub knows; is it the {MEANINGS[near[0]].field.replace('_', ' ')}?"
            problems.append(Problem(place=place, field=name, value="", reason=reason, done="kept beside each contract"))
    return problems
