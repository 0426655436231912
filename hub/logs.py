"""What a running hub writes to its log: one line of JSON for each event, with the id of the request it belongs to.

No line holds an e-mail address, a name, what was searched for, a body, a token or an internet address: events name
routes, not the addresses that were asked for. Whoever was signed in is named by their handle, as in the audit trail.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from hub.audit import REQUEST_ID

EXTRA = "facts"
"""``log.info(..., extra={EXTRA: {...}})`` adds members to the line."""


class JsonLines(logging.Formatter):
    """A record as one line of JSON in ASCII, whatever its message holds."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": REQUEST_ID.get(),
            **getattr(record, EXTRA, {}),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str)


def begin(requests: bool = False) -> None:
    """Write the log of this process to its standard error. ``requests``: with a line for each request."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("hub").handlers.clear()  # Flask's own, which would write everything a second time
    logging.getLogger("hub.web.request_ids").setLevel(logging.INFO if requests else logging.WARNING)
