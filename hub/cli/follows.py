"""``hub follows``: letters to those who follow something."""

import click

from hub.cli.followers import sender
from hub.cli.steps import open_hub, say
from hub.formatters import count_text
from hub.search import refresh_statuses, sync


@click.group()
def follows() -> None:
    """Tell people what is new of what they follow."""


@follows.command()
def send() -> None:
    """Write the letters that are due; `hub mail send` sends them. A running hub does both by itself.

    Nothing is told twice, however often this is run.
    """
    app = open_hub()
    writing = sender(app)
    refresh_statuses(app.extensions["hub.writers"], writing.clock)
    sync(app.extensions["hub.writers"], app.extensions["hub.index"], writing.clock)
    say(f"Wrote {count_text(writing.send(), 'letter')}.")
