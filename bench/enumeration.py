#!/usr/bin/env python3
"""Whether the time a form takes tells who has an account: signing in, asking for a new password, registering.

    python -m bench.enumeration [ROUNDS]

Every form is sent in turn for an address of each kind, from a machine and on a day of its own so that no limit is met.
What is measured is processor time, at the full cost of hashing, and what matters is how the medians differ.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from flask import Flask

from bench.tables import keep, number, table, target
from hub import create_app, schema
from hub.actor import OPERATOR
from hub.auth import passwords
from hub.people import accounts, roles
from hub.web import forms

ROUNDS = 40
MOST_MS = 10.0
"""Medians of kinds of addresses may differ by so much (milliseconds)."""

PASSWORD = "zebra lamp nine"  # noqa: S105 - of people who are made up
KINDS = ("active", "waiting", "disabled", "administrator", "unknown")
FORMS = {
    "/sign-in": ("sign in", {"password": "not the password"}),
    "/forgotten-password": ("forgotten password", {}),
    "/register": ("register", {"name": "Officer One"}),
}
BEGINNING = datetime(2026, 11, 21, 12, tzinfo=UTC)

Times = Mapping[str, Sequence[float]]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.enumeration", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rounds", nargs="?", type=int, default=ROUNDS, help="how often each form is sent for each kind")
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as folder:
        app = a_hub(Path(folder))
        times = {address: measured(app, address, rounds) for address in FORMS}
        app.extensions["hub.engine"].dispose()
    keep("Who has an account", [*lines(times, rounds)])
    return int(any(apart(found) > MOST_MS for found in times.values()))


def a_hub(folder: Path) -> Flask:
    """A hub with an account of each kind but the unknown."""
    app = create_app({"HOME": str(folder), "DATABASE_URL": "", "INDEX_URL": "memory:", "SECRET_KEY": "of the bench"})
    schema.upgrade(app.extensions["hub.engine"])
    with app.app_context(), app.extensions["hub.writers"].begin() as session:
        for kind in KINDS[:-1]:
            account, token = accounts.register(session, email_of(kind), "Officer One", BEGINNING)
            accounts.confirm(session, token, PASSWORD, [], passwords(), BEGINNING)
            account.state = "active" if kind == "administrator" else kind
            if kind == "administrator":
                roles.give(session, account, "administrator", OPERATOR, BEGINNING)
    return app


def email_of(kind: str) -> str:
    return f"officer{KINDS.index(kind)}@example.gov.uk"


def measured(app: Flask, address: str, rounds: int) -> Times:
    """Milliseconds of the processor for each kind, sent in turn; the first round only warms up."""
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for turn in range(rounds + 1):
        now = BEGINNING + timedelta(days=2 * turn)
        app.config["CLOCK"] = lambda now=now: now
        for kind in (*KINDS[turn % 5 :], *KINDS[: turn % 5]):
            found[kind].append(send(app, address, kind))
    return {kind: taken[1:] for kind, taken in found.items()}


def send(app: Flask, address: str, kind: str) -> float:
    form, fields = FORMS[address]
    with app.test_request_context():
        sent = {"token": forms.token(form), "email": email_of(kind), **fields}
    client = app.test_client()
    before = process_time()
    client.post(address, data=sent, headers={"Origin": "http://localhost"})
    return (process_time() - before) * 1000


def apart(times: Times) -> float:
    medians = [median(taken) for taken in times.values()]
    return max(medians) - min(medians)


def lines(times: Mapping[str, Times], rounds: int) -> Iterator[str]:
    yield f"Median milliseconds of the processor, over {rounds} rounds, and how many times that of an unknown address."
    yield ""
    rows = [[address, *(_cell(found, kind) for kind in KINDS)] for address, found in times.items()]
    yield from table(["form", *KINDS], rows)
    yield ""
    for address, found in times.items():
        yield target(f"`{address}`: medians apart by (ms)", apart(found), MOST_MS)


def _cell(times: Times, kind: str) -> str:
    taken = median(times[kind])
    return f"{number(taken, 1)} ({number(taken / median(times['unknown']))})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
