"""Cursors: where the next page of a list begins, as a short opaque text that only fits the request it came with."""

import base64
import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from hub.web.api.parameters import Parameter, Unacceptable

LAST_PAGE = 10_000
CHECKED_BYTES = 6
PAGE_BYTES = 2

CURSOR = Parameter(
    name="cursor",
    description="Where to go on: take it from “next” of the answer before. Everything else must stay as it was.",
    schema={
        "type": "string",
        "pattern": "^[a-z2-7]{13}$",
        "description": "as “next” of the answer before gives it, or left out for the first page",
    },
)


def written(page: int, operation: str, values: Mapping[str, Any]) -> str:
    """The cursor of a page of what an operation answers to these values."""
    packed = page.to_bytes(PAGE_BYTES) + _check(page, operation, values)
    return base64.b32encode(packed).decode().lower().rstrip("=")


def page_of(cursor: str | None, operation: str, values: Mapping[str, Any]) -> int:
    """The page a cursor stands for; 1 without one. Raises Unacceptable where it comes from another request."""
    if cursor is None:
        return 1
    packed = base64.b32decode(f"{cursor}===".upper())
    page = int.from_bytes(packed[:PAGE_BYTES])
    if not 1 <= page <= LAST_PAGE or written(page, operation, values) != cursor:
        detail = "This cursor does not belong to this request."
        cure = "Leave cursor out to begin again, and then follow “next” without changing anything else."
        raise Unacceptable(detail, "cursor", cure, status=409)
    return page


def _check(page: int, operation: str, values: Mapping[str, Any]) -> bytes:
    """What ties a page to all else that was asked."""
    asked = {name: value for name, value in values.items() if name != "cursor"}
    return blake2b(json.dumps([page, operation, asked], sort_keys=True).encode(), digest_size=CHECKED_BYTES).digest()
