"""The files of the whole catalogue that a command has made."""

from pathlib import Path

from flask import current_app

from hub.takeaway import downloads
from hub.takeaway.downloads import Downloads


def folder() -> Path:
    return Path(current_app.config["DOWNLOADS"])


def made_last() -> Downloads | None:
    return downloads.made_last(folder())
