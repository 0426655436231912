"""The words of the Government Commercial Agency: the same in its export, on its pages and in its website's API."""

import re
from collections.abc import Mapping
from dataclasses import replace

from scrapers import rows
from scrapers.notes import Notes
from scrapers.parse import codes, lists, routes, terms, text, words
from scrapers.record import Kind, Record, Regulation, Stage
from scrapers.rows import NotARecord
from scrapers.source import OGL, Source, Voice

AGENCY, UNTIL_2026 = "Government Commercial Agency", "Crown Commercial Service"
AGREEMENTS = "https://www.gca.gov.uk/agreements"
STAGES = {
    "Live": Stage.LIVE,
    "Expired - Data Still Received": Stage.ENDED,
    "Future (Pipeline)": Stage.PLANNED,
    "Planned (Pipeline)": Stage.PLANNED,
    "Underway (Pipeline)": Stage.TENDERING,
    "Awarded (Pipeline)": Stage.AWARDED,
}
LAW_OF_TYPE = {"PCR06 Framework": Regulation.PCR_2006, "PCR15 Framework": Regulation.PCR_2015}
DATE_FIELDS = {"start": "start_date", "end": "end_date"}
KEPT_BESIDE = (
    "id", "salesforce_id", "pillar", "benefits", "upcoming_deal_summary", "tenders_open_date", "tenders_close_date",
    "expected_live_date", "expected_award_date",
)  # fmt: skip
REFERENCE = re.compile(r"RM[\w.]+", re.IGNORECASE)
LOT_OF = re.compile(r"(?P<parent>RM\d+(?:\.\d+)?)L(?P<lot>\d+)", re.IGNORECASE)


def source(name: str, title: str) -> Source:
    """A source of the agency's, under its name of today."""
    return Source(
        name=name, title=title, publisher=AGENCY, url=AGREEMENTS, licence=OGL, voice=Voice.OWNER, owner=AGENCY
    )


def source_until_2026(name: str, title: str) -> Source:
    """A source the agency made while it was the Crown Commercial Service."""
    publisher = f"{AGENCY} ({UNTIL_2026} until 1 April 2026)"
    return replace(source(name, title), publisher=publisher, owner=UNTIL_2026)


def agreement(said: Mapping[str, str], notes: Notes, owner: str) -> Record:
    """The record of an agreement, without its lots, from the fields of the agency's website by its own names for them.

    Raises NotARecord for one it has not published.
    """
    if said["published_status"].casefold() != "publish":
        raise NotARecord(f"its publisher marks it “{said['published_status'] or 'nothing'}”, not published")
    reference = notes.take("rm_number", said["rm_number"], codes.reference(said["rm_number"]))
    term = rows.take_term(notes, terms.Published(said.get("start_date", ""), said.get("end_date", "")), DATE_FIELDS)
    parent, lot = part_of(reference)
    how_to_buy = _block(said, "how_to_buy", notes)
    return Record(
        source_id=reference or said.get("id", ""),
        title=rows.noted_if_missing("title", notes.take("title", said["title"], text.line(said["title"])), notes),
        owner=owner,
        reference=reference,
        parent_reference=parent,
        parent_lot=lot,
        kind=kind(said["regulation_type"], notes, said.get("terms", "")),
        regulation=regulation(said.get("regulation", ""), said["regulation_type"], notes),
        stage=stage(said.get("status", ""), notes),
        source_status=said.get("status", ""),
        summary=_block(said, "summary", notes) or _block(said, "upcoming_deal_summary", notes),
        description=_block(said, "description", notes),
        categories=tuple(filter(None, [text.line(said.get("category", "")).value])),
        keywords=lists.keywords(text.line(said.get("keywords", "").replace("\t", ",")).value),
        start=term.start,
        end=term.end,
        routes=routes.stated(how_to_buy),
        how_to_buy=how_to_buy,
        url=address_of(reference),
        extra=_beside(said),
    )


def part_of(reference: str) -> tuple[str, str]:
    """The framework and the lot that a reference such as RM1557.14L4 names; two empty texts for any other."""
    match = LOT_OF.fullmatch(reference)
    return (match["parent"], match["lot"]) if match else ("", "")


def address_of(reference: str) -> str:
    """The agency's own page of an agreement; empty for what is no reference of its."""
    return f"{AGREEMENTS}/{reference}" if REFERENCE.fullmatch(reference) else ""


def kind(regulation_type: str, notes: Notes, terms_of_use: str = "") -> Kind:
    """The kind of agreement, by its terms of use where these say DPS, else by its type under the regulation."""
    if terms_of_use == "DPS":
        return Kind.DPS
    return notes.take("regulation_type", regulation_type, words.kind(regulation_type))


def regulation(raw: str, regulation_type: str, notes: Notes) -> Regulation:
    """The law, as published or as the type names it."""
    if not raw and regulation_type in LAW_OF_TYPE:
        return LAW_OF_TYPE[regulation_type]
    return notes.take("regulation", raw, words.regulation(raw))


def stage(status: str, notes: Notes) -> Stage | None:
    """How far along an agreement or a lot is, in the agency's words or the usual ones."""
    return STAGES[status] if status in STAGES else notes.take("status", status, words.stage(status))


def _block(said: Mapping[str, str], name: str, notes: Notes) -> str:
    return notes.take(name, said.get(name, ""), text.block(said.get(name, "")))


def _beside(said: Mapping[str, str]) -> dict[str, str]:
    """What has no place in a record, kept with it. An upcoming summary that is the summary is not kept twice."""
    kept = {name: text.block(said.get(name, "")).value for name in KEPT_BESIDE}
    if not text.block(said.get("summary", "")).value:
        kept["upcoming_deal_summary"] = ""
    return {name: value for name, value in kept.items() if value}
