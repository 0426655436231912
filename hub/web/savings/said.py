"""What was typed into a claim, as label and text, for whoever checks it."""

from collections.abc import Iterable, Mapping
from datetime import date

from hub.errors import Refused
from hub.formatters import date_text
from hub.models import SavingClaim
from hub.savings import claim_fields, reading, typed
from hub.savings.asked import BASELINES, GRADE, Field
from hub.savings.pence import shown

Rows = list[tuple[str, str]]

ABOUT = (claim_fields.REFERENCE, claim_fields.START, claim_fields.END, claim_fields.BASIS, *claim_fields.CALL_OFF)
BEFORE_SUBMITTED = tuple(each for each in claim_fields.SECOND if each not in claim_fields.STORY)


def facts(claim: SavingClaim) -> Rows:
    """What it says beside its parts; empty ones left out."""
    return _rows(claim.entered, (*ABOUT, *BEFORE_SUBMITTED))


def groups(claim: SavingClaim) -> list[tuple[str, Rows]]:
    """Its parts, costs and sharers, each with a heading."""
    entered, form = claim.entered, typed.Form(claim.entered)
    found = [_part(entered, number) for number in typed.parts_of(entered)]
    found += [
        (f"Cost {number}", _rows(entered, claim_fields.COST, f"cost{number}_")) for number in form.numbers("cost")
    ]
    if claim.call_off is None or not claim.call_off.sharers:
        for number in form.numbers("sharer"):
            found.append((f"Sharer {number}", _rows(entered, claim_fields.SHARER, f"sharer{number}_")))
    return [(heading, rows) for heading, rows in found if rows]


def _part(entered: Mapping[str, str], number: int) -> tuple[str, Rows]:
    kind, prefix = typed.kind_of(entered, number), f"part{number}_"
    rows = _rows(entered, kind.all_fields, prefix)
    if kind.baseline and not entered.get(f"{prefix}baseline"):
        rows.append(("What you compare with", BASELINES[kind.baseline]))
    for grade in typed.Form(entered).numbers("grade", prefix) if kind.grades else ():
        said = _rows(entered, GRADE, f"{prefix}grade{grade}_")
        rows.append((f"Staff of grade {grade}", "\n".join(f"{label}: {text}" for label, text in said)))
    return f"Part {number}: {kind.label}", rows


def _rows(entered: Mapping[str, str], fields: Iterable[Field], prefix: str = "") -> Rows:
    return [
        (each.label.rstrip("?"), _shown(each, text)) for each in fields if (text := entered.get(prefix + each.name))
    ]


def _shown(field: Field, text: str) -> str:
    """Amounts and days as every page has them; what cannot be read as it was typed."""
    words = {**field.options, **(BASELINES if field.name == "baseline" else {})}
    try:
        value = reading.READERS[field.shape](text)
    except Refused:
        return text
    if field.shape in ("money", "signed") and value is not None:
        return shown(value)
    if field.shape == "day" and value is not None:
        return date_text(date.fromisoformat(value))
    return "Yes" if field.shape == "yes" else words.get(text, text)
