"""The fields of a contribution, in short steps. Each is a column of the framework CSV, so that a form, a CSV and the
catalogue's own values are read by one reader; only who may use a framework has choices of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.formatters import KINDS, REGULATIONS, ROUTES, STAGES
from hub.signposting.eligibility import Need
from hub.signposting.eligibility.classes import classes
from scrapers.framework_csv.columns import COLUMNS
from scrapers.framework_csv.values import WORD_FOR_KIND, WORD_FOR_REGULATION, WORD_FOR_ROUTE
from scrapers.parse import codes

LONGEST = 50_000
"""Characters of one field."""

RULE = ("classes", "areas", "needs", "closed")
"""What makes the rule on who may use it; no columns of the CSV."""

LEFT_OUT = frozenset({"source id", "reference identifies", "lists framework of", "published", "status as published"})
"""Columns that an officer does not fill in: they are the business of a source."""

CLASSES = (
    *("public", "wider-public", "local-authorities", "county-councils", "district-councils", "unitary-authorities"),
    *("london-boroughs", "parish-councils", "fire-services", "police-forces", "health-bodies", "schools", "colleges"),
    *("universities", "registered-providers", "central-government", "charities"),
)


@dataclass(frozen=True)
class Field:
    """One thing to type or choose. ``shape`` is line, text, choice (one of the options) or choices (any of them)."""

    name: str
    label: str
    hint: str = ""
    shape: str = "line"
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def ident(self) -> str:
        """Its name in forms and addresses."""
        return codes.slug(self.name)


@dataclass(frozen=True)
class Step:
    """Some fields that are asked for on one page; ``ident`` is in its address."""

    ident: str
    title: str
    fields: tuple[Field, ...] = ()


def _options(words: Mapping[Any, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Options whose value is the word the CSV has for each."""
    return {word: labels[value] for value, word in words.items() if word}


def _class_options() -> dict[str, str]:
    return {slug: f"{classes()[slug].label[:1].upper()}{classes()[slug].label[1:]}" for slug in CLASSES}


DATE = "Such as 31/03/2027, March 2027 or 2027."

STEPS = (
    Step("what", "What it is", (
        Field("title", "Title"),
        Field("owner", "Owner", "The body that set the framework up."),
        Field("reference", "Reference", "The owner’s own number, such as RM6100. Leave it empty if there is none."),
        Field("kind", "Kind of agreement", shape="choice", options=_options(WORD_FOR_KIND, KINDS)),
        Field("regulation", "Regulation", "The law it was let under.", "choice",
              _options(WORD_FOR_REGULATION, REGULATIONS)),
        Field("summary", "Summary", "One or two sentences in your own words.", "text"),
    )),
    Step("time", "Time", (
        Field("status", "How far it is", "As its owner says.", "choice", STAGES),
        Field("start", "Start", DATE),
        Field("end", "End", f"{DATE} A length such as “3 years + 1 year” will do."),
        Field("latest end if extended", "Latest end if extended", DATE),
        Field("extension", "Extensions", "What is said of them, in words.", "text"),
        Field("replaces", "Replaces", "The reference or title of the framework before this one."),
        Field("replaced by", "Replaced by", "The reference or title of the one after it."),
    )),
    Step("use", "Who may use it, and how", (
        Field("who may use it", "Who may use it", "The published words.", "text"),
        Field("classes", "These words mean", "Choose all that they name.", "choices", _class_options()),
        Field("areas", "Only in", "Regions or counties, parted by commas. Empty: anywhere."),
        Field("needs", "They must first have", "", "choices", {str(need): str(need).capitalize() for need in Need}),
        Field("closed", "The list is closed", "", "choices", {"yes": "The words open it to nobody else"}),
        Field("routes", "How a call-off may be awarded", "As its terms say.", "choices",
              _options(WORD_FOR_ROUTE, ROUTES)),
        Field("how to buy", "How to buy", "The published words.", "text"),
    )),
    Step("details", "Fee, lots, suppliers and links", (
        Field("fee percent", "Fee", "A rate such as 0.5%. 0 where there is none; empty where none is published."),
        Field("fee paid by", "Who pays the fee", shape="choice", options={"supplier": "Supplier", "buyer": "Buyer"}),
        Field("fee note", "How the fee is put"),
        Field("maximum value (net)", "Maximum value without VAT", "In pounds, such as 1200000 or £1.2m."),
        Field("lots", "Lots", "One on each line, with its number: 1: Hosting", "text"),
        Field("suppliers", "Suppliers",
              "One lot on each line: 1: Acme Ltd; Beta Ltd. Without lots: Acme Ltd; Beta Ltd.", "text"),
        Field("web page", "Web page", "The owner’s page about it: https://…"),
        Field("documents", "Documents", "One on each line: Buyer guide <https://…>. Link, and never copy.", "text"),
        Field("notices", "Notices", "Numbers, OCIDs or addresses, one on each line.", "text"),
        Field("categories", "Categories", "In words, parted by |."),
        Field("cpv", "CPV codes", "Eight digits each, parted by |."),
        Field("regions", "Regions", "Parted by |."),
    )),
    Step("check", "Check and send"),
)  # fmt: skip

BY_NAME = {each.name: each for step in STEPS for each in step.fields}


def named(name: str) -> Field:
    """The field of a name; columns that only a file fills in are asked for in the words of the CSV."""
    if name in BY_NAME:
        return BY_NAME[name]
    column = next(column for column in COLUMNS if column.name == name)
    return Field(name, f"{name[0].upper()}{name[1:]}", f"{column.explains[0].upper()}{column.explains[1:]}.", "text")


ALLOWED = frozenset({*(column.name for column in COLUMNS), *RULE}) - LEFT_OUT
"""Everything a draft may hold. Whatever else is sent changes nothing."""


def further(draft: Mapping[str, str]) -> list[Field]:
    """Fields that a draft has from a file and that no step asks for."""
    return [named(column.name) for column in COLUMNS if column.name in draft and column.name not in BY_NAME]


def step_called(ident: str, draft: Mapping[str, str]) -> Step | None:
    """A step by its name, the one with details also with what only a file filled in."""
    found = next((step for step in STEPS if step.ident == ident), None)
    if found is None or found.ident != "details":
        return found
    return Step(found.ident, found.title, (*found.fields, *further(draft)))


def step_of(name: str) -> str:
    """Which step asks for a field."""
    return next((step.ident for step in STEPS for each in step.fields if each.name == name), "details")
