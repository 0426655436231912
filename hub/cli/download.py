"""``hub download make``: the whole catalogue as files that the pages offer."""

from pathlib import Path

import click
from flask import Flask

from hub import clock
from hub.cli.steps import open_hub, say, step
from hub.formatters import count_text
from hub.takeaway import downloads


@click.group()
def download() -> None:
    """The whole catalogue as files, which the page /download lists."""


@download.command()
def make() -> None:
    """Make the files anew for today. `hub schedule` does so once a day by itself."""
    app = open_hub()
    with step("Writing the catalogue"):
        made = make_downloads(app)
    say(f"{count_text(made.frameworks, 'framework')} in {count_text(len(made.files), 'file')}: {folder_of(app)}.")


def make_downloads(app: Flask) -> downloads.Downloads:
    with app.extensions["hub.readers"]() as session:
        return downloads.make(session, folder_of(app), clock.today(), app.config["ADDRESS"])


def make_if_due(app: Flask) -> None:
    """Once a day, while `hub schedule` runs."""
    made = downloads.made_last(folder_of(app))
    if made is None or made.made < clock.today():
        make_downloads(app)


def folder_of(app: Flask) -> Path:
    return Path(app.config["DOWNLOADS"])
