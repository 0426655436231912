"""``hub crawl``, ``hub probe``, ``hub schedule``: sites read by the hub itself, as their publishers ask."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.download import make_if_due
from hub.cli.steps import as_started, open_hub, say, step
from hub.crawl import Run, doors, probing, service
from hub.crawl.locks import only_crawl
from hub.crawl.permission import is_tried, standing, states_of
from hub.crawl.rounds import Crawler, Wishes
from hub.crawl.schedule import due
from hub.errors import HubError
from hub.search import sync
from scrapers.site import Site

log = logging.getLogger(__name__)
LOOK_EVERY = 60  # seconds between two looks at what is due
STOPPED = 130  # what a command ends with that Ctrl+C has stopped
NONE_READY = "No source can be crawled yet: each needs a permission and `hub probe NAME` first. See `hub sources`."
TOLD = ("HUB_DATABASE_URL", "HUB_INDEX_URL", "HUB_REPORTS", "HUB_USAGE", "HUB_BODIES", "HUB_USER_AGENT_CONTACT",
        "HUB_DOWNLOADS", "HUB_ADDRESS")  # fmt: skip
"""Settings that a service needs as they are now; HUB_HOME it gets in any case."""


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--all-enabled", is_flag=True, help="Every source that has a permission and has been tried.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="From this day on, not the last crawl.")
@click.option("--dry-run", is_flag=True, help="Visit the site and say what would change. Writes nothing.")
@click.option("--believe", is_flag=True, help="Take a list as it is, however much shorter than the last one.")
def crawl(names: tuple[str, ...], all_enabled: bool, since: datetime | None, dry_run: bool, believe: bool) -> None:
    """Visit the sources called NAME and store what they publish. `hub sources` lists them.

    A crawl that was interrupted goes on where it stopped. Crawling again changes nothing that has not changed. Ctrl+C
    stops it once the page in hand is stored.
    """
    app = open_hub()
    sites = _enabled(app) if all_enabled else doors.sites_called(names)
    if not sites:
        how = NONE_READY if all_enabled else "Name a source, or ask for --all-enabled. `hub sources` lists them."
        raise click.UsageError(as_started(how))
    wishes = Wishes(_midnight(since), dry_run, believe)
    with nullcontext(threading.Event()) if dry_run else _told_to_stop() as stopping:
        crawler = _crawler(app, stopping.is_set)
        failed = [each.source.name for each in sites if not (stopping.is_set() or _round(app, crawler, each, wishes))]
    if stopping.is_set():
        say(f"Stopped. To go on: `hub crawl {'--all-enabled' if all_enabled else ' '.join(names)}`.")
        raise click.exceptions.Exit(STOPPED)
    if failed:
        raise click.ClickException(f"Not crawled to the end: {', '.join(failed)}. Why is said above.")


def _enabled(app: Flask) -> list[Site]:
    with app.extensions["hub.readers"]() as session:
        states = states_of(session)
    return [
        site
        for name, site in sorted(doors.sites().items())
        if standing(site, states.get(name)).permitted and is_tried(site, states.get(name))
    ]


def _midnight(day: datetime | None) -> datetime | None:
    """When a day begins in London."""
    if day is None:
        return None
    if day.date() > clock.today():
        raise click.UsageError(f"--since {day:%Y-%m-%d} is in the future.")
    return day.replace(tzinfo=clock.LONDON)


def _crawler(app: Flask, stop: Callable[[], bool] = lambda: False) -> Crawler:
    return Crawler(
        sessions=app.extensions["hub.writers"],
        open_fetch=lambda site, since: doors.open_fetch(site, app.config, since),
        locks=_locks(app),
        actor=OPERATOR,
        stop=stop,
    )


def _locks(app: Flask) -> Path:
    return Path(app.config["HOME"]) / "locks"


def _round(app: Flask, crawler: Crawler, site: Site, wishes: Wishes) -> bool:
    """Crawl one source and say what came of it; False, said aloud, if it did not come to its end."""
    try:
        with step(f"Crawling {site.source.title}", may_stop=True) as progress:
            runs = crawler.round(site, wishes, progress)
    except HubError as error:
        say(str(error))
        return False
    for run in runs:
        _tell(run)
    if not wishes.dry_run:
        sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    return all(run.state not in ("partial", "failed") for run in runs)


WHAT = {
    "finished": "Crawled",
    "partial": "Crawled a part of",
    "failed": "Could not crawl",
    "under way": "Stopped crawling",
    "dry run": "Would crawl",
}


def _tell(run: Run) -> None:
    again = " (what it published in the last fortnight, again)" if run.kind == "reread" else ""
    reason = f" {run.reason}" if run.reason else ""
    say(f"{WHAT[run.state]} {run.title}{again}: {run.summary()}.{reason}")


@click.command()
@click.argument("name")
@click.option("--url", metavar="URL", default="", help="This page of the source, and not its first one.")
def probe(name: str, url: str) -> None:
    """Try the source called NAME: fetch its robots.txt and its first page, and print what is found. Stores nothing.

    Look at it before the first crawl: is it what the site shows? A look at one page (--url) does not count as that.
    """
    app = open_hub()
    [site] = doors.sites_called([name])
    site = probing.only_page(site, url) if url else site
    sessions, at = app.extensions["hub.writers"], clock.now()
    with sessions.begin() as session:
        probing.refuse_forbidden(session, site)
    with only_crawl(_locks(app), name):
        try:
            for line in probing.probe(site, doors.open_fetch(site, app.config, at), at):
                click.echo(printable(line))
        except probing.ProbeFailed as failure:
            raise click.ClickException(printable(str(failure))) from failure
    if url:
        return
    with sessions.begin() as session:
        probing.note_probe(session, site, OPERATOR, at)
    say(f"{site.source.title} can be read. If that is what it shows, `hub crawl {name}` stores it.")


@click.command()
@click.option("--once", is_flag=True, help="Crawl what is due and end.")
@click.option("--print", "lines", type=click.Choice(["crontab", "systemd"]), help="Print lines for the machine's own.")
def schedule(once: bool, lines: str | None) -> None:
    """Crawl each source when it is due, one after the other, until stopped. It then finishes the page in hand.

    Once a day it also makes the files of `hub download make`.
    """
    app = open_hub()
    if lines:
        click.echo(_lines(app, lines), nl=False)
        return
    if not once:
        say("Crawling what is due, as long as this runs (Ctrl+C stops it)")
    with _told_to_stop() as stopping:
        while not stopping.is_set():
            _crawl_due(app, _crawler(app, stopping.is_set), stopping)
            _make_downloads(app)
            if once or stopping.wait(LOOK_EVERY):
                break
        say("Stopped." if stopping.is_set() else "What was due has been crawled." if _enabled(app) else NONE_READY)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """What is set once this process is told to stop, by a service manager or Ctrl+C. Told again, it ends at once."""
    stopping = threading.Event()

    def stop(*_: object) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()
        with suppress(RuntimeError):  # it may have come while something else was being said
            say("Stopping when the page in hand is stored. Ctrl+C again stops at once; nothing stored is lost by that.")

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _crawl_due(app: Flask, crawler: Crawler, stopping: threading.Event) -> None:
    """One pass over what is due. What goes wrong with one source keeps none of the others."""
    with app.extensions["hub.readers"]() as session:
        states = states_of(session)
    for site in due(_enabled(app), states, clock.now()):
        if stopping.is_set():
            return
        try:
            _round(app, crawler, site, Wishes())
        except (OperationalError, OSError) as fault:
            log.exception("%s could not be crawled", site.source.name)
            say(f"{site.source.title} could not be crawled just now: {fault}.")


def _make_downloads(app: Flask) -> None:
    """The files of today, if they are not there yet. A full disk does not keep the crawls from going on."""
    try:
        make_if_due(app)
    except (OperationalError, OSError) as fault:
        log.exception("The files for download could not be made")
        say(f"The files for download could not be made just now: {fault}.")


def _lines(app: Flask, form: str) -> str:
    home = Path(app.config["HOME"])
    settings = {"HUB_HOME": str(home)} | {name: os.environ[name] for name in TOLD if name in os.environ}
    if form == "systemd":
        return service.systemd(sys.executable, settings)
    return service.crontab(sys.executable, settings, str(home / "schedule.log"))
