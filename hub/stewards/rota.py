"""Who looks after which framework.

A network looks after a framework through one person of an organisation, who may name a deputy. They, the deputy and
the network's moderators may do whatever is to be done; to everybody else it is not there. Each step is one row of the
audit trail.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from hub import audit
from hub.actor import Actor
from hub.clock import day_of
from hub.contributions import desk
from hub.errors import NotFound, Refused
from hub.models import Account, Framework, Grant, Network, Organisation, Stewardship
from hub.people import roles
from hub.people.months import later

USUAL_MONTHS = 6
MOST_MONTHS = 12
"""Between two reviews."""


def take_on(session: Session, framework: Framework, actor: Actor, at: datetime) -> Stewardship:
    """A contributor looks after a framework from now on, for the organisation and network they act for.

    Raises Refused where somebody of that network does already.
    """
    right, held = desk.in_hand(actor), require_free(session, framework, actor)
    network = session.scalars(select(Network).where(Network.slug == right.network)).one()
    organisation = session.scalars(select(Organisation).where(Organisation.slug == right.organisation)).one()
    row = held[0] if held else Stewardship(home=framework.key, network=network)
    row.organisation = organisation
    row.account_id = actor.account
    row.deputy_id = None
    row.taken_on_at, row.review_on, row.reminded_on = at, later(day_of(at), USUAL_MONTHS), None
    session.add(row)
    session.flush()
    _note(session, "take on framework", actor, row, at)
    return row


def require_free(session: Session, framework: Framework, actor: Actor) -> Sequence[Stewardship]:
    """The vacant places of the network in hand. Raises Refused where somebody there looks after it already."""
    network = desk.in_hand(actor).network
    held = [each for each in of_framework(session, framework) if each.network.slug == network]
    if any(not is_vacant(each) for each in held):
        raise Refused("Somebody of your network looks after this framework already.")
    return held


def is_vacant(row: Stewardship) -> bool:
    """Whoever looked after it has left, or contributes to its network no more."""
    return not is_there(row, row.account)


def is_there(row: Stewardship, account: Account | None) -> bool:
    """Whether the steward or the deputy can still do anything: they have an account, and contribute to the network."""
    return account is not None and account.state == "active" and bool(_contributing(account, row.network_id))


def hand_over(session: Session, row: Stewardship, handle: str, actor: Actor, at: datetime) -> None:
    """Another contributor of the same network looks after it from now on. Raises NotFound, Refused."""
    _require(row, actor)
    successor = _colleague(session, row, handle)
    give(session, row, successor)
    _note(session, "hand over framework", actor, row, at, {"to": successor.handle})


def give(session: Session, row: Stewardship, successor: Account) -> None:
    """The same as part of something greater: for the organisation they contribute for, rather the one it was for."""
    theirs = [grant.organisation_id for grant in _contributing(successor, row.network_id) if grant.organisation_id]
    if theirs and row.organisation_id not in theirs:
        row.organisation_id = theirs[0]
    row.account_id = successor.id
    if row.deputy_id == successor.id:
        row.deputy_id = None
    session.flush()
    session.expire(row, ["account", "deputy", "organisation"])


def name_deputy(session: Session, row: Stewardship, handle: str, actor: Actor, at: datetime) -> None:
    """Another contributor of the network may do the same; nobody for an empty handle. Raises NotFound, Refused."""
    _require(row, actor)
    deputy = _colleague(session, row, handle) if handle else None
    row.deputy_id = deputy.id if deputy else None
    session.flush()
    session.expire(row, ["deputy"])
    _note(session, "name deputy of framework", actor, row, at, {"deputy": handle})


def review(session: Session, row: Stewardship, actor: Actor, at: datetime) -> None:
    """Somebody has looked at it, and what was to be changed is. Raises NotFound."""
    _require(row, actor)
    row.reviewed_at, row.reminded_on = at, None
    row.review_on = later(day_of(at), USUAL_MONTHS)
    _note(session, "review framework", actor, row, at, {"review on": row.review_on.isoformat()})


def plan_review(session: Session, row: Stewardship, on: date | None, actor: Actor, at: datetime) -> None:
    """Choose the day of the next review. Raises NotFound, and Refused for none, one of the past or too late a one."""
    _require(row, actor)
    today = day_of(at)
    if on is None:
        raise Refused("Enter a date such as 31/03/2027.")
    if not today < on <= later(today, MOST_MONTHS):
        raise Refused(f"Choose a day after today and within {MOST_MONTHS} months.")
    row.review_on, row.reminded_on = on, None
    _note(session, "plan review of framework", actor, row, at, {"review on": on.isoformat()})


def give_up(session: Session, row: Stewardship, actor: Actor, at: datetime) -> None:
    """Nobody of that network looks after it any more. Raises NotFound."""
    _require(row, actor)
    _note(session, "give up framework", actor, row, at)
    session.delete(row)


def find(session: Session, number: int, actor: Actor) -> Stewardship:
    """One that somebody may do something about. Raises NotFound for those of others and for what is not there."""
    row = session.get(Stewardship, number)
    if row is None:
        raise NotFound("There is no such framework that you look after.")
    _require(row, actor)
    return row


def is_theirs(row: Stewardship, actor: Actor) -> bool:
    """Steward and deputy as long as they contribute to its network, and its moderators."""
    if actor.account is None:
        return False
    named = actor.account in (row.account_id, row.deputy_id)
    network = row.network.slug
    return (named and actor.may("contributor", network=network)) or actor.may("moderator", network=network)


def colleagues(session: Session, row: Stewardship) -> Sequence[Account]:
    """Who else may take it over or be its deputy: the contributors of its network, by name."""
    found = roles.people(session, "contributor", row.network)
    return sorted((each for each in found if each.id != row.account_id), key=lambda each: (each.name, each.id))


def of_framework(session: Session, framework: Framework) -> Sequence[Stewardship]:
    """Everybody who looks after a framework, also those who took on one that was merged into it."""
    return by_framework(session, [framework])[framework.key]


def by_framework(session: Session, frameworks: Collection[Framework]) -> Mapping[str, Sequence[Stewardship]]:
    """The same for several, by key. Its own come first, then the others in the order they were taken on."""
    leaders = {each.id: each.key for each in frameworks}
    merged = select(Framework.key, Framework.merged_into_id).where(Framework.merged_into_id.in_(leaders))
    leading = {each.key: each.key for each in frameworks}
    leading |= {key: leaders[leader] for key, leader in session.execute(merged) if leader is not None}
    wanted = select(Stewardship).where(Stewardship.home.in_(leading)).order_by(Stewardship.id)
    found: dict[str, list[Stewardship]] = defaultdict(list)
    for row in session.scalars(wanted.options(joinedload(Stewardship.organisation), joinedload(Stewardship.network))):
        found[leading[row.home]].append(row)
    return {key: sorted(found[key], key=lambda row: row.home != key) for key in leaders.values()}


def looked_after(session: Session) -> Sequence[tuple[int, str]]:
    """Who looks after what today: an account, and the key of a framework that it is the steward or the deputy for."""
    rows = session.scalars(select(Stewardship).order_by(Stewardship.id)).all()
    today = leading(session, {row.home for row in rows})
    found = (
        (account.id, today[row.home].key)
        for row in rows
        if row.home in today
        for account in (row.account, row.deputy)
        if account is not None and is_there(row, account)
    )
    return list(dict.fromkeys(found))


def leading(session: Session, keys: Collection[str]) -> dict[str, Framework]:
    """The listed framework that each of these keys leads to; keys that lead to none are left out."""
    found: dict[str, Framework] = {}
    for row in session.scalars(select(Framework).where(Framework.key.in_(keys))):
        leader = row
        while leader.merged_into is not None:
            leader = leader.merged_into
        if leader.withdrawn_at is None and leader.digest:
            found[row.key] = leader
    return found


def of_network(session: Session, network: Network) -> Sequence[tuple[Framework, Stewardship]]:
    """The frameworks that the organisations of a network look after, by title, each once."""
    rows = session.scalars(select(Stewardship).where(Stewardship.network_id == network.id)).all()
    held = [row for row in rows if not is_vacant(row)]
    today = leading(session, {row.home for row in held})
    found = {today[row.home].id: (today[row.home], row) for row in held if row.home in today}
    return sorted(found.values(), key=lambda each: (each[0].title_sort, each[0].id))


def held_by(session: Session, account: int) -> Sequence[Stewardship]:
    """Those that somebody looks after, and those they are the deputy for."""
    theirs = or_(Stewardship.account_id == account, Stewardship.deputy_id == account)
    wanted = select(Stewardship).where(theirs).order_by(Stewardship.id)
    return session.scalars(wanted.options(joinedload(Stewardship.network))).all()


def _require(row: Stewardship, actor: Actor) -> None:
    if not is_theirs(row, actor):
        raise NotFound("There is no such framework that you look after.")


def _colleague(session: Session, row: Stewardship, handle: str) -> Account:
    for each in colleagues(session, row):
        if each.handle == handle:
            return each
    raise Refused("Choose a colleague from the list.")


def _contributing(account: Account, network: int) -> list[Grant]:
    standing = roles.standing(account)
    return [grant for grant in standing if grant.role == "contributor" and grant.network_id == network]


def _note(
    session: Session,
    action: str,
    actor: Actor,
    row: Stewardship,
    at: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    told = {"organisation": row.organisation.slug, "network": row.network.slug, **(detail or {})}
    audit.note(session, actor, action, f"framework {row.home}", at, told)
