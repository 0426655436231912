"""What the published words say of one buyer: one of six answers, the words and the reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import wording
from hub.signposting.eligibility.classes import WHOLE_SECTORS
from hub.signposting.eligibility.matching import Match, is_barred, match
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.rules import Need, Rule, Who
from hub.signposting.evidence import Confidence


class Answer(StrEnum):
    """The six answers. They say what the published words say, never what a buyer may do."""

    NAMED = "named in the notice"
    COVERED = "covered by the published class"
    PROBABLY = "probably covered, ask the owner"
    NOT_SHOWN = "not shown to be covered"
    EXCLUDED = "excluded by the published text"
    NOT_PUBLISHED = "not published"


IN = frozenset({Answer.NAMED, Answer.COVERED, Answer.PROBABLY})
"""The answers that the search filter "covers my organisation" lets through."""

OF_A_LOT = "lots"
"""The field of rules that the text of one lot states (of_lots.py)."""

ALSO = phrase(r"\b(?:also|additionally|as well|in addition|too)\b")
"""Beside others: what is said of a lot so shuts nobody out of it."""

BY_MATCH = {Match.NAMED: Answer.NAMED, Match.COVERED: Answer.COVERED, Match.PROBABLE: Answer.PROBABLY}


@dataclass(frozen=True)
class OfLot:
    """What the words of a lot say, where that is less than what the whole's words say. ``rule`` has the words."""

    lot: str
    answer: Answer
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class EligibilityAnswer:
    """``reason``: one plain sentence. ``quote`` and ``rule``: what it rests on; empty and None where nothing is said. A
    rule that a source states as a fact has no quote.

    ``needs``: what the buyer must do or be besides. ``lots``: only in these; ``by_lot``: those whose own words say
    less. ``question``: what to ask the owner, empty where the answer is certain and nothing is needed.
    """

    answer: Answer
    reason: str
    quote: str = ""
    rule: Rule | None = None
    needs: tuple[Need, ...] = ()
    lots: tuple[str, ...] = ()
    by_lot: tuple[OfLot, ...] = ()
    question: str = ""

    @property
    def said_of_lots(self) -> str:
        """ "by its own words not for Lot 3"; empty where no lot's words say less."""
        return wording.by_lot({each.lot: each.answer.name for each in self.by_lot})

    @property
    def excluded_lots(self) -> frozenset[str]:
        """Those whose own words shut the buyer out."""
        return frozenset(each.lot for each in self.by_lot if each.answer is Answer.EXCLUDED)

    @property
    def is_told(self) -> bool:
        """Published words or a stated fact say so, and not only whose framework it is."""
        return self.rule is not None and (bool(self.quote) or self.rule.is_fact)


def answer(rules: Iterable[Rule], buyer: Buyer) -> EligibilityAnswer:
    """What these rules of one framework say of one buyer. A lot's own words add nothing and may take away."""
    counted = standing(rules)
    found = _of_whole(of_whole(counted), buyer)
    by_lot = tuple(_less(counted, buyer, found.answer)) if found.answer in IN else ()
    told = replace(found, by_lot=by_lot)
    return replace(told, reason=f"{found.reason.removesuffix('.')}; {told.said_of_lots}.") if by_lot else found


def _of_whole(counted: Sequence[Rule], buyer: Buyer) -> EligibilityAnswer:
    """An exclusion goes before everything else; one from some lots only where nothing else lets the buyer in."""
    barred = [rule for rule in counted if not rule.includes and is_barred(rule, buyer)]
    plainly = [rule for rule in barred if not rule.lots]
    if plainly:
        return _told(Answer.EXCLUDED, plainly[0], buyer)
    including = [rule for rule in counted if rule.includes]
    matches = [(match(rule, buyer), rule) for rule in including]
    best, rule = max(matches, key=_strength, default=(Match.OUT, None))
    if rule is not None and best in BY_MATCH:
        return _told(BY_MATCH[_doubted(best, counted, buyer)], rule, buyer)
    return _told(Answer.EXCLUDED, barred[0], buyer) if barred else _not_in(best, rule, including, buyer)


def _less(counted: Sequence[Rule], buyer: Buyer, whole: Answer) -> Iterator[OfLot]:
    """The lots of which the rules limited to them say less of the buyer than is said of the whole."""
    by_lot: dict[str, list[Rule]] = {}
    for rule in counted:
        for lot in rule.lots if not (rule.includes and ALSO.search(rule.quote)) else ():
            by_lot.setdefault(lot, []).append(replace(rule, lots=()))
    order = list(Answer)
    for lot, mine in by_lot.items():
        found = _of_whole(mine, buyer)
        weaker = order.index(found.answer) > max(order.index(whole), order.index(Answer.COVERED))
        if weaker and found.rule and found.answer is not Answer.NOT_PUBLISHED:
            yield OfLot(lot, found.answer, found.rule)


def of_whole(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that the texts of the whole framework state, and not the text of one lot."""
    return tuple(rule for rule in rules if rule.field != OF_A_LOT)


def standing(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that count: what a person confirmed stands in place of everything the hub read or a source stated."""
    given = tuple(rules)
    return tuple(rule for rule in given if rule.confidence is Confidence.CONFIRMED) or given


def _doubted(best: Match, counted: Sequence[Rule], buyer: Buyer) -> Match:
    """A class is only probable where words that exclude from every lot may mean this buyer."""
    may_be_out = any(not (rule.includes or rule.lots) and match(rule, buyer) > Match.OUT for rule in counted)
    return Match.PROBABLE if best is Match.COVERED and may_be_out else best


def _strength(matched: tuple[Match, Rule]) -> tuple[Match, bool, bool, bool]:
    """The surest first; of equal ones that which limits least and is no broad class beside a narrow one."""
    sure, rule = matched
    return sure, not rule.needs, not rule.lots, rule.name not in WHOLE_SECTORS


def _not_in(best: Match, rule: Rule | None, including: Sequence[Rule], buyer: Buyer) -> EligibilityAnswer:
    said = [each for each in including if each.who is not Who.OWNER or each.closed]
    if not said or rule is None:
        return EligibilityAnswer(
            answer=Answer.NOT_PUBLISHED, reason=wording.SILENT, question=wording.question(buyer, None)
        )
    listed = {(each.who, each.name) for each in said if each.closed}
    plain = [each for each in said if each.closed or not (each.hedged or (each.who, each.name) in listed)]
    if best is Match.OUT and plain and all(each.closed and not each.lots for each in plain):
        return _told(Answer.EXCLUDED, next((each for each in plain if each.who is Who.CLASS), plain[0]), buyer)
    doubtful = rule if best is Match.UNSURE else said[0]
    if all(each.who is Who.ELSEWHERE for each in said):
        return _told(Answer.NOT_PUBLISHED, doubtful, buyer)
    return _told(Answer.NOT_SHOWN, doubtful, buyer)


def _told(given: Answer, rule: Rule, buyer: Buyer) -> EligibilityAnswer:
    needs = rule.needs if given in IN else ()
    return EligibilityAnswer(
        answer=given,
        reason=wording.reason(given.name, rule, buyer),
        quote=rule.quote,
        rule=rule,
        needs=needs,
        lots=rule.lots if given in IN else (),
        question=_question(given, needs, rule, buyer),
    )


def _question(given: Answer, needs: tuple[Need, ...], rule: Rule, buyer: Buyer) -> str:
    if given in (Answer.NAMED, Answer.COVERED):
        return wording.what_is_needed(buyer, rule) if needs else ""
    return "" if given is Answer.EXCLUDED else wording.question(buyer, rule)
