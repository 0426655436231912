"""What the hub makes of a framework's published facts: how to call off, what it costs, until when."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy.orm import Session

from hub import catalogue
from hub.models import ExtensionOption, Framework
from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.fees import LotFee, Said, is_complete, lot_fees
from hub.signposting.term import call_off_lengths
from hub.status import assess
from hub.web import award
from hub.web.api import advice_models as models, facts
from hub.web.api.advice_models import CallOffAdvice, FeeAnswer, Grounds, Term
from hub.web.fees import fee_question, lot_key
from hub.web.links import call_off_check_link
from hub.web.lots import anchored
from hub.web.term import days_left_mark, extension_question, length_texts, reopening_of

Sources = Mapping[str, Evidence]
"""For each field of a framework the source whose value is shown."""


def call_offs(framework: Framework, evidence: catalogue.Evidence) -> list[CallOffAdvice]:
    """What holds for the whole, then what the lots have of their own; lots without anything are left out."""
    by_lot = award.by_lot(framework, evidence)
    lots = [advice for anchor, advice in by_lot.items() if anchor != award.WHOLE and advice.lines]
    return [_call_off(advice, framework) for advice in (by_lot[award.WHOLE], *lots)]


def _call_off(advice: award.Advice, framework: Framework) -> CallOffAdvice:
    whole = advice.address_of == award.WHOLE
    return CallOffAdvice(
        lot=None if whole else advice.address_of,
        test=advice.test,
        published=[_topic(line) for line in advice.lines if line.evidence],
        not_published=[line.topic for line in advice.lines if not line.evidence],
        check=call_off_check_link(framework, "" if whole else advice.address_of),
    )


def _topic(line: award.Line) -> models.CallOffTopic:
    read = [replace(each, quote="") if each.confidence is Confidence.STATED else each for each in line.evidence]
    grounds = [_grounds(each) for each in read]  # of a stated field the evidence has the hub's own word, and no quote
    return models.CallOffTopic(topic=line.topic, label=line.label, text=line.text or None, grounds=grounds)


def fees(framework: Framework, sources: Sources) -> list[FeeAnswer]:
    """The fee of each lot, of the whole where it has none, with what to ask where it is not all published."""
    anchors = {lot.key: anchor for anchor, lot in anchored(framework).items()}
    return [_fee(line, framework, anchors, sources) for line in lot_fees(framework.lots, framework.fees)]


def _fee(line: LotFee, framework: Framework, anchors: Mapping[str, str], sources: Sources) -> FeeAnswer:
    of_lot = bool(line.number or line.title)
    field = "lots" if of_lot and not line.from_framework else "fee"
    stands = Evidence(quote=line.text, field=field, confidence=Confidence.STATED)
    return FeeAnswer(
        lot=anchors[lot_key(line, framework.lots)] if of_lot else None,
        said=line.said,
        basis_points=line.basis_points,
        base=line.base or None,
        payer=line.payer,
        cap_pence=line.cap_pence,
        stated_for_framework=line.from_framework,
        grounds=None if line.said is Said.NOTHING else _grounds(_located(stands, sources)),
        question=None if is_complete(line) else fee_question(framework, line),
    )


def term(session: Session, framework: Framework, sources: Sources, today: date) -> Term:
    """Until when, with the words it rests on."""
    words = Evidence(quote=framework.extension, field="extension", confidence=Confidence.STATED)
    return Term(
        ends_within_days=days_left_mark(framework, assess(framework, today), today),
        extensions=[_extension(option) for option in framework.extension_options],
        extension_grounds=_grounds(_located(words, sources)) if framework.extension else None,
        reopening=_reopening(framework, today),
        following=_following(session, framework),
        call_off_lengths=[_grounds(_located(each, sources)) for each in call_off_lengths(length_texts(framework))],
        question=extension_question(framework),
    )


def _extension(option: ExtensionOption) -> models.ExtensionOption:
    return models.ExtensionOption(
        months=option.months, decide_by=option.decide_by, taken=option.taken, quote=option.text
    )


def _reopening(framework: Framework, today: date) -> models.Reopening | None:
    found = reopening_of(framework, today)
    return models.Reopening(**asdict(found)) if found else None


def _following(session: Session, framework: Framework) -> models.Following | None:
    found = None if framework.stage == "cancelled" else catalogue.replacement(session, framework)
    if found is None:
        return None
    return models.Following(
        outcome=found.outlook.outcome,
        framework=facts.framework_name(found.successor) if found.successor else None,
        named_by_a_source=found.outlook.published,
        gap_days=found.outlook.gap,
    )


def _located(words: Evidence, sources: Sources) -> Evidence:
    """Words of a field with where they stand."""
    source = sources.get(words.field, words)
    return replace(source, quote=words.quote, field=words.field, confidence=words.confidence)


def _grounds(evidence: Evidence) -> Grounds:
    return Grounds(
        quote=evidence.quote or None,
        field=evidence.field,
        source=evidence.source or None,
        notice=evidence.notice or None,
        url=evidence.url or None,
        published=evidence.published,
        checked_on=evidence.checked_on,
        confidence=evidence.confidence,
    )
