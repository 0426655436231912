"""What is published of a lot that bears on a call-off, each with the words it was read from. Pure.

Fields the sources fill in are taken as stated. Of running text only a few things are read, each marked as read by the
hub and shown with its sentence; whether it names an award without competition at all is left to a person.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from hub.formatters import count_text, date_text, kind_label, regulation_label, routes_text
from hub.models import Framework, Lot, SupplierPlace
from hub.signposting.award import words
from hub.signposting.award.facts import Facts, Mechanism, Regulation, Standing, Tool
from hub.signposting.evidence import Confidence, Evidence

LONGEST_QUOTE, MOST_QUOTES = 400, 2

READ_MECHANISMS: Mapping[Mechanism, str] = {
    Mechanism.RANKED: r"\branked\b|\branking\b|\bcascade",
    Mechanism.ROTATION: r"\brotation|\bin turn\b|\bcab.?rank",
    Mechanism.LOCATION: r"\b(?:nearest|closest) (?:supplier|depot|provider)",
    Mechanism.LOWEST_PRICE: r"\b(?:lowest|cheapest)[ -](?:price|cost)",
}
WITHOUT_COMPETITION = r"direct(?:ly)? award|award(?:ed)? direct|without (?:a |any |further |re-?opening )*competition"
AN_ORDER = r"call.?offs?|\borders?\b|direct award|mini.?competition|further competition"
NAMES_SUM = re.compile(rf"(?:{AN_ORDER}).{{0,200}}£\s?\d|£\s?\d.{{0,200}}(?:{AN_ORDER})", re.IGNORECASE)
UP_TO = re.compile(r"\b(up to|not exceed\w*|maximum of|below|under|less than)\s+(?:and including )?£", re.IGNORECASE)
LENGTH_LIMIT = re.compile(
    r"(?:call.?offs?|orders?|contracts?).{0,80}(?:maximum|up to|no longer|not exceed|length|duration|last|run)",
    re.IGNORECASE,
)
SYSTEM = re.compile(
    r"e-?market\s?place|digital market\s?place|e-?sourcing|e-?auction|contract award service|purchasing platform"
    r"|\bportal\b|\bcatalogue",
    re.IGNORECASE,
)
TERMS = re.compile(r"\bcore terms|\ball (?:of )?the terms|call.?off terms", re.IGNORECASE)
PER_YEAR = re.compile(r"(?:per|a|each) (?:year|annum|month)|annual", re.IGNORECASE)
LOTS_NAMED = re.compile(r"\blots?\s+(\d+\w*)", re.IGNORECASE)


def _names_mechanism(pattern: str, sentence: str) -> bool:
    """Does it say how a supplier is chosen? A price in a sentence on both routes may be that of the competition."""
    both = re.search(r"(?<!without )(?:further|mini).?competition", sentence, re.IGNORECASE)
    return bool(
        re.search(pattern, sentence, re.IGNORECASE)
        and re.search(WITHOUT_COMPETITION, sentence, re.IGNORECASE)
        and not both
    )


NAMES: Mapping[str, Callable[[str], Any]] = {
    "value": NAMES_SUM.search,
    "length": lambda sentence: LENGTH_LIMIT.search(sentence) and words.months_in(sentence),
    "system": SYSTEM.search,
    "terms": TERMS.search,
    "direct award": re.compile(WITHOUT_COMPETITION, re.IGNORECASE).search,
    **{mechanism.value: partial(_names_mechanism, pattern) for mechanism, pattern in READ_MECHANISMS.items()},
}
"""By topic: whether a sentence is about it."""

QUOTED = ("value", "length", "system", "terms")
"""The topics that are quoted and left to a person."""

MECHANISM_NAMES: Mapping[Mechanism, str] = {
    Mechanism.RANKED: "in the order of a published ranking",
    Mechanism.ROTATION: "in turn",
    Mechanism.LOCATION: "the nearest supplier",
    Mechanism.LOWEST_PRICE: "the lowest price by the framework's own prices",
    Mechanism.OBJECTIVE: "another rule that leads to one supplier",
    Mechanism.USER_CHOICE: "the person who gets the service chooses",
    Mechanism.BUYER_CHOICE: "the buyer chooses freely",
    Mechanism.NONE: "none: it only provides for competition",
}

STANDINGS = {
    "active": Standing.ACTIVE,
    "suspended": Standing.SUSPENDED,
    "excluded": Standing.EXCLUDED,
    "left": Standing.LEFT,
}


@dataclass(frozen=True)
class Known:
    """One thing that is published: what it is, what the hub takes it to say, and the words."""

    topic: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Published:
    """All that is published of a lot: the facts, and by topic what they rest on."""

    facts: Facts
    known: Mapping[str, Known]


def facts_of(lot: Lot | None, framework: Framework, said: Mapping[str, Evidence], today: date) -> Published:
    """The facts that are published of a lot; ``lot`` is None where the framework is used as a whole.

    ``said`` gives for a field of the framework the source whose value is shown; its quote is filled in here. A list of
    suppliers may leave some out, so that there is only one is never taken from it without asking.
    """
    known = {found.topic: found for found in _known(lot, framework, said, today)}
    facts = Facts(
        regulation=_member(Regulation, framework.regulation, Regulation.OTHER),
        tool=_member(Tool, framework.kind, Tool.UNKNOWN),
        suppliers=_number_of_suppliers(lot, today),
        others_party=True if _others(lot, framework) else None,
        mechanism=_mechanism(lot, framework),
        direct_award_max=_direct_award_max(lot, framework),
        start=_day(lot, framework, "start"),
        end=_day(lot, framework, "end"),
    )
    return Published(facts, known)


def standing_of(place: SupplierPlace, today: date) -> Standing:
    """How a supplier stands on its lot by what is published."""
    if place.end is not None and place.end < today:
        return Standing.LEFT
    return STANDINGS.get(place.status, Standing.UNKNOWN)


def _known(lot: Lot | None, framework: Framework, said: Mapping[str, Evidence], today: date) -> Iterable[Known]:
    yield from _stated(lot, framework, said, today)
    texts = _texts(lot, framework)
    mechanism = _mechanism(lot, framework)
    if mechanism in READ_MECHANISMS:
        yield Known("mechanism", MECHANISM_NAMES[mechanism], _quotes(texts, mechanism.value, said))
    for topic in QUOTED:
        quotes = _quotes(texts, topic, said)
        if quotes:
            yield Known(topic, "", quotes)


def _stated(lot: Lot | None, framework: Framework, said: Mapping[str, Evidence], today: date) -> Iterable[Known]:
    if framework.regulation != "unknown":
        yield _field("regulation", regulation_label(framework.regulation), said)
    if framework.kind != "unknown":
        yield _field("kind", kind_label(framework.kind), said)
    routes = _routes(lot, framework)
    if routes:
        field = "lots" if lot is not None and lot.routes else "routes"
        yield replace(_field(field, routes_text(routes, framework.regulation), said), topic="routes")
    number = _number_of_suppliers(lot, today)
    if number is not None:
        yield replace(_field("lots", count_text(number, "active supplier"), said), topic="suppliers")
    for name in ("start", "end"):
        day = _day(lot, framework, name)
        if day:
            field = "lots" if lot is not None and getattr(lot, name) else name
            yield replace(_field(field, date_text(day), said), topic=name)


def _field(field: str, text: str, said: Mapping[str, Evidence]) -> Known:
    evidence = replace(said.get(field, Evidence(quote="")), quote=text, field=field, confidence=Confidence.STATED)
    return Known(field, text, (evidence,))


def _texts(lot: Lot | None, framework: Framework) -> Sequence[tuple[str, str]]:
    """The running texts by their field, the one on how to buy first."""
    texts = [("how_to_buy", framework.how_to_buy), ("lots", lot.description if lot else "")]
    texts += [("description", framework.description), ("summary", framework.summary)]
    return [(field, text) for field, text in texts if text]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, each a part of it as it stands."""
    return tuple(part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", text) if part.strip())


@lru_cache(maxsize=256)
def _naming(topic: str, text: str) -> tuple[str, ...]:
    """The sentences about a topic. Kept for a while, as every lot of a framework asks for the same."""
    return tuple(filter(NAMES[topic], sentences(text)))


def _quotes(texts: Sequence[tuple[str, str]], topic: str, said: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
    """The first sentences about a topic, each with where it stands."""
    found = [
        replace(said.get(field, Evidence(quote="")), quote=sentence[:LONGEST_QUOTE], field=field)
        for field, text in texts
        for sentence in _naming(topic, text)
    ]
    return tuple(found[:MOST_QUOTES])


def _routes(lot: Lot | None, framework: Framework) -> Sequence[str]:
    return (lot.routes if lot is not None else []) or [row.route for row in framework.routes]


def _number_of_suppliers(lot: Lot | None, today: date) -> int | None:
    """None where no supplier of the lot is published."""
    if lot is None or not lot.places:
        return None
    return sum(standing_of(place, today) is Standing.ACTIVE for place in lot.places)


def _others(lot: Lot | None, framework: Framework) -> bool:
    """Is any supplier published that is on another lot, or has left this one?"""
    if lot is None:
        return False
    mine = {place.supplier_id for place in lot.places if place.status == "active"}
    return any(place.supplier_id not in mine for other in framework.lots for place in other.places)


def _mechanism(lot: Lot | None, framework: Framework) -> Mechanism:
    """NONE where the published routes name only competition; else what one sentence of the texts says."""
    if list(_routes(lot, framework)) == ["competition"]:
        return Mechanism.NONE
    for sentence in _on_direct_award(lot, framework):
        for mechanism, pattern in READ_MECHANISMS.items():
            if _names_mechanism(pattern, sentence):
                return mechanism
    return Mechanism.UNKNOWN


def _direct_award_max(lot: Lot | None, framework: Framework) -> int | None:
    """The value up to which orders may be placed without competition, in pence; the least of several."""
    limits = []
    for sentence in _on_direct_award(lot, framework):
        limit = UP_TO.search(sentence)
        if limit and not PER_YEAR.search(sentence):
            exclusive = limit[1].casefold() in ("below", "under", "less than")
            limits += [pence - exclusive for pence in words.sums_in(sentence[limit.start() :])[:1]]
    return min(limits, default=None)


def _on_direct_award(lot: Lot | None, framework: Framework) -> Iterable[str]:
    """The sentences on awards without competition, but those that name only other lots."""
    number = re.search(r"\d+\w*", lot.number) if lot is not None else None
    for _, text in _texts(lot, framework):
        for sentence in _naming("direct award", text):
            named = LOTS_NAMED.findall(sentence)
            if not named or (number is not None and number[0] in named):
                yield sentence


def _day(lot: Lot | None, framework: Framework, name: str) -> date | None:
    own: date | None = getattr(lot, name) if lot is not None else None
    whole: date | None = getattr(framework, name)
    return own or whole


def _member(kind: Any, value: str, otherwise: Any) -> Any:
    return kind(value) if value in set(kind) else otherwise
