"""``hub audit``: the audit trail, read, checked and taken away. Nothing can change it."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from hub import audit as trail
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.formatters import count_text
from hub.models import AuditEntry
from hub.paths import write_whole
from hub.takeaway.tables import Column, Table, csv_parts

COLUMNS: tuple[Column[AuditEntry], ...] = (
    Column("number", "Number", lambda entry: entry.id),
    Column("at", "At", lambda entry: entry.at.isoformat(timespec="microseconds")),
    Column("actor", "Actor", lambda entry: entry.actor),
    Column("action", "Action", lambda entry: entry.action),
    Column("subject", "Subject", lambda entry: entry.subject),
    Column("detail", "Detail", lambda entry: json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)),
    Column("request", "Request", lambda entry: entry.request_id),
    Column("previous_hash", "Hash before", lambda entry: entry.previous_hash),
    Column("hash", "Hash", lambda entry: entry.hash),
)


@click.group()
def audit() -> None:
    """Who did what to what, and when."""


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which entries are chosen."""
    for name in ("subject", "action", "actor"):
        command = click.option(f"--{name}", default="", help=f"Only entries of this {name}.")(command)
    return command


@audit.command()
@choosing
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="So many of the last.")
def show(most: int, **chosen: str) -> None:
    """List the last entries."""
    with open_hub().extensions["hub.readers"]() as session:
        found = trail.latest(session, most, **chosen)
        for entry in found:
            click.echo(printable(describe(entry)))
    if not found:
        say("There is no such entry.")


def describe(entry: AuditEntry) -> str:
    detail = f" {json.dumps(entry.detail, ensure_ascii=False)}" if entry.detail else ""
    request = f" (request {entry.request_id})" if entry.request_id else ""
    did = f"{entry.actor}: {entry.action}, {entry.subject}"
    return f"{entry.id}: {entry.at:%Y-%m-%d %H:%M:%S} UTC, {did}{detail}{request}"


@audit.command()
@click.option("--kept", default="", help="A hash that an earlier run gave: its entry must still be there.")
def verify(kept: str) -> None:
    """Check that every entry is as it was written. Ends with status 1 if one is not."""
    with open_hub().extensions["hub.readers"]() as session:
        verdict = trail.verify(session, kept)
    if verdict.broken is not None:
        raise click.ClickException(f"Entry {verdict.broken} of the audit trail is broken: {verdict.reason}.")
    if verdict.reason:
        raise click.ClickException(f"The audit trail is not whole: {verdict.reason}.")
    say(f"All is as it was written: {count_text(verdict.rows, 'entry', 'entries')}. Keep the hash of the last one,")
    say("away from the hub: `hub audit verify --kept HASH` then shows whether entries are missing from the end.")
    click.echo(verdict.newest)


@audit.command()
@choosing
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file. Without it: the screen.")
def export(form: str, output: Path | None, **chosen: str) -> None:
    """Write the entries as CSV or as lines of JSON, oldest first."""
    with open_hub().extensions["hub.readers"]() as session:
        entries = trail.entries(session, **chosen)
        parts = _lines(entries) if form == "jsonl" else csv_parts(Table("audit", COLUMNS, entries))
        if output is None:
            sys.stdout.buffer.writelines(parts)
            sys.stdout.buffer.flush()
            return
        write_whole(output, lambda file: file.writelines(parts))
    say(f"The audit trail is in {output}.")


def _lines(entries: Iterator[AuditEntry]) -> Iterator[bytes]:
    for entry in entries:
        said: dict[str, Any] = {column.key: column.read(entry) for column in COLUMNS} | {"detail": entry.detail}
        yield f"{json.dumps(said)}\n".encode()
