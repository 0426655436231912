"""``hub report``: the highlight report of a network and the statement of a member, on a terminal or as files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import clock
from hub.cells import printable
from hub.cli.steps import open_hub, say, step
from hub.errors import NotFound, Refused
from hub.models import Network, Organisation
from hub.paths import write_whole
from hub.people import networks
from hub.reports import highlight_paper, period as years, statement_paper
from hub.reports.highlight import MEMBERS, MODERATORS, highlight as made, require_begun
from hub.reports.paper import Paper, as_pdf, as_text
from hub.reports.period import Period
from hub.reports.statement import statement as told

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


@click.group()
def report() -> None:
    """Reports on a network and its members. Without --pdf or --html they are printed here."""


def _period() -> Option:
    return click.option(
        "--period", default="", help="A financial year, such as 2025/26. The one that runs now if none."
    )


def _files(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where a report is to go."""
    file = click.Path(dir_okay=False, path_type=Path)
    as_html = click.option("--html", type=file, help="Write it as a page to this file.")
    return click.option("--pdf", type=file, help="Write it as a PDF to this file.")(as_html(command))


@report.command()
@_period()
@click.option("--network", default="", help="The short name of a network. Needed where there are several.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(list(highlight_paper.FOR)),
    default=MODERATORS,
    show_default=True,
    help="Members are told of savings what everybody may see.",
)
@_files
def highlight(period: str, network: str, reader: str, pdf: Path | None, html: Path | None) -> None:
    """The highlight report: what a network did in a year, and what was saved."""
    app, day = open_hub(), clock.today()
    year = _year(period, day)
    with app.extensions["hub.readers"]() as session, step("Counting") as report:
        row = _network(session, network)
        found = made(session, Path(app.config["USAGE"]), row, year, day, reader)
        report(1, 1)
        query = "?for=members" if reader == MEMBERS else ""
        address = _address(app, f"/savings/highlights/{row.slug}/{year.year}{query}")
        paper = highlight_paper.printed(found, address)
    _write(app, paper, pdf, html)


@report.command()
@click.argument("organisation")
@_period()
@_files
def statement(organisation: str, period: str, pdf: Path | None, html: Path | None) -> None:
    """The statement of ORGANISATION (its short name): what it had of the hub in a year, on one page."""
    app, day = open_hub(), clock.today()
    year = _year(period, day)
    with app.extensions["hub.readers"]() as session, step("Counting") as report:
        found = told(session, _organisation(session, organisation), year, day)
        report(1, 1)
        address = _address(app, f"/savings/statements/{organisation}?period={year.year}")
        paper = statement_paper.printed(found, address)
    _write(app, paper, pdf, html)


def _year(text: str, day: date) -> Period:
    """Raises Refused for no year and for one that has not begun."""
    period = years.read(text) if text else years.of_day(day)
    require_begun(period, day)
    return period


def _network(session: Session, slug: str) -> Network:
    """The network of this name, or the only one there is."""
    if slug:
        return networks.network(session, slug)
    found = networks.all_networks(session)
    if len(found) != 1:
        several = "There are several networks" if found else "There is no network"
        raise Refused(f"{several}: name one with --network. Run `hub networks list` to see them.")
    return found[0]


def _organisation(session: Session, slug: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFound(f"There is no organisation “{slug}”: give the last part of the address of its page.")
    return found


def _address(app: Flask, path: str) -> str:
    return f"{app.config['ADDRESS'].rstrip('/')}{path}"


def _write(app: Flask, paper: Paper, pdf: Path | None, html: Path | None) -> None:
    """To the files that were named, each whole or not at all, or else to the terminal."""
    if pdf:
        _keep(pdf, as_pdf(paper))
    if html:
        with app.app_context():
            _keep(html, render_template("papers/file.html", paper=paper).encode())
    if not (pdf or html):
        click.echo("\n".join(map(printable, as_text(paper).splitlines())))


def _keep(file: Path, body: bytes) -> None:
    write_whole(file, lambda opened: opened.write(body))
    say(f"Wrote {file}.")
