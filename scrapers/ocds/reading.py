"""A whole file of releases as rows: every release is accounted for, and a fault costs only the release it stands in."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from scrapers import dating, rows
from scrapers.dating import Dating
from scrapers.notes import Notes
from scrapers.ocds.call_off import call_off
from scrapers.ocds.expected import note_strange
from scrapers.ocds.framework import framework
from scrapers.ocds.judging import Sort, is_plainly_a_framework, judge
from scrapers.ocds.notice import Notice
from scrapers.ocds.portals import PORTALS, portal
from scrapers.ocds.shape import word
from scrapers.ocds.stream import Found, releases
from scrapers.ocds.text import Text
from scrapers.record import Day
from scrapers.rows import Unusable
from scrapers.source import Outcome, Reading, Row, Source, UnreadableFile
from scrapers.spool import Spool

FORMAT = "notices in the Open Contracting Data Standard (OCDS JSON or JSON Lines, also packed with gzip)"
LOOKED_AT = 1_000_000
MOST_PARTS = 10_000
MARK = re.compile(r'"(?:ocid|releases|records|publicationPolicy|compiledRelease)"\s*:')
UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Survey:
    """What a first reading of the file shows: whose notices they are, the newest day, the OCIDs of frameworks.

    ``latest`` is the last day a notice in it can rightly have been published: the day after it was saved.
    """

    source: Source
    prefix: str
    newest: date | None
    frameworks: frozenset[str]
    latest: date


def recognises(path: Path) -> bool:
    """By its content, perhaps packed: the names this standard uses, as JSON writes them."""
    with Text(path) as text:
        start = text.beginning(LOOKED_AT)
    return bool(MARK.search(start))


def read(path: Path, as_of: date | None = None) -> Reading:
    """Every release as a row. The file is read twice, and never held. Raises UnreadableFile."""
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    survey = _survey(path, saved)
    when = _dating(survey, saved, as_of)
    found = Spool(_row(each, survey) for each in releases(path))
    return Reading(source=survey.source, as_of=when.day, as_of_reason=when.reason, rows=found)


def _survey(path: Path, saved: date) -> Survey:
    prefix, source, fault = "", None, ""
    latest = saved + timedelta(days=1)
    newest: date | None = None
    frameworks: set[str] = set()
    for found in releases(path):
        notice = Notice(found.release)
        fault = fault or found.fault and f"{found.place} {found.fault}"
        if source is None and notice.prefix:
            prefix, source = notice.prefix, portal(notice.prefix, found.package)
        day = notice.released.date() if notice.released and notice.prefix == prefix else None
        if day and day <= latest and (newest is None or day > newest):
            newest = day
        if notice.prefix and is_plainly_a_framework(notice):
            frameworks.add(notice.ocid)
    if source is None:
        raise UnreadableFile(f"{path.name} {_nothing(fault)}")
    return Survey(source, prefix, newest, frozenset(frameworks), latest)


def _nothing(fault: str) -> str:
    if fault:
        return f"holds no release that can be read. {fault}."
    return "holds no releases. Fetch it again: portals sometimes answer with an empty package."


def _dating(survey: Survey, saved: date, as_of: date | None) -> Dating:
    if as_of is not None:
        return dating.as_given(as_of)
    if survey.newest is None:
        return dating.from_saving(saved)
    newest = survey.newest
    return Dating(Day(value=newest), f"the newest notice in it was published on {newest.day} {newest:%B %Y}")


def _row(found: Found, survey: Survey) -> Row:
    notes = Notes(found.place)
    if found.fault:
        return rows.rejected(notes, f"{found.place} {found.fault}")
    _note(found, notes)
    try:
        return _read(Notice(found.release), survey, notes)
    except Unusable as reason:
        return rows.rejected(notes, str(reason))
    except ValidationError as error:
        return rows.rejected(notes, rows.invalid(error, notes))
    except UNEXPECTED as error:  # one release never stops a file
        return rows.rejected(notes, f"cannot be read as a notice ({type(error).__name__})")


def _note(found: Found, notes: Notes) -> None:
    for name in found.repeated:
        notes.add(name, name, "is given more than once", "the last value is used")
    for mending in found.mendings:
        notes.add("release", found.name, mending)


def _read(notice: Notice, survey: Survey, notes: Notes) -> Row:
    if not notice.prefix:
        raise Unusable("it has no ocid, by which notices are told apart")
    if notice.prefix != survey.prefix:
        raise Unusable(_of_another_portal(notice.prefix, survey))
    _check_size(notice)
    known = notice.ocid in survey.frameworks
    verdict = judge(notice, known)
    if verdict.sort is Sort.NEITHER:
        return rows.skipped(notes, verdict.reason)
    note_strange(notice.release, notes)
    if notice.released and notice.released.date() > survey.latest:
        notes.add("date", word(notice.release.get("date")), "lies in the future", "kept as published")
    if verdict.sort is Sort.CALL_OFF:
        contract = call_off(notice, verdict, notes, shared=known)
        return Row(place=notes.place, outcome=Outcome.CALL_OFF, call_off=contract, problems=notes.problems)
    return rows.accepted(notes, framework(notice, verdict, notes))


def _check_size(notice: Notice) -> None:
    """Lots and suppliers must fit the memory of a small machine."""
    for name, found in (("lots", notice.lots), ("awards", notice.awards), ("parties", notice.parties)):
        if len(found) > MOST_PARTS:
            raise Unusable(f"it has {len(found):,} {name}; the limit is {MOST_PARTS:,}")


def _of_another_portal(prefix: str, survey: Survey) -> str:
    other = PORTALS[prefix].title if prefix in PORTALS else f"those under the prefix {prefix}"
    return (
        f"it is one of {other}, in a file of {survey.source.title}: import each portal's notices in a file of its own"
    )
