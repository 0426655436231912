"""What somebody typed into a claim: kept as it is, read into what is reckoned with, and the call-off it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.models import Framework, SavingClaim
from hub.savings import call_offs, claim as reckoned, ledger, prefill, typed
from hub.savings.call_offs import Facts
from hub.savings.states import DEAD, LIVE

LONGEST = 5_000
"""Characters of one field."""

KEPT = (
    *("title", "notes", "basis", "column", "claimant", "budget_code", "evidence", "evidence_reference"),
    *("outlier_note", "published_words", "published_in", "story", "framework_title"),
)
"""Fields that are columns of a claim as well."""

WORDS = frozenset(
    {
        *("title", "notes", "story", "told_with_permission", "published_words", "published_in"),
        *("supplier", "lot", "cpv", "framework_title", "filled"),
    }
)
"""Fields that neither a figure nor an approval rests on."""

FIXED = frozenset({"basis", "claimant", "column", "reference", "framework", "route"})
"""Fields that tell which claim it is: another one is made for another."""

DEFAULTS = {"basis": "actual", "claimant": "council"}


def keep(claim: SavingClaim, entered: Mapping[str, str]) -> None:
    """Keep what was typed, right or wrong; whatever else is sent is left out."""
    kept = {name: str(value)[:LONGEST] for name, value in entered.items() if typed.allowed(name)}
    claim.entered = {name: value for name, value in kept.items() if value.strip()}
    for name in KEPT:
        if name in FIXED and claim.state in (*LIVE, *DEAD):
            continue
        setattr(claim, name, claim.entered.get(name, "").strip() or DEFAULTS.get(name, ""))
    claim.told_with_permission = claim.entered.get("told_with_permission") == "yes"
    if claim.call_off is None:
        claim.framework_home = claim.entered.get("framework", "")


def changed(claim: SavingClaim, entered: Mapping[str, str]) -> list[str]:
    """The names of the fields that are to be other than they are."""
    return sorted(name for name, value in entered.items() if claim.entered.get(name, "").strip() != str(value).strip())


def require_same(names: Sequence[str]) -> None:
    """Raises Refused for a field that cannot be changed once a claim was submitted."""
    if FIXED & set(names):
        raise Refused(
            "The contract, how it was bought and whether it is an estimate cannot be changed after it was sent. "
            "Withdraw this claim and copy it, or make one that supersedes it."
        )


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """What differs of two inputs that a figure rests on; the facts known of the call-off are no edit."""
    names = {*before, *after} - {"facts", "cvt"}
    return {name for name in names if before.get(name) != after.get(name)}


def read(session: Session, claim: SavingClaim, inputs: Mapping[str, Any] | None = None) -> None:
    """Read what was typed into the claim's inputs, and find or make the call-off. Raises Refused.

    What the hub knows of the call-off goes before what was typed: its route and its sharers.
    """
    if inputs is None:
        inputs, problems = typed.read(claim.entered, claim.call_off)
        if problems:
            raise Refused(" ".join(f"{each}." for each in dict.fromkeys(problems.values())))
    if claim.claimant == "council" and claim.call_off is None:
        claim.call_off = call_offs.find_or_make(session, claim.organisation, _facts(session, claim, inputs))
    said = {**inputs, "organisation": claim.organisation.name, "claimant": claim.claimant, "basis": claim.basis}
    if claim.call_off is not None:
        claim.framework_home, claim.framework_title = claim.call_off.framework_home, claim.call_off.framework_title
        said["calloff"] = {**said["calloff"], "route": claim.call_off.route}
        said |= ledger.sharers(claim.call_off)
    elif not (claim.framework_home or claim.framework_title.strip()):
        raise Refused("Say which framework its owner declares this for.")
    earlier = {name: value for name, value in claim.inputs.get("facts", {}).items() if name == "contract_end_actual"}
    said["facts"] = {"actual_volumes": (inputs.get("facts") or {}).get("actual_volumes"), **earlier}
    said["facts"] = {name: value for name, value in said["facts"].items() if value}
    claim.inputs = reckoned.written(reckoned.read(said))


def _facts(session: Session, claim: SavingClaim, inputs: Mapping[str, Any]) -> Facts:
    said, entered = inputs["calloff"], claim.entered
    framework = session.scalar(select(Framework).where(Framework.key == entered.get("framework", "")))
    sharers: Sequence[Mapping[str, Any]] = inputs.get("sharers") or ()
    reference = " ".join(entered.get("reference", "").split())
    return Facts(
        reference=entered.get("reference", ""),
        published=prefill.published(session, reference, claim.organisation) if reference else None,
        route=said.get("route", ""),
        start=date.fromisoformat(said["start"]),
        ends_on=date.fromisoformat(said["end"]),
        framework_home=framework.key if framework else "",
        framework_title=entered.get("framework_title", "") or (framework.title if framework else ""),
        lot=entered.get("lot", ""),
        supplier=entered.get("supplier", ""),
        title=claim.title,
        cpv=entered.get("cpv", ""),
        award_date=date.fromisoformat(said["award_date"]) if said.get("award_date") else None,
        value_pence=said.get("value_pence"),
        sharers=tuple((each["org"], each["share"], each.get("member", True)) for each in sharers),
    )
