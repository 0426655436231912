"""Contributions that nobody answered in time: they stay unpublished, and their proposer and the moderators are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub import clock, mail
from hub.models import Contribution
from hub.moderation.queue import title_of
from hub.people import roles


def is_any_untold(session: Session, day: date) -> bool:
    return bool(untold(session, day))


def untold(session: Session, day: date) -> Sequence[Contribution]:
    """Those whose day has passed and whose proposer has not been told yet, due first comes first."""
    unsaid = or_(Contribution.told_late.is_(None), Contribution.told_late != Contribution.due_on)
    late = (Contribution.state == "submitted", Contribution.due_on < day, unsaid)
    return session.scalars(select(Contribution).where(*late).order_by(Contribution.due_on, Contribution.id)).all()


def tell(session: Session, at: datetime, address: str) -> int:
    """One letter to each proposer, and one to each moderator of the network. Gives how many contributions are late.

    ``address`` is where people reach the hub; without one, letters have no links.
    """
    late = untold(session, clock.today(lambda: at))
    by_network: dict[int, list[Contribution]] = defaultdict(list)
    for contribution in late:
        contribution.told_late = contribution.due_on
        by_network[contribution.network_id].append(contribution)
        _tell_proposer(session, contribution, at, address)
    for several in by_network.values():
        _tell_moderators(session, several, at, address)
    session.flush()
    return len(late)


def _tell_proposer(session: Session, contribution: Contribution, at: datetime, address: str) -> None:
    account = contribution.account
    if account is None or account.state != "active" or not account.email:
        return
    facts: dict[str, Any] = {
        "title": title_of(session, contribution),
        "network": contribution.network.name,
        "due": contribution.due_on,
        "link": _link(address, f"/contributions/{contribution.code}"),
    }
    mail.post(session, mail.write("contribution_late", account.email, **facts), at)


def _tell_moderators(session: Session, late: Sequence[Contribution], at: datetime, address: str) -> None:
    network = late[0].network
    titles = [title_of(session, each) for each in late]
    for account in roles.people(session, "moderator", network):
        if account.email:
            facts: dict[str, Any] = {"network": network.name, "titles": titles, "link": _link(address, "/moderation")}
            mail.post(session, mail.write("contributions_late", account.email, **facts), at)


def _link(address: str, path: str) -> str:
    return f"{address.rstrip('/')}{path}" if address else ""
