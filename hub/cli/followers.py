"""Letters to those who follow something: one round of them, for the command and for a running hub."""

from flask import Flask

from hub import clock
from hub.cli.postman import is_demo
from hub.errors import Refused
from hub.follows import Links, Sender
from hub.stewards.rota import looked_after
from hub.web.following.saved import SavedSearches


def sender(app: Flask) -> Sender:
    """What writes the letters. Raises Refused without what their links need."""
    if missing := lacking(app):
        raise Refused(missing)
    sessions = app.extensions["hub.writers"]
    with app.extensions["hub.readers"]() as session:
        searches = SavedSearches.of(session)
    links = Links(app.config["ADDRESS"], str(app.config["SECRET_KEY"]))
    clock_of = app.config.get("CLOCK", clock.now)
    return Sender(sessions, app.extensions["hub.index"], searches.query, links, clock_of, looked_after)


def lacking(app: Flask) -> str:
    """What the settings lack for letters to lead back here; empty where nothing is missing."""
    if not app.config["ADDRESS"]:
        return "Letters to those who follow something need an address to lead back to: set HUB_ADDRESS."
    if not (app.config["SECRET_KEY_LASTS"] or is_demo(app.config)):
        return "The link that stops letters must go on working: set HUB_SECRET_KEY to a long random text, and keep it."
    return ""
