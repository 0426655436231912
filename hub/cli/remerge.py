"""``hub remerge``: every framework merged anew from its records."""

import click

from hub.actor import OPERATOR
from hub.cli.steps import open_hub, say, step
from hub.ingest.remerging import remerge_all
from hub.search import sync


@click.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every framework.")
def remerge(keys: tuple[str, ...], everything: bool) -> None:
    """Merge the frameworks of these KEYs anew from what is stored, or --all of them. Doing it again changes nothing.

    To undo a merge, see `hub review undo`.
    """
    if bool(keys) == everything:
        raise click.UsageError("Name the keys of frameworks, or ask for --all; a key is in the address of its page.")
    app = open_hub()
    with step("Merging") as progress:
        changed = remerge_all(app.extensions["hub.writers"], OPERATOR, keys=keys, progress=progress)
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    say(f"Merged anew. {'1 framework' if changed == 1 else f'{changed} frameworks'} changed.")
