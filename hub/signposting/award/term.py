"""Until when a call-off is possible under each law."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hub.signposting.award.facts import Facts, Regulation, Tool
from hub.signposting.award.law import SCHEME_YEARS, SINGLE_SUPPLIER_SCHEME_YEARS, longest_years, provisions


@dataclass(frozen=True)
class LastDay:
    """The last day for a call-off, what is said of one that comes later, and on what ground."""

    day: date
    reason: str
    basis: tuple[str, ...]


def last_day(facts: Facts) -> LastDay | None:
    """The earliest of the days on which it ends, by its own words or by law; None where neither is known."""
    found = [last for last in (_published(facts), _of_single_supplier(facts), _of_scheme(facts)) if last]
    return min(found, key=lambda last: last.day, default=None)


def _published(facts: Facts) -> LastDay | None:
    if facts.end is None:
        return None
    if facts.is_market:
        basis = provisions(facts, "s35(1); s39(5)", "reg 34", "reg 52")
        return LastDay(facts.end, "It has ceased to operate on the day of the call-off.", basis)
    act = "s49(2)(b)" if facts.tool is Tool.OPEN_FRAMEWORK else "s45(1); s47"
    basis = provisions(facts, act, "reg 33(2); reg 33(3)", "reg 51(1)")
    return LastDay(facts.end, "It has ended on the day of the call-off.", basis)


def _of_single_supplier(facts: Facts) -> LastDay | None:
    if not _in_scheme(facts) or facts.suppliers != 1 or facts.start is None:
        return None
    reason = "A framework of one supplier, and the open framework it is part of, must end within four years."
    return LastDay(_years_on(facts.start, SINGLE_SUPPLIER_SCHEME_YEARS), reason, ("PA2023 s49(6)", "PA2023 s49(7)"))


def _of_scheme(facts: Facts) -> LastDay | None:
    if not _in_scheme(facts) or facts.start is None:
        return None
    reason = "An open framework ends eight years after its first framework."
    return LastDay(_years_on(facts.start, SCHEME_YEARS), reason, ("PA2023 s49(2)(c)",))


def _in_scheme(facts: Facts) -> bool:
    return facts.tool is Tool.OPEN_FRAMEWORK and facts.regulation is Regulation.PROCUREMENT_ACT


def completes_unfinished_process(facts: Facts) -> bool:
    """Does the scheme say that a selection begun under a framework may be finished after the next was awarded?"""
    return _in_scheme(facts) and facts.process_unfinished is True and facts.scheme_allows_completion is not False


def exceeds_usual_term(facts: Facts) -> bool:
    """Is its term longer than the law's usual longest?"""
    years = longest_years(facts)
    if years is None or facts.start is None or facts.end is None:
        return False
    return facts.end > _years_on(facts.start, years)


def months_after(day: date, months: int) -> date:
    """The last day of that many months beginning with the day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = monthrange(year, month + 1)[1]
    if day.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, day.day) - timedelta(days=1)


def months_past(day: date, months: int) -> date:
    """The day that many months after the last day of something."""
    return months_after(day + timedelta(days=1), months) if months else day


def _years_on(day: date, years: int) -> date:
    return months_after(day, years * 12)
