"""The OpenAPI 3.1 document, made of the same declarations as the routes. Pure."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from hub import brand
from hub.web.api.operation import Operation
from hub.web.api.parameters import Parameter
from hub.web.api.problems import ANYWHERE, PROBLEM_TYPE, TITLES, Problem

VERSION = "1.0"

ABOUT = (
    "What public bodies publish about their framework contracts, searched and signposted. For reading only, without an "
    "account, a key or a cookie, from any site; with a token, more often. A value that is not published is null "
    "and named; it is never 0. "
    "Money is in whole pence. Names of contact people are not held."
)

ETAG = {
    "ETag": {
        "description": "Send it back as If-None-Match: while nothing has changed, the answer is 304 and empty.",
        "required": True,
        "schema": {"type": "string"},
    }
}

TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token of somebody's account. It opens nothing more, and lets a program ask more often.",
}

Node = dict[str, Any]


def document(operations: Sequence[Operation]) -> Node:
    """The document of these operations, with their paths below /api/v1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{brand.NAME} API", "version": VERSION, "description": ABOUT},
        "servers": [],
        "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
        "components": {"schemas": _schemas(operations), "securitySchemes": {"token": TOKEN}},
        "security": [{}, {"token": []}],
    }


def _schemas(operations: Sequence[Operation]) -> Node:
    shapes: list[type[BaseModel]] = [*(operation.answer for operation in operations), Problem]
    _, found = models_json_schema(
        [(shape, "serialization") for shape in shapes], ref_template="#/components/schemas/{model}"
    )
    return dict(found["$defs"])


def _operation(operation: Operation) -> Node:
    return {
        "operationId": operation.name,
        "summary": operation.title,
        "description": operation.description,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {str(status): response for status, response in _responses(operation)},
    }


def _parameter(parameter: Parameter) -> Node:
    node: Node = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }
    if parameter.schema["type"] == "array":
        node |= {"style": "form", "explode": True}
    return node


def _responses(operation: Operation) -> list[tuple[int, Node]]:
    found: list[tuple[int, Node]] = [
        (200, {"description": operation.title, "headers": ETAG, "content": _json(operation.answer.__name__)}),
        (304, {"description": "Nothing has changed since the answer that had the ETag sent."}),
    ]
    if operation.moves:
        found.append((301, {"description": "It is now one with another, at the address in Location."}))
    problem = {PROBLEM_TYPE: {"schema": _reference(Problem.__name__)}}
    statuses = {*operation.problems, *ANYWHERE}
    found += [(status, {"description": TITLES[status], "content": problem}) for status in statuses]
    return sorted(found, key=lambda response: response[0])


def _json(shape: str) -> Node:
    return {"application/json": {"schema": _reference(shape)}}


def _reference(shape: str) -> Node:
    return {"$ref": f"#/components/schemas/{shape}"}
