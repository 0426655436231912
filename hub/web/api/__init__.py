"""The JSON API: the catalogue for programs, for reading only. The hub's page /api says how it is used."""

from flask import Blueprint, Flask

from hub.security import policy
from hub.web.api import page, serving
from hub.web.api.operation import BLUEPRINT, Operation
from hub.web.api.operations import OPERATIONS
from hub.web.api.serving import PREFIX, answering

__all__ = ["BLUEPRINTS", "init_app"]

bp = Blueprint(BLUEPRINT, __name__, url_prefix=PREFIX)

BLUEPRINTS = (bp, page.bp)


def init_app(app: Flask) -> None:
    serving.init_app(app)


def _add(operation: Operation) -> None:
    rule = operation.path.replace("{", "<").replace("}", ">")
    bp.add_url_rule(rule, operation.name, policy("public")(answering(operation)), methods=["GET"])


for each in OPERATIONS:
    _add(each)
