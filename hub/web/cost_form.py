"""The form of the cost comparison: what travels in the address, read into the inputs of the sum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hub.errors import Refused
from hub.signposting.cost import Charge, Hours, Inputs, Payer, Pence
from hub.web.amounts import as_typed, number, pounds

LARGEST = 100_000_000_000
"""Pounds that may be asked about."""

PENNY = Decimal("0.01")

PUBLISHED = {"procedure": 8_000_00, "bids": 1_260_00}
"""Pence for a tender as a whole, and for each bid handled: CEBR, 2013 (docs/cost-comparison.md)."""

PUBLISHED_SOURCE = (
    "Centre for Economics and Business Research (CEBR), 2013: a full European procedure cost £45,200 on average, of "
    "which £8,000 fell on the public body, or £1,260 for each bid handled. Not adjusted for prices since."
)


def _pounds(least: Decimal | int = 0) -> Callable[[str], int]:
    return lambda text: pounds(text, least, LARGEST)


def _number(least: Decimal | int, most: int, places: int) -> Callable[[str], Decimal]:
    return lambda text: number(text, least, most, places)


HOURS = _number(0, 1_000_000, 2)
PERCENT = _number(0, 100, 4)

READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "value": ("the contract value in pounds", _pounds(PENNY)),
    "months": ("the length of the contract in months", _number(1, 600, 0)),
    "tender_hours": ("the hours for a tender", HOURS),
    "tender_hours_to": ("the most hours for a tender", HOURS),
    "call_off_hours": ("the hours for a call-off", HOURS),
    "call_off_hours_to": ("the most hours for a call-off", HOURS),
    "salary": ("the salary for a year in pounds", _pounds()),
    "year_hours": ("the productive hours in a year", _number(1, 8_784, 2)),
    "tender_paid": ("what a tender costs you to others in pounds", _pounds()),
    "tender_paid_to": ("the most a tender costs you to others in pounds", _pounds()),
    "call_off_paid": ("what a call-off costs you to others in pounds", _pounds()),
    "call_off_paid_to": ("the most a call-off costs you to others in pounds", _pounds()),
    "bids": ("how many bids you expect", _number(1, 1_000, 0)),
    "fee_percent": ("the fee you pay in per cent", PERCENT),
    "fee_cap": ("the most that percentage comes to, in pounds", _pounds()),
    "fee_once": ("the fee you pay once, in pounds", _pounds()),
    "fee_yearly": ("the fee you pay each year, in pounds", _pounds()),
    "levy_percent": ("the levy in per cent", PERCENT),
    "levy_cap": ("the most the levy comes to, in pounds", _pounds()),
    "unknown_percent": ("the fee in per cent", PERCENT),
    "unknown_cap": ("the most that fee comes to, in pounds", _pounds()),
}
"""Every field with a figure: what it is, for messages, and how it is read."""

CHOICES = {"published": ("", *PUBLISHED), "fee": ("unknown", "none", "yes")}
"""Every field with a choice; the first is what an address without it means."""

RANGES = ("tender_hours", "call_off_hours", "tender_paid", "call_off_paid")
FEE_FIELDS = ("fee_percent", "fee_cap", "fee_once", "fee_yearly")


@dataclass
class CostForm:
    """What was typed, by field; what is ``wrong``, by field; and the ``figures`` that could be read."""

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def sent(self) -> bool:
        """Was anything filled in and sent, rather than the form just opened?"""
        return "value" in self.typed


def read(args: Mapping[str, str]) -> CostForm:
    """The form as it was sent, with what is wrong in it."""
    typed = {name: as_typed(args[name]) for name in (*READERS, *CHOICES) if name in args}
    form = CostForm(typed)
    for name, (what, reader) in READERS.items():
        if text := args.get(name, "").strip():
            _figure(form, name, text, what, reader)
    for name in ("value", "months"):
        if not typed.get(name):
            form.wrong[name] = f"Enter {READERS[name][0]}"
    for name in RANGES:
        _check_range(form, name)
    _check_choices(form)
    return form


def _figure(form: CostForm, name: str, text: str, what: str, reader: Callable[[str], Any]) -> None:
    try:
        form.figures[name] = reader(text)
    except Refused as reason:
        form.wrong[name] = f"Enter {what}, {reason}"


def _check_range(form: CostForm, name: str) -> None:
    low, high = form.figures.get(name), form.figures.get(f"{name}_to")
    if high is None or {name, f"{name}_to"} & form.wrong.keys():
        return
    if low is None:
        form.wrong[name] = f"Enter {READERS[name][0]}: you gave only the most"
    elif high < low:
        form.wrong[f"{name}_to"] = "The most cannot be less than the least"


def _check_choices(form: CostForm) -> None:
    for name, allowed in CHOICES.items():
        if form.typed.get(name, allowed[0]) not in allowed:
            form.wrong[name] = "Choose one of the answers"
    published = form.typed.get("published", "")
    if published and any(form.typed.get(name) for name in ("tender_hours", "tender_paid")):
        form.wrong["published"] = (
            "Use either the figure of 2013 or figures of your own for a tender, and empty the other"
        )
    if published == "bids" and "bids" not in form.figures:
        form.wrong.setdefault("bids", f"Enter {READERS['bids'][0]}")
    if form.typed.get("fee") in ("none", "unknown") and any(form.typed.get(name) for name in FEE_FIELDS):
        form.wrong["fee"] = "You gave a fee that you pay: choose that you know it, or empty its fields"


def inputs(form: CostForm, sources: Mapping[Payer, str]) -> Inputs:
    """The inputs of the sum from a form without faults. ``sources`` says where the fee of a payer is published."""
    figures, published = form.figures, form.typed.get("published", "")
    each = int(figures["bids"]) if published == "bids" else 1
    whole = PUBLISHED[published] * each if published else None
    return Inputs(
        value_pence=figures["value"],
        months=int(figures["months"]),
        tender_hours=_hours(figures, "tender_hours"),
        call_off_hours=_hours(figures, "call_off_hours"),
        salary_pence=figures.get("salary"),
        productive_hours=figures.get("year_hours"),
        tender_external=_pence(figures, "tender_paid"),
        call_off_external=_pence(figures, "call_off_paid"),
        tender_whole=None if whole is None else Pence(whole, whole),
        tender_whole_source=PUBLISHED_SOURCE,
        charges=tuple(_charges(form, sources)),
    )


def _hours(figures: Mapping[str, Any], name: str) -> Hours | None:
    low = figures.get(name)
    return None if low is None else Hours(low, figures.get(f"{name}_to", low))


def _pence(figures: Mapping[str, Any], name: str) -> Pence | None:
    low = figures.get(name)
    return None if low is None else Pence(low, figures.get(f"{name}_to", low))


def _charges(form: CostForm, sources: Mapping[Payer, str]) -> list[Charge]:
    """The fee the buyer pays unless there is none, the levy, and a fee whose payer is not published if there is one."""
    found = [_charge(form, Payer.SUPPLIER, "levy", sources)]
    if form.typed.get("fee") != "none":
        found.insert(0, _charge(form, Payer.BUYER, "fee", sources))
    if "unknown_percent" in form.figures:
        found.append(_charge(form, Payer.UNKNOWN, "unknown", sources))
    return found


def _charge(form: CostForm, payer: Payer, name: str, sources: Mapping[Payer, str]) -> Charge:
    percent = form.figures.get(f"{name}_percent")
    own = {"source": sources[payer]} if payer in sources else {}
    return Charge(
        payer=payer,
        basis_points=None if percent is None else percent * 100,
        cap_pence=form.figures.get(f"{name}_cap"),
        flat_pence=form.figures.get(f"{name}_once"),
        yearly_pence=form.figures.get(f"{name}_yearly"),
        **own,
    )
