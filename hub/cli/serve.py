"""Setting the hub up and serving it."""

import logging
import socket
import threading
import time
from pathlib import Path

import click
import waitress
from flask import Flask

from hub import clock, create_app, data, journal, logs, long_lived, paths, running, schema
from hub.actor import OPERATOR
from hub.cli.eligibility import read_again
from hub.cli.followers import lacking, sender
from hub.cli.importing import Wishes, import_one
from hub.cli.people import tidy_people
from hub.cli.postman import Postman
from hub.cli.requests import refuse_ambiguous
from hub.cli.serving import Serving
from hub.cli.steps import open_hub, opened, say, step
from hub.cli.stewards import remind_stewards
from hub.demo import people as demo_people, savings as demo_savings
from hub.errors import Refused
from hub.ingest.organisations import load_organisations
from hub.ingest.reorganising import reapply
from hub.people import starting
from hub.production import Unfit
from hub.search import refresh_statuses, sync

log = logging.getLogger(__name__)
PORT = click.IntRange(1, 65535)
THREADS = 8
NEXT_PORTS = 20
HOUR = 3600.0  # seconds
LOOK_EVERY = 60  # seconds between two looks at what people follow
SHORTEN_EVERY = 30  # seconds until the write-ahead log is shortened, where somebody read on at the last try


@click.command()
def migrate() -> None:
    """Set up the database, or bring it up to date."""
    app = open_hub(ready=False)
    prepare(app)
    say(f"The database is up to date, at revision {schema.newest()}.")


def prepare(app: Flask) -> None:
    """A database of the newest shape, with the organisations the hub knows beforehand, and its texts read."""
    engine = app.extensions["hub.engine"]
    paths.make_private(app.config["HOME"])
    if engine.dialect.name == "sqlite":
        paths.make_private_file(engine.url.database)
    schema.upgrade(engine)
    with app.extensions["hub.writers"].begin() as session:
        load_organisations(session)
        reapply(session)
        starting.load_email_domains(session)
        starting.found_first_network(session, OPERATOR, clock.now())
    read_again(app)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="The port to listen on.")
@click.option("--production", "is_production", is_flag=True, help="Start only if it may be served to the world.")
def run(host: str, port: int, is_production: bool) -> None:
    """Serve the hub's pages."""
    try:
        app = create_app({"PRODUCTION": True} if is_production else {})
    except Unfit as unfit:
        for problem in unfit.problems:
            say(problem)
        raise Refused("The hub does not start in production as it is set: see above.") from unfit
    serve(opened(app), host, port)


@click.command()
@click.option("--port", type=PORT, help="The port to listen on. Without it, 8000 or the next free one.")
@click.option("--no-serve", is_flag=True, help="Load the catalogue and the examples, and stop.")
def demo(port: int | None, no_serve: bool) -> None:
    """Load the starter catalogue and example savings and serve them, with people of every role to sign in as."""
    app = opened(create_app(), ready=False)
    if app.config["PRODUCTION"]:
        raise Refused("`hub demo` shows everybody's letters to anyone, so it is not for production. Use `hub run`.")
    if port is not None and not no_serve and not is_free(port):
        raise Refused(f"Port {port} is in use. Choose another with --port, or leave it out.")
    with step("Setting up the database"):
        prepare(app)
    for path in data.catalogue_files():
        import_one(app, path, OPERATOR)
    index_now(app)
    fill_demo(app)
    import_one(app, data.DEMO_REGISTER, OPERATOR, Wishes(buyer="Example councils"))
    if not no_serve:
        port = port or free_port(8000)
        app.config["MAIL"] = "demo"
        app.config["ADDRESS"] = app.config["ADDRESS"] or f"http://127.0.0.1:{port}"
        serve(app, "127.0.0.1", port)


def fill_demo(app: Flask) -> None:
    """People of every role and example savings, once."""
    key, at = str(app.config["SECRET_KEY"]), clock.now()
    with app.extensions["hub.writers"].begin() as session:
        people = demo_people.make(session, str(app.config["SECOND_FACTOR_KEY"] or key), at)
        made = demo_savings.make(session, people, key, at)
    if made:
        say(f"There are {len(people)} people to sign in as, at /demo/accounts, and {made} example savings.")


def index_now(app: Flask) -> None:
    """Statuses worked out for today, and the index brought up to date."""
    sessions, index = app.extensions["hub.writers"], app.extensions["hub.index"]
    with step("Indexing"):
        refresh_statuses(sessions)
        changes = sync(sessions, index)
    say(f"The index is up to date ({changes} changes).")


def serve(app: Flask, host: str, port: int) -> None:
    """Serve until stopped, keeping statuses and index up to date and sending letters meanwhile."""
    long_lived.give_memory_back()
    threads = (Keeper(app), Postman(app))
    running.share(app.config["HOME"])  # until this process ends
    clock.now.go_on_from(_mark(app))
    logs.begin(requests=app.config["PRODUCTION"])
    if not paths.assets_are_built():
        say("The pages will look plain: their stylesheet has not been built. Run `hub demo` with a network.")
    try:
        server = waitress.create_server(app, host=host, port=port, threads=THREADS, ident=None, **_of_proxies(app))
    except OSError as error:
        raise Refused(f"Cannot listen on {host}:{port} ({error.strerror}). Choose another with --port.") from error
    serving = Serving(server)
    refuse_ambiguous(server)
    for thread in threads:
        thread.start()
    if not app.config["OPERATOR_EMAIL"]:
        say("People cannot write to you yet: set HUB_OPERATOR_EMAIL to an address that someone reads.")
    if missing := lacking(app):
        say(missing)
    say(f"The Procurement Hub is at http://{host}:{port}/ (Ctrl+C stops it)")
    try:
        serving.until_told()
    finally:
        for thread in threads:
            thread.stop()


def _mark(app: Flask) -> Path:
    """The file whose last change is when a process of this hub was last at work."""
    return Path(app.config["HOME"]) / "clock"


def _of_proxies(app: Flask) -> dict[str, bool]:
    """Waitress takes away what proxies say unless it is told that there are any; hub.security then reads it."""
    return {"clear_untrusted_proxy_headers": not app.config["PROXIES"]}


def free_port(first: int) -> int:
    """The first free port from ``first`` on, among the next twenty."""
    for port in range(first, first + NEXT_PORTS):
        if is_free(port):
            return port
    raise Refused(f"Ports {first} to {first + NEXT_PORTS - 1} are all in use. Choose another with --port.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class Keeper(threading.Thread):
    """The thread of a running hub that keeps it up to date: statuses whose day has come, changes the index must hear
    of, a write-ahead log grown long, letters to those who follow something, and what has been counted. It also keeps
    the index warm: nobody's search waits for what is read but once.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name="keeper", daemon=True)
        self._app = app
        self._stopping = threading.Event()
        self._tidied_until = float("-inf")
        self._looked_at = float("-inf")
        self._read_at = float("-inf")

    def run(self) -> None:
        self._keep_up()
        long_lived.set_aside()
        while not self._stopping.is_set():
            self._keep_time()
            self._keep_up()
            self._shorten_journal()
            self._tell_followers()
            self._write_counts()
            self._tidy_people()
            self._stopping.wait(self._app.config["SYNC_SECONDS"])

    def _keep_time(self) -> None:
        """What has expired by now stays so after a restart, though the machine's clock be set back."""
        try:
            clock.now.keep(_mark(self._app))
        except OSError:
            log.exception("The time could not be noted; trying again")

    def _keep_up(self) -> None:
        """One pass. A fault is logged and met again at the next: the pages stay up whatever happens here."""
        try:
            refresh_statuses(self._app.extensions["hub.writers"])
            sync(self._app.extensions["hub.writers"], self._app.extensions["hub.index"])
            self._app.extensions["hub.index"].warm()
        except Exception:
            log.exception("The index could not be brought up to date; trying again")

    def _shorten_journal(self) -> None:
        if time.monotonic() - self._read_at < SHORTEN_EVERY:
            return
        try:
            if not journal.shorten(self._app.extensions["hub.engine"]):
                self._read_at = time.monotonic()
        except Exception:
            log.exception("The write-ahead log could not be shortened; trying again")

    def _tell_followers(self) -> None:
        """Once a minute. What could not be told is told at another pass."""
        if lacking(self._app) or time.monotonic() - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = time.monotonic()
        try:
            sender(self._app).send()
        except Exception:
            log.exception("Those who follow something could not be told; trying again")

    def _write_counts(self) -> None:
        try:
            self._app.extensions["hub.usage"].flush(clock.today())
        except Exception:
            log.exception("What was counted in the last few seconds is lost")

    def _tidy_people(self) -> None:
        """Once an hour: what was kept of people for long enough goes, and reviews that are due are written about."""
        if time.monotonic() < self._tidied_until:
            return
        self._tidied_until = time.monotonic() + HOUR  # a fault is met again then, and not every few seconds
        try:
            tidy_people(self._app, clock.now)
            remind_stewards(self._app, clock.now)
        except Exception:
            log.exception("What is kept of people could not be tidied; it is tried again in an hour")

    def stop(self) -> None:
        self._stopping.set()
        self.join(timeout=10)
        self._write_counts()
