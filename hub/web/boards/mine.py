"""The savings that somebody reported."""

from functools import partial

from flask import Blueprint, url_for

from hub.auth import actor
from hub.models import SavingClaim
from hub.security import policy
from hub.web.boards.shown import Scope, claims_page, dashboard, visible_facts

bp = Blueprint("my_savings", __name__)


@bp.get("/savings/mine")
@policy("account")
def mine() -> str:
    return dashboard(_scope())


@bp.get("/savings/mine/claims")
@policy("account")
def claims() -> str:
    return claims_page(_scope())


def _scope() -> Scope:
    return Scope(
        "Savings I reported",
        "Claims that you reported, with the parts of all who share them",
        visible_facts(SavingClaim.reporter_id == actor().account),
        partial(url_for, "my_savings.mine"),
        partial(url_for, "my_savings.claims"),
    )
