"""The calendar of a framework, or of all that a search finds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from hub import brand
from hub.db import get_session
from hub.models import ExtensionOption, Framework
from hub.takeaway.calendar import Date, Dates, calendar, dates_of
from hub.web.takeaway.frameworks import full_address
from hub.web.takeaway.reading import read_apart
from hub.web.takeaway.selection import Selection


def calendar_of(chosen: Selection) -> bytes:
    return calendar(
        f"{brand.NAME}: {chosen.title}", _dates(each.framework for each in read_apart(chosen.keys)), chosen.note
    )


def framework_calendar(framework: Framework) -> bytes:
    return calendar(f"{brand.NAME}: {framework.title}", _dates([framework]))


def _dates(frameworks: Iterable[Framework]) -> Dates:
    options = _options()
    dates: list[Date] = []
    undated: list[str] = []
    for framework in frameworks:
        found, is_dated = dates_of(framework, options.get(framework.id, ()), full_address(framework))
        dates += found
        undated += [] if is_dated else [framework.title]
    return Dates(dates, undated)


def _options() -> Mapping[int, Sequence[ExtensionOption]]:
    """The options to extend of every framework that has one, in the order they were written."""
    found: dict[int, list[ExtensionOption]] = defaultdict(list)
    for option in get_session().scalars(select(ExtensionOption).order_by(ExtensionOption.id)):
        found[option.framework_id].append(option)
    return found
