"""``hub review links``: the framework each contract was awarded under, as far as its words tell."""

import click

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.ingest import links as desk
from hub.models import CallOff

SHOWN = 50


@click.group(invoke_without_command=True)
@click.pass_context
def links(ctx: click.Context) -> None:
    """List the contracts linked to a framework by their words alone; confirm or refuse a link."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_links)


@links.command("list")
@click.option("--all", "everything", is_flag=True, help=f"Every link, not just the {SHOWN} least sure.")
def list_links(everything: bool) -> None:
    """The links nobody has confirmed or refused yet, least sure first."""
    with open_hub().extensions["hub.readers"]() as session:
        waiting = desk.unconfirmed(session)
        shown = waiting if everything else waiting[:SHOWN]
        for row in shown:
            click.echo(printable(describe(row)))
            click.echo(printable(f"    {framework_of(row)}"))
    if len(shown) < len(waiting):
        say(f"… and {len(waiting) - len(shown)} more: `hub review links list --all`")
    todo = "To decide: `hub review links confirm NUMBER`, or refuse."
    say(todo if waiting else "No link waits for a decision.")


def describe(row: CallOff) -> str:
    """The contract and what its source wrote of the framework."""
    wrote = row.reference_as_written or row.framework_title or row.framework_notice or "nothing more"
    return f"{row.id}: {row.title} ({row.buyer_name}), which says: {wrote}"


def framework_of(row: CallOff) -> str:
    """The framework it is linked to, how sure that is, and why."""
    framework = row.framework
    assert framework is not None  # noqa: S101  only linked contracts are listed
    named = f"{framework.reference or 'no reference'} {framework.title}"
    return f"{row.link_confidence or 0:.0%} sure: {named} [{framework.key}], because {row.link_reason}"


@links.command()
@click.argument("number", type=int)
@click.option("--framework", "key", default="", metavar="KEY", help="Another framework than the one found.")
def confirm(number: int, key: str) -> None:
    """The contract was awarded under the framework found, or under another."""
    with open_hub().extensions["hub.writers"].begin() as session:
        decision = desk.confirm(session, number, OPERATOR, clock.now(), key)
        say(f"Noted as decision {decision.id}. To undo it: `hub review undo {decision.id}`.")


@links.command()
@click.argument("number", type=int)
def refuse(number: int) -> None:
    """The contract was not awarded under the framework found."""
    with open_hub().extensions["hub.writers"].begin() as session:
        decision = desk.refuse(session, number, OPERATOR, clock.now())
        say(f"Noted as decision {decision.id}. To undo it: `hub review undo {decision.id}`.")
