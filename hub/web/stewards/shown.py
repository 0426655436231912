"""What a framework's page says of who looks after it, and what whoever reads it may do about it."""

from typing import Any

from sqlalchemy.orm import Session

from hub.auth import actor
from hub.errors import Refused
from hub.models import Framework
from hub.stewards import rota


def care_view(session: Session, framework: Framework) -> dict[str, Any]:
    """Values for stewards/of_framework.html. Networks and organisations only: no people."""
    found = rota.of_framework(session, framework)
    return {
        "stewards": [row for row in found if not rota.is_vacant(row)],
        "can_look_after": lambda row: rota.is_theirs(row, actor()),
        "can_take_on": _can_take_on(session, framework),
    }


def _can_take_on(session: Session, framework: Framework) -> bool:
    if not actor().may("contributor"):
        return False
    try:
        rota.require_free(session, framework, actor())
    except Refused:
        return False
    return True
