"""``hub import``: files public bodies publish, into the catalogue."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask

from hub import clock, data, paths
from hub.actor import OPERATOR, Actor
from hub.cells import printable
from hub.cli.steps import open_hub, say, step
from hub.errors import Refused
from hub.ingest import Opened, ingest, preview
from hub.ingest.report import Line, Report
from hub.ingest.stated_rules import checked
from hub.search import sync
from scrapers import files, framework_csv
from scrapers.source import Reading, UnreadableFile, Voice

SHOWN = 20
PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
"""What a report's name leaves out of its file's: line breaks, marks that turn text round, more bytes than fit."""


@click.command("import")
@click.argument("paths_", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Read and check the files and say what would change. Writes nothing.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day the files speak of.")
@click.option("--buyer", default="", metavar="NAME", help="Whose contracts register it is, if it does not say.")
@click.option("--report", "report_to", type=click.Path(path_type=Path), help="Where to write the report (CSV).")
@click.option("--template", is_flag=True, help="Print an empty framework CSV to fill in, with its columns explained.")
def import_files(
    paths_: tuple[Path, ...],
    dry_run: bool,
    as_of: datetime | None,
    buyer: str,
    report_to: Path | None,
    template: bool,
) -> None:
    """Import FILEs: OCDS notices (JSON, JSON Lines, gzip) of Find a Tender and the other portals, a council's contracts
    register (CSV, XLSX), the lists of GCA and DfE, or the hub's framework CSV.

    A file is recognised by its content, not its name. Importing it again changes nothing.
    """
    if template:
        click.echo(framework_csv.template(), nl=False)
        return
    if not paths_:
        raise click.UsageError("Name at least one file, or ask for an empty one with --template.")
    app = open_hub()
    day = as_of.date() if as_of else None
    check_wishes(paths_, day, report_to)
    reading = Wishes(day, buyer, dry_run)
    failed = [printable(path.name) for path in paths_ if not import_and_report(app, path, reading, report_to)]
    if not dry_run:
        sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    if failed:
        raise click.ClickException(f"Not imported: {', '.join(failed)}. Why is said above.")


@dataclass(frozen=True)
class Wishes:
    """How a person wants a file read: the day it speaks of, whose register it is, and whether to store it at all."""

    as_of: date | None = None
    buyer: str = ""
    dry_run: bool = False


def check_wishes(paths_: Sequence[Path], as_of: date | None, report_to: Path | None) -> None:
    """Raises Refused for what could only fail after the import is done."""
    if as_of and as_of > clock.today():
        raise Refused(f"--as-of {as_of.isoformat()} is in the future. Give the day the files speak of.")
    if report_to and len(paths_) > 1:
        raise Refused("--report takes one file's report. Import the files one by one, or leave it out.")
    if report_to and not os.access(report_to.absolute().parent, os.W_OK):
        raise Refused(f"Cannot write {report_to}: its folder is not there or is not yours. Name another.")


def import_and_report(app: Flask, path: Path, wishes: Wishes, report_to: Path | None) -> bool:
    """Import one file and report on it; False, said aloud, if it cannot be read."""
    try:
        report = import_one(app, path, OPERATOR, wishes)
    except UnreadableFile as error:
        say(str(error))
        return False
    show(report)
    say(f"The full report is in {_write(app, path, report, report_to)}.")
    return True


def import_one(app: Flask, path: Path, actor: Actor, wishes: Wishes = Wishes()) -> Report:
    """Read one file wholly, then store it; a dry run is the reading alone."""
    name = printable(path.name)
    with step(f"Reading {name}"):
        reading = _read(path, wishes)
        opened = Opened(name, _hash(path), reading)
    if wishes.dry_run:
        with app.extensions["hub.readers"]() as session:
            report = preview(session, opened)
    else:
        with step(f"Storing {name}") as progress:
            report = ingest(app.extensions["hub.writers"], opened, actor, progress=progress)
    would = "Would import" if wishes.dry_run else "Imported"
    dated = f"as of {reading.as_of.value.isoformat()}, {reading.as_of_reason}"
    say(f"{would} {name} ({reading.source.title}; {dated}). {report.summary()}.")
    return report


def _read(path: Path, wishes: Wishes) -> Reading:
    """Read a file. A register is its council's by the name the hub knows, however the file or a person puts it."""
    reading = checked(files.open_file(path, wishes.as_of, wishes.buyer))
    if reading.source.voice is not Voice.REGISTER:
        return reading
    council = data.council_called(reading.source.publisher)
    if council is None or council.name == reading.source.publisher:
        return reading
    return files.open_file(path, wishes.as_of, council.name)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def show(report: Report) -> None:
    """The lines a person should read, as many as fit a screen, and how many rows were skipped why."""
    for reason, count in report.often_skipped():
        click.echo(printable(f"  {count} skipped: {reason}"))
    lines = report.noteworthy()
    for line in lines[:SHOWN]:
        click.echo(_sentence(line))
    if len(lines) > SHOWN:
        click.echo(f"… and {len(lines) - SHOWN} more lines in the report.")


def _sentence(line: Line) -> str:
    where = f"{line.place}: {line.outcome}" if not line.field else f"{line.place}, {line.field}"
    value = f" “{line.value[:60]}”" if line.value else ""
    done = f"; {line.done}" if line.done else ""
    return printable(f"  {where}{value}: {line.reason}{done}")


def _write(app: Flask, path: Path, report: Report, to: Path | None) -> Path:
    """The report as a file: where asked, else in the hub's reports folder under the day and the file's name."""
    if to is None:
        folder = paths.make_private(app.config["REPORTS"])
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
        to = _free(folder, f"{stamp}-{PLAIN.sub('-', path.stem)[:80]}")
    text = report.as_csv().encode(errors="replace")
    paths.write_whole(to, lambda file: file.write(text))
    return to


def _free(folder: Path, name: str) -> Path:
    """A place for a report: an hour of October comes twice, and two files may be read in a second."""
    place, number = folder / f"{name}.csv", 1
    while place.exists():
        number += 1
        place = folder / f"{name}-{number}.csv"
    return place
