"""What a page says of a value that a network set."""

from flask import Flask
from sqlalchemy import select

from hub.db import get_session
from hub.formatters import instant_text
from hub.ingest.decisions import Lock
from hub.models import Network


def init_app(app: Flask) -> None:
    app.add_template_filter(lock_text)


def lock_text(lock: Lock) -> str:
    """Who set it, when and why; never which person."""
    name = get_session().scalar(select(Network.name).where(Network.slug == lock.network)) if lock.network else ""
    reason = lock.reason.rstrip(".")
    return f"Set by {name or 'the network'} on {instant_text(lock.made_at)}, because: {reason}."
