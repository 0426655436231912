"""An earlier value of a field restored: a moderator sets it, anybody else who contributes proposes it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.catalogue import Saying
from hub.contributions import desk
from hub.contributions.drafts import cells_of
from hub.errors import Refused
from hub.ingest import locks
from hub.models import Contribution, Decision, Framework
from scrapers.record import Record


def restore(
    session: Session, framework: Framework, field: str, saying: Saying, actor: Actor, at: datetime, reason: str
) -> Decision:
    """From now on this value is shown, whatever sources say; undoing the lock undoes it. Raises Refused."""
    return locks.lock(session, framework, field, saying.value, actor, at, reason)


def propose(
    session: Session, framework: Framework, field: str, saying: Saying, actor: Actor, declared: bool, at: datetime
) -> Contribution:
    """Send it to the moderators of the network in hand, as a change of that field alone. Raises Refused.

    ``declared``: that nothing in it is from behind a login.
    """
    made = desk.add(session, actor, [as_typed(field, saying.value)], at, framework.key)[0]
    if wrong := desk.problems(session, made, declared):
        raise Refused("; ".join(dict.fromkeys(each.message for each in wrong)))
    desk.submit(session, made, actor, declared, at)
    return made


def as_typed(field: str, value: Any) -> dict[str, str]:
    """The columns of the framework CSV that say so, as somebody would type them."""
    about = {"source_id": "-", "owner": "-", "title": "-"}
    without = cells_of(Record.model_validate(about))
    cells = cells_of(Record.model_validate(about | {field: value}))
    return {name: text for name, text in cells.items() if without.get(name) != text}
