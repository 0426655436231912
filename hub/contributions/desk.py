"""An officer's own contributions: begun, saved, submitted, withdrawn and copied. Each is one row of the audit trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub import audit, clock
from hub.actor import Actor, Right
from hub.contributions import drafts, states
from hub.contributions.drafts import Draft, Wrong
from hub.contributions.fields import ALLOWED, LONGEST
from hub.contributions.present import framework_of, present
from hub.contributions.publishing import drafted, proposal
from hub.errors import NotFound, Refused
from hub.models import Contribution, Framework, Network, Organisation
from hub.people.secrets import fresh
from scrapers.record import Record

IDENTITY = ("title", "owner", "reference")
"""The fields that tell which framework a draft is about."""

MOST_OPEN = 2_000
"""So many drafts of one person wait at a time."""


class Stale(Refused):
    """Somebody else, or the same person in another window, has changed it meanwhile."""


def begin(session: Session, actor: Actor, draft: Draft, at: datetime, home: str = "") -> Contribution:
    """A new draft; ``home`` is the key of the framework it is to change. Raises Refused."""
    made = add(session, actor, [draft], at, home)[0]
    _note(session, "begin", actor, made, at, {"fields": sorted(made.draft)})
    return made


def add(session: Session, actor: Actor, several: Sequence[Draft], at: datetime, home: str = "") -> list[Contribution]:
    """Drafts as part of something greater, which goes into the audit trail as one. Raises Refused."""
    right = in_hand(actor)
    if _open(session, actor) + len(several) > MOST_OPEN:
        raise Refused(f"You have {MOST_OPEN:,} drafts already. Submit or withdraw some first.")
    organisation = session.scalars(select(Organisation).where(Organisation.slug == right.organisation)).one()
    network = session.scalars(select(Network).where(Network.slug == right.network)).one()
    made = [
        Contribution(
            code=fresh(),
            account_id=actor.account,
            organisation=organisation,
            network=network,
            kind="change" if home else "new",
            home=home,
            draft=_allowed(draft),
            created_at=at,
            changed_at=at,
        )
        for draft in several
    ]
    session.add_all(made)
    session.flush()
    return made


def in_hand(actor: Actor) -> Right:
    """For which organisation and in which network somebody contributes now. Raises Refused."""
    theirs = [right for right in actor.rights if right.role == "contributor"]
    fitting = [right for right in theirs if right.organisation == actor.acting_for]
    if not fitting:
        raise Refused("You are not a contributor for the organisation you act for. Switch to another on your account.")
    return next((right for right in fitting if right.network == actor.network), fitting[0])


def save(
    session: Session, contribution: Contribution, actor: Actor, typed: Mapping[str, str], version: int, at: datetime
) -> None:
    """Keep what was typed into some fields, right or wrong. Raises NotFound, Refused, and Stale for an old version."""
    states.after("save", proposal(contribution), actor)
    if contribution.version != version:
        raise Stale("This was changed in another window meanwhile. Look at it as it is now, and change it again")
    before = dict(contribution.draft)
    others = {name: value for name, value in before.items() if name not in typed}
    contribution.draft = others | drafts.kept(_allowed(typed), before_of(session, contribution))
    names = sorted(name for name in typed if contribution.draft.get(name) != before.get(name))
    _changed(contribution, at)
    _note(session, "save", actor, contribution, at, {"fields": names})


def turn(session: Session, contribution: Contribution, actor: Actor, key: str, at: datetime) -> None:
    """Make a draft of a new framework a change of one that is there: what tells which one it is goes by the latter.

    Raises NotFound, Refused.
    """
    states.after("save", proposal(contribution), actor)
    framework = framework_of(session, key)
    if contribution.kind != "new" or framework is None:
        raise Refused("Only a draft of a new framework can become a change, and only of one in the catalogue.")
    said = {name: value for name, value in contribution.draft.items() if name not in IDENTITY}
    contribution.kind, contribution.home = "change", framework.key
    contribution.draft = drafts.kept(said, present(session, framework))
    _changed(contribution, at)
    _note(session, "turn", actor, contribution, at, {"framework": framework.key})


def add_file(session: Session, actor: Actor, several: Sequence[Draft], at: datetime) -> None:
    """Make drafts of the rows of a file. Raises Refused."""
    made = add(session, actor, several, at)
    told = {"contributions": [each.id for each in made]}
    audit.note(session, actor, "import contributions", f"contributions of {actor.name}", at, told)


def before_of(session: Session, contribution: Contribution) -> Record | None:
    """What the catalogue has of the framework that a contribution is to change; None for a new one."""
    framework = framework_of(session, contribution.home) if contribution.kind == "change" else None
    return present(session, framework) if framework else None


def submit(session: Session, contribution: Contribution, actor: Actor, declared: bool, at: datetime) -> None:
    """Send it to the moderators of its network. Raises NotFound and Refused, as for a draft with something wrong."""
    state = states.after("submit", proposal(contribution), actor)
    if wrong := problems(session, contribution, declared):
        raise Refused("; ".join(dict.fromkeys(each.message for each in wrong)) + ".")
    contribution.state, contribution.submitted_at, contribution.submitted_by = state, at, actor.name
    contribution.declared_at, contribution.due_on = at, states.due_on(clock.today(lambda: at))
    _changed(contribution, at)
    _note(session, "submit", actor, contribution, at, {"fields": sorted(contribution.draft)})


def problems(session: Session, contribution: Contribution, declared: bool) -> tuple[Wrong, ...]:
    """Everything that keeps a draft from being submitted."""
    found = drafted(session, contribution).wrong
    return found if declared else (*found, Wrong("declared", "Confirm that nothing in it is from behind a login"))


def withdraw(session: Session, contribution: Contribution, actor: Actor, at: datetime) -> None:
    """Its proposer takes it back; it stays to be copied. Raises NotFound, Refused."""
    contribution.state = states.after("withdraw", proposal(contribution), actor)
    contribution.due_on = None
    _changed(contribution, at)
    _note(session, "withdraw", actor, contribution, at)


def copy(session: Session, contribution: Contribution, actor: Actor, at: datetime) -> Contribution:
    """A new draft that says the same. Raises NotFound, Refused."""
    made = add(session, actor, [contribution.draft], at, contribution.home)[0]
    _note(session, "copy", actor, made, at, {"of": contribution.id})
    return made


def mine(session: Session, actor: Actor) -> Sequence[Contribution]:
    """All of somebody's, those to be worked on first, and the newest of these first."""
    theirs = select(Contribution).where(Contribution.account_id == actor.account)
    order = list(states.STATES)
    found = session.scalars(theirs.order_by(Contribution.changed_at.desc(), Contribution.id.desc())).all()
    visible = [each for each in found if states.is_proposer(proposal(each), actor)]
    return sorted(visible, key=lambda each: order.index(each.state))


def titles(session: Session, rows: Sequence[Contribution]) -> dict[int, str]:
    """What each is about, in words, by its id."""
    homes = {row.home for row in rows if row.home}
    known = select(Framework.key, Framework.title).where(Framework.key.in_(homes))
    changed = dict(session.execute(known).all())
    return {row.id: _title(row, changed) for row in rows}


def _title(row: Contribution, changed: Mapping[str, str]) -> str:
    if row.kind == "change":
        return f"A change to {changed.get(row.home) or 'a framework that is gone'}"
    return str(row.draft.get("title") or row.draft.get("reference") or "A new framework, not named yet")


def find(session: Session, code: str, actor: Actor) -> Contribution:
    """Somebody's own contribution by its code. Raises NotFound, whether it is another's or nobody's."""
    found = session.scalar(select(Contribution).where(Contribution.code == code))
    if found is None or not states.is_proposer(proposal(found), actor):
        raise NotFound("There is no such contribution, or it is not yours.")
    return found


def _open(session: Session, actor: Actor) -> int:
    theirs = (Contribution.account_id == actor.account, Contribution.state.in_(states.OPEN))
    return session.scalar(select(func.count()).select_from(Contribution).where(*theirs)) or 0


def _allowed(typed: Draft) -> dict[str, str]:
    """What a draft may hold of what was sent, without the rest."""
    return {name: value[:LONGEST] for name, value in typed.items() if name in ALLOWED}


def _changed(contribution: Contribution, at: datetime) -> None:
    contribution.version += 1
    contribution.changed_at = at


def _note(
    session: Session,
    step: str,
    actor: Actor,
    contribution: Contribution,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    told = {"organisation": contribution.organisation.slug, "network": contribution.network.slug, **(detail or {})}
    audit.note(session, actor, f"{step} contribution", f"contribution {contribution.id}", at, told)
