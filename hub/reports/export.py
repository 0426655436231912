"""Claims to take away: as rows of the government's Commercial Value Tool, and whole, year by year and part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session, joinedload, selectinload

from hub.actor import Actor
from hub.models import CallOff, ClaimedCallOff, SavingClaim, SavingPart, SavingYear
from hub.reports.bands import OWNERS
from hub.savings import seen, value_tool
from hub.savings.claim import Claim, InvalidClaim, read
from hub.savings.figures import work_out
from hub.savings.parts import ToolRow
from hub.savings.results import Figures
from hub.savings.states import STATES

OCID = "ocds-"

NO_OCID = "It has no ocid, which the tool asks for."
NEGATIVE = "The tool refuses amounts below £0."
OF_AN_OWNER = "A framework’s owner declares it. It is not an organisation’s own saving."
REPLACED = "A validated actual has taken its place."
UNREADABLE = "Its figures are not complete."


@dataclass(frozen=True)
class LeftOut:
    """A claim that the tool would not take or that does not count, and why."""

    claim: SavingClaim
    reason: str


@dataclass(frozen=True)
class ForTool:
    """Rows of hub.savings.value_tool.COLUMNS, and what has no row."""

    rows: Sequence[Sequence[str]]
    left_out: Sequence[LeftOut]


def claims(session: Session, actor: Actor) -> Sequence[SavingClaim]:
    """All claims that somebody may see, with what is exported of them, by organisation."""
    whole = (
        joinedload(SavingClaim.organisation),
        joinedload(SavingClaim.network),
        joinedload(SavingClaim.call_off).joinedload(ClaimedCallOff.published),
        selectinload(SavingClaim.years),
        selectinload(SavingClaim.parts).joinedload(SavingPart.organisation),
    )
    rows = session.scalars(seen.claims(actor).options(*whole)).all()
    return sorted(rows, key=lambda row: (row.organisation.name, row.id))


def for_tool(found: Sequence[SavingClaim]) -> ForTool:
    """Validated claims as the tool takes them. Every claim is either a row or left out with a reason."""
    rows: list[Sequence[str]] = []
    left_out: list[LeftOut] = []
    for claim in found:
        row = _why_not(claim) or _row(claim)
        if isinstance(row, str):
            left_out.append(LeftOut(claim, row))
        else:
            rows.append(row)
    return ForTool(rows, left_out)


def years(found: Sequence[SavingClaim]) -> list[tuple[SavingClaim, SavingYear]]:
    return [(claim, year) for claim in found for year in claim.years]


def parts(found: Sequence[SavingClaim]) -> list[tuple[SavingClaim, SavingPart]]:
    return [(claim, part) for claim in found for part in claim.parts]


def ocid(claim: SavingClaim) -> str:
    """The ocid of its contract; empty where it is not known."""
    call_off = claim.call_off
    published: CallOff | None = call_off.published if call_off else None
    typed = str((claim.inputs.get("cvt") or {}).get("ocid", ""))
    known = [typed, call_off.reference if call_off else "", published.source_id.partition("/")[0] if published else ""]
    return next((each for each in known if each.casefold().startswith(OCID)), "")


def _why_not(claim: SavingClaim) -> str:
    if claim.column == OWNERS:
        return OF_AN_OWNER
    if claim.state != "validated":
        return f"It is not validated: {STATES[claim.state].lower()}."
    if claim.basis == "estimated" and not claim.parts:
        return REPLACED
    return "" if ocid(claim) else NO_OCID


def _row(claim: SavingClaim) -> Sequence[str] | str:
    """The thirteen cells, or why there are none."""
    try:
        said = read(claim.inputs)
        figures = _settled(work_out(said), claim.figures)
    except (InvalidClaim, KeyError):
        return UNREADABLE
    return value_tool.row(_for_tool(said, claim), figures) or NEGATIVE


def _for_tool(said: Claim, claim: SavingClaim) -> Claim:
    """The claim with what the tool asks beside its figures, and with its organisation as that is called today."""
    tool = said.cvt or ToolRow()
    call_off = claim.call_off
    title = tool.title or claim.title or (call_off.title if call_off else "")
    cpv = tool.cpv or (call_off.cpv if call_off else "")
    return replace(said, organisation=claim.organisation.name, cvt=ToolRow(title=title, ocid=ocid(claim), cpv=cpv))


def _settled(worked: Figures, held: Mapping[str, Any]) -> Figures:
    """The figures with the amounts that count, which what is known of the call-off may have changed."""
    amounts = {each["line"]: each for each in held["lines"]}
    names = ("gross_pence", "cashable_pence", "non_cashable_pence")
    lines = [replace(line, **{name: amounts[line.line][name] for name in names}) for line in worked.lines]
    return replace(worked, lines=tuple(lines), gross_pence=held["gross_pence"])
