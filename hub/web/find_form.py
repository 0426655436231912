"""The answers to the six questions as they travel in the address, read with what is wrong in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from hub import catalogue, data
from hub.catalogue.buyers import widest_regions
from hub.data import matching_form
from hub.data.regions import WHOLE_COUNTRY
from hub.errors import Refused
from hub.signposting.buyer import Buyer
from hub.signposting.sifting import Needs
from hub.web.amounts import as_typed, number
from hub.web.choices import short, words_of
from hub.web.chosen import MOST_BUYERS
from hub.web.visitor import buyer, named_buyers, named_in_address
from hub.web.vocabulary import category_word

TYPED = ("category", "value", "value_to", "months", "day", "month", "year", "region", "name", "kind", "kind_region")
ANSWERS = ("q", *TYPED, "who")
"""What the address may hold of answers; ``name``, ``kind`` and ``kind_region`` become one more ``who``."""

OTHERS = ("change", "shortlist", "for")
LONGEST_MONTHS = 600
LAST_YEAR = 2099
MOST_POUNDS = 100_000_000_000
MOST_CALLED = 20
"""Organisations offered for a name that several have."""

AMOUNT = re.compile(r"£?\s*([\d,.]+)\s*(k|thousand|m|million|bn|billion)?", re.IGNORECASE | re.ASCII)
SCALES = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
HOW_TO_WRITE = "in pounds, such as 250,000 or £1.2m"


@dataclass
class FindForm:
    """What was typed, by field; who is to buy; what is ``wrong``, by field; and the figures that could be read.

    ``called`` are the organisations a name may mean, ``hints`` say what of the address was ignored. ``shown_for`` is
    the slug of the body that the address shows every page for, which need not be one that is to buy.
    """

    typed: dict[str, str] = field(default_factory=dict)
    buyers: tuple[Buyer, ...] = ()
    called: Sequence[Buyer] = ()
    wrong: dict[str, str] = field(default_factory=dict)
    hints: Sequence[str] = ()
    figures: dict[str, Any] = field(default_factory=dict)
    sent: bool = False
    shown_for: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.parameters().keys() - {"for"}

    def parameters(self) -> dict[str, Any]:
        """The answers as an address gives them, in one order; what was not answered is left out."""
        named = {name: self.typed.get(name, "") for name in ANSWERS if name not in ("name", "kind", "kind_region")}
        others = {"who": [each.slug for each in self.buyers], "for": self.shown_for}
        return {name: value for name, value in {**named, **others}.items() if value}

    def needs(self, today: date) -> Needs:
        """What is needed, of answers without faults."""
        return Needs(
            today=today,
            words=self.typed.get("q", ""),
            region=self.typed.get("region", ""),
            buyers=self.buyers,
            **self.figures,
        )


def read(args: MultiDict[str, str], today: date) -> FindForm:
    """The answers in an address. What is wrong is said and kept as it was typed."""
    form = FindForm(
        typed={"q": words_of(args)} | {name: as_typed(args.get(name, "")) for name in TYPED},
        sent=any(name in args for name in ANSWERS),
        shown_for=named_in_address(),
        hints=[
            f"“{short(name)}” is not something this page can use. It was ignored."
            for name in args
            if name not in (*ANSWERS, *OTHERS)
        ],
    )
    _read_what_and_where(form)
    _read_amounts(form, args)
    _read_months(form)
    _read_start(form, today)
    _read_who(form, args.getlist("who"))
    if form.sent and not form.wrong and form.is_empty:
        form.wrong["q"] = "Answer at least one question"
    return form


def regions() -> Mapping[str, str]:
    """Where a contract may be: regions and nations, England, and the whole country, by code."""
    wide = {code: region.name for code, region in data.regions().items() if region.level == 0}
    return {**{code: name for code, name in widest_regions().items() if code != WHOLE_COUNTRY}, **wide}


def amount(text: str) -> int:
    """Pence from "£1.2m" or "1,200,000". Raises Refused, with how to write it."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise Refused(HOW_TO_WRITE)
    scale = SCALES[(match[2] or "").casefold()]
    pence = number(match[1], 0, MOST_POUNDS, 2 if scale == 1 else 6) * scale * 100
    if not 0 < pence <= MOST_POUNDS * 100:
        raise Refused("more than £0 and at most £100 billion")
    if pence != int(pence):
        raise Refused(HOW_TO_WRITE)
    return int(pence)


def _read_what_and_where(form: FindForm) -> None:
    if form.typed["category"] and category_word(form.typed["category"]) is None:
        form.wrong["category"] = "Choose a category from the list"
    if form.typed["region"] and form.typed["region"] not in regions():
        form.wrong["region"] = "Choose a region from the list"


def _read_amounts(form: FindForm, args: Mapping[str, str]) -> None:
    """One value, or a range of two."""
    for name, figure, what in (("value", "least", "the value"), ("value_to", "most", "the higher value")):
        if text := args.get(name, "").strip():
            try:
                form.figures[figure] = amount(text)
            except Refused as reason:
                form.wrong[name] = f"Enter {what}, {reason}"
    least, most = form.figures.get("least"), form.figures.get("most")
    if least is None and most is not None and "value" not in form.wrong:
        form.wrong["value"] = "Enter the lower value too, or one value only"
    if least is not None and most is not None and most < least:
        form.wrong["value_to"] = "The higher value cannot be less than the lower one"
    if least is not None:
        form.figures.setdefault("most", least)


def _read_months(form: FindForm) -> None:
    if not form.typed["months"]:
        return
    try:
        form.figures["months"] = int(number(form.typed["months"], 1, LONGEST_MONTHS, 0))
    except Refused as reason:
        form.wrong["months"] = f"Enter how many months it lasts, {reason}"


def _read_start(form: FindForm, today: date) -> None:
    """Day, month and year in figures; the first that is wrong is named."""
    parts = [form.typed[name] for name in ("day", "month", "year")]
    if not any(parts):
        return
    missing = [name for name in ("day", "month", "year") if not form.typed[name]]
    if missing:
        form.wrong[missing[0]] = f"The start must have a {' and a '.join(missing)}"
        return
    start = _day(*parts)
    if start is None:
        form.wrong["day"] = "The start must be a real day in figures, such as 27 3 2027"
    elif not today <= start or start.year > LAST_YEAR:
        form.wrong["day"] = f"The start must be from today to the end of {LAST_YEAR}"
    else:
        form.figures["start"] = start


def _day(*parts: str) -> date | None:
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    day, month, year = map(int, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_who(form: FindForm, slugs: Sequence[str]) -> None:
    found = {slug: buyer(slug) for slug in dict.fromkeys(slugs) if slug}
    unknown = next((slug for slug, body in found.items() if body is None), "")
    if unknown:
        form.wrong["who"] = f"The hub knows no organisation called “{short(as_typed(unknown))}”"
    ticked = [body for body in found.values() if body]
    bodies = [*ticked, *_called(form, ticked), *_of_kind(form)]
    form.buyers = tuple(dict.fromkeys(bodies))[:MOST_BUYERS]
    if len(set(bodies)) > MOST_BUYERS:
        form.wrong["who"] = f"Choose at most {MOST_BUYERS} organisations. Take one out first"


def _called(form: FindForm, ticked: Sequence[Buyer]) -> list[Buyer]:
    """The organisation of a name; where several have it, those that were ticked, or else all are offered."""
    name = form.typed["name"]
    found = catalogue.buyers_called(named_buyers(), name)
    if not name or any(body in ticked for body in found):
        return []
    exact = [body for body in found if matching_form(name) in map(matching_form, (body.name, *body.names))]
    if 1 in (len(found), len(exact)):
        return (exact or found)[:1]
    form.called = found[:MOST_CALLED]
    if found:
        form.wrong["name"] = f"{len(found)} organisations are called “{name}”: tick those you buy for, or write more"
    else:
        form.wrong["name"] = f"The hub knows no organisation called “{name}”: check it, or choose its kind and region"
    return []


def _of_kind(form: FindForm) -> list[Buyer]:
    kind, region = form.typed["kind"], form.typed["kind_region"]
    if not kind and not region:
        return []
    if not kind:
        form.wrong["kind"] = "Choose a kind of organisation"
        return []
    if not region:
        form.wrong["kind_region"] = "Choose a region, or “Not in one region”"
        return []
    body = buyer(f"{kind}@{region}")
    if body is None:
        form.wrong["kind"] = "Choose a kind of organisation and a region from the lists"
    return [body] if body else []
