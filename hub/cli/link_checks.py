"""``hub check --links``: the web addresses of the catalogue, asked politely whether they still lead anywhere."""

from pathlib import Path

from flask import Flask

from hub import clock, link_checks
from hub.cli.steps import say, step
from hub.crawl import doors
from hub.crawl.locks import only_crawl
from hub.link_checks import Outcome

WORDS = {
    Outcome.WORKS: "work",
    Outcome.FAILED: "failed once",
    Outcome.BROKEN: "are broken",
    Outcome.NOT_ALLOWED: "are not allowed to be checked",
}


def check_links(app: Flask, most: int) -> None:
    """Ask at most so many of the addresses whose turn it is, and say what came of it."""
    sessions = app.extensions["hub.writers"]
    with only_crawl(Path(app.config["HOME"]) / "locks", "links"):
        with app.extensions["hub.readers"]() as session:
            waiting = link_checks.due(session, clock.now())
        asked = waiting[:most]
        if not asked:
            say("Every web address has been checked in the last 30 days.")
            return
        fetch = doors.open_link_fetch(link_checks.hosts_of(asked), app.config)
        with step("Checking links") as progress:
            counts = link_checks.check(sessions, fetch, asked, progress=progress)
    told = ", ".join(f"{counts[outcome]} {words}" for outcome, words in WORDS.items())
    left = len(waiting) - counts.total()
    say(f"Checked {counts.total()} web addresses: {told}. {left} wait for another time.")
