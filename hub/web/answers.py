"""What the published facts answer about one framework, each answer with its words, its evidence and a ready question.

This is the one place from which comparisons and file notes take their answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from hub import catalogue
from hub.catalogue import Claim
from hub.clock import LONDON
from hub.formatters import answer_text, listing, routes_text
from hub.models import Framework
from hub.signposting.evidence import Confidence, Evidence
from hub.status import assess
from hub.web.call_offs import Known, known
from hub.web.cards import fees_text, routes
from hub.web.questions import question
from hub.web.values import lines
from hub.web.visitor import visitor
from hub.web.who import Answered, Quoted, who

NOT_PUBLISHED = "Not published"
LONGEST_QUOTE = 1000


@dataclass(frozen=True)
class Answer:
    """What is answered about one subject. ``question`` is for the owner, where the published facts do not answer it."""

    subject: str
    words: str
    evidence: Sequence[Evidence] = ()
    question: str = ""


def answers_for(session: Session, framework: Framework, today: date) -> list[Answer]:
    """Eligibility, award route, money and time, as far as what is published answers them."""
    sources = catalogue.evidence(session, framework)
    return [
        *eligibility(framework, sources),
        _award(framework, _shown(framework, sources, "routes", "how_to_buy")),
        _money(framework, known(session, framework), _shown(framework, sources, "fee", "max_value")),
        _time(framework, today, _shown(framework, sources, "end", "max_end", "extension", "stage")),
    ]


def checked_on(sources: catalogue.Evidence) -> date | None:
    """The day on which one of its sources was last read."""
    read = [source.last_read for source in sources.sources if source.last_read]
    return _day(max(read)) if read else None


def eligibility(framework: Framework, sources: catalogue.Evidence) -> list[Answer]:
    """Who may use it, as far as what is published answers that: for each body the visitor buys for, else for anyone."""
    told = who(framework, sources, visitor().shown_for)
    return [_of_buyer(framework, each) for each in told.answers] or [
        _of_anyone(framework, sources)
    ]


def _of_buyer(framework: Framework, told: Answered) -> Answer:
    found, quoted = told.answer, told.quoted
    lots = f" Only in {listing(found.lots)}." if found.lots else ""
    needs = f" What is needed: {'; '.join(told.needs)}." if told.needs else ""
    words = f"{answer_text(found.answer)}. {found.reason}{lots}{needs}"
    said = [_said(framework, quoted)] if quoted and found.is_told else []
    return Answer(f"Eligibility of {told.buyer.name}", words, said, told.question)


def _said(framework: Framework, quoted: Quoted) -> Evidence:
    """What an answer rests on: words, or a fact without any."""
    stated = Confidence.STATED if quoted.is_fact else Confidence.READ
    return Evidence(
        quote=quoted.quote,
        field=quoted.column,
        source_name=quoted.source,
        notice=quoted.notice,
        url=quoted.page or framework.url,
        checked_on=quoted.checked_on,
        confidence=Confidence.CONFIRMED if quoted.confirmed else stated,
    )


def _of_anyone(framework: Framework, sources: catalogue.Evidence) -> Answer:
    facts = [each for each in who(framework, sources, ()).rules if each.is_fact]
    if facts:
        whom = "; ".join(each.text for each in facts)
        words = f"{whom}. What that means for an organisation is for its owner to confirm."
        return Answer("Eligibility", words, [_said(framework, facts[0])], question(framework, "eligibility"))
    evidence = _shown(framework, sources, "eligibility")
    if not framework.eligibility:
        return Answer("Eligibility", NOT_PUBLISHED, evidence, question(framework, "eligibility"))
    words = "The published words are quoted here. What they mean for an organisation is for its owner to confirm."
    return Answer("Eligibility", words, evidence, question(framework, "eligibility"))


def _award(framework: Framework, evidence: Sequence[Evidence]) -> Answer:
    words = routes_text(routes(framework), framework.regulation)
    if not words:
        return Answer("Award route", NOT_PUBLISHED, evidence, question(framework, "routes"))
    return Answer("Award route", f"Published for it as a whole or for a lot: {words}.", evidence)


def _money(framework: Framework, money: Known, evidence: Sequence[Evidence]) -> Answer:
    fee, values = fees_text(framework), "; ".join(money.values)
    said = [
        f"Fee: {fee}." if fee else "Fee: not published.",
        f"Maximum value: {money.ceiling}." if money.ceiling else "Maximum value: not published.",
        f"Call-offs known to the hub: {money.total}{f' ({values})' if values else ''}. They are not all there are.",
    ]
    return Answer("Money", " ".join(said), evidence, "" if fee else question(framework, "fee"))


def _time(framework: Framework, today: date, evidence: Sequence[Evidence]) -> Answer:
    found = assess(framework, today)
    words = f"{found.status.label}. {found.reason}"
    return Answer("Time", words, evidence, "" if framework.end else question(framework, "end"))


def _shown(framework: Framework, sources: catalogue.Evidence, *names: str) -> list[Evidence]:
    """What is shown of these fields, and which sources say so."""
    fields = [sources.fields[name] for name in names if name in sources.fields]
    return [_evidence(framework, each.name, claim) for each in fields for claim in each.claims if claim.shown]


def _evidence(framework: Framework, field: str, claim: Claim) -> Evidence:
    record, source = claim.record, claim.record.described_by
    return Evidence(
        quote="; ".join(lines(field, claim.value))[:LONGEST_QUOTE],
        field=field,
        source=source.name,
        source_name=source.title,
        notice=_notice(framework, source.name),
        url=framework.url,
        published=record.published,
        checked_on=_day(record.last_seen),
        confidence=Confidence.STATED,
    )


def _notice(framework: Framework, source: str) -> str:
    """The newest notice that the source gave of it."""
    return next((row.identifier for row in reversed(framework.notices) if row.source == source), "")


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
