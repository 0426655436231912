"""``hub notes``: file notes that nobody needs any more."""

import click

from hub import clock, notes as desk
from hub.actor import OPERATOR
from hub.cli.steps import open_hub, say
from hub.errors import Refused
from hub.formatters import count_text


@click.group()
def notes() -> None:
    """Look after file notes."""


@notes.command()
def tidy() -> None:
    """Delete drafts that nobody has saved for a long time, and old frozen notes if the settings say so."""
    app = open_hub()
    draft_days, frozen_days = app.config["DRAFT_DAYS"], app.config["FROZEN_NOTE_DAYS"]
    if draft_days < 1 or frozen_days < 0:
        raise Refused("HUB_DRAFT_DAYS must be 1 or more, and HUB_FROZEN_NOTE_DAYS 0 or more.")
    with app.extensions["hub.writers"].begin() as session:
        drafts, frozen = desk.tidy(session, OPERATOR, clock.now(), draft_days, frozen_days)
    kept = f" and {count_text(frozen, 'frozen note')} older than {frozen_days} days" if frozen_days else ""
    say(f"Deleted {count_text(drafts, 'draft')} untouched for {draft_days} days{kept}.")
