"""Frameworks side by side: the same facts of each, in the same words, and whether they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub import catalogue, data
from hub.formatters import (
    count_text,
    date_text,
    fee_text,
    kind_label,
    listing,
    lot_heading,
    number_text,
    regulation_label,
    routes_text,
    value_text,
)
from hub.models import Framework
from hub.signposting.ceiling import Known
from hub.status import assess
from hub.web.answers import Answer, checked_on, eligibility
from hub.web.call_offs import total_text
from hub.web.cards import fees_text, routes
from hub.web.citing import elsewhere
from hub.web.links import call_offs_link
from hub.web.lots import is_named
from hub.web.questions import question, whom_to_ask
from hub.web.values import day_of, is_active, noted_date
from hub.web.visitor import visitor

LONGEST_WORDS = 600
"""Characters of a published text that a comparison shows; the rest is on the framework's page."""


@dataclass(frozen=True)
class Cell:
    """A fact of one framework: lines of text, none where it is not published. ``question`` is then for the owner.

    ``note`` is said beside it and does not count when facts are compared.
    """

    lines: Sequence[str]
    note: str = ""
    link: str = ""
    ask: str = ""
    question: str = ""


@dataclass(frozen=True)
class Row:
    """A fact of every framework. ``mark`` says whether they differ; empty where they are all alike."""

    label: str
    cells: Sequence[Cell]

    @property
    def mark(self) -> str:
        known = {tuple(cell.lines) for cell in self.cells if cell.lines}
        if len(known) > 1:
            return "Differs"
        return "Not published for all" if known and not all(cell.lines for cell in self.cells) else ""


def rows(session: Session, frameworks: Sequence[Framework], today: date) -> list[Row]:
    """Every fact that is compared, in the order in which a buyer asks. What all need is read for all at once."""
    catalogue.with_compared(session, [framework.key for framework in frameworks])
    sources = catalogue.evidences(session, frameworks)
    contracts = catalogue.known_call_offs_of(session, frameworks)
    readers: dict[str, Callable[[Framework], Cell]] = {
        "Status": lambda framework: _status(framework, today),
        "Dates": _dates,
        "Extension": lambda framework: _cell(framework, "extension", _extension(framework)),
        "Kind of agreement": lambda framework: _labelled(framework, "kind", kind_label),
        "Regulation": lambda framework: _labelled(framework, "regulation", regulation_label),
        "Award routes": _routes,
        "Fee": _fees,
        "Maximum value": _ceiling,
        "Who may use it": lambda framework: _eligibility(framework, sources[framework.key]),
        "Regions": lambda framework: _cell(framework, "regions", _regions(framework)),
        "Categories": lambda framework: _cell(framework, "categories", _categories(framework)),
        "Lots": _lots,
        "Suppliers": lambda framework: _suppliers(framework, today),
        "Call-offs known to the hub": lambda framework: _call_offs(framework, contracts[framework.id]),
        "Last checked": lambda framework: _checked(sources[framework.key]),
    }
    return [Row(label, [read(framework) for framework in frameworks]) for label, read in readers.items()]


def _cell(framework: Framework, field: str, lines: Sequence[str], note: str = "", link: str = "") -> Cell:
    """A fact, or whom to ask about it and what."""
    if lines:
        return Cell(lines, note, link)
    return Cell((), note, link, whom_to_ask(framework), question(framework, field))


def _status(framework: Framework, today: date) -> Cell:
    found = assess(framework, today)
    return Cell((found.status.label,), found.reason)


def _dates(framework: Framework) -> Cell:
    named = {"Starts": "start", "Ends": "end", "At the latest": "max_end"}
    texts = {label: noted_date(day_of(framework, name)) for label, name in named.items()}
    cell = _cell(framework, "end", [f"{label}: {text}" for label, text in texts.items() if text])
    missing = [label.lower() for label in ("Starts", "Ends") if not texts[label]]
    note = f"When it {listing(missing)} is not published." if missing and cell.lines else ""
    return Cell(cell.lines, note, "", cell.ask, cell.question)


def _extension(framework: Framework) -> list[str]:
    return [_cut(framework.extension)] if framework.extension else []


def _labelled(framework: Framework, field: str, label: Callable[[str], str]) -> Cell:
    value = str(getattr(framework, field))
    return _cell(framework, field, [] if value == "unknown" else [label(value)])


def _routes(framework: Framework) -> Cell:
    words = routes_text(routes(framework), framework.regulation)
    return _cell(framework, "routes", [words] if words else [])


def _fees(framework: Framework) -> Cell:
    """Lot by lot where the lots have fees of their own, else as it is published for the whole."""
    by_lot = [
        (lot_heading(lot.number, lot.title), "; ".join(filter(None, map(fee_text, lot.fees)))) for lot in framework.lots
    ]
    told = [f"{heading}: {text}" for heading, text in by_lot if text]
    whole = fees_text(framework) if framework.fees else ""
    return _cell(framework, "fee", [*([whole] if whole else []), *told])


def _ceiling(framework: Framework) -> Cell:
    text = value_text(framework.max_value_net_pence, framework.max_value_gross_pence, framework.max_value_currency)
    return _cell(framework, "max_value", [text] if text else [], "A ceiling for all buyers together." if text else "")


def _eligibility(framework: Framework, sources: catalogue.Evidence) -> Cell:
    """The published words, and beside them what they answer."""
    told = [(answer.subject.removeprefix("Eligibility of "), answer) for answer in eligibility(framework, sources)]
    if visitor().current is not None:
        quoted = [f"{name}: {answer.words}{_quoted(answer)}" for name, answer in told]
        return Cell(quoted, "", "", *_whom_and_what(framework, [answer for _, answer in told]))
    if any(not each.quote for each in told[0][1].evidence):
        return Cell([f"{told[0][1].words}{_quoted(told[0][1])}"])
    if not framework.eligibility:
        return _cell(framework, "eligibility", [])
    return _cell(framework, "eligibility", [f"“{_cut(framework.eligibility)}”"], told[0][1].words)


def _quoted(answer: Answer) -> str:
    """The words, or where those behind a fact stand."""
    said = (f"“{_cut(each.quote)}”" if each.quote else elsewhere(each.url, each.checked_on) for each in answer.evidence)
    return "".join(f" {words}" for words in said)


def _whom_and_what(framework: Framework, answers: Sequence[Answer]) -> tuple[str, str]:
    """Whom to ask and what, where an answer leaves something to be asked."""
    question_of_one = next((answer.question for answer in answers if answer.question), "")
    return (whom_to_ask(framework), question_of_one) if question_of_one else ("", "")


def _regions(framework: Framework) -> list[str]:
    return sorted(data.regions()[row.code].name for row in framework.regions if row.code in data.regions())


def _categories(framework: Framework) -> list[str]:
    tree = data.categories()
    return sorted(tree[row.slug].title for row in framework.categories if row.slug in tree)


def _lots(framework: Framework) -> Cell:
    named = sum(is_named(lot) for lot in framework.lots)
    return _cell(framework, "lots", [count_text(named, "lot")] if named else [])


def _suppliers(framework: Framework, today: date) -> Cell:
    """Each counted once, on however many lots it is."""
    places = [place for lot in framework.lots for place in lot.places]
    active = {place.supplier_id for place in places if is_active(place, today)}
    others = {place.supplier_id for place in places} - active
    note = f"{count_text(len(others), 'other')} not on it now." if others else ""
    return _cell(framework, "suppliers", [count_text(len(active), "supplier")] if places else [], note)


def _call_offs(framework: Framework, found: Known) -> Cell:
    note = "; ".join(map(total_text, found.totals))
    return Cell((number_text(found.contracts),), note, call_offs_link(framework) if found.contracts else "")


def _checked(sources: catalogue.Evidence) -> Cell:
    day = checked_on(sources)
    named = [source.title for source in sources.sources]
    return Cell((date_text(day),) if day else (), f"In {listing(named)}." if named else "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_WORDS else f"{text[:LONGEST_WORDS].rpartition(' ')[0]} …"
