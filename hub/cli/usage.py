"""``hub usage``: what people searched for, what they did not find, and where they went on to."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from hub import clock
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.formatters import count_text, date_text
from hub.models import Framework
from hub.usage import Search, Signpost, Summary, summary

SHOWN = 20


@click.command()
@click.option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help="So many days, with today.")
@click.option("--all", "everything", is_flag=True, help=f"Every search and signpost, not just the {SHOWN} commonest.")
def usage(days: int, everything: bool) -> None:
    """Show searches, those that found nothing, and signposts followed. It says nothing of who: nobody knows."""
    app = open_hub()
    since = clock.today() - timedelta(days=days - 1)
    found = summary(Path(app.config["USAGE"]), since)
    if not (found.searches or found.followed):
        say("Nothing has been counted in these days. `hub run` counts while it serves pages.")
        return
    click.echo(totals(found, date_text(since)))
    limit = None if everything else SHOWN
    show("Searched for", [searched(each) for each in found.by_text[:limit]], len(found.by_text))
    empty = sorted((each for each in found.by_text if each.empty), key=lambda each: -each.empty)
    show("Found nothing", [f"{each.empty:6}  {each.text}" for each in empty[:limit]], len(empty))
    followed = [f"{each.times:6}  {name}" for each, name in named(app, found.by_framework[:limit])]
    show("Signposts followed from", followed, len(found.by_framework))


def totals(found: Summary, since: str) -> str:
    searches = f"{count_text(found.searches, 'search', 'searches')}, {found.empty} of them without a result"
    return f"Since {since}: {searches}; {count_text(found.followed, 'signpost')} followed."


def searched(search: Search) -> str:
    return f"{search.times:6}  {search.text}"


def show(heading: str, lines: Sequence[str], total: int) -> None:
    """A heading and its lines; nothing if there are none."""
    if not lines:
        return
    click.echo(f"\n{heading}")
    for line in lines:
        click.echo(printable(line))
    if total > len(lines):
        say(f"        … and {total - len(lines)} more: `hub usage --all`")


def named(app: Flask, signposts: Sequence[Signpost]) -> list[tuple[Signpost, str]]:
    """Each with reference, title and key of its framework; the key alone if that is gone."""
    keys = [each.framework for each in signposts]
    with app.extensions["hub.readers"]() as session:
        rows = session.scalars(select(Framework).where(Framework.key.in_(keys)))
        names = {row.key: f"{row.reference or 'no reference'} {row.title} [{row.key}]" for row in rows}
    return [(each, names.get(each.framework, f"[{each.framework}]")) for each in signposts]
