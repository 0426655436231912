"""What ends, may end later or has to be decided, as a calendar (RFC 5545). Pure.

No day is invented. A month without a day stands on the month's last day and says so; a year alone, and a date nobody
published, stand in no calendar and are named in its description. The same catalogue gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from icalendar import Calendar, Event as Entry
from icalendar.prop import vDuration

from hub import brand
from hub.formatters import BASES
from hub.models import ExtensionOption, Framework, Lot
from hub.status import exactly
from hub.takeaway.tables import NOT_XML

MOST_UNDATED = 20
"""Frameworks without a day that the description names; of the rest it says how many."""

CANCELLED = "cancelled"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Date:
    """A day in a framework's life: ``uid`` stays the same when the day moves, ``changed_at`` is when it last did."""

    uid: str
    on: date
    title: str
    text: str
    address: str
    changed_at: datetime


@dataclass(frozen=True)
class Dates:
    """The dates of frameworks, and the titles of those whose end stands on no day."""

    dates: Sequence[Date]
    undated: Sequence[str]


@dataclass(frozen=True)
class _What:
    """What happens on a date, in the words before and after the framework's name."""

    mark: str
    happens: str
    note: str


ENDS = _What("end", "ends", "Call-offs made before may run on after it, as far as their terms allow.")
LATEST = _What(
    "latest-end", "ends at the latest, if extended", "Nothing says here that it has been or will be extended."
)
LOT_ENDS = _What("lot-end", "ends", "The framework itself has another end.")


def dates_of(framework: Framework, options: Iterable[ExtensionOption], address: str) -> tuple[list[Date], bool]:
    """The days of a framework, and whether its own end is one of them."""
    if framework.stage == CANCELLED:
        return [], True
    own = list(_dated(framework, framework, "end", ENDS, framework.title, address))
    later = framework.max_end != framework.end
    latest = _dated(framework, framework, "max_end", LATEST, framework.title, address) if later else ()
    return [*own, *latest, *_lot_dates(framework, address), *_decisions(framework, options, address)], bool(own)


def _lot_dates(framework: Framework, address: str) -> Iterator[Date]:
    """The ends of lots that end on another day than the framework."""
    for lot in framework.lots:
        if lot.end is not None and lot.end != framework.end:
            name = " ".join(filter(None, (f"Lot {lot.number}" if lot.number else "", lot.title)))
            yield from _dated(framework, lot, "end", LOT_ENDS, f"{name} of {framework.title}", address, _mark(lot.key))


def _dated(
    framework: Framework, row: Framework | Lot, name: str, what: _What, title: str, address: str, mark: str = ""
) -> Iterator[Date]:
    """A date that is known to a day or a month, in words that say which, and how it was worked out if it was."""
    on, precision = getattr(row, name), getattr(row, f"{name}_precision") or "day"
    if on is None or precision == "year":
        return
    basis = BASES.get(getattr(row, f"{name}_basis") or "", "")
    exact = precision == "day" and not basis
    when = exactly(on, precision)
    known = "" if precision == "day" else f"Only the month is published: {when}. The day is not."
    worked_out = f"The date was not published as such. It is {basis}." if basis else ""
    uid = "-".join(filter(None, (framework.key, what.mark, mark)))
    summary = f"{title} {what.happens}" if exact else f"About: {title} {what.happens} ({when})"
    text = "\n".join(filter(None, (known, worked_out, what.note, _about(framework, address))))
    yield Date(uid, on, summary, text, address, _changed(framework))


def _decisions(framework: Framework, options: Iterable[ExtensionOption], address: str) -> Iterator[Date]:
    """The days by which the owner decides on an extension that is not known to be taken or declined."""
    for number, option in enumerate(options, 1):
        if option.decide_by is None or option.taken is not None:
            continue
        months = f" by {option.months} months" if option.months else ""
        lines = (f"An extension{months} has to be decided by this day.", option.text, _about(framework, address))
        uid, title = f"{framework.key}-decide-{number}", f"{framework.title}: extension to be decided"
        yield Date(uid, option.decide_by, title, "\n".join(filter(None, lines)), address, _changed(framework))


def _about(framework: Framework, address: str) -> str:
    named = ", ".join(filter(None, (framework.reference, framework.owner.name if framework.owner else "")))
    return f"{f'{named}. ' if named else ''}Check with the owner before you rely on it. Sources: {address}"


def _mark(key: str) -> str:
    return blake2b(key.encode(errors="replace"), digest_size=4).hexdigest()


def _changed(framework: Framework) -> datetime:
    return framework.changed_at or framework.first_seen or LONG_AGO


def calendar(name: str, found: Dates, note: str = "") -> bytes:
    """The calendar, in the order of its days. Each is an event of a whole day that leaves nobody busy."""
    made = Calendar()
    made.add("prodid", f"-//{brand.NAME}//Framework dates//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", _clean(name))
    made.add("x-wr-calname", _clean(name))
    made.add("x-wr-caldesc", _clean(" ".join(filter(None, (note, _undated(found.undated))))) or brand.NAME)
    made["refresh-interval"] = _a_day()
    made["x-published-ttl"] = vDuration(timedelta(days=1))
    for each in sorted(found.dates, key=lambda each: (each.on, each.uid)):
        made.add_component(_entry(each))
    text: bytes = made.to_ical()
    return text


def _a_day() -> vDuration:
    once = vDuration(timedelta(days=1))
    once.params["VALUE"] = "DURATION"
    return once


def _entry(each: Date) -> Any:
    entry = Entry()
    entry.add("uid", f"{each.uid}@procurement-hub")
    entry.add("dtstamp", each.changed_at)
    entry.add("last-modified", each.changed_at)
    entry.add("dtstart", each.on)
    entry.add("summary", _clean(each.title))
    entry.add("description", _clean(each.text))
    entry.add("url", each.address)
    entry.add("transp", "TRANSPARENT")
    return entry


def _undated(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    more = f" and {len(titles) - MOST_UNDATED} more" if len(titles) > MOST_UNDATED else ""
    named = "; ".join(titles[:MOST_UNDATED])
    return f"Not in this calendar, since no day or month of their end is published: {named}{more}."


def _clean(text: str) -> str:
    """Without control characters, which no calendar may hold."""
    return NOT_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
