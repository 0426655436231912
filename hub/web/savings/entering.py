"""The form on a saving as it is sent: which fields it has, which parts it shows, and what its buttons change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from hub.savings import claim_fields, typed
from hub.savings.asked import GRADE, MOST_GRADES, MOST_PARTS
from hub.savings.kinds import FIRST, KINDS, Kind, baselines_of

FIRST_STEP = frozenset({each.name for each in (*claim_fields.FIRST, *claim_fields.CALL_OFF)}) | {"framework_title"}
OF_A_PART = re.compile(r"part([1-9]\d?)_(.+)")
NOT_SENT = frozenset({"framework", "filled", "column", "organisation"})
"""What neither step has a field for that may be emptied."""

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""What no page can show, and what turns the direction of writing."""

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class PartView:
    """A part as its fields are shown: those asked for first, the others, and hours by grade as (prefix, number)."""

    number: int
    kind: Kind
    prefix: str
    baselines: Mapping[str, str]
    grades: tuple[str, ...]
    open: bool


def sent() -> dict[str, str]:
    """What came of the fields of the form, and nothing else that was sent."""
    return plain(request.form)


def plain(given: Mapping[str, str]) -> dict[str, str]:
    """Fields of the form that something stands in, without characters that nobody sees."""
    found = {name: UNSEEN.sub("", str(text)).strip() for name, text in given.items() if typed.allowed(name)}
    return {name: text for name, text in found.items() if text}


def is_first(name: str) -> bool:
    """Whether a field is on the first step: the call-off and the parts."""
    return name in FIRST_STEP or name.startswith("part")


def merged(before: Mapping[str, str], fresh: Mapping[str, str], first: bool) -> dict[str, str]:
    """What was kept before of the other step, with what was sent of this one."""
    kept = {name: text for name, text in before.items() if is_first(name) != first or name in NOT_SENT}
    return {**kept, **{name: text for name, text in fresh.items() if is_first(name) == first or name in NOT_SENT}}


def parts(entered: Mapping[str, str], wrong: Mapping[str, str] = NOTHING) -> list[PartView]:
    """The parts to be shown: each that has a kind or says something, and one in any case."""
    numbers = {int(match[1]) for name in entered if (match := OF_A_PART.fullmatch(name))} or {1}
    return [_part(entered, wrong, number) for number in sorted(numbers)]


def rows(entered: Mapping[str, str], what: str, spare: int, most: int) -> list[str]:
    """The prefixes of costs, sharers or grades to be shown: those filled in, and some empty ones."""
    filled = typed.Form(entered).numbers(what)
    last = min(most, (filled[-1] if filled else 0) + spare)
    return [f"{what}{number}_" for number in range(1, last + 1)]


def pressed(entered: Mapping[str, str], button: str) -> dict[str, str] | None:
    """The form after one of its buttons that save nothing; None for the others."""
    if button == "part":
        return _with_part(entered)
    if match := re.fullmatch(r"remove([1-9]\d?)", button):
        return _without(entered, int(match[1]))
    return dict(entered) if button in ("show", "sum") else None


def _part(entered: Mapping[str, str], wrong: Mapping[str, str], number: int) -> PartView:
    kind, prefix = typed.kind_of(entered, number), f"part{number}_"
    grades: tuple[str, ...] = ()
    if kind.grades:
        filled = typed.Form(entered).numbers("grade", prefix)
        last = min(MOST_GRADES, (filled[-1] if filled else 0) + 1)
        grades = tuple(f"{prefix}grade{each}_" for each in range(1, last + 1))
    used = {f"{prefix}{each.name}" for each in kind.more if each.name != "recurrence"}
    is_open = bool(used & (entered.keys() | wrong.keys())) or entered.get(f"{prefix}recurrence") == "one_off"
    return PartView(number, kind, prefix, baselines_of(kind), grades, is_open)


def _with_part(entered: Mapping[str, str]) -> dict[str, str]:
    last = max(part.number for part in parts(entered))
    more = {f"part{last}_kind": entered.get(f"part{last}_kind", FIRST)}
    return {**entered, **more} | ({f"part{last + 1}_kind": FIRST} if last < MOST_PARTS else {})


def _without(entered: Mapping[str, str], number: int) -> dict[str, str]:
    """Without a part; those after it move up, and costs of it with them."""
    found = {}
    for name, text in entered.items():
        match = OF_A_PART.fullmatch(name)
        if match and int(match[1]) == number:
            continue
        moved = f"part{int(match[1]) - 1}_{match[2]}" if match and int(match[1]) > number else name
        found[moved] = text
    return found


def about(entered: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, object]:
    """What the templates of the form need."""
    return {
        "entered": entered,
        "wrong": wrong,
        "parts": parts(entered, wrong),
        "kinds": KINDS,
        "grade_fields": GRADE,
        "asked": claim_fields,
    }
