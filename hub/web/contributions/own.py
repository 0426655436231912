"""The one door through which these pages fetch a contribution: its proposer's own, or there is none."""

from hub.auth import actor
from hub.contributions import desk
from hub.db import get_session
from hub.models import Contribution


def own(code: str) -> Contribution:
    """Raises NotFound for another's, as for one that is not there."""
    return desk.find(get_session(), code, actor())
