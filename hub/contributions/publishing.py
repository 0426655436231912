"""An accepted contribution enters the catalogue by the same door as everything else: as a record of its organisation.

It is merged with what other sources say, explained field by field, and found by search once the index has heard of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, clock
from hub.actor import Actor
from hub.contributions import drafts, states
from hub.contributions.drafts import Drafted, Wrong
from hub.contributions.present import framework_of, present
from hub.contributions.states import Proposal
from hub.errors import Refused
from hub.ingest import begin, store_batch
from hub.ingest.corrections import Correction, hold
from hub.ingest.identity import source_key
from hub.ingest.report import Report
from hub.ingest.settling import settle
from hub.ingest.store import register
from hub.ingest.supplier_names import slug_of
from hub.models import Contribution, Decision, Framework, StoredRecord
from scrapers.record import Day, Record
from scrapers.source import Outcome, Reading, Row, Source, Voice

LICENCE = "Facts given by the organisation to this hub; no licence is stated"


class Faulty(Refused):
    """Something is wrong with the fields of a draft; ``wrong`` says it of each."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("; ".join(dict.fromkeys(each.message for each in wrong)) + ".")
        self.wrong = wrong


def publish(
    session: Session, contribution: Contribution, actor: Actor, at: datetime, edited: Sequence[str] = ()
) -> Framework:
    """Accept a contribution: its record is stored and merged, and the index will hear of it.

    ``edited`` are the fields a moderator changed first, for the audit trail.

    It is "accepted" afterwards, with who decided and when, and the audit trail has its one row. Returns the framework
    it is part of now. Raises NotFound or Refused for somebody who may not accept it, and Refused for a draft with
    something wrong in it; then nothing is written.
    """
    state = states.after("accept", proposal(contribution), actor)
    read = drafted(session, contribution)
    if read.record is None:
        raise Faulty(read.wrong)
    target = framework_of(session, contribution.home) if contribution.kind == "change" else None
    framework = _stored(session, contribution, read.record, target, actor, at)
    _hold_rules(session, contribution, read, framework, at)
    settle(session, at)
    contribution.state, contribution.decided_at, contribution.decided_by = state, at, actor.name
    contribution.source_id, contribution.changed_at = source_id_of(contribution), at
    contribution.version += 1
    detail = {"framework": framework.key, "kind": contribution.kind, **({"edited": list(edited)} if edited else {})}
    audit.note(session, actor, "accept contribution", f"contribution {contribution.id}", at, detail)
    return framework


def proposal(contribution: Contribution) -> Proposal:
    """What decides who may do what with a contribution."""
    return Proposal(
        state=contribution.state,
        account=contribution.account_id,
        submitted_by=contribution.submitted_by,
        organisation=contribution.organisation.slug,
        network=contribution.network.slug,
    )


def drafted(session: Session, contribution: Contribution) -> Drafted:
    """What a contribution says, read against what the catalogue has now."""
    if contribution.kind != "change":
        return drafts.read(contribution.draft)
    framework = framework_of(session, contribution.home)
    if framework is None:
        gone = drafts.Wrong("", "The framework this is about is no longer in the catalogue: propose it as a new one")
        return Drafted(None, wrong=(gone,))
    return drafts.read(contribution.draft, present(session, framework))


def record_of(contribution: Contribution, read: Record) -> Record:
    """The record as it is stored: under the contribution's own id, as of the moment it was submitted."""
    return read.model_copy(
        update={"source_id": source_id_of(contribution), "released": contribution.submitted_at, "extra": {}}
    )


def source_id_of(contribution: Contribution) -> str:
    return f"contribution-{contribution.id}"


def source_of(contribution: Contribution) -> Source:
    """The source that the contributions of an organisation are: an officer's word, the owner's outranks it."""
    organisation = contribution.organisation
    return Source(
        name=f"contributed-by-{slug_of(organisation.slug)}",
        title=f"Contributed by {organisation.name}",
        publisher=organisation.name,
        url="",
        licence=LICENCE,
        voice=Voice.OFFICER,
    )


def reading_of(contribution: Contribution, read: Record, at: datetime) -> Reading:
    """A contribution as a file of one row."""
    submitted = clock.today(lambda: contribution.submitted_at or at)
    row = Row(place=f"contribution {contribution.id}", outcome=Outcome.RECORD, record=record_of(contribution, read))
    why = "the day it was submitted"
    return Reading(source=source_of(contribution), as_of=Day(value=submitted), as_of_reason=why, rows=(row,))


def _stored(
    session: Session, contribution: Contribution, read: Record, target: Framework | None, actor: Actor, at: datetime
) -> Framework:
    """Store the record; one about a framework that is there is joined to it, whatever happens to references."""
    reading = reading_of(contribution, read, at)
    register(session, reading, at)
    if target is not None:
        _join(session, target, source_key(reading.source.name, source_id_of(contribution)), contribution, actor, at)
    crawl = begin(session, reading.source, actor, at, ended_at=at, state="finished")
    report = Report(reading.rows[0].place, reading.source.name, reading.as_of.value.isoformat())
    store_batch(session, reading, crawl, reading.rows, report, at)
    mine = (StoredRecord.source == reading.source.name, StoredRecord.source_id == source_id_of(contribution))
    framework = session.scalars(select(StoredRecord).where(*mine)).one().framework
    assert framework is not None  # noqa: S101  storing merges every record into one
    return framework


def _join(
    session: Session, target: Framework, own_key: str, contribution: Contribution, actor: Actor, at: datetime
) -> None:
    reason = f"contribution {contribution.id} is about it"
    decision = Decision(kind="join", home=target.key, other_home=own_key, reason=reason, actor=actor.name, made_at=at)
    session.add(decision)
    session.flush()


def _hold_rules(
    session: Session, contribution: Contribution, read: Drafted, framework: Framework, at: datetime
) -> None:
    """The proposer's choices stand as a person's word on who may use it, with the words they were made from."""
    if not read.rules or read.record is None:
        return
    quote = str(contribution.draft.get("who may use it") or framework.eligibility)[:1000]
    source = next((notice.identifier for notice in framework.notices), framework.url) or source_of(contribution).title
    by = contribution.organisation.slug
    hold(session, [Correction(framework.key, rule, quote, source[:1000], by) for rule in read.rules], at)
