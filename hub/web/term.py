"""What a framework's page says of time: endings, extensions, re-opening and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub import catalogue
from hub.formatters import count_text, date_text, dated_text, lot_heading
from hub.models import ExtensionOption, Framework
from hub.signposting.term import Reopening, call_off_lengths, ending_mark, reopening
from hub.status import OVER, Assessment
from hub.successors import Outcome
from hub.web.call_off_check import Asked, asked
from hub.web.citing import cited
from hub.web.links import framework_link
from hub.web.replacements import gap_text
from hub.web.values import day_of, is_active, noted_date

SOON = 730
"""Days before its end from which on a framework's page says that no successor was found."""

TAKEN = {True: "Taken", False: "Not taken", None: ""}


@dataclass(frozen=True)
class ExtensionView:
    """An option to extend: how long, by when to be decided, whether it was taken, and the words that say so. What is
    not published is empty.
    """

    length: str
    decide_by: str
    taken: str
    quote: str


@dataclass(frozen=True)
class Following:
    """What follows a framework. ``title`` is empty where no successor was found."""

    title: str
    address: str
    note: str


@dataclass(frozen=True)
class Quote:
    """Published words and where they stand."""

    words: str
    cited: str


@dataclass(frozen=True)
class TermView:
    """The section on time. ``mark`` says that the end is near, ``cited`` where the words on extensions stand."""

    ending: str
    mark: str
    lots: Sequence[tuple[str, str]]
    extensions: Sequence[ExtensionView]
    cited: str
    question: str
    reopening: Reopening | None
    following: Following | None
    lengths: Sequence[Quote]
    asked: Asked


def term_view(
    session: Session, framework: Framework, assessment: Assessment, evidence: catalogue.Evidence, today: date
) -> TermView:
    """What is published of its time, ready to be shown."""
    return TermView(
        ending=_ending(framework, assessment, today),
        mark=_mark(framework, assessment, today),
        lots=list(_lot_endings(framework, today)),
        extensions=[_extension(option) for option in framework.extension_options],
        cited=cited(evidence, "extension"),
        question=extension_question(framework),
        reopening=reopening_of(framework, today),
        following=_following(session, framework, today),
        lengths=[Quote(each.quote, cited(evidence, each.field)) for each in call_off_lengths(length_texts(framework))],
        asked=asked(framework),
    )


def days_left_mark(framework: Framework, assessment: Assessment, today: date) -> int | None:
    """30, 90 or 180: within how many days it ends; None for what is further off, past, unknown or over already."""
    return None if assessment.status in OVER else ending_mark(framework.end, today)


def extension_question(framework: Framework) -> str:
    """What to ask its owner about its end."""
    owner = framework.owner.name if framework.owner else "the owner"
    name = ", ".join(filter(None, (framework.title, framework.reference)))
    asked = "may it still be extended and by how long, when will you decide, and may a call-off run past its end?"
    return f"To {owner}: on {name}, {asked}"


def reopening_of(framework: Framework, today: date) -> Reopening | None:
    """When an open framework must re-open, by its start and the suppliers that are known."""
    exact = (framework.start_precision, framework.start_basis) == ("day", "published")
    active = {place.supplier_id for lot in framework.lots for place in lot.places if is_active(place, today)}
    start = framework.start if exact else None
    return reopening(framework.kind, framework.regulation, start, len(active) or None)


def length_texts(framework: Framework) -> Mapping[str, str]:
    """The texts, by field, that may say how long a call-off may be."""
    return {"how_to_buy": framework.how_to_buy, "description": framework.description}


def _ending(framework: Framework, assessment: Assessment, today: date) -> str:
    end = day_of(framework, "end")
    if end is None:
        return "No end date is published."
    left = (end.value - today).days
    words = noted_date(end)
    if left < 0:
        return f"Its end, {words}, has passed."
    if end.precision != "day":
        return f"Its end is {words}; the day is not published."
    if assessment.status in OVER:
        return f"Its published end is {words}."
    return f"Its end, {words}, is {count_text(left, 'day')} away." if left else f"It ends today, {words}."


def _mark(framework: Framework, assessment: Assessment, today: date) -> str:
    mark = days_left_mark(framework, assessment, today)
    return f"Ends within {mark} days" if mark else ""


def _lot_endings(framework: Framework, today: date) -> Iterable[tuple[str, str]]:
    """The lots with an end of their own, other than the framework's."""
    for lot in framework.lots:
        if lot.end and lot.end != framework.end:
            mark = ending_mark(lot.end, today)
            passed = "has passed" if lot.end < today else f"within {mark} days" if mark else ""
            note = f" ({passed})" if passed else ""
            yield lot_heading(lot.number, lot.title), f"{dated_text(day_of(lot, 'end'))}{note}"


def _extension(option: ExtensionOption) -> ExtensionView:
    return ExtensionView(
        length=count_text(option.months, "month") if option.months else "",
        decide_by=date_text(option.decide_by) if option.decide_by else "",
        taken=TAKEN[option.taken],
        quote=option.text,
    )


def _following(session: Session, framework: Framework, today: date) -> Following | None:
    """None where no successor is to be expected yet, and none was found."""
    found = catalogue.replacement(session, framework)
    if found is None or framework.stage == "cancelled":
        return None
    successor = found.successor
    if successor is None:
        is_near = framework.end is not None and (framework.end - today).days <= SOON
        return Following("", "", "") if found.outlook.outcome is Outcome.MISSING and is_near else None
    starts = dated_text(day_of(successor, "start")) or "not published"
    guess = "" if found.outlook.published else " A guess: the same owner and title; no source says so."
    reference = f"{successor.reference}. " if successor.reference else ""
    note = f"{reference}Starts: {starts}. {gap_text(found.outlook)}.{guess}"
    return Following(successor.title, framework_link(successor), note)
