"""``hub review needs``: what people looked for, did not find and told the network of."""

import click

from hub import needs as desk
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.models import UnmetNeed

SHOWN = 50


@click.command()
@click.option("--all", "everything", is_flag=True, help=f"Every one, not just the {SHOWN} newest.")
def needs(everything: bool) -> None:
    """List what people could not find, newest first."""
    with open_hub().extensions["hub.readers"]() as session:
        found = desk.unmet_needs(session)
        shown = found if everything else found[:SHOWN]
        for need in shown:
            click.echo(printable(describe(need)))
    if len(shown) < len(found):
        say(f"… and {len(found) - len(shown)} older: `hub review needs --all`")
    elif not found:
        say("Nobody has told the hub of anything they could not find.")


def describe(need: UnmetNeed) -> str:
    where = [desk.kinds().get(need.kind or "", ""), desk.regions().get(need.region or "", "")]
    searched = f"searched for “{need.text}”" if need.text else ""
    known = "; ".join(filter(None, [searched, *where]))
    return f"{need.day}  {' '.join(need.wanted.split())}{f' ({known})' if known else ''}"
