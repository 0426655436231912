"""The check on a framework's page: does a call-off from a day for so many months lie inside the published dates?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import request

from hub.formatters import basis_note, date_text, lot_heading, term_text
from hub.models import Framework, Lot
from hub.signposting.term import Fit, Term, check, last_day, limit
from hub.web.amounts import SHOWN_AGAIN, as_typed
from hub.web.values import day_of
from scrapers.parse import dates

LONGEST = 600
"""Months that may be asked about."""

FIRST_YEAR, LAST_YEAR = 2000, 2100

FITS = {
    Fit.INSIDE: "Inside the published dates",
    Fit.STARTS_BEFORE: "Starts before the published start",
    Fit.STARTS_AFTER: "Starts after the published end",
    Fit.RUNS_PAST: "Runs past the published end",
    Fit.CANNOT_SAY: "The hub cannot say",
}


@dataclass(frozen=True)
class CheckView:
    """How a call-off lies to the dates of the framework, or of one lot that has its own."""

    subject: str
    dates: str
    answer: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """The call-off that is asked about, as typed; what is ``wrong``, by field; when it runs; the answers."""

    start: str = ""
    months: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    call_off: str = ""
    answers: Sequence[CheckView] = ()


def asked(framework: Framework) -> Asked:
    """What this request asks, answered."""
    start_text, months_text = (request.args.get(name, "").strip() for name in ("start", "months"))
    typed = as_typed(start_text), as_typed(months_text)
    if not {"start", "months"} & request.args.keys():
        return Asked()
    start, months = _start(start_text), _months(months_text)
    wrong = {} if start else {"start": "Enter the day the call-off starts, such as 27 3 2027"}
    wrong |= {} if months else {"months": f"Enter how many months the call-off lasts, from 1 to {LONGEST}"}
    if not (start and months):
        return Asked(*typed, wrong)
    runs = f"{date_text(start)} to {date_text(last_day(start, months))}"
    subjects: list[Framework | Lot] = [framework, *(lot for lot in framework.lots if lot.start or lot.end)]
    return Asked(*typed, {}, runs, [_answer(each, framework, start, months) for each in subjects])


def _start(text: str) -> date | None:
    if len(text) > SHOWN_AGAIN:
        return None
    found = dates.calendar_day("/".join(text.split()) if text.replace(" ", "").isdecimal() else text).value
    return found if found and FIRST_YEAR <= found.year < LAST_YEAR else None


def _months(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and 0 < int(text) <= LONGEST else None


def _answer(subject: Framework | Lot, framework: Framework, start: date, months: int) -> CheckView:
    """A lot without a start or end of its own has the framework's."""
    starting = subject if subject.start else framework
    ending = subject if subject.end else framework
    term = Term(
        start=limit(starting.start, starting.start_precision),
        end=limit(ending.end, ending.end_precision),
        max_end=limit(framework.max_end, framework.max_end_precision),
    )
    found = check(term, start, months)
    name = lot_heading(subject.number, subject.title) if isinstance(subject, Lot) else "The framework"
    published = term_text(day_of(starting, "start"), day_of(ending, "end")) or "dates not published"
    note = basis_note(day_of(ending, "end"))
    reason = f"{found.reason} The end is {note}." if note else found.reason
    return CheckView(name, published, FITS[found.fit], reason)
