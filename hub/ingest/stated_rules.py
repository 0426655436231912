"""Rules on who may use a framework that a file states as facts, without the publisher's words. Pure.

They are checked before anything is stored. A rule that cannot be read might be the one that shuts a buyer out, so that
then none of its row's rules are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hub.signposting.eligibility import Rule, UnreadableRule, rule_from_line
from hub.signposting.evidence import Confidence
from scrapers.framework_csv import RULES
from scrapers.notes import Notes
from scrapers.source import Problem, Reading, Row

FIELD = "eligibility_rules"
MOST = 100
"""Rules of one framework."""

DONE = "none of this row's rules on who may use it are kept"


def checked(reading: Reading) -> Reading:
    """The same file; where a row states a rule that cannot be read, without its rules and with what is wrong."""
    return replace(reading, rows=tuple(map(_checked, reading.rows)))


def stated_rules(lines: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these lines. Raises UnreadableRule, which names the part and the cure."""
    return tuple(replace(rule_from_line(line), field=FIELD, confidence=Confidence.STATED) for line in lines)


def _checked(row: Row) -> Row:
    if row.record is None or not (problems := _problems(row.place, row.record.eligibility_rules)):
        return row
    record = row.record.model_copy(update={FIELD: ()})
    return replace(row, record=record, problems=(*row.problems, *problems))


def _problems(place: str, lines: Sequence[str]) -> Sequence[Problem]:
    notes = Notes(place)
    if len(lines) > MOST:
        notes.add(RULES, lines[0], f"there are {len(lines)} rules, more than {MOST}: name classes of bodies", DONE)
        return notes.problems
    for line in lines:
        try:
            rule_from_line(line)
        except UnreadableRule as reason:
            notes.add(RULES, line, str(reason), DONE)
    return notes.problems
