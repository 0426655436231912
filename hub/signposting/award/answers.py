"""The buyer's answers, read and put among the facts. Pure.

Answers travel in the address of the page, so that it can be kept as a bookmark or in a file note.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.signposting.award.facts import Facts, Proposal, Standing
from hub.signposting.award.questions import STEPS, Question, Suppliers

LONGEST_ANSWER = 40
MOST_POUNDS = 10**11
MOST_MONTHS, MOST_SUPPLIERS = 600, 100_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Answered:
    """The facts with the answers in them, the questions that were asked, what was answered, and what was wrong."""

    facts: Facts
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    wrong: Mapping[str, str]


def answer(facts: Facts, given: Mapping[str, str], suppliers: Suppliers) -> Answered:
    """Put the answers to all questions, one after the other, as an earlier answer decides what is asked later.

    ``suppliers`` are those on the lot by their slug: the name, and how each stands.
    """
    asked: list[Question] = []
    answers, wrong = {}, {}
    for ask in STEPS:
        for question in ask(facts, suppliers):
            asked.append(question)
            written = given.get(question.name, "").strip()
            if not written:
                continue
            answers[question.name] = written if written in question.options else written[:LONGEST_ANSWER]
            try:
                facts = question.fill(facts, read(question, written))
            except ValueError as reason:
                wrong[question.name] = str(reason)
    unchecked = facts.proposal is Proposal.AWARD and ("exclusion" not in answers or "exclusion" in wrong)
    return Answered(_unchecked(facts) if unchecked else facts, tuple(asked), answers, wrong)


def read(question: Question, written: str) -> Any:
    """The meaning of a written answer. Raises ValueError with what to do about it."""
    if question.options:
        if written not in question.options:
            raise ValueError("Choose an answer from the list")
        return written
    if len(written) > LONGEST_ANSWER:
        raise ValueError(f"Use {LONGEST_ANSWER} characters or fewer")
    return READERS[question.kind](written)


def _unchecked(facts: Facts) -> Facts:
    """A supplier counts as active only once somebody has looked whether it has to be or may be excluded."""
    return replace(facts, standing=Standing.UNKNOWN) if facts.standing is Standing.ACTIVE else facts


def _money(written: str) -> int:
    try:
        pounds = Decimal(written.replace("£", "").replace(",", "").strip())
    except InvalidOperation:
        raise ValueError("Write the value in pounds, like 250000 or 1,200.50") from None
    if not pounds.is_finite() or not Decimal("0.01") <= pounds <= MOST_POUNDS:
        raise ValueError("Write a value from £0.01 to £100 billion")
    return int((pounds * 100).to_integral_value())


def _count(most: int, what: str) -> Callable[[str], int]:
    def count(written: str) -> int:
        if not (written.isascii() and written.isdecimal()) or not 0 < int(written) <= most:
            raise ValueError(f"Write the number of {what} as a whole number from 1 to {most:,}")
        return int(written)

    return count


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ValueError("Write the date as year, month and day, like 2027-03-31") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("Write a date from the year 2000 to the year 2100")
    return day


READERS: Mapping[str, Callable[[str], Any]] = {
    "money": _money,
    "months": _count(MOST_MONTHS, "months"),
    "number": _count(MOST_SUPPLIERS, "suppliers"),
    "day": _day,
}
