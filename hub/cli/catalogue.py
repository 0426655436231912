"""Looking at the catalogue from the command line: its faults, and taking it away."""

from pathlib import Path

import click
from flask import Flask

from hub import checkup, clock, disclosure, exports, quality
from hub.cells import printable
from hub.cli.index import describe
from hub.cli.link_checks import check_links
from hub.cli.steps import as_started, in_production, open_hub, say
from hub.crawl import doors
from hub.crawl.alarms import alarms
from hub.crawl.permission import states_of
from hub.paths import write_whole
from hub.search import state

SHOWN = 5


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(sorted(exports.FORMATS)), default="csv", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file. Without it: the screen.")
@click.pass_context
def export(ctx: click.Context, form: str, output: Path | None) -> None:
    """Write the whole catalogue, as the hub's framework CSV or as JSON. It can be imported again."""
    if ctx.invoked_subcommand is not None:
        return
    with open_hub().extensions["hub.readers"]() as session:
        text = exports.FORMATS[form](session)
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, lambda file: file.write(text.encode()))
    say(f"The catalogue is in {output}.")


@export.command()
@click.argument("key")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file. Without it: KEY.zip here.")
def record(key: str, output: Path | None) -> None:
    """Write everything the hub holds on the framework of a KEY, to answer a request for information."""
    with open_hub().extensions["hub.readers"]() as session:
        body = disclosure.packed(session, key)
    path = output or Path(f"{key}.zip")
    write_whole(path, lambda file: file.write(body))
    say(f"What the hub holds is in {path}. Read it before you send it on.")


@click.command()
@click.option("--all", "everything", is_flag=True, help="List every case, not just the first few of each kind.")
@click.option("--links", is_flag=True, help="First ask web addresses whether they still lead anywhere; takes a while.")
@click.option("--most", type=click.IntRange(1), default=200, show_default=True, help="Addresses asked at a time.")
def check(everything: bool, links: bool, most: int) -> None:
    """Say what is wrong with the hub, its index and its catalogue. Ends with status 1 unless hub and index are sound.

    Of the hub: database, files, who may read them, room on the disk, settings, mail. Each fault comes with its cure.

    Links are asked gently, one in ten seconds on any site, and none more often than once in 30 days.
    """
    app = open_hub()
    if links:
        check_links(app, most)
    sound = _show_hub(app)
    with app.extensions["hub.readers"]() as session:
        silent = alarms(doors.sites().values(), states_of(session), clock.now())
        cases = [f"{each.title}: {each.words}" for each in silent]
        for finding in [*quality.findings(session), quality.Finding("Sources that have fallen silent", "", cases)]:
            _show(finding, everything)
        found = state(session, app.extensions["hub.index"])
    click.echo(f"Index: {describe(found)}")
    if not found.in_step:
        raise click.ClickException(as_started("The index is not in step. Run `hub index verify --repair`."))
    if not sound:
        raise click.ClickException("Something is wrong with the hub: see the first lines.")


def _show_hub(app: Flask) -> bool:
    settings = {**app.config, "PRODUCTION": in_production()}
    found = checkup.findings(settings, app.extensions["hub.engine"], app.extensions["hub.index"], clock.now())
    for finding in found:
        click.echo(printable(as_started(finding)))
    if not found:
        click.echo("Database, files, disk, settings and mail: nothing is wrong.")
    return not found


def _show(finding: quality.Finding, everything: bool) -> None:
    desk = f" (`{finding.desk}`)" if finding.desk else ""
    click.echo(as_started(f"{finding.title}{desk}: {len(finding.cases)}"))
    shown = finding.cases if everything else finding.cases[:SHOWN]
    for case in shown:
        click.echo(printable(f"  {case}"))
    if len(shown) < len(finding.cases):
        click.echo(as_started(f"  … and {len(finding.cases) - len(shown)} more: `hub check --all`"))
