#!/usr/bin/env python3
"""What the search page costs beside a page that looks nothing up: the cookies page of the same server.

    python -m bench.http                 starts a hub of its own with the starter catalogue
    python -m bench.http --keep FOLDER   keeps that hub there and uses it again

The server is `hub run` on this machine, asked over one connection that stays open, in turn for each page. A search
is asked anew, with words that were never asked before, and again, when the hub may still have its page.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

import numpy as np

from bench.tables import keep, number, say, table, target

HOST = "127.0.0.1"
HUB = (sys.executable, "-m", "hub")
WORDS = (
    *("services", "construction", "software", "consultancy", "maintenance", "equipment", "health", "energy", "medical"),
    *("management", "building", "design", "digital", "education", "housing", "office", "security", "training", "water"),
)
"""Searches to choose from: those that match nearest to 200 frameworks are measured."""

MATCHED, SHOWN = 200, 20
SEARCHES, ROUNDS, WARMING = 5, 300, 20
MOST = 3.0
PATIENCE_SECONDS = 120.0

COOKIES = "/about/cookies"
ANEW, AGAIN, PLAIN = "search asked anew", "search asked again", "cookies page"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.http", description="What the search page costs.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the hub there and use it again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        home = (options.keep or Path(temporary)) / "hub"
        environment = os.environ | {"HUB_HOME": str(home), "HUB_DATABASE_URL": "", "HUB_INDEX_URL": "", "HUB_USAGE": ""}
        if not home.exists():
            say("Loading the starter catalogue")
            subprocess.run([*HUB, "demo", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
        with server(environment) as (connection, _):
            keep("The search page", [*_measure(connection)])
    return 0


@contextmanager
def server(environment: Mapping[str, str]) -> "Iterator[tuple[HTTPConnection, subprocess.Popen[bytes]]]":
    """A connection to a running hub, and the hub, which is stopped at the end."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    command = [*HUB, "run", "--host", HOST, "--port", str(port)]
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL)
    connection = HTTPConnection(HOST, port)
    try:
        _wait(connection, process)
        yield connection, process
    finally:
        connection.close()
        process.terminate()
        process.wait()


def _wait(connection: HTTPConnection, server: "subprocess.Popen[bytes]") -> None:
    started = monotonic()
    while True:
        try:
            page(connection, COOKIES)
            return
        except ConnectionRefusedError:
            connection.close()
            if server.poll() is not None or monotonic() - started > PATIENCE_SECONDS:
                raise SystemExit("the server has not started") from None
            sleep(0.1)


def _measure(connection: HTTPConnection) -> Iterator[str]:
    totals = {word: _total(connection, word) for word in WORDS}
    chosen = sorted(totals, key=lambda word: abs(totals[word] - MATCHED))[:SEARCHES]
    times = _times(connection, chosen)
    yield f"{ROUNDS} requests for each page, in turn. {SHOWN} results are shown; the searches match:"
    yield ", ".join(f"“{word}” {totals[word]}" for word in chosen) + "."
    yield ""
    rows = [[name, *map(number, np.percentile(taken, (50, 95)))] for name, taken in times.items()]
    yield from table(["ms", "p50", "p95"], rows)
    yield ""
    for name in (ANEW, AGAIN):
        ratio = float(np.median(times[name]) / np.median(times[PLAIN]))
        yield target(f"{name} as a multiple of the {PLAIN}, p50", ratio, MOST)


def _times(connection: HTTPConnection, words: Sequence[str]) -> Mapping[str, Sequence[float]]:
    """Milliseconds of each request, by page."""
    times: dict[str, list[float]] = {ANEW: [], AGAIN: [], PLAIN: []}
    for round in range(WARMING + ROUNDS):
        word = words[round % len(words)]
        for name, address in ((ANEW, _address(f"{word} -zq{round}")), (AGAIN, _address(word)), (PLAIN, COOKIES)):
            started = perf_counter()
            page(connection, address)
            times[name].append((perf_counter() - started) * 1000)
    return {name: taken[WARMING:] for name, taken in times.items()}


def _total(connection: HTTPConnection, word: str) -> int:
    """How many frameworks a search finds, as its page says in its title."""
    title = re.search(r"<title>[^<]*?([\d,]+) frameworks?\b", page(connection, _address(word)))
    return int(title[1].replace(",", "")) if title else 0


def _address(word: str) -> str:
    return f"/search?{urlencode({'q': word})}"


def page(connection: HTTPConnection, address: str) -> str:
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address} was answered {answer.status}")
    return body.decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
