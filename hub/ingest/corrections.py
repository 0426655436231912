"""What a person says of who may use a framework: noted one by one or from a CSV, and undone.

It stands in place of what the hub read, is data like any decision, and so survives every merge and import.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.ingest.eligibility import DECISION
from hub.ingest.frameworks import remerge
from hub.models import Decision, Framework, StoredRecord
from hub.signposting.eligibility import Rule, UnreadableRule, rule_from_line

COLUMNS = ("key", "rule", "quote", "source", "by")
LONGEST = 1000
"""Characters of a quote or a source."""

MOST_LINES = 5_000
MOST_SHOWN = 20


@dataclass(frozen=True)
class Correction:
    """One rule on who may use the framework of a key, the words that say so, where they stand, and who says it."""

    key: str
    rule: Rule
    quote: str
    source: str
    by: str


def correction(key: str, rule: str, quote: str, source: str, by: str) -> Correction:
    """A correction as it is typed. Raises Refused, which says what is missing or not understood."""
    texts = {"quote": quote.strip(), "source": source.strip(), "by": by.strip()}
    if missing := [name for name, text in texts.items() if not text]:
        raise Refused(f"It lacks: {', '.join(missing)}.")
    if long := [name for name, text in texts.items() if len(text) > LONGEST]:
        raise Refused(f"More than {LONGEST} characters: {', '.join(long)}.")
    try:
        return Correction(key.strip(), rule_from_line(rule), **texts)
    except UnreadableRule as reason:
        raise Refused(str(reason)) from None


def confirm(session: Session, corrections: Sequence[Correction], actor: Actor, at: datetime) -> int:
    """Note these corrections; those of one framework take the place of what was confirmed of it before.

    Returns how many frameworks they are about. Raises NotFound for a key nobody knows, and then notes nothing.
    """
    frameworks = hold(session, corrections, at)
    for key, mine in by_key(corrections).items():
        _note(session, frameworks[key], actor, at, "confirm eligibility", [each.by for each in mine])
    return len(frameworks)


def hold(session: Session, corrections: Sequence[Correction], at: datetime) -> Mapping[str, Framework]:
    """The same as part of something greater, which goes into the audit trail as one. Returns the frameworks by key."""
    mine = by_key(corrections)
    frameworks = {key: framework(session, key) for key in mine}
    for key, found in frameworks.items():
        _revoke(session, found, at)
        session.add_all(_decision(found, each, at) for each in mine[key])
    _merge_anew(session, frameworks.values(), at)
    return frameworks


def by_key(corrections: Iterable[Correction]) -> Mapping[str, Sequence[Correction]]:
    in_order = sorted(corrections, key=lambda each: each.key)
    return {key: list(mine) for key, mine in groupby(in_order, key=lambda each: each.key)}


def undo(session: Session, key: str, actor: Actor, at: datetime) -> int:
    """Take back what was confirmed of a framework: what the hub reads counts again. Returns how many rules."""
    found = framework(session, key)
    revoked = _revoke(session, found, at)
    if not revoked:
        raise Refused(f"Nobody has confirmed who may use {key}: there is nothing to undo.")
    _note(session, found, actor, at, "undo eligibility", [])
    _merge_anew(session, [found], at)
    return revoked


def read_csv(session: Session, text: str) -> list[Correction]:
    """The corrections of a CSV, all or none. Raises Refused, which names every line that is wrong and why."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    corrections: list[Correction] = []
    problems: list[str] = []
    for line, row in _lines(reader):
        try:
            corrections.append(correction(**row))
            framework(session, corrections[-1].key)
        except (Refused, NotFound) as reason:
            problems.append(f"line {line}: {reason}")
    if problems:
        more = f"\n… and {len(problems) - MOST_SHOWN} more." if len(problems) > MOST_SHOWN else ""
        raise Refused("Nothing was noted.\n" + "\n".join(problems[:MOST_SHOWN]) + more)
    if not corrections:
        raise Refused("The file has no line below its heading.")
    return corrections


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, str]]]:
    """The line each row ends on, and its cells by column."""
    try:
        names = reader.fieldnames or ()
        if missing := [name for name in COLUMNS if name not in names]:
            raise Refused(f"The first line must name the columns {', '.join(COLUMNS)}. Missing: {', '.join(missing)}.")
        for number, row in enumerate(reader, 1):
            if number > MOST_LINES:
                raise Refused(f"The file has more than {MOST_LINES} lines. Import it in parts.")
            yield reader.line_num, {name: row[name] or "" for name in COLUMNS}
    except csv.Error as error:
        raise Refused(f"line {reader.line_num}: it cannot be read as CSV ({error}).") from None


def framework(session: Session, key: str) -> Framework:
    """The framework of a key, or the one it was merged into. Raises NotFound."""
    found = session.scalar(select(Framework).where(Framework.key == key))
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is None or not found.digest:
        raise NotFound(f"There is no framework {key}. The key is the first part of its page's address.")
    return found


def standing(session: Session, found: Framework) -> Sequence[Decision]:
    """The rules people confirmed of a framework, and of those that were merged into it."""
    keys = select(Framework.key).where((Framework.id == found.id) | (Framework.merged_into_id == found.id))
    mine = select(Decision).where(Decision.kind == DECISION, Decision.revoked_at.is_(None), Decision.home.in_(keys))
    return session.scalars(mine.order_by(Decision.id)).all()


def _revoke(session: Session, found: Framework, at: datetime) -> int:
    rows = standing(session, found)
    for row in rows:
        row.revoked_at = at
    return len(rows)


def _decision(found: Framework, said: Correction, at: datetime) -> Decision:
    value = {"rule": said.rule.to_dict(), "quote": said.quote, "source": said.source}
    return Decision(kind=DECISION, home=found.key, field="eligibility", value=value, actor=said.by, made_at=at)


def _note(session: Session, found: Framework, actor: Actor, at: datetime, action: str, by: Sequence[str]) -> None:
    detail = {"rules": len(by)} if by else {}
    audit.note(session, actor, action, f"framework {found.key}", at, detail)


def _merge_anew(session: Session, frameworks: Iterable[Framework], at: datetime) -> None:
    session.flush()
    ids = [found.id for found in frameworks]
    homes = session.scalars(select(StoredRecord.home).where(StoredRecord.framework_id.in_(ids)).distinct()).all()
    remerge(session, homes, at)
