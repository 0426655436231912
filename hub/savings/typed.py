"""What was typed into the form on a saving, read into the inputs of the sum. Pure.

``entered`` has the fields of hub.savings.claim_fields by name and those of each part, cost and sharer by number:
part1_kind, part1_before, part1_grade1_salary, cost1_amount, sharer1_share. Problems are by the same names.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Protocol

from hub.errors import Refused
from hub.savings import claim_fields, reading
from hub.savings.asked import GRADE, LONGEST, LONGEST_LINE, MOST_COSTS, MOST_GRADES, MOST_PARTS, MOST_SHARERS, Field
from hub.savings.claim_fields import ALL, CALL_OFF, CARRIED, COST, SHARER
from hub.savings.kinds import FIRST, KINDS, Kind, baselines_of

NUMBERED = re.compile(r"(part|cost|sharer)([1-9]\d?)_(?:grade([1-9]\d?)_)?([a-z_]+)")
MOST = {"part": MOST_PARTS, "cost": MOST_COSTS, "sharer": MOST_SHARERS}
CHOSEN = ("kind", "baseline", "recurrence", "productive")
"""Fields of a part that say nothing by themselves: they have something in them from the beginning."""

FILL, CHOOSE = "fill this in", "choose an answer"


def told(label: str, reason: str) -> str:
    """What is wrong with a field: “What you pay now: write pounds …”, “Is it like for like? Choose an answer”."""
    return f"{label} {reason[:1].upper()}{reason[1:]}" if label.endswith("?") else f"{label}: {reason}"


class Held(Protocol):
    """What the hub holds of the call-off that bears on the claim."""

    @property
    def ended_on(self) -> date | None: ...
    @property
    def actual_spend_pence(self) -> int | None: ...
    @property
    def tender_run(self) -> bool: ...
    @property
    def predecessor(self) -> Any: ...


def allowed(name: str) -> bool:
    """Whether a form may send a field of this name. Whatever else is sent changes nothing."""
    if name in NAMES:
        return True
    match = NUMBERED.fullmatch(name)
    return bool(match and int(match[2]) <= MOST[match[1]] and int(match[3] or 0) <= MOST_GRADES)


NAMES = frozenset(each.name for each in ALL) | frozenset(CARRIED)


def read(entered: Mapping[str, str], call_off: Held | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """The inputs, in the shape hub.savings.claim reads, and what is wrong or missing, by field, in plain words.

    A part with something wrong in it is left out of the inputs, so that the sum of the others can be shown.
    """
    form = Form(entered)
    inputs: dict[str, Any] = {
        "organisation": entered.get("organisation", ""),
        "claimant": form.take(_named("claimant")) or "council",
        "basis": form.take(claim_fields.BASIS) or "actual",
        "calloff": _call_off(form),
    }
    for each in (claim_fields.TITLE, *claim_fields.SECOND):
        form.take(each)
    if inputs["claimant"] == "council":
        form.take(claim_fields.REFERENCE)
    inputs["lines"] = _lines(form)
    inputs |= _beside(form, inputs["lines"])
    if facts := _facts(form, call_off):
        inputs["facts"] = facts
    _check_dates(form, inputs)
    _check_budget(form, inputs["lines"])
    return inputs, form.wrong


class Form:
    """What was typed, read field by field; ``wrong`` is filled on the way."""

    def __init__(self, entered: Mapping[str, str]) -> None:
        self.entered = entered
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        return str(self.entered.get(name, "")).strip()

    def take(self, field: Field, prefix: str = "") -> Any:
        """What a field says; None where it is empty or wrong."""
        name = prefix + field.name
        text = self.text(name)
        try:
            longest = LONGEST_LINE if field.shape == "line" or field.key else LONGEST
            if len(text) > longest:
                raise Refused(f"write at most {longest:,} characters")
            if text and field.options and text not in field.options:
                raise Refused("choose one of the answers")
            value = reading.READERS[field.shape](text)
        except Refused as reason:
            return self.refuse(name, told(field.label, str(reason)))
        if value is None and field.required:
            self.refuse(name, told(field.label, CHOOSE if field.options else FILL))
        return value

    def refuse(self, name: str, message: str) -> None:
        self.wrong.setdefault(name, message)

    def numbers(self, what: str, within: str = "") -> list[int]:
        """The numbers of the parts, costs or sharers in which something stands, in order."""
        pattern = re.compile(rf"{within}{what}([1-9]\d?)_(.+)")
        found = {
            int(match[1]) for name in self.entered if (match := pattern.fullmatch(name)) and self._says(name, match[2])
        }
        return sorted(found)

    def _says(self, name: str, field: str) -> bool:
        return field not in CHOSEN and bool(self.text(name))


def kind_of(entered: Mapping[str, str], number: int) -> Kind:
    """Of which kind a part is, or would be."""
    return KINDS.get(entered.get(f"part{number}_kind", ""), KINDS[FIRST])


def parts_of(entered: Mapping[str, str]) -> list[int]:
    """The numbers of the parts that say something; the first in any case."""
    return Form(entered).numbers("part") or [1]


def _named(name: str) -> Field:
    return next(each for each in ALL if each.name == name)


def _call_off(form: Form) -> dict[str, Any]:
    found = {"route": "framework", "start": form.take(claim_fields.START), "end": form.take(claim_fields.END)}
    read = {each.key: form.take(each) for each in CALL_OFF}
    found |= {key: value for key, value in read.items() if key and value is not None}
    return {"value_pence": None, **found}


def _lines(form: Form) -> list[dict[str, Any]]:
    found = []
    for number in parts_of(form.entered):
        before = set(form.wrong)
        line = _line(form, number)
        if set(form.wrong) == before:
            found.append(line)
    return found


def _line(form: Form, number: int) -> dict[str, Any]:
    prefix, kind = f"part{number}_", kind_of(form.entered, number)
    if form.text(f"{prefix}kind") not in ("", *KINDS):
        form.refuse(f"{prefix}kind", "Choose what kind of saving this part is")
    line: dict[str, Any] = {"line": number, "type": kind.type, "method": kind.method}
    if kind.baseline:
        chosen = form.text(f"{prefix}baseline") if not kind.fixed else ""
        line["baseline_method"] = chosen if chosen in baselines_of(kind) else kind.baseline
    for each in kind.all_fields:
        value = form.take(each, prefix) if each.name != "baseline" else None
        if value is not None:
            line[each.key] = value
    _finish(form, line, kind, prefix)
    return line


def _finish(form: Form, line: dict[str, Any], kind: Kind, prefix: str) -> None:
    """What a method needs beside its fields: defaults the specification gives, and what must go together."""
    for key, value in kind.defaults.items():
        line.setdefault(key, value)
    if kind.grades:
        line["grades"] = _grades(form, prefix)
    if kind.method == "unit_price":
        _one_quantity(form, line, prefix)
    if line.get("start") and line.get("end") and line["start"] > line["end"]:
        form.refuse(f"{prefix}end", "Last day of this part: write a day after its first day")


def _one_quantity(form: Form, line: Mapping[str, Any], prefix: str) -> None:
    if ("volume" in line) == ("volume_by_fy" in line):
        message = "write it once: as one number or for each year" if "volume" in line else FILL
        form.refuse(f"{prefix}quantity", f"How many you bought: {message}")


def _grades(form: Form, prefix: str) -> list[dict[str, Any]]:
    found = []
    for number in form.numbers("grade", prefix):
        read = {each.key or "grade": form.take(each, f"{prefix}grade{number}_") for each in GRADE}
        found.append({**read, "grade": read["grade"] or f"grade {number}"})
    return found


def _beside(form: Form, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Costs, sharers, levy and the rest, as far as anything is said of them."""
    rate = form.take(_named("levy"))
    found = {
        "costs": _costs(form, lines),
        "sharers": _sharers(form),
        "levy": {"known": True, "rate_pct": rate, "payer": "supplier"} if rate is not None else None,
        "entered_column": form.text("column") or None,
        "extension_options": form.take(_named("options")),
        "stated_total_pence": form.take(_named("stated_total")),
        "cvt": _of_export(form),
    }
    return {name: value for name, value in found.items() if value}


def _of_export(form: Form) -> dict[str, str]:
    """What the government's tool is told of the contract."""
    reference = form.text("reference")
    ocid = reference if reference.casefold().startswith("ocds-") else ""
    return {"title": form.text("title"), "ocid": ocid, "cpv": form.text("cpv")}


def _costs(form: Form, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for number in form.numbers("cost"):
        prefix = f"cost{number}_"
        read = {each.key: form.take(each, prefix) for each in COST if each.key}
        cost = {key: value for key, value in read.items() if value is not None}
        cost = {"kind": "transition", "line": min((line["line"] for line in lines), default=1), **cost}
        cost["cash"] = form.text(f"{prefix}own") != "yes"
        _check_cost(form, cost, prefix, parts_of(form.entered))
        found.append(cost)
    return found


def _check_cost(form: Form, cost: Mapping[str, Any], prefix: str, parts: list[int]) -> None:
    by_rate = "pct" in cost and "base_pence" in cost
    if ("amount_pence" in cost) == by_rate:
        form.refuse(f"{prefix}amount", "Amount of the cost: write an amount, or a percentage and what it is of")
    if ("date" in cost) == ("spread" in cost):
        form.refuse(f"{prefix}on", "Day it was paid: write a day, or choose that it is spread over the call-off")
    if cost["line"] not in parts:
        form.refuse(f"{prefix}part", "Which part it belongs to: write the number of one of the parts")


def _sharers(form: Form) -> list[dict[str, Any]]:
    found, total = [], Fraction(0)
    for number in form.numbers("sharer"):
        prefix = f"sharer{number}_"
        name, share, outside = (form.take(each, prefix) for each in SHARER)
        if name is None:
            form.refuse(f"{prefix}name", f"Organisation: {FILL}")
        total += reading.share(share) or 0 if share else 0
        found.append({"org": name, "share": share} | ({"member": False} if outside else {}))
    if total > 1:
        last = form.numbers("sharer")[-1]
        form.refuse(f"sharer{last}_share", "Share: together they come to more than the whole. Write less")
    return found


def _facts(form: Form, call_off: Held | None) -> dict[str, Any]:
    """What is known of the call-off by now, which changes what counts."""
    found: dict[str, Any] = {"actual_volumes": form.take(_named("actual_quantities"))}
    if call_off is not None:
        found["contract_end_actual"] = call_off.ended_on and call_off.ended_on.isoformat()
        found["actual_spend_pence"] = call_off.actual_spend_pence
        found["tender_run_anyway"] = call_off.tender_run or None
        earlier = call_off.predecessor
        if earlier is not None and earlier.route == "framework":
            found["previous_framework_unit_pence"] = earlier.unit_price_pence
            found["previous_framework_value_pence"] = earlier.value_pence
    return {name: value for name, value in found.items() if value is not None}


def _check_dates(form: Form, inputs: Mapping[str, Any]) -> None:
    start, end = inputs["calloff"]["start"], inputs["calloff"]["end"]
    if start and end and start > end:
        form.refuse("end", "Last day of the call-off: write a day after its first day")
    if start and end and date.fromisoformat(end) - date.fromisoformat(start) > timedelta(days=36_525):
        form.refuse("end", "Last day of the call-off: write a day less than 100 years after its first day")


def _check_budget(form: Form, lines: list[dict[str, Any]]) -> None:
    """Cashable by a budget that was cut: then it says which."""
    if any(line.get("budget_reduction_pence") for line in lines) and not form.text("budget_code"):
        form.refuse("budget_code", "Code of the budget that was cut: fill this in, as a part says that one was")
