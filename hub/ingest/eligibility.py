"""Who may use a framework: rules read out of its published texts or stated as facts, and those a person confirmed, as
rows below it.

They are written anew only when what they come from has changed: the texts, the reader, or what a person said.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.formatters import lot_heading
from hub.ingest.merge import Merged
from hub.ingest.stated_rules import FIELD as STATED, stated_rules
from hub.ingest.statement import Statement
from hub.models import Decision, EligibilityRule, Framework, StoredRecord, listed
from hub.paths import DATA
from hub.signposting import eligibility as signposting
from hub.signposting.eligibility import OF_A_LOT, Passage, Rule, UnreadableRule, Who, read, read_lot, rule_from_dict
from hub.signposting.evidence import Confidence
from scrapers.record import NoticeReference, Record
from scrapers.source import Voice


def _reader() -> str:
    """What stands for the reader as it is: its modules and its lists. A changed one reads differently."""
    lists = (DATA / name for name in ("eligibility_classes.csv", "eligibility_places.csv"))
    files = [*sorted(Path(signposting.__file__).parent.glob("*.py")), *lists]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


READER = _reader()
"""What another reader has read is read anew at its framework's next merge, or by ``hub eligibility read``."""

FIELDS = ("eligibility", "how_to_buy", "summary", "description")
"""The columns that say who may use a framework, the plainest first."""

DECISION = "eligibility"


@dataclass(frozen=True)
class Confirmed:
    """A rule a person confirmed: the words, and the notice or page in which they stand."""

    rule: Mapping[str, Any]
    quote: str
    source: str
    at: datetime


def confirmed(session: Session) -> Mapping[str, Sequence[Confirmed]]:
    """What people confirmed and nobody has undone, by the key of its framework."""
    standing = select(Decision).where(Decision.revoked_at.is_(None), Decision.kind == DECISION).order_by(Decision.id)
    found: dict[str, list[Confirmed]] = defaultdict(list)
    for row in session.scalars(standing):
        said = row.value
        found[row.home].append(Confirmed(said["rule"], said["quote"], said["source"], row.made_at))
    return found


def rules_digest(merged: Merged, said: Sequence[Confirmed]) -> str:
    """The reader, and the hash of all else that the rules of a framework come from."""
    names = ("title", "owner", *FIELDS, STATED)
    texts = {name: [merged.values.get(name), merged.provenance.get(name)] for name in names}
    texts[OF_A_LOT] = [list(_lot_texts(merged).items()), merged.provenance.get(OF_A_LOT)]
    persons = [[dict(each.rule), each.quote, each.source, each.at] for each in said]
    body = json.dumps([texts, merged.as_of(STATED), persons], sort_keys=True, default=str)
    return f"{READER}-{hashlib.sha256(body.encode(errors='replace')).hexdigest()[:32]}"


def unread(session: Session) -> int:
    """How many frameworks this reader has not read."""
    mine = Framework.rules_digest.startswith(READER)
    return session.scalar(select(func.count()).select_from(Framework).where(*listed(), ~mine)) or 0


def write_rules(
    framework: Framework, merged: Merged, said: Sequence[Confirmed], records: Mapping[str, StoredRecord]
) -> None:
    """The rows of a framework's rules. ``records`` are those it was merged from, by hash."""
    rows = [_confirmed_row(each, merged) for each in said]
    rows += [_source_row(rule, merged, records) for rule in published_rules(merged)]
    for position, row in enumerate(rows):
        row.position = position
    framework.rules[:] = rows


def read_rules(merged: Merged) -> Sequence[Rule]:
    """The rules the hub reads in the texts of a framework, and then in those of its lots."""
    values = merged.values
    passages = [Passage(text, name) for name in FIELDS if (text := values.get(name))]
    kind, owner = values["kind"].value if "kind" in values else "", values.get("owner") or ""
    rules = read(passages, title=values.get("title") or "", owner=owner, tool=kind).rules
    of_lots = (rule for lot, text in _lot_texts(merged).items() for rule in read_lot(text, lot, owner))
    return tuple(dict.fromkeys((*rules, *of_lots)))


def _lot_texts(merged: Merged) -> Mapping[str, str]:
    """What is published of each lot that has a name, by what it is called."""
    lots = merged.values.get(OF_A_LOT) or ()
    return {lot_heading(lot.number, lot.title): lot.description for lot in lots if lot.number or lot.title}


def published_rules(merged: Merged) -> Sequence[Rule]:
    """What sources say: the rules read in their texts, unless a stronger voice states some as facts."""
    found, stated = read_rules(merged), _stated(merged)
    if not stated or any(_tells(rule) and merged.strength(rule.field) <= merged.strength(STATED) for rule in found):
        return found
    return [*stated, *(rule for rule in found if not _tells(rule))]


def _stated(merged: Merged) -> Sequence[Rule]:
    """The rules stated as facts; none where one of them cannot be read, as by an earlier version of the hub."""
    try:
        return stated_rules(merged.values.get(STATED, ()))
    except UnreadableRule:
        return ()


def _tells(rule: Rule) -> bool:
    """False of the one rule that needs no words: that the owner may use what it set up."""
    return bool(rule.quote) and (rule.who is not Who.OWNER or rule.closed)


def _source_row(rule: Rule, merged: Merged, records: Mapping[str, StoredRecord]) -> EligibilityRule:
    winner = merged.winner(rule.field)
    row = _row(rule, merged)
    if winner is None:
        return row
    stored = records[winner.hash]
    row.source, row.notice, row.url = winner.source, notice_of(winner.record), winner.record.url
    row.checked_on = stored.last_seen.date()
    if rule.field == STATED:
        row.url = words_stand_at(winner, stored.described_by.url)
        row.checked_on = merged.as_of(STATED) if merged.precision(STATED) == "day" else None
    return row


def words_stand_at(said: Statement, page_of_source: str) -> str:
    """Where a reader finds the words behind a fact: the notice, the owner's page, or the directory that lists it."""
    notice = _newest_notice(said.record)
    its_own = "" if said.voice is Voice.DIRECTORY else said.record.url
    return (notice.url if notice else "") or its_own or page_of_source or said.record.url


def _confirmed_row(said: Confirmed, merged: Merged) -> EligibilityRule:
    words = _plain(said.quote)
    field = next((name for name in FIELDS if words in _plain(str(merged.values.get(name) or ""))), "")
    rule = replace(rule_from_dict(said.rule), quote=said.quote, field=field, confidence=Confidence.CONFIRMED)
    row = _row(rule, merged)
    row.confirmed_at, row.checked_on = said.at, said.at.date()
    is_page = said.source.startswith(("https://", "http://"))
    row.url, row.notice = (said.source, "") if is_page else ("", said.source)
    return row


def _row(rule: Rule, merged: Merged) -> EligibilityRule:
    text = str(merged.values.get(rule.field) or "") if rule.field in FIELDS else ""
    if rule.field == OF_A_LOT:
        text = _lot_texts(merged)[rule.lots[0]]
    return EligibilityRule(field=rule.field, published_text=text, quote=rule.quote, rule=rule.to_dict())


def notice_of(record: Record) -> str:
    """The number of the notice that a record is, where it is one; the newest of several."""
    notice = _newest_notice(record)
    return notice.identifier if notice else ""


def _newest_notice(record: Record) -> NoticeReference | None:
    dated = [notice for notice in record.notices if notice.published == record.published and record.published]
    return dated[-1] if dated else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
