"""``hub sources``: what was read, on what terms, and which sites the hub may visit by itself."""

from datetime import datetime

import click

from hub import clock, quality
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import as_started, open_hub, say
from hub.crawl import doors, permission
from hub.crawl.alarms import alarm, how_often, spoken
from hub.models import CrawlState
from scrapers.site import Site


@click.group(invoke_without_command=True)
@click.pass_context
def sources(ctx: click.Context) -> None:
    """List the sources: what was read, on what terms, when; what can be crawled. Permit or forbid crawling one."""
    if ctx.invoked_subcommand is not None:
        return
    with open_hub().extensions["hub.readers"]() as session:
        rows = quality.sources(session)
        states = permission.states_of(session)
    for row in rows:
        read = f"read {row.last_read:%Y-%m-%d}" if row.last_read else "never read"
        click.echo(printable(f"{row.name:28} {row.records:5} records  as of {row.as_of}  {read}  {row.licence}"))
        click.echo(printable(f"{'':28} {row.title} ({row.publisher})"))
    if not rows:
        say("No source has been read yet. Run `hub import FILE`, or `hub demo` for the starter catalogue.")
    if doors.sites():
        click.echo(as_started("\nSites the hub can read by itself (`hub crawl NAME`):"))
    for name, site in sorted(doors.sites().items()):
        for line in _described(site, states.get(name), clock.now()):
            click.echo(printable(as_started(line)))


def _described(site: Site, state: CrawlState | None, at: datetime) -> list[str]:
    stands = permission.standing(site, state)
    lines = [
        f"{site.source.name:28} {site.source.title} ({site.source.publisher})",
        f"{'':28} {'on' if stands.permitted else 'off'}; permission: {stands.words}",
        f"{'':28} {_when(site, state, at)}",
    ]
    if not site.met:
        tried = f"a person tried it on {state.probed_at:%Y-%m-%d}" if state and state.probed_at else "not tried here"
        lines.append(f"{'':28} its reader never met the live site; {tried}: `hub probe {site.source.name}`")
    if words := alarm(site, state, at):
        lines.append(f"{'':28} ALARM: {words}")
    return lines


def _when(site: Site, state: CrawlState | None, at: datetime) -> str:
    every = how_often(site.every)
    if state is None or state.last_good_at is None:
        return f"never crawled to the end; {every}"
    following = f", next {state.next_at:%Y-%m-%d %H:%M}" if state.next_at else ""
    ago = spoken(at - state.last_good_at)
    return f"last good crawl {state.last_good_at:%Y-%m-%d %H:%M} UTC ({ago} ago){following}; {every}"


@sources.command()
@click.argument("name")
@click.option("--because", required=True, help="On what the permission rests: who agreed, when, where it can be read.")
def permit(name: str, because: str) -> None:
    """Note that the source called NAME may be crawled."""
    app = open_hub()
    [site] = doors.sites_called([name])
    with app.extensions["hub.writers"].begin() as session:
        permission.permit(session, site, OPERATOR, clock.now(), because)
        tried = permission.is_tried(site, session.get(CrawlState, name))
    first = "" if tried else f" once `hub probe {name}` has been looked at"
    say(f"{site.source.title} may be crawled{first}. `hub sources forbid {name}` takes that back.")


@sources.command()
@click.argument("name")
@click.option("--because", default="", help="Why, for whoever reads it later.")
def forbid(name: str, because: str) -> None:
    """Note that the source called NAME may not be crawled, whatever else allows it."""
    app = open_hub()
    [site] = doors.sites_called([name])
    with app.extensions["hub.writers"].begin() as session:
        permission.forbid(session, site, OPERATOR, clock.now(), because)
    say(f'{site.source.title} is not crawled any more. `hub sources permit {name} --because "..."` takes that back.')
