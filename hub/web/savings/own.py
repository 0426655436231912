"""What the pages on savings fetch: a claim this person may see, the organisation they report for."""

from flask import request
from sqlalchemy import select

from hub.auth import actor
from hub.db import get_session
from hub.errors import Refused
from hub.models import Framework, Organisation, SavingClaim
from hub.savings import seen

NO_ORGANISATION = "You are not registered for an organisation yet, and a saving is always that of one."


def seen_claim(key: str) -> SavingClaim:
    """Raises NotFound for one that is not theirs to see, as for one that is not there."""
    return seen.find(get_session(), key, actor())


def organisation() -> Organisation:
    """Whose savings this person reports. Raises Refused for somebody of none."""
    slug = actor().acting_for
    found = get_session().scalar(select(Organisation).where(Organisation.slug == slug)) if slug else None
    if found is None:
        raise Refused(NO_ORGANISATION)
    return found


def framework_of(key: str) -> Framework | None:
    """The framework of a key, or what it was merged into; None where it is not in the catalogue."""
    found = get_session().scalar(select(Framework).where(Framework.key == key)) if key else None
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found if found is not None and found.withdrawn_at is None else None


def version() -> int:
    """Which version of the claim the form was made of."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
