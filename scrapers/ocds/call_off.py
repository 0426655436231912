"""A notice as a contract under a framework."""

from scrapers.call_off import CallOffRecord
from scrapers.notes import Notes
from scrapers.ocds.evidence import notice_reference
from scrapers.ocds.judging import Verdict
from scrapers.ocds.notice import Notice
from scrapers.ocds.parties import Parties
from scrapers.ocds.pointer import pointer
from scrapers.ocds.reference import reference
from scrapers.ocds.shape import dig, objects, word
from scrapers.ocds.term import extension, term
from scrapers.ocds.values import cpv, line, money, total
from scrapers.record import Money, Party
from scrapers.rows import Unusable

NOT_MADE = frozenset({"cancelled", "unsuccessful", "withdrawn"})


def call_off(notice: Notice, verdict: Verdict, notes: Notes, shared: bool = False) -> CallOffRecord:
    """``shared`` says that its OCID is a framework's, which then names several contracts. Raises Unusable."""
    parties = Parties(notice, notes)
    buyer = parties.buyer()
    if buyer is None:
        raise Unusable("it names no buyer")
    title = line(notes, "title", notice.title)
    if not title:
        raise Unusable("its title is missing")
    own = reference(notice)
    span = term(notice, notes)
    evidence = notice_reference(notice, notes)
    items = [item for holder in (notice.tender, *notice.awards) for item in objects(holder, "items")]
    return CallOffRecord(
        source_id=f"{notice.ocid[:200]}/{(own.own or notice.number)[:200]}" if shared else notice.ocid[:200],
        title=title,
        buyer=buyer,
        reference=own.own or own.of_portal,
        suppliers=_suppliers(notice, parties),
        framework=pointer(notice, verdict.said, notes),
        cpv=cpv(notes, (notice.tender, *items)),
        value=_value(notice, notes),
        start=span.start,
        end=span.end,
        max_end=span.max_end,
        extension=extension(notice, notes),
        procedure=notice.method,
        notice=evidence,
        url=evidence.url,
        published=evidence.published,
        released=notice.released,
    )


def _suppliers(notice: Notice, parties: Parties) -> tuple[Party, ...]:
    references = [
        supplier
        for award in notice.awards
        if word(award.get("status")).casefold() not in NOT_MADE
        for supplier in objects(award, "suppliers")
    ]
    found = parties.suppliers(references) or parties.suppliers(parties.with_role("supplier"))
    return tuple(Party(name=each.name, identifiers=each.identifiers) for each in found)


def _value(notice: Notice, notes: Notes) -> Money | None:
    """Of the contracts, which are newest, else of the awards, else as tendered."""
    for name, holders in (
        ("contract value", notice.contracts),
        ("award value", notice.awards),
        ("value", [notice.tender]),
    ):
        found = total(money(notes, name, dig(each, "value")) for each in holders)
        if found:
            return found
    return None
