"""A notice portal that is asked for one month and one type of notice at a time: the platform of Scotland and Wales.

It fails at single requests as a matter of course, so the others are made all the same; the visit then fails at its end
and the next one begins at the first request that failed. A package without a list of releases is its way to say that
there is nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scrapers.site import AskedTooMuch, Fetch, Page, Visit
from scrapers.source import Source
from scrapers.visits.page import opened
from scrapers.visits.windows import LONDON

JSON = "application/json"
DOWN = 3
"""So many failures, one after the other, mean that the portal is down."""

OF_ALL_PORTALS = (
    1, 2, 3,  # prior information, contract, contract award
    4, 5, 6, 7,  # the same of utilities, and their qualification systems
    14, 15, 20,  # correction, voluntary transparency, change of a contract during its term
    21, 22,  # social and other specific services
)  # fmt: skip
"""The types of notices of all portals of the platform that can set up a framework or change one."""


@dataclass(frozen=True)
class Call:
    """One request: the first instant of a month of London's, and a number of the portal's for a type of notice."""

    month: datetime
    notice_type: int

    def __str__(self) -> str:
        return f"{self.month:%m-%Y}, notice type {self.notice_type}"


@dataclass(frozen=True, kw_only=True)
class MonthlyPortal:
    """What is particular to one portal. ``further`` is what its address needs beside month and type.

    A visit begins ``overlap`` before it has to, so that a month is read once more after its end.
    """

    source: Source
    listing: str
    notice_types: tuple[int, ...]
    further: str = ""
    overlap: timedelta = timedelta(days=3)

    def pages(self, fetch: Fetch, visit: Visit) -> Iterator[Page]:
        """Month by month, and in each type by type. ``visit.held`` cannot be asked for. Raises FetchFailed."""
        calls = self._calls(visit)
        failures: dict[Call, AskedTooMuch] = {}
        in_a_row = 0
        for call, following in zip(calls, [*calls[1:], None], strict=True):
            try:
                body = fetch(self._address(call), JSON)
            except AskedTooMuch as failure:
                failures[call] = failure
                in_a_row += 1
                if in_a_row == DOWN:
                    raise
                continue
            in_a_row = 0
            is_last = following is None or following.month != call.month
            yield Page(
                body=body,
                reading=opened(body, self.source, may_lack_releases=True).reading,
                then=_stored(next(iter(failures), following)),
                finished=_end(call, visit) if is_last and not failures else None,
                total=len(calls),
            )
        if failures:
            raise AskedTooMuch(_told(self.source, failures, len(calls)))

    def _calls(self, visit: Visit) -> Sequence[Call]:
        """All that is to be asked, from where an interrupted visit left off."""
        month = _month_of(visit.since - self.overlap)
        calls = []
        while month < visit.until:
            calls += [Call(month, notice_type) for notice_type in self.notice_types]
            month = _month_after(month)
        begun = [at for at, call in enumerate(calls) if visit.resume and _stored(call) == visit.resume]
        return calls[begun[0] if begun else 0 :]

    def _address(self, call: Call) -> str:
        return f"{self.listing}?dateFrom={call.month:%m-%Y}&noticeType={call.notice_type}&outputType=0{self.further}"


def _stored(call: Call | None) -> Mapping[str, str]:
    return {"month": f"{call.month:%Y-%m}", "type": str(call.notice_type)} if call else {}


def _month_of(instant: datetime) -> datetime:
    return instant.astimezone(LONDON).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _month_after(month: datetime) -> datetime:
    return _month_of(month + timedelta(days=32))


def _end(call: Call, visit: Visit) -> datetime:
    return min(_month_after(call.month).astimezone(UTC), visit.until)


def _told(source: Source, failures: Mapping[Call, AskedTooMuch], calls: int) -> str:
    which, first = "; ".join(map(str, failures)), next(iter(failures.values()))
    what = f"{len(failures)} of {calls} requests failed ({which}); what the others gave is kept"
    return f"{source.title}: {what}. {first}"
