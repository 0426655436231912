"""``hub backup`` and ``hub restore``."""

from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Engine

from hub import audit, backup as backups, clock, create_app, running
from hub.actor import OPERATOR
from hub.backup.archive import Manifest
from hub.cli.steps import open_hub, opened, require_database, say, step
from hub.cli.users import erased_again
from hub.db import writers
from hub.formatters import count_text, moment_text, size_text

PRIVATE = (
    "It holds e-mail addresses and hashes of passwords: keep it where only you can read it, off this machine, and no "
    "longer than 35 days. It does not hold your settings: keep HUB_SECRET_KEY and HUB_SECOND_FACTOR_KEY elsewhere."
)


@click.command()
@click.argument("place", required=False, type=click.Path(path_type=Path))
@click.option("--keep-days", type=click.IntRange(1), help="Then delete older backups of this hub in the same folder.")
def backup(place: Path | None, keep_days: int | None) -> None:
    """Pack the database and the files of the hub into one file, which may go on running meanwhile.

    PLACE is a folder, or a file that is not there yet. Without it: the folder backups in the hub's home.
    """
    app, now = open_hub(ready=False), clock.now()
    require_database(app, newest=False)
    path = backups.place_of(app.config, place, now)
    with step("Packing"):
        made = backups.make(app.config, app.extensions["hub.engine"], path, now)
    say(f"The backup is whole: {size_text(path.stat().st_size)}, {described(made.manifest)}. {PRIVATE}")
    if keep_days:
        gone = backups.remove_old(path.parent, now, keep_days)
        say(f"{count_text(len(gone), 'older backup')} deleted.")
    click.echo(path)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only say whether this hub can take it.")
def restore(file: Path, only_check: bool) -> None:
    """Make a hub of a backup, in the place of the one that is there, which is kept under another name.

    Nothing changes until all of the backup has been unpacked, proved and indexed. The hub must not be running.
    """
    app = opened(create_app({"PRODUCTION": False}), ready=False, shares=False)
    manifest = backups.require_fit(app.config, file)
    say(f"This is a backup of {moment_text(datetime.fromisoformat(manifest.made_at))}: {described(manifest)}.")
    if only_check:
        return
    held = running.alone(app.config["HOME"])
    try:
        with step("Restoring") as report:
            done = backups.restore(app.config, file, clock.now(), lambda engine: _mend(app, engine, manifest), report)
    finally:
        running.leave(held)
    say(f"Restored, and every row is there. The index holds {count_text(done.indexed, 'framework')}.")
    for kept in done.kept:
        say(f"Kept: {kept}")
    say("Now run `hub migrate`, then `hub check`. Delete what was kept when you are content.")


def _mend(app: Flask, engine: Engine, manifest: Manifest) -> None:
    """What the backup does not know: who was erased since, and that it was restored."""
    with writers(engine).begin() as session:
        say(erased_again(session, app.config["HOME"]))
        detail = {"made_at": manifest.made_at, "rows": sum(manifest.rows.values())}
        audit.note(session, OPERATOR, "restore backup", f"backup {manifest.made_at}", clock.now(), detail)


def described(manifest: Manifest) -> str:
    frameworks = count_text(manifest.rows.get("framework", 0), "framework")
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    return f"{frameworks}, {count_text(rows, 'row')} in all, {count_text(files, 'file')}, revision {manifest.revision}"
