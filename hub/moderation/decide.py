"""A moderator's answer to a contribution: accepted, as it is or edited, returned with a question, or not accepted.

Each is one row of the audit trail and one letter to the proposer. Of two moderators at once the second is told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub import audit, mail
from hub.actor import Actor
from hub.contributions import drafts, states
from hub.contributions.desk import Stale, before_of
from hub.contributions.fields import ALLOWED, LONGEST, named
from hub.contributions.publishing import proposal, publish
from hub.errors import Refused
from hub.models import Contribution, Framework
from hub.moderation.queue import title_of
from hub.personal import problem

LONGEST_WORDS = 2000
ANSWERS = {"return": "returned with a question", "reject": "not accepted"}


def accept(
    session: Session,
    contribution: Contribution,
    actor: Actor,
    version: int,
    at: datetime,
    link: str,
    edited: Mapping[str, str] | None = None,
) -> Framework:
    """Publish it, with the fields as a moderator ``edited`` them, if they did. Raises NotFound, Refused and Stale."""
    _require_version(contribution, version)
    states.after("accept", proposal(contribution), actor)
    title = title_of(session, contribution)
    changed = _edited(session, contribution, edited) if edited is not None else []
    framework = publish(session, contribution, actor, at, changed)
    labels = [named(name).label for name in changed]
    _tell(session, contribution, "accepted", at, link, title=title, changed=labels, words="")
    return framework


def answer(
    session: Session,
    contribution: Contribution,
    step: str,
    words: str,
    actor: Actor,
    version: int,
    at: datetime,
    link: str,
) -> None:
    """Return it or reject it, with words for its proposer. Raises NotFound, Refused and Stale."""
    _require_version(contribution, version)
    state = states.after(step, proposal(contribution), actor)
    if wrong := words_problem(words):
        raise Refused(f"{wrong}.")
    contribution.state, contribution.words = state, words.strip()
    contribution.decided_at, contribution.decided_by, contribution.changed_at = at, actor.name, at
    contribution.version += 1
    audit.note(session, actor, f"{step} contribution", f"contribution {contribution.id}", at)
    title = title_of(session, contribution)
    _tell(session, contribution, ANSWERS[step], at, link, title=title, changed=[], words=contribution.words)


def words_problem(words: str) -> str:
    """What is wrong with the words for the proposer; empty when they can be taken."""
    return problem(words, LONGEST_WORDS) if words.strip() else "Say why, in words for whoever proposed it"


def _require_version(contribution: Contribution, version: int) -> None:
    if contribution.version != version:
        state = states.STATES[contribution.state].lower()
        raise Stale(f"Somebody else has changed or answered this meanwhile: it is “{state}” now. Nothing was done.")


def _edited(session: Session, contribution: Contribution, typed: Mapping[str, str]) -> list[str]:
    """Take what a moderator made of the fields; gives the names of those that are other than they were."""
    before = dict(contribution.draft)
    filled = {name: text[:LONGEST] for name, text in typed.items() if name in ALLOWED and text.strip()}
    contribution.draft = drafts.kept(filled, before_of(session, contribution))
    now = contribution.draft
    return sorted(name for name in {*before, *now} if _plain(before.get(name, "")) != _plain(now.get(name, "")))


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _tell(
    session: Session, contribution: Contribution, answer: str, at: datetime, link: str, **facts: object
) -> None:
    """A letter to whose it is now, as long as they have an account."""
    account = contribution.account
    if account is None or account.state != "active" or not account.email:
        return
    network = contribution.network.name
    about: dict[str, Any] = {"answer": answer, "network": network, "link": link, **facts}
    mail.post(session, mail.write("contribution_answered", account.email, **about), at)
