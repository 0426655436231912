"""``hub review issues``: what the sources say that the hub could not read, until a person has seen to it."""

import click

from hub import clock, issues as desk
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.models import Issue

SHOWN = 50


@click.group(invoke_without_command=True)
@click.pass_context
def issues(ctx: click.Context) -> None:
    """List the data issues; clear one that has been seen to; open it again."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_issues)


@issues.command("list")
@click.option("--source", default="", metavar="NAME", help="Only those of one source: see `hub sources`.")
@click.option("--field", default="", metavar="NAME", help="Only those of one field or column.")
@click.option("--all", "everything", is_flag=True, help=f"Every one, not just the first {SHOWN}.")
def list_issues(source: str, field: str, everything: bool) -> None:
    """The issues nobody has cleared: source, place, field, value, why, and what the hub did."""
    with open_hub().extensions["hub.readers"]() as session:
        found = desk.open_issues(session, source, field)
        shown = found if everything else found[:SHOWN]
        for issue in shown:
            click.echo(printable(describe(issue)))
    if len(shown) < len(found):
        say(f"… and {len(found) - len(shown)} more: `hub review issues list --all`")
    say("When one has been seen to: `hub review issues clear NUMBER`." if found else "No data issue is open.")


def describe(issue: Issue) -> str:
    value = f" “{issue.value[:60]}”" if issue.value else ""
    done = f"; {issue.done}" if issue.done else ""
    return f"{issue.id}: {issue.source}, {issue.place}, {issue.field}{value}: {issue.reason}{done}"


@issues.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@click.option("--note", default="", help="What was done about it, for whoever reads it later.")
def clear(numbers: tuple[int, ...], note: str) -> None:
    """These issues have been seen to. They stay cleared when their file is read again."""
    with open_hub().extensions["hub.writers"].begin() as session:
        for number in numbers:
            desk.clear(session, number, OPERATOR, clock.now(), note)
    say("Cleared. To undo it: `hub review issues reopen NUMBER`.")


@issues.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
def reopen(numbers: tuple[int, ...]) -> None:
    """These issues are open again."""
    with open_hub().extensions["hub.writers"].begin() as session:
        for number in numbers:
            desk.reopen(session, number, OPERATOR, clock.now())
    say("Open again.")
