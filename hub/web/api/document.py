"""The API's own document, as one of its operations."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask import request
from pydantic import BaseModel, Field

from hub.web.api.openapi import document
from hub.web.api.operation import Asked, Operation
from hub.web.api.serving import PREFIX


class ApiDocument(BaseModel):
    """A description of the API for programs, as OpenAPI 3.1 has it."""

    openapi: str = Field(description="The version of OpenAPI.")
    info: dict[str, Any]
    servers: list[dict[str, Any]]
    paths: dict[str, Any]
    components: dict[str, Any]


def operation(others: Sequence[Operation]) -> Operation:
    """The operation that answers with the document of the others and itself."""

    @cache
    def whole() -> dict[str, Any]:
        return document([*others, mine])

    def view(asked: Asked) -> ApiDocument:
        return ApiDocument(**whole() | {"servers": [{"url": f"{request.root_path}{PREFIX}"}]})

    mine = Operation(
        name="document",
        path="/openapi.json",
        title="Get this document",
        description="All of the API for programs, as OpenAPI 3.1.",
        answer=ApiDocument,
        view=view,
        problems=(400,),
    )
    return mine
