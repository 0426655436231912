"""The correction door: anyone can say what is wrong with a record, and the network answers by a day that is named.

Nothing about who told is asked for or kept. The teller gets a code, by which they can see what became of it and take
it back.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hub.actor import VISITOR, Actor
from hub.audit import note
from hub.clock import day_of
from hub.errors import NotFound, Refused
from hub.models import Correction
from hub.personal import problem

LONGEST = 2000
MOST_A_DAY = 200
"""So many are taken in a day from everybody together: nothing is kept by which to tell people apart."""

ANSWERED_WITHIN = timedelta(days=14)
"""The network's own aim."""

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
"""No letter that is taken for a figure; 12 of 31 cannot be guessed."""

FIELDS = {
    "title": "Its name or reference",
    "dates": "Its dates or status",
    "eligibility": "Who may use it",
    "routes": "How to award a call-off",
    "fee": "The fee or value",
    "suppliers": "Its lots or suppliers",
    "call_offs": "A contract awarded under it",
    "links": "A link or document",
    "duplicate": "It is here twice, or two are mixed up",
    "person": "It names a person",
    "other": "Something else",
}
ROLES = {
    "owner": "I speak for its owner",
    "supplier": "I speak for a supplier",
    "officer": "I buy for a public body",
    "other": "None of these",
}
ANSWERS = ("made", "refused")


@dataclass(frozen=True)
class Told:
    """What somebody tells: what is wrong, perhaps what is right, and where that is published."""

    field: str = ""
    wrong: str = ""
    right: str = ""
    published_at: str = ""
    role: str = ""


@dataclass(frozen=True)
class Subject:
    """What it is about: ``kind`` framework or organisation, its key or slug, and what it is called today."""

    kind: str
    ident: str
    title: str


def problems(told: Told) -> Mapping[str, str]:
    """What is wrong with what was told, by field, each with the cure. Empty when it can be taken."""
    found = {
        "field": "" if told.field in FIELDS else "Choose what is wrong",
        "wrong": problem(told.wrong, LONGEST) if told.wrong.strip() else "Say what is wrong",
        "right": problem(told.right, LONGEST),
        "published_at": _address_problem(told.published_at),
        "role": "" if told.role in ROLES else "Choose who you are",
    }
    return {field: message for field, message in found.items() if message}


def _address_problem(address: str) -> str:
    """Notices are published under numbers, too, so not every place is a web address."""
    if "://" in address:
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        if not (host and address.startswith(("https://", "http://"))):
            return "Give a web address that begins with https://, or the number of a notice"
    return problem(address, LONGEST)


def record(session: Session, subject: Subject, told: Told, actor: Actor, at: datetime) -> Correction:
    """Keep what was told; the same thing told twice in a day is one.

    Raises Refused if something is wrong with it, or if so many were told that day that it must be a machine.
    """
    if wrong := problems(told):
        raise Refused(". ".join(wrong.values()) + ".")
    day = day_of(at)
    for row in session.scalars(_told_on(day).where(Correction.ident == subject.ident, Correction.state == "open")):
        if (row.field, row.wrong, row.right) == (told.field, told.wrong, told.right):
            return row
    if (session.scalar(select(func.count()).select_from(_told_on(day).subquery())) or 0) >= MOST_A_DAY:
        raise Refused("The hub has been told of more corrections today than it can take. Please try again tomorrow.")
    row = _kept(session, subject, told, day)
    note(session, actor, "tell correction", f"correction {row.id}", at, {subject.kind: subject.ident})
    return row


def _kept(session: Session, subject: Subject, told: Told, day: date) -> Correction:
    row = Correction(
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        day=day,
        due_on=day + ANSWERED_WITHIN,
        subject=subject.kind,
        ident=subject.ident,
        title=subject.title,
        **vars(told),
    )
    session.add(row)
    session.flush()
    return row


def _told_on(day: date) -> Select[Correction]:
    return select(Correction).where(Correction.day == day)


def by_code(session: Session, code: str) -> Correction:
    """The one with a code. Raises NotFound."""
    found = session.scalar(select(Correction).where(Correction.code == code))
    if found is None:
        raise NotFound("There is no correction with this code. Check it against the one you were given.")
    return found


def waiting(session: Session, subject: Subject | None = None) -> Sequence[Correction]:
    """Those not answered yet, of one record or of all; due first comes first."""
    found = select(Correction).where(Correction.state == "open").order_by(Correction.due_on, Correction.id)
    if subject:
        found = found.where(Correction.subject == subject.kind, Correction.ident == subject.ident)
    return session.scalars(found).all()


def latest(session: Session, most: int) -> Sequence[Correction]:
    """Those told last, answered or not, newest first."""
    return session.scalars(select(Correction).order_by(Correction.id.desc()).limit(most)).all()


def counts(session: Session, day: date) -> Mapping[str, int]:
    """How many there are in each state; "overdue" are those of the open ones whose day has passed."""
    rows = session.execute(select(Correction.state, func.count()).group_by(Correction.state))
    found: Counter[str] = Counter(dict(rows.all()))
    overdue = select(func.count()).select_from(Correction).where(Correction.state == "open", Correction.due_on < day)
    found["overdue"] = session.scalar(overdue) or 0
    return found


def answer(session: Session, number: int, state: str, words: str, actor: Actor, at: datetime) -> Correction:
    """Say what came of one: made or refused, with the reason. Raises NotFound, Refused."""
    row = _numbered(session, number)
    if row.state != "open":
        raise Refused(f"Correction {number} is {row.state} already. To change that, reopen it first.")
    if state not in ANSWERS:
        raise Refused(f"A correction is {' or '.join(ANSWERS)}, not “{state}”.")
    if not words.strip():
        raise Refused("Say why, in words that whoever told can read.")
    _settle(session, row, state, words, actor, at)
    return row


def withdraw(session: Session, row: Correction, at: datetime) -> None:
    """Whoever told takes it back. What was answered stays."""
    if row.state == "open":
        _settle(session, row, "withdrawn", "", VISITOR, at)


def reopen(session: Session, number: int, actor: Actor, at: datetime) -> Correction:
    """Undo an answer. Raises NotFound, Refused."""
    row = _numbered(session, number)
    if row.state not in ANSWERS:
        raise Refused(f"Correction {number} is {row.state}: there is no answer to undo.")
    _settle(session, row, "open", "", actor, at)
    row.answered_at, row.answered_by = None, ""
    return row


def _settle(session: Session, row: Correction, state: str, words: str, actor: Actor, at: datetime) -> None:
    row.state, row.answer, row.answered_at, row.answered_by = state, words, at, actor.name
    note(session, actor, f"correction {state}", f"correction {row.id}", at)


def _numbered(session: Session, number: int) -> Correction:
    row = session.get(Correction, number)
    if row is None:
        raise NotFound(f"There is no correction {number}. Run `hub review corrections` to list them.")
    return row
