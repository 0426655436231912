"""A framework's page on a described site. Only facts are taken: title, reference, dates, owner, with where each stood.

A value is looked for by CSS selector, in JSON-LD, microdata, meta tags and labels, in the text, the title and the
address: first wherever the description says, as a shop's own article number may stand where others have a reference,
and then where most sites have it. The first one found counts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from bs4 import Tag

from scrapers import rows
from scrapers.directory import Description, FieldRule
from scrapers.html_page import HtmlPage, markup, words
from scrapers.notes import Notes
from scrapers.parse import codes, text
from scrapers.parse.terms import Published, Term
from scrapers.parse.words import kind_in_title
from scrapers.record import Record, Stage
from scrapers.structured import Structured, label_key, structured

USUAL: Mapping[str, FieldRule] = {
    "title": FieldRule(
        css=("main h1", "h1"),
        json_ld=("name", "headline"),
        microdata=("name", "headline"),
        meta=("og:title", "twitter:title"),
    ),
    "reference": FieldRule(
        json_ld=("identifier", "sku", "productID", "mpn"),
        microdata=("identifier", "sku", "productID", "mpn"),
        labels=(
            "Reference", "Framework reference", "Framework number", "Framework no", "Framework ID", "Agreement ID",
            "Contract reference", "Reference number", "Ref",
        ),
    ),
    "start": FieldRule(
        json_ld=("startDate", "validFrom", "availabilityStarts"),
        microdata=("startDate", "validFrom", "availabilityStarts"),
        labels=(
            "Start date", "Framework start date", "Contract start date", "Commencement date", "Starts", "Term start",
        ),
    ),
    "end": FieldRule(
        json_ld=("endDate", "validThrough", "expires", "availabilityEnds"),
        microdata=("endDate", "validThrough", "expires", "availabilityEnds"),
        labels=(
            "End date", "Expiry date", "Framework end date", "Contract end date", "Expires", "Ends", "Term end",
            "Expiration date",
        ),
    ),
    "term": FieldRule(labels=("Framework period", "Framework dates", "Duration", "Term", "Contract period", "Dates")),
    "owner": FieldRule(
        labels=("Contracting authority", "Framework owner", "Legal owner", "Procured by", "Lead authority")
    ),
}  # fmt: skip
COMING_SOON = re.compile(r"(?:(?<!\W)\W++)?\bcoming soon\b\W*+", re.IGNORECASE)
PART = re.compile(r"(?P<whole>.*\S)\s*,\s*Lot (?P<lot>\w+)", re.IGNORECASE)
"""What stands for a reference where the page is of a lot by itself: “1204, Lot 10”."""

KINDS = ("css", "json_ld", "microdata", "meta", "labels")
DATE_FIELDS = {"start": "start", "end": "end", "max_end": "term"}


@dataclass(frozen=True)
class Value:
    """What was found, and where: “JSON-LD endDate”. Both are empty where nothing was."""

    text: str = ""
    origin: str = ""


NOTHING = Value()


def read_framework(page: HtmlPage, description: Description, notes: Notes) -> Record:
    """The framework a page is about. Raises PageChanged where no title is found on it."""
    values = found_values(page, description)
    for name in USUAL:
        if not values[name].text and (name == "title" or _is_required(name, description)):
            raise page.changed(f"has no {name}: nothing at {_looked_at(name, description)}")
    title = _plain_title(values, description)
    soon = COMING_SOON.search(values["title"].text)
    own = notes.take("reference", values["reference"].text, codes.reference(values["reference"].text))
    reference, owner_listed = _of_other(description, own, title)
    part = None if reference else PART.fullmatch(own)
    term = _term(values, notes)
    return Record(
        source_id=codes.slug(page.address.partition("://")[2].partition("/")[2]) or "front",
        title=codes.without_reference(codes.without_reference(title, own), reference),
        owner=values["owner"].text or description.owner,
        reference="" if part else reference or own,
        parent_reference=part["whole"] if part else "",
        parent_lot=part["lot"] if part else "",
        listing_of_owner=owner_listed,
        kind=kind_in_title(title),
        stage=Stage.PLANNED if soon else term.stage,
        source_status=soon.group().strip(" -–—:()[]!.") if soon else "",
        start=term.start,
        end=term.end,
        max_end=term.max_end,
        extension=term.extension,
        url=page.address,
        extra=_beside(values, description, own if reference and reference != own else ""),
    )


def found_values(page: HtmlPage, description: Description) -> dict[str, Value]:
    """Every field a description knows, as found on a page or not."""
    main = page.maybe("main") or page.maybe("[role=main]") or page.one("body")
    said = structured(page)
    values: dict[str, Value] = {}
    for name in USUAL:
        title = _plain_title(values, description)
        places = (_places(page, main, said, rule, title) for rule in _rules(name, description))
        values[name] = next((value for value in chain.from_iterable(places) if value.text), NOTHING)
    return values


def _is_required(name: str, description: Description) -> bool:
    rule = description.fields.get(name)
    return rule is not None and rule.required


def _looked_at(name: str, description: Description) -> str:
    """The selectors and names a value was looked for under, the first of each kind."""
    rule = _rules(name, description)[0]
    kinds = (("", rule.css), ("JSON-LD ", rule.json_ld), ("meta ", rule.meta), ("label ", rule.labels))
    return ", ".join(f"{kind}“{names[0]}”" for kind, names in kinds if names) or "the places described"


def _rules(name: str, description: Description) -> tuple[FieldRule, ...]:
    """What the description says of a field, and then the usual places of the kinds it says nothing of."""
    rule, usual = description.fields.get(name), USUAL[name]
    if rule is None:
        return (usual,)
    described = {kind: None for kind, value in rule if value is not None and kind in KINDS}
    return rule, usual.model_copy(update=described)


def _places(page: HtmlPage, main: Tag, said: Structured, rule: FieldRule, title: str) -> Iterator[Value]:
    """Each place a value may stand, with what stands there."""
    for selector in rule.css or ():
        yield Value(words(page.maybe(selector)), f"CSS {selector}")
    named = (
        ("JSON-LD", rule.json_ld, said.json_ld),
        ("microdata", rule.microdata, said.microdata),
        ("meta", rule.meta, said.meta),
        ("label", rule.labels, said.labels),
    )
    for what, names, values in named:
        for name in names or ():
            yield Value(values.get(label_key(name), ""), f"{what} {name}")
    if rule.text:
        yield Value(_matched(rule.text, " ".join(text.block(markup(main)).value.split()), rule.written), "the text")
    if rule.in_title:
        yield Value(_matched(rule.in_title, title, rule.written), "the title")
    if rule.in_address:
        yield Value(_matched(rule.in_address, page.address, rule.written), "the address")


def _matched(pattern: str, within: str, written: str) -> str:
    match = re.search(pattern, within)
    return written.format_map({k: v or "" for k, v in match.groupdict().items()}).strip() if match else ""


def _plain_title(values: Mapping[str, Value], description: Description) -> str:
    """The title without what the site adds to all titles, and without “coming soon”."""
    title = values.get("title", NOTHING).text
    if description.title_without:
        title = re.sub(description.title_without, "", title).strip() or title
    return COMING_SOON.sub(" ", title).strip()


def _of_other(description: Description, own: str, title: str) -> tuple[str, str]:
    """The reference and owner of another body's framework that this page lists: told by the reference, or by the title
    where it begins or ends with one. Words in its middle may speak of a framework replaced.
    """
    for other in description.of_others:
        match = (
            re.fullmatch(other.pattern, own)
            or re.match(rf"(?:{other.pattern})\b", title)
            or re.search(rf"\b(?:{other.pattern})\W*$", title)
        )
        if match:
            named = match.groupdict().get("reference") or match.group().strip(" ()-–")
            return named, other.owner
    return "", ""


def _term(values: Mapping[str, Value], notes: Notes) -> Term:
    """Start and end; where the page has one line for both, what that says."""
    start, end, both = (values[name].text for name in ("start", "end", "term"))
    return rows.take_term(notes, Published(start, end or both), DATE_FIELDS)


def _beside(values: Mapping[str, Value], description: Description, listed_as: str) -> dict[str, str]:
    """Where each value stood and what stood there, as found; the owner named is not the brand the site runs under."""
    found = {name: value for name, value in values.items() if value.text}
    kept = {f"{name} from": f"{value.origin}: {text.shortened(value.text)}" for name, value in found.items()}
    if listed_as:
        kept["listed as"] = listed_as
    if values["owner"].text and values["owner"].text != description.owner:
        kept["brand"] = description.owner
    return kept
