"""A framework among others: what a buyer needs to decide whether to open it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app
from markupsafe import Markup

from hub.formatters import fee_text, kind_label, percentage, regulation_label, routes_text, term_text
from hub.models import Fee, Framework
from hub.signposting.eligibility import EligibilityAnswer, Rule, answer
from hub.signposting.stored import rules_of
from hub.status import OVER, Status, assess
from hub.web.links import framework_link, printed_address, query_of, why_link
from hub.web.values import day_of, reference_beside
from hub.web.visitor import Visitor
from indexer import Fragment

PLACES = {
    "reference": "reference",
    "lots": "lots",
    "keywords": "keywords",
    "categories": "categories",
    "cpv": "CPV labels",
    "owner": "owner",
    "suppliers": "suppliers",
    "text": "description",
}
"""Where a word was found, as results say it. Words found in the title are marked there."""

Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Entry:
    """A framework in a list: what tells it from the others."""

    key: str
    address: str
    title: str
    owner: str
    reference: str
    status: Status
    dates: str

    @property
    def over(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True)
class Card:
    """A framework in a search: ``about`` it is the part of its HTML that is the same whatever was searched for.

    The ``title`` and what was ``found`` are pieces of text, each matched or not.
    """

    entry: Entry
    title: Pieces
    about: Markup
    found: Sequence[tuple[str, Pieces]] = ()
    printed: str = ""
    """Its address as it is printed beside its title."""

    why: str = ""
    """The page that says why a search found it where it did."""

    rules: Sequence[Rule] = ()
    answer: EligibilityAnswer | None = None
    """What its rules say of the organisation the visitor buys for."""

    words_at: str = ""
    """Where the words behind its facts on who may use it stand; the hub holds none of them."""


def entries(frameworks: Iterable[Framework], today: date) -> list[Entry]:
    return [entry(framework, today) for framework in frameworks]


def entry(framework: Framework, today: date) -> Entry:
    """A framework as it stands on a day."""
    return Entry(
        key=framework.key,
        address=framework_link(framework),
        title=framework.title,
        owner=framework.owner.name if framework.owner else "",
        reference=reference_beside(framework),
        status=assess(framework, today).status,
        dates=term_text(day_of(framework, "start"), day_of(framework, "end")),
    )


def card(framework: Framework, today: date) -> Card:
    """A framework as it stands on a day."""
    standing = entry(framework, today)
    return Card(
        entry=standing,
        title=((framework.title, False),),
        about=_about(standing, list(_facts(framework))),
        printed=printed_address(framework.key),
        why=why_link(framework),
        rules=rules_of(framework),
        words_at=next((row.url for row in framework.rules if row.is_fact), ""),
    )


def found_cards(found: Iterable[tuple[Card, Sequence[Fragment]]], searched: str) -> list[Card]:
    """Each card with where its framework was found by what was ``searched`` for."""
    asked = f"?{query_of(searched)}" if searched else ""
    return [
        replace(
            card,
            title=_title(card.entry.title, fragments),
            found=[(PLACES[fragment.field], fragment.pieces) for fragment in fragments if fragment.field in PLACES],
            why=f"{card.why}{asked}" if asked else "",
        )
        for card, fragments in found
    ]


def answered(cards: Iterable[Card], visitor: Visitor) -> list[Card]:
    """Each card with the answer for the organisation in hand."""
    buyer = visitor.current
    if buyer is None:
        return list(cards)
    return [replace(card, answer=answer(card.rules, buyer)) for card in cards]


def _about(entry: Entry, facts: Iterable[tuple[str, str]]) -> Markup:
    """The owner, the facts with a text, and the labels of those without."""
    known = [(label, text) for label, text in facts if text]
    unknown = [label for label, text in facts if not text]
    template = current_app.jinja_env.get_template("search/about.html")
    return Markup(template.render(entry=entry, known=known, unknown=unknown))  # noqa: S704 - the template escapes


def _facts(framework: Framework) -> Iterable[tuple[str, str]]:
    """What a buyer compares, each with its text or none."""
    yield "Dates", term_text(day_of(framework, "start"), day_of(framework, "end"))
    yield "Kind", "" if framework.kind == "unknown" else kind_label(framework.kind)
    yield "Regulation", "" if framework.regulation == "unknown" else regulation_label(framework.regulation)
    yield "Award route", routes_text(routes(framework), framework.regulation)
    yield "Fee", fees_text(framework)
    says = framework.eligibility or any(rule.quote or rule.is_fact for rule in framework.rules)
    yield "Who may use it", "Published" if says else ""


def _title(title: str, fragments: Iterable[Fragment]) -> Pieces:
    """The whole title, marked where it matched. A fragment of a long title may be cut, and is then not used."""
    for fragment in fragments:
        if fragment.field == "title" and "".join(text for text, _ in fragment.pieces) == title:
            return fragment.pieces
    return ((title, False),)


def routes(framework: Framework) -> set[str]:
    """The award routes of a framework and of any of its lots."""
    return {row.route for row in framework.routes} | {route for lot in framework.lots for route in lot.routes}


def fees_text(framework: Framework) -> str:
    """The framework's fee, else the range of its lots' fees; empty where none is published."""
    if framework.fees:
        return "; ".join(filter(None, map(fee_text, framework.fees)))
    return _range_text([fee for lot in framework.lots for fee in lot.fees])


def _range_text(fees: Sequence[Fee]) -> str:
    rates = sorted({fee.basis_points for fee in fees if fee.basis_points is not None})
    if not rates:
        return next((text for fee in fees if (text := fee_text(fee))), "")
    if len(rates) == 1:
        return f"{percentage(rates[0])} (stated by lot)"
    return f"{percentage(rates[0])} to {percentage(rates[-1])}, by lot"
