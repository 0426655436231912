"""``hub people``: what is kept of people ends by itself."""

from pathlib import Path

import click
from flask import Flask

from hub import clock, complaints, removals
from hub.actor import OPERATOR
from hub.cli.addresses import pages, sends_mail
from hub.cli.steps import open_hub, say
from hub.erased import Erased
from hub.ingest.removing import remove_stored
from hub.people import tidying
from hub.savings import abandoned, evidence, reorganisations
from hub.search import sync


@click.group()
def people() -> None:
    """What is kept of people, and for how long."""


@people.command()
def tidy() -> None:
    """Delete what has been kept for long enough, and ask who is still here. `hub run` does it hourly."""
    app = open_hub()
    done = tidy_people(app, clock.now)
    told = [f"{name}: {count}" for name, count in done.items() if count]
    say("; ".join(told) + "." if told else "Nothing was due.")
    if not sends_mail(app):
        say("No mail server is set, so nobody was asked whether they are still here, and no account went for that.")


@people.command()
@click.argument("value")
def remove(value: str) -> None:
    """Name somebody no more: VALUE is a full name, an e-mail address or a telephone number. Only its hash is kept."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        removals.ask(session, value, OPERATOR, clock.now())
    count = remove_stored(app.extensions["hub.writers"])
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    with app.extensions["hub.readers"]() as session:
        Erased(app.config["HOME"]).note(session)
    say(f"Left out from now on; {count} stored texts were put right.")


def tidy_people(app: Flask, now: clock.Clock) -> dict[str, int]:
    """One turn: in the database, then in the file of who was taken out."""
    with app.extensions["hub.writers"].begin() as session:
        done = tidying.tidy(session, now(), app.config["MAIL_DAYS"])
        done["complaints emptied"] = complaints.tidy(session, now())
        done["drafts of savings"] = abandoned.tidy(session, now())
        done["organisations whose savings passed on"] = reorganisations.catch_up(session, now())
        if sends_mail(app):
            done |= tidying.write_to_people(session, pages(app), now())
    with app.extensions["hub.readers"]() as session:
        Erased(app.config["HOME"]).note(session)
        evidence.sweep(session, Path(app.config["HOME"]) / "evidence", now())
    return done
