"""Claims, their years and their parts as rows. Money is in pounds with two decimals; nothing is left out or rounded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from hub.clock import day_of
from hub.models import SavingClaim, SavingPart, SavingYear
from hub.reports.bands import BANDS, COLUMNS, KINDS, band_of
from hub.reports.export import LeftOut, ocid
from hub.savings import value_tool
from hub.savings.states import STATES
from hub.takeaway.tables import Column, Value

BAND_TITLES = {band.key: band.title for band in BANDS}
COUNTED_NOWHERE = "Counted nowhere"


def pounds(pence: int | None) -> Decimal | None:
    return None if pence is None else Decimal(pence).scaleb(-2)


def _day(moment: datetime | None) -> Value:
    return moment and day_of(moment)


def _of_call_off(name: str) -> Callable[[SavingClaim], Value]:
    return lambda claim: getattr(claim.call_off, name) if claim.call_off else None


def _rate(claim: SavingClaim) -> Value:
    rate = claim.figures.get("rate_pct")
    return None if rate is None else Decimal(rate)


def _band(claim: SavingClaim) -> str:
    return BAND_TITLES.get(band_of(claim.state, claim.basis), COUNTED_NOWHERE)


def _column(claim: SavingClaim) -> str:
    return COLUMNS.get(claim.column, "")


CLAIM: Sequence[Column[SavingClaim]] = (
    Column("claim", "Claim", lambda claim: claim.key),
    Column("title", "Title", lambda claim: claim.title),
    Column("organisation", "Organisation", lambda claim: claim.organisation.name),
    Column("network", "Network", lambda claim: claim.network.name if claim.network else ""),
    Column("state", "State", lambda claim: STATES[claim.state]),
    Column("basis", "Estimate or actual", lambda claim: claim.basis.capitalize()),
    Column("band", "Counted as", _band),
    Column("column", "Column", _column),
)
"""What stands before everything of a claim."""

CLAIMS: Sequence[Column[SavingClaim]] = (
    *CLAIM,
    Column("framework", "Framework", lambda claim: claim.framework_title),
    Column("framework_key", "Framework’s key in this hub", lambda claim: claim.framework_home),
    Column("contract", "Contract", _of_call_off("title")),
    Column("reference", "Contract’s reference", _of_call_off("reference")),
    Column("ocid", "OCID", ocid),
    Column("supplier", "Supplier", _of_call_off("supplier")),
    Column("lot", "Lot", _of_call_off("lot")),
    Column("cpv", "CPV code", _of_call_off("cpv")),
    Column("start", "Start", _of_call_off("start")),
    Column("end", "End as agreed last", _of_call_off("ends_on")),
    Column("ended", "Really ended", _of_call_off("ended_on")),
    Column("value", "Contract value", lambda claim: pounds(claim.call_off.value_pence) if claim.call_off else None),
    Column("entered_gross", "Gross saving as entered", lambda claim: pounds(claim.entered_gross_pence)),
    Column("gross", "Gross saving that counts", lambda claim: pounds(claim.gross_pence)),
    Column("costs", "Costs", lambda claim: pounds(claim.costs_pence)),
    Column("net", "Net saving", lambda claim: pounds(claim.net_pence)),
    Column("cashable", "Of it cashable", lambda claim: pounds(claim.cashable_pence)),
    Column("non_cashable", "Of it not cashable", lambda claim: pounds(claim.non_cashable_pence)),
    Column("rate", "Rate: gross saving ÷ baseline, %", _rate),
    Column("budget_code", "Budget code", lambda claim: claim.budget_code),
    Column("evidence", "Evidence", lambda claim: claim.evidence_reference),
    Column("outlier_note", "Note on a high rate", lambda claim: claim.outlier_note),
    Column("submitted", "Submitted on", lambda claim: _day(claim.submitted_at)),
    Column("verified", "Verified on", lambda claim: _day(claim.verified_at)),
    Column("validated", "Validated on", lambda claim: _day(claim.validated_at)),
    Column("sampled", "Drawn for a closer look", lambda claim: claim.sampled),
    Column("example", "Example data", lambda claim: claim.example),
    Column("published_words", "As published", lambda claim: claim.published_words),
    Column("published_in", "Published in", lambda claim: claim.published_in),
)


def _of_claim(column: Column[SavingClaim]) -> Column[tuple[SavingClaim, Any]]:
    return Column(column.key, column.heading, lambda row: column.read(row[0]))


YEARS: Sequence[Column[tuple[SavingClaim, SavingYear]]] = (
    *map(_of_claim, CLAIM),
    Column("year", "Financial year", lambda row: row[1].year),
    Column("gross", "Gross saving", lambda row: pounds(row[1].gross_pence)),
    Column("costs", "Costs", lambda row: pounds(row[1].costs_pence)),
    Column("net", "Net saving", lambda row: pounds(row[1].net_pence)),
    Column("new", "Of the gross new", lambda row: pounds(row[1].new_pence)),
    Column("sustained", "Of the gross sustained", lambda row: pounds(row[1].sustained_pence)),
    Column("headline", "Of the net headline", lambda row: pounds(row[1].headline_pence)),
)

PARTS: Sequence[Column[tuple[SavingClaim, SavingPart]]] = (
    *map(_of_claim, CLAIM),
    Column("year", "Financial year", lambda row: row[1].year),
    Column("kind", "Kind", lambda row: KINDS[row[1].bucket]),
    Column("cashable", "Cashable", lambda row: row[1].cashable),
    Column("whose", "Whose", lambda row: row[1].organisation.name if row[1].organisation else "Claimed by no sharer"),
    Column("member", "Counts for the network", lambda row: row[1].member),
    Column("net", "Net saving", lambda row: pounds(row[1].net_pence)),
)


def _cell(place: int) -> Callable[[Sequence[str]], Value]:
    return lambda row: row[place]


TOOL: Sequence[Column[Sequence[str]]] = [
    Column(f"column_{place + 1}", name, _cell(place)) for place, name in enumerate(value_tool.COLUMNS)
]

LEFT_OUT: Sequence[Column[LeftOut]] = (
    Column("claim", "Claim", lambda row: row.claim.key),
    Column("title", "Title", lambda row: row.claim.title),
    Column("organisation", "Organisation", lambda row: row.claim.organisation.name),
    Column("reason", "Why it is left out", lambda row: row.reason),
)
