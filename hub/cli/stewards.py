"""``hub stewards``: those who look after frameworks."""

import click
from flask import Flask

from hub import clock
from hub.cli.addresses import address, sends_mail
from hub.cli.steps import open_hub, say
from hub.formatters import count_text
from hub.stewards import reminders


@click.group()
def stewards() -> None:
    """Those who look after frameworks."""


@stewards.command()
def remind() -> None:
    """Write to those whose reviews are due, at most once a month. `hub run` does it daily."""
    app = open_hub()
    if sends_mail(app):
        say(f"{count_text(remind_stewards(app, clock.now), 'letter')} written.")
    else:
        say("No mail server is set, so nobody was written to.")


def remind_stewards(app: Flask, now: clock.Clock) -> int:
    """One turn. Returns how many letters were written; none where letters go nowhere."""
    if not sends_mail(app):
        return 0
    with app.extensions["hub.writers"].begin() as session:
        return reminders.remind(session, address(app, "stewards.my_frameworks"), now())
