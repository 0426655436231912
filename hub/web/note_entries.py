"""A framework as a file note keeps it: what was published on the day, in the words of that day."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from hub import notes
from hub.ingest.stated_rules import FIELD as STATED
from hub.models import Framework
from hub.signposting.evidence import Evidence
from hub.web.answers import Answer, answers_for
from hub.web.citing import elsewhere
from hub.web.values import LABELS, reference_beside

VERBATIM = ("eligibility", "how_to_buy", "extension")
"""Fields that hold published words as they are; those of the others the hub has put into its own."""


def note_entry(session: Session, framework: Framework, today: date) -> notes.Entry:
    return notes.Entry(
        key=framework.key,
        title=framework.title,
        owner=framework.owner.name if framework.owner else "",
        reference=reference_beside(framework),
        address=url_for("frameworks.framework", key=framework.key, _external=True),
        taken_on=today,
        answers=tuple(_answer(answer) for answer in answers_for(session, framework, today)),
    )


def _answer(answer: Answer) -> notes.Answer:
    return notes.Answer(
        subject=answer.subject,
        words=notes.clean(answer.words),
        evidence=tuple(_saying(evidence) for evidence in answer.evidence),
        question=notes.clean(answer.question),
    )


def _saying(evidence: Evidence) -> notes.Saying:
    return notes.Saying(
        words=_words(evidence),
        source=evidence.source_name,
        notice=evidence.notice,
        url=evidence.url,
        published=evidence.published,
        checked_on=evidence.checked_on,
    )


def _words(evidence: Evidence) -> str:
    """The published words, or the fact for which the hub holds none."""
    said = notes.clean(evidence.quote)
    if not said and evidence.field == STATED:
        return elsewhere(evidence.url, evidence.checked_on)
    return f"“{said}”" if evidence.field in VERBATIM else f"{LABELS[evidence.field]}: {said}"
