"""``hub review corrections``: what people say is wrong with a record, and the network's answer."""

import click

from hub import clock, corrections as desk
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import changing, open_hub, say
from hub.models import Correction


@click.group(invoke_without_command=True)
@click.pass_context
def corrections(ctx: click.Context) -> None:
    """List the corrections people asked for; say that one was made or refused; undo that."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_corrections)


@corrections.command("list")
def list_corrections() -> None:
    """Those that wait for an answer, due first comes first."""
    today = clock.today()
    with open_hub().extensions["hub.readers"]() as session:
        found = desk.waiting(session)
        for row in found:
            click.echo(printable(describe(row)) + (" LATE" if row.due_on < today else ""))
    todo = "When one is settled: `hub review corrections made NUMBER --why …`."
    say(todo if found else "Nobody waits for an answer.")


def describe(row: Correction) -> str:
    said = "; ".join(filter(None, (" ".join(row.wrong.split()), row.right and f"should be: {row.right}")))
    where = f" ({row.published_at})" if row.published_at else ""
    about = f"{row.subject} {row.ident} “{row.title}”"
    return f"{row.id}: due {row.due_on}, {about}, {row.field}, {row.role}: {said}{where}"


def _answer(state: str, help_text: str) -> click.Command:
    @click.command(state, help=help_text)
    @click.argument("number", type=int)
    @click.option("--why", required=True, help="What whoever told will read.")
    def command(number: int, why: str) -> None:
        with changing() as session:
            desk.answer(session, number, state, why, OPERATOR, clock.now())
        say(f"Noted. To undo it: `hub review corrections reopen {number}`.")

    return command


corrections.add_command(_answer("made", "The record has been put right."))
corrections.add_command(_answer("refused", "The record stays as it is."))


@corrections.command()
@click.argument("number", type=int)
def reopen(number: int) -> None:
    """This one waits for an answer again."""
    with changing() as session:
        desk.reopen(session, number, OPERATOR, clock.now())
    say("Open again.")
