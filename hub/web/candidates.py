"""Frameworks as the six questions look at them, read from what the catalogue and the search say of each."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from hub.formatters import basis_note, date_text, lot_heading, term_text, value_text
from hub.models import Framework, Lot
from hub.signposting.award.limits import OrderLimit, length_limits, value_limits
from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting import Candidate, Ceiling, FoundIn, LotCeiling
from hub.signposting.stored import rules_of
from hub.signposting.term import Term, limit
from hub.status import assess
from hub.web.values import day_of
from indexer import Fragment

NAMING = {
    "title": "title",
    "reference": "reference",
    "lots": "lots",
    "keywords": "keywords",
    "categories": "categories",
    "cpv": "CPV labels",
}
"""The parts of the index that say what a framework is, and what they are called."""

PASSING = {"owner": "owner's name", "suppliers": "suppliers", "text": "description"}
RUNNING = ("description", "summary", "eligibility")
TEXTS = ("how_to_buy", "description", "summary")
NUMBER = re.compile(r"\d+\w?")
"""What texts call a lot by: "2" of "Lot 2"."""


def candidate(framework: Framework, fragments: Sequence[Fragment], today: date) -> Candidate:
    """A framework as it stands on a day, and where the search found its words in it."""
    own = [row.code for row in framework.regions]
    lots = [code for lot in framework.lots for code in lot.regions]
    return Candidate(
        key=framework.key,
        status=assess(framework, today),
        term=Term(
            start=limit(framework.start, framework.start_precision),
            end=limit(framework.end, framework.end_precision),
            max_end=limit(framework.max_end, framework.max_end_precision),
        ),
        dates=term_text(day_of(framework, "start"), day_of(framework, "end")),
        end_note=basis_note(day_of(framework, "end")),
        called=framework.source_status or (framework.stage or ""),
        whole_ended=date_text(framework.parent_end) if framework.parent_end and not framework.end else "",
        lots_differ=any(_differs(lot, framework) for lot in framework.lots),
        found_in=tuple(_found_in(framework, fragments)),
        ceiling=_ceiling(framework),
        lots=tuple(LotCeiling(lot_heading(lot.number, lot.title), _ceiling(lot)) for lot in framework.lots),
        regions=tuple(dict.fromkeys((*own, *lots))) if own else (),
        lot_regions=tuple(dict.fromkeys(lots)),
        rules=tuple(zip(rules_of(framework), _cited(framework), strict=False)),
        value_limits=_limits(framework, value_limits),
        length_limits=_limits(framework, length_limits),
    )


def _differs(lot: Lot, framework: Framework) -> bool:
    return any(getattr(lot, name) not in (None, getattr(framework, name)) for name in ("start", "end"))


def _found_in(framework: Framework, fragments: Sequence[Fragment]) -> Iterator[FoundIn]:
    """The parts that say what it is first."""
    for names_it, places in ((True, NAMING), (False, PASSING)):
        for fragment in (each for each in fragments if each.field in places):
            words = dict.fromkeys(text for text, matched in fragment.pieces if matched)
            quote = "".join(text for text, _ in fragment.pieces)
            evidence = Evidence(quote=quote, field=_column(framework, fragment.field, quote))
            yield FoundIn(tuple(words), places[fragment.field], names_it, evidence)


def _column(framework: Framework, part: str, quote: str) -> str:
    """The framework's column that a part of the index was made of; several texts make one part."""
    if part != "text":
        return "lots" if part == "suppliers" else part
    words = quote.strip("… ")
    return next((name for name in RUNNING if words in getattr(framework, name)), "description")


def _ceiling(subject: Framework | Lot) -> Ceiling | None:
    money = (subject.max_value_net_pence, subject.max_value_gross_pence, subject.max_value_currency)
    text = value_text(*money)
    return Ceiling(*money, text) if text else None


def _limits(framework: Framework, read: Callable[..., list[OrderLimit]]) -> tuple[OrderLimit, ...]:
    """What the texts of the whole and of each lot say, each sentence once."""
    names = [(lot, lot_heading(lot.number, lot.title)) for lot in framework.lots]
    called = {number[0]: name for lot, name in names if (number := NUMBER.search(lot.number))}
    found = read({field: getattr(framework, field) for field in TEXTS}, called)
    for lot, name in names:
        found += read({"lots": lot.description}, called, name)
    return tuple(dict.fromkeys(found))


def _cited(framework: Framework) -> Iterator[Evidence]:
    """Where the words of each rule stand."""
    for row in framework.rules:
        yield Evidence(
            quote=row.quote,
            field=row.field,
            source=row.source,
            notice=row.notice,
            url=row.url if row.confirmed_at or row.is_fact else "",
            checked_on=row.checked_on,
            confidence=Confidence.CONFIRMED if row.confirmed_at else Confidence.READ,
        )
