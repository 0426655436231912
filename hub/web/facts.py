"""What a framework's page says: its key facts and relations, ready to be shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.catalogue import Evidence
from hub.formatters import (
    STAGES,
    basis_note,
    dated_text,
    host,
    kind_label,
    regulation_label,
    routes_text,
    value_text,
)
from hub.models import Framework
from hub.status import on_day
from hub.web.cards import fees_text, routes
from hub.web.links import category_link, framework_link, owner_link, search_link
from hub.web.values import LABELS, cpv_text, day_of, is_untitled, owner_page, reference_beside

Links = Sequence[tuple[str, str]]

WORKED_OUT = "Worked out by the hub from the title or the CPV codes."
"""Categories, where no source gives any."""

CEILING = "A ceiling for all buyers together, not money spent."

BY_LOT = "Not every lot need allow every route."
"""Award routes, where they are given for a framework of several lots as a whole."""

UNTITLED = "Its heading here, because no title is published."
"""Of a reference that stands in the place of a title."""

RELATIONS = {
    "replaces": "Replaces",
    "replaced_by": "Replaced by",
    "lot_of": "Part of",
    "has_lot": "Parts listed by themselves",
    "lists": "A listing of",
    "listed_by": "Also listed by",
}


@dataclass(frozen=True)
class Fact:
    """One line of the key facts: a text or links, or neither where nothing is published.

    ``field`` leads to where it came from, if a source states it, ``term`` to the glossary.
    """

    field: str
    label: str
    text: str = ""
    note: str = ""
    links: Links = ()
    term: str = ""
    stated: bool = False


@dataclass(frozen=True)
class RelationView:
    """Another framework: its published words or title, its address if it is in the catalogue, and which lot."""

    heading: str
    text: str
    address: str
    note: str


def facts(framework: Framework, evidence: Evidence, judged_by: str = "") -> list[Fact]:
    """The key facts in the order they are read; those few frameworks have are left out where they are empty.

    ``judged_by`` names the words that are all that says it is a framework.
    """
    found = [*_identity(framework), *_dates(framework), *_terms(framework), *_place(framework)]
    note = f"The {judged_by} of its notice is all that says it is a framework." if judged_by else ""
    return [_with_evidence(replace(fact, note=note) if fact.field == "kind" else fact, evidence) for fact in found]


def _with_evidence(fact: Fact, evidence: Evidence) -> Fact:
    if not (fact.text or fact.links):
        return fact
    if fact.field in evidence.fields:
        return replace(fact, stated=True)
    return replace(fact, note=WORKED_OUT) if fact.field == "categories" else fact


def _identity(framework: Framework) -> Iterable[Fact]:
    owner = framework.owner
    yield Fact("owner", "Owner", links=[(owner.name, owner_link(owner))] if owner else (), term="owner")
    yield Fact("reference", "Reference", framework.reference, UNTITLED if is_untitled(framework) else "")
    yield Fact("kind", "Kind of agreement", _unless_unknown(framework.kind, kind_label), term="framework")
    regulation = _unless_unknown(framework.regulation, regulation_label)
    yield Fact("regulation", "Regulation", regulation, term="regulation")
    if framework.stage:
        stage, words = STAGES[framework.stage], framework.source_status
        said = f"{on_day(framework)}." if framework.stage_as_of else ""
        quoted = f"In its words: “{words}”." if words and words.casefold() != stage.casefold() else ""
        quoted = quoted if words else "It follows from the list or notice, which gives no status."
        yield Fact("stage", LABELS["stage"], stage, " ".join(filter(None, (said, quoted))))


def _unless_unknown(value: str, label: Callable[[str], str]) -> str:
    return "" if value == "unknown" else label(value)


def _dates(framework: Framework) -> Iterable[Fact]:
    for name in ("start", "end", "max_end"):
        day = day_of(framework, name)  # the precision travels with the date
        note = basis_note(day)
        if day or name != "max_end":
            yield Fact(name, LABELS[name], dated_text(day), f"{note[0].upper()}{note[1:]}." if note else "")
    if framework.extension:
        yield Fact("extension", "Extension", framework.extension)


def _terms(framework: Framework) -> Iterable[Fact]:
    regulation = framework.regulation
    by_lot = "lots"  # what the framework itself does not say is read from its lots
    awards = routes_text(routes(framework), regulation)
    note = BY_LOT if awards and len(framework.lots) > 1 else ""
    yield Fact("routes" if framework.routes else by_lot, "Award routes", awards, note, term="award-route")
    yield Fact("fee" if framework.fees else by_lot, "Fee", fees_text(framework), term="fee")
    value = value_text(framework.max_value_net_pence, framework.max_value_gross_pence, framework.max_value_currency)
    yield Fact("max_value", "Maximum value", value, CEILING if value else "", term="maximum-value")


def _place(framework: Framework) -> Iterable[Fact]:
    categories = data.categories()
    own = [slug for row in framework.categories if (slug := row.slug) in categories]
    yield Fact("categories", "Categories", links=[(categories[slug].title, category_link(slug)) for slug in own])
    codes = [row.code for row in framework.cpv]
    yield Fact("cpv", "CPV codes", links=[(cpv_text(code), search_link(cpv=code)) for code in codes], term="cpv")
    names = [data.regions()[row.code].name for row in framework.regions if row.code in data.regions()]
    yield Fact("regions", "Regions", "; ".join(names))
    if framework.url:
        label = "Owner's page" if owner_page(framework) else "Page of its notices"
        yield Fact("url", label, links=[(f"On {host(framework.url)}", framework.url)])


def shown_as(framework: Framework) -> Mapping[str, str]:
    """Fields whose published words the hub translates into its own lists, as they stand on the page."""
    found = (*_identity(framework), *_place(framework))
    shown = {fact.field: fact.text or ", ".join(text for text, _ in fact.links) for fact in found}
    return {name: shown[name] for name in ("owner", "categories", "regions") if shown[name]}


def relations(session: Session, framework: Framework) -> Mapping[str, Sequence[RelationView]]:
    """Other frameworks by how they relate to this one."""
    found: dict[str, list[RelationView]] = {}
    for kind, row, other in catalogue.related(session, framework):
        heading = RELATIONS[kind]
        words = ", ".join(filter(None, (row.target_reference, row.target_owner)))
        text = other.title if other else words
        address = framework_link(other) if other else ""
        note = _relation_note(row.lot, other)
        found.setdefault(heading, []).append(RelationView(heading, text, address, note))
    return {heading: found[heading] for heading in RELATIONS.values() if heading in found}


def _relation_note(lot: str, other: Framework | None) -> str:
    if other is None:
        return "not in this hub's catalogue"
    owner = other.owner.name if other.owner else ""
    return ", ".join(filter(None, (reference_beside(other), owner, lot and f"lot {lot}")))
