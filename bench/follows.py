#!/usr/bin/env python3
"""What a round of letters to followers costs as they become more, in processor time for each.

    python -m bench.follows             250 and 1,000 people who follow a search each
    python -m bench.follows 100 400     any two numbers

The catalogue is the starter catalogue, on SQLite in a temporary folder. Nobody has been told of anything, so that
everybody's letter tells of as much as one can.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import process_time

from flask import Flask

from bench.import_file import say
from hub import clock, create_app, data, schema
from hub.actor import OPERATOR, Actor
from hub.follows import Links, Sender, Subject, follow
from hub.ingest import Opened, ingest
from hub.models import Account
from hub.search import rebuild
from hub.web.following.saved import SavedSearches
from scrapers import files

MOST = 1.3
"""Times as long for each of the larger number as for each of the smaller."""

WORDS = ("cleaning", "vehicles", "construction", "software", "energy", "recruitment", "insurance", "catering")
NUMBERS = count()


def main(sizes: Sequence[int]) -> int:
    """Print the table; the exit code is 1 if the ratio is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        app = stocked(Path(folder))
        say(f"{'follows':>8}  {'letters':>8}  {'seconds':>8}  {'ms/follow':>9}")
        found = [measure(app, size) for size in sizes]
        app.extensions["hub.engine"].dispose()
    ratio = found[-1] / found[0]
    say(f"each of the larger number costs {ratio:.2f} times each of the smaller (at most {MOST:g})")
    return int(ratio > MOST)


def stocked(folder: Path) -> Flask:
    app = create_app({"HOME": str(folder), "INDEX_URL": "memory:"})
    schema.upgrade(app.extensions["hub.engine"])
    for path in data.catalogue_files():
        reading = files.open_file(path)
        ingest(app.extensions["hub.writers"], Opened(path.name, "0" * 64, reading), OPERATOR)
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    return app


def measure(app: Flask, size: int) -> float:
    """Processor seconds for each of so many new followers. Those before them have been told all there is."""
    yesterday = clock.now() - timedelta(days=1)
    crowd(app, size, yesterday)
    with app.extensions["hub.readers"]() as session:
        searches = SavedSearches.of(session)
    links = Links("https://hub.example.org", "a key")
    sender = Sender(app.extensions["hub.writers"], app.extensions["hub.index"], searches.query, links)
    began = process_time()
    letters = sender.send()
    seconds = process_time() - began
    say(f"{size:>8}  {letters:>8}  {seconds:>8.1f}  {1000 * seconds / size:>9.1f}")
    return seconds / size


def crowd(app: Flask, size: int, at: datetime) -> None:
    with app.extensions["hub.writers"].begin() as session:
        for number in (next(NUMBERS) for _ in range(size)):
            email = f"officer{number}@example.gov.uk"
            who = Account(handle=f"officer {number}", email=email, state="active", registered_at=at)
            session.add(who)
            session.flush()
            search = Subject("search", f"q={WORDS[number % len(WORDS)]}", WORDS[number % len(WORDS)])
            follow(session, Actor(who.handle, account=who.id), search, "daily", (), at)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [250, 1000]))
