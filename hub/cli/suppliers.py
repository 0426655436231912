"""``hub review suppliers``: pairs of suppliers that may be one, decided by a person, and undone if need be."""

import click
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import changing, open_hub, say, verdict
from hub.ingest import supplier_review as desk
from hub.ingest.supplier_review import Side


@click.group(invoke_without_command=True)
@click.pass_context
def suppliers(ctx: click.Context) -> None:
    """List suppliers that may be one; accept, reject or never; undo."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_suppliers)


@suppliers.command("list")
def list_suppliers() -> None:
    """The suppliers waiting for a decision, most alike first."""
    with open_hub().extensions["hub.readers"]() as session:
        pairs = desk.supplier_queue(session)
        for pair in pairs:
            evidence = ". ".join(pair.proposal.evidence)
            click.echo(printable(f"{pair.proposal.id}: {pair.proposal.score:.0%} likely. {evidence}."))
            for side in (pair.left, pair.right):
                click.echo(printable(f"    {describe_supplier(side)}"))
    count = "1 pair" if len(pairs) == 1 else f"{len(pairs)} pairs"
    todo = f"{count} to decide: `hub review suppliers accept NUMBER`, or reject, or never."
    say(todo if pairs else "Nothing to decide.")


def describe_supplier(side: Side) -> str:
    numbers = ", ".join(f"{scheme} {value}" for scheme, value in side.numbers) or "no registered number"
    lots = "1 lot" if side.lots == 1 else f"{side.lots} lots"
    return f"{' / '.join(side.names)} ({numbers}; on {lots})"


def _decide(session: Session, number: int, verdict: str, reason: str) -> str:
    desk.decide_supplier(session, number, verdict, OPERATOR, clock.now(), reason)
    return f"Noted. To undo it: `hub review suppliers undo {number}`."


suppliers.add_command(verdict("accept", "The two are one supplier: join them.", _decide))
suppliers.add_command(verdict("reject", "Not one supplier, as far as this evidence goes.", _decide))
suppliers.add_command(verdict("never", "Two suppliers for good: do not ask again.", _decide))


@suppliers.command("undo")
@click.argument("number", type=int)
def undo_suppliers(number: int) -> None:
    """Undo a decision about a pair of suppliers; both are as they were before."""
    with changing() as session:
        desk.undo_supplier(session, number, OPERATOR, clock.now())
    say(f"The decision about pair {number} is undone.")


@suppliers.command("decisions")
def list_supplier_decisions() -> None:
    """The decisions about suppliers in force, newest first."""
    with open_hub().extensions["hub.readers"]() as session:
        for p in desk.supplier_decisions(session):
            line = f"{p.id}: {p.state} {p.slug} and {p.other_slug}, by {p.decided_by} on {p.decided_at:%Y-%m-%d}."
            click.echo(printable(f"{line} {p.reason}"))
