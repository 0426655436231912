"""Frameworks as rows: what a buyer compares, where it comes from and how old it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import url_for

from hub import data
from hub.clock import LONDON
from hub.formatters import basis_note, dated_text, kind_label, lot_heading, regulation_label, routes_text
from hub.models import Framework, Source
from hub.signposting.eligibility.wording import in_words
from hub.status import Assessment, assess
from hub.takeaway.reading import Described
from hub.takeaway.tables import Column, Value
from hub.web.cards import fees_text, routes
from hub.web.citing import elsewhere
from hub.web.links import framework_slug
from hub.web.values import cpv_text, day_of, owner_page
from hub.web.who import stated_facts
from scrapers.record import Precision

DATES = {"start": "start", "end": "end", "max_end": "latest end"}


@dataclass(frozen=True)
class FrameworkRow:
    """A framework on a day, and what speaks of it."""

    described: Described
    assessment: Assessment

    @property
    def framework(self) -> Framework:
        return self.described.framework


def framework_rows(found: Iterable[Described], today: date) -> Iterator[FrameworkRow]:
    return (FrameworkRow(each, assess(each.framework, today)) for each in found)


def full_address(framework: Framework) -> str:
    """The address of a framework's page as it is written elsewhere."""
    return url_for("frameworks.framework", key=framework.key, slug=framework_slug(framework), _external=True)


def day_value(row: object, name: str) -> Value:
    """A date; as text, "March 2027" or "2027", where no day is published."""
    day = day_of(row, name)  # type: ignore[arg-type]
    if day is None:
        return None
    return day.value if day.precision is Precision.DAY else dated_text(day)


def pounds(pence: int | None) -> Decimal | None:
    return None if pence is None else Decimal(pence) / 100


def checked_on(sources: Sequence[Source]) -> date | None:
    """The day the hub last read the one of these sources that it read longest ago."""
    read = [source.last_read for source in sources if source.last_read]
    return min(read).astimezone(LONDON).date() if read else None


def dated(sources: Sequence[Source]) -> date | None:
    """The day the oldest of these sources speaks of."""
    days = [source.as_of for source in sources if source.as_of]
    return min(days) if days else None


def titles(sources: Sequence[Source]) -> tuple[str, ...]:
    return tuple(source.title for source in sources)


def licences(sources: Sequence[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.licence for source in sources))


def _dates_note(row: FrameworkRow) -> str:
    """How dates that nobody published came about."""
    notes = ((word, basis_note(day_of(row.framework, name))) for name, word in DATES.items())
    found = "; ".join(f"{word}: {note}" for word, note in notes if note)
    return found[:1].upper() + found[1:]


def _named(row: FrameworkRow) -> tuple[str, ...]:
    lots = row.framework.lots
    return tuple(lot_heading(lot.number, lot.title) for lot in lots if lot.number or lot.title)


def _categories(row: FrameworkRow) -> tuple[str, ...]:
    known = data.categories()
    return tuple(known[each.slug].title for each in row.framework.categories if each.slug in known)


def _facts(row: FrameworkRow) -> tuple[str, ...]:
    """What sources state of it, each with where the publisher's own words stand."""
    told = stated_facts(row.framework)
    return tuple(f"{in_words(rule)}. {elsewhere(stated.url, stated.checked_on)}" for rule, stated in told)


def _regions(row: FrameworkRow) -> tuple[str, ...]:
    known = data.regions()
    return tuple(known[each.code].name for each in row.framework.regions if each.code in known)


def _unless_unknown(word: str, label: str) -> str:
    return "" if word == "unknown" else label


def _regulation(row: FrameworkRow) -> str:
    return _unless_unknown(row.framework.regulation, regulation_label(row.framework.regulation))


FRAMEWORK_COLUMNS: Sequence[Column[FrameworkRow]] = (
    Column("title", "Framework", lambda row: row.framework.title),
    Column("reference", "Reference", lambda row: row.framework.reference),
    Column("owner", "Owner", lambda row: row.framework.owner.name if row.framework.owner else ""),
    Column("status", "Status", lambda row: row.assessment.status.label),
    Column("status_reason", "Why this status", lambda row: row.assessment.reason),
    Column(
        "kind", "Kind of agreement", lambda row: _unless_unknown(row.framework.kind, kind_label(row.framework.kind))
    ),
    Column("regulation", "Regulation", _regulation),
    Column("start", "Start", lambda row: day_value(row.framework, "start")),
    Column("end", "End", lambda row: day_value(row.framework, "end")),
    Column("latest_end", "Latest end if extended", lambda row: day_value(row.framework, "max_end")),
    Column("dates_note", "Dates worked out", _dates_note),
    Column("extension", "Extension, as published", lambda row: row.framework.extension),
    Column("award_routes", "Award routes", lambda row: routes_text(routes(row.framework), row.framework.regulation)),
    Column("fee", "Fee", lambda row: fees_text(row.framework)),
    Column("maximum_value_net", "Maximum value without VAT", lambda row: pounds(row.framework.max_value_net_pence)),
    Column("maximum_value_gross", "Maximum value with VAT", lambda row: pounds(row.framework.max_value_gross_pence)),
    Column("currency", "Currency", lambda row: _currency(row.framework)),
    Column("who_may_use_it", "Who may use it, as published", lambda row: row.framework.eligibility),
    Column("who_may_use_it_facts", "Who may use it, without the publisher's words", _facts),
    Column("how_to_buy", "How to buy, as published", lambda row: row.framework.how_to_buy),
    Column("summary", "Summary", lambda row: row.framework.summary),
    Column("categories", "Categories", _categories),
    Column("cpv", "CPV codes", lambda row: tuple(cpv_text(each.code) for each in row.framework.cpv)),
    Column("regions", "Regions", _regions),
    Column("lots", "Lots", _named),
    Column("suppliers", "Suppliers named", lambda row: row.described.suppliers or None),
    Column("owners_page", "Owner's page", lambda row: owner_page(row.framework)),
    Column("page", "Page in this hub", lambda row: full_address(row.framework)),
    Column("key", "Key in this hub", lambda row: row.framework.key),
    Column("sources", "Sources", lambda row: titles(row.described.sources)),
    Column("licences", "Licences of the sources", lambda row: licences(row.described.sources)),
    Column("sources_dated", "Oldest source dated", lambda row: dated(row.described.sources)),
    Column("checked_on", "Checked on", lambda row: checked_on(row.described.sources)),
)
"""``checked_on`` is when the hub last read the sources; what it read then is dated ``sources_dated``."""


def _currency(framework: Framework) -> str:
    has_value = framework.max_value_net_pence is not None or framework.max_value_gross_pence is not None
    return (framework.max_value_currency or "GBP") if has_value else ""
