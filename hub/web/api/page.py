"""The page about the API, for the people who write programs: made of the declarations the API itself is made of."""

from flask import Blueprint, current_app, render_template, request

from hub.db import get_session
from hub.security import policy
from hub.web.api.examples import examples, refused
from hub.web.api.operations import OPERATIONS
from hub.web.api.parameters import Parameter, Schema, listed
from hub.web.api.problems import CURES, TITLES

bp = Blueprint("api_page", __name__)


@bp.get("/api")
@policy("public")
def api() -> str:
    return render_template(
        "api/api.html",
        operations=OPERATIONS,
        examples=examples(get_session()),
        refused=refused(),
        hub=request.url_root.rstrip("/").removesuffix(request.root_path),
        problems=TITLES,
        cures=CURES,
        form=form,
        often=int(current_app.config["API_PER_MINUTE"]),
        often_with_token=int(current_app.config["API_PER_MINUTE_WITH_TOKEN"]),
    )


def form(parameter: Parameter) -> str:
    """What a parameter takes, in words."""
    schema = parameter.schema
    if schema["type"] == "array":
        return f"{_of(schema['items'])} Up to {schema['maxItems']} times."
    usual = f" Without it: {str(schema['default']).lower()}." if "default" in schema else ""
    return f"{_of(schema)}{usual}"


def _of(schema: Schema) -> str:
    if "enum" in schema:
        return f"One of {listed(schema['enum'])}."
    if schema["type"] == "boolean":
        return "true or false."
    if schema["type"] == "integer":
        return f"A whole number from {schema['minimum']} to {schema['maximum']}."
    words = schema.get(
        "description", f"text of at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    )
    return f"{words[:1].upper()}{words[1:]}." if words else ""
