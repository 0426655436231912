"""Example savings: published figures, claimed, verified and validated by the demo's people as any other claim is."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import data
from hub.data import ExampleSaving
from hub.demo.people import AUTHORITIES, COUNTY, DISTRICT, ORGANISATIONS, acting
from hub.models import Account, SavingClaim, SavingTarget
from hub.people import networks
from hub.people.starting import SLUG
from hub.reports import targets
from hub.savings import desk, validating, verifying

REPORTERS = {
    DISTRICT: ("officer@example-district.example", "finance@example-district.example"),
    COUNTY: ("contributor@example-county.example", "finance@example-county.example"),
}
"""Of each organisation who reports a saving, and who verifies it."""

MODERATOR = "moderator@example-network.example"


def make(session: Session, people: Mapping[str, Account], key: str, at: datetime) -> int:
    """The example claims and targets, unless there are any. Gives how many claims are new."""
    network = networks.network(session, SLUG)
    held = select(SavingTarget).where(SavingTarget.example, SavingTarget.network == network)
    if session.scalars(held).first() is None:
        targets.add_example_set(session, network, acting(people[MODERATOR], at), at)
    if session.scalars(select(SavingClaim).where(SavingClaim.example)).first() is not None:
        return 0
    found = data.example_savings()
    for each in found:
        _claim(session, each, people, key, at)
    return len(found)


def _claim(session: Session, each: ExampleSaving, people: Mapping[str, Account], key: str, at: datetime) -> None:
    """Reported, and then answered by whoever its state asks for."""
    reporter, colleague = (acting(people[email], at) for email in REPORTERS[each.organisation])
    claim = desk.begin(session, reporter, entered(each), at)
    claim.example = True
    desk.submit(session, claim, reporter, at)
    if each.state == "returned":
        verifying.give_back(session, claim, colleague, each.answer, at)
        return
    verifying.verify(session, claim, colleague, each.answer, at, key)
    if each.state == "validated":
        validating.validate(session, claim, acting(people[MODERATOR], at), each.answer, at)


def entered(each: ExampleSaving) -> dict[str, str]:
    """What its reporter types into the form."""
    typed = {
        **{name: getattr(each, name) for name in ("title", "reference", "basis", "route", "framework_title", "notes")},
        **{name: getattr(each, name) for name in ("like_for_like", "published_words", "published_in")},
        "start": _day(each.start),
        "end": _day(each.end),
        "evidence": "other",
        "evidence_reference": f"{each.published_in}: no file of a council",
        "part1_kind": each.kind,
        "part1_amount": str(each.pounds),
        "part1_on": _day(each.on),
        "part1_recurrence": "one_off" if each.on else "recurring",
        **_sharers(each),
    }
    return {name: text for name, text in typed.items() if text}


def _sharers(each: ExampleSaving) -> dict[str, str]:
    """Equal parts; the lead comes first."""
    if each.sharers == 1:
        return {}
    others = [name for slug, (name, *_) in ORGANISATIONS.items() if slug != each.organisation]
    names = [ORGANISATIONS[each.organisation][0], *others, *AUTHORITIES.values()][: each.sharers]
    shares = {f"sharer{number}_share": f"1/{each.sharers}" for number in range(1, each.sharers + 1)}
    return shares | {f"sharer{number}_name": name for number, name in enumerate(names, start=1)}


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
