"""``hub eligibility``: what is held on who may use a framework, read again, or set right by a person."""

from pathlib import Path

import click
from flask import Flask

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.passages import try_text
from hub.cli.steps import changing, open_hub, say, step
from hub.errors import Refused
from hub.formatters import count_text
from hub.ingest import corrections as desk
from hub.ingest.eligibility import unread
from hub.ingest.remerging import remerge_all
from hub.models import EligibilityRule
from hub.search import sync
from hub.signposting.eligibility import rule_from_dict, rule_line

LARGEST_FILE = 5_000_000
"""Bytes of a CSV of corrections."""


@click.group()
def eligibility() -> None:
    """Show, read again, or set right who may use a framework."""


@eligibility.command()
@click.argument("key")
def show(key: str) -> None:
    """The rules held for the framework of this KEY, each with the words that say so."""
    with open_hub().extensions["hub.readers"]() as session:
        found = desk.framework(session, key)
        click.echo(printable(f"{found.key}  {found.title}"))
        for row in found.rules:
            click.echo(printable(f"  {rule_line(rule_from_dict(row.rule))}"))
            click.echo(printable(f"    {origin(row)}: “{row.quote}”" if row.quote else f"    {origin(row)}"))
        if any(row.confirmed_at for row in found.rules):
            say("What a person confirmed counts, and nothing else.")


def origin(row: EligibilityRule) -> str:
    """Where a rule comes from, in words."""
    where = ", ".join(filter(None, (row.field, row.source, row.notice or row.url))) or "the owner's name"
    if row.confirmed_at:
        return f"confirmed by a person on {row.confirmed_at:%Y-%m-%d} ({where})"
    if row.is_fact:
        return f"stated as a fact by {row.source}; its words stand at {row.url or 'a place not known'}"
    return f"read by the hub ({where})"


@eligibility.command("set")
@click.argument("key")
@click.argument("rules", metavar="RULE...", nargs=-1, required=True)
@click.option("--quote", required=True, help="The published words that say so.")
@click.option("--source", required=True, help="The notice's number or the page's address where they stand.")
@click.option("--by", required=True, help="Who says so: a role or initials.")
def set_rules(key: str, rules: tuple[str, ...], quote: str, source: str, by: str) -> None:
    """Say who may use the framework of this KEY, in place of what the hub read or anybody confirmed before.

    \b
    A RULE is one line, such as:
      "include class local-authorities; in UKH; needs consent"
      "exclude named Essex County Council"
    """
    said = [desk.correction(key, rule, quote, source, by) for rule in rules]
    with changing() as session:
        desk.confirm(session, said, OPERATOR, clock.now())
    say(f"Noted. To see it: `hub eligibility show {key}`. To undo it: `hub eligibility undo {key}`.")


@eligibility.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_csv(file: Path) -> None:
    """Note the corrections of a CSV FILE with the columns key, rule, quote, source and by: all of them, or none."""
    if file.stat().st_size > LARGEST_FILE:
        raise Refused(f"{file.name} is larger than {LARGEST_FILE:,} bytes. Import it in parts.")
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{file.name} is not UTF-8 text (byte {error.start}). Save it as “CSV UTF-8”.") from None
    with changing() as session:
        said = desk.read_csv(session, text)
        frameworks = desk.confirm(session, said, OPERATOR, clock.now())
    say(f"Noted {count_text(len(said), 'rule')} on {count_text(frameworks, 'framework')}.")


@eligibility.command()
@click.argument("key")
def undo(key: str) -> None:
    """Take back what people confirmed of the framework of this KEY; what the hub reads counts again."""
    with changing() as session:
        count = desk.undo(session, key, OPERATOR, clock.now())
    say(f"{'1 rule is' if count == 1 else f'{count} rules are'} undone. What the hub reads counts again.")


@eligibility.command()
def read() -> None:
    """Read again every text that the reader has not read as it reads now, and write what changed."""
    app = open_hub()
    read_again(app)
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    say("Every text has been read.")


def read_again(app: Flask) -> None:
    """Have this reader read what another has read, or none."""
    with app.extensions["hub.readers"]() as session:
        count = unread(session)
    if count:
        with step("Reading who may use each framework") as progress:
            changed = remerge_all(app.extensions["hub.writers"], OPERATOR, progress=progress)
        say(f"Read who may use {count_text(count, 'framework')}; {changed:,} changed.")


eligibility.add_command(try_text)
