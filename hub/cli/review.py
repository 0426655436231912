"""``hub review``: pairs that may be one framework, decided by a person, and undone if need be."""

import click
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import changing, open_hub, say, verdict
from hub.ingest import review as desk
from hub.models import Framework


@click.group(invoke_without_command=True)
@click.pass_context
def review(ctx: click.Context) -> None:
    """List pairs that may be one framework; accept, reject or never; undo; take a record out."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_pairs)


@review.command("list")
def list_pairs() -> None:
    """The pairs waiting for a decision, most alike first."""
    with open_hub().extensions["hub.readers"]() as session:
        pairs = desk.queue(session)
        for pair in pairs:
            click.echo(f"{pair.proposal.id}: {pair.proposal.score:.0%} alike. {'. '.join(pair.proposal.evidence)}.")
            for framework in (pair.left, pair.right):
                click.echo(printable(f"    {describe(framework)}"))
    count = "1 pair" if len(pairs) == 1 else f"{len(pairs)} pairs"
    todo = f"{count} to decide: `hub review accept NUMBER`, or reject, or never."
    say(todo if pairs else "Nothing to decide.")


def describe(framework: Framework) -> str:
    owner = framework.owner.name if framework.owner else "owner not published"
    dates = f"{framework.start or 'start not published'} to {framework.end or 'end not published'}"
    return f"{framework.key}  {framework.reference or 'no reference'}  {framework.title} ({owner}; {dates})"


def _decide(session: Session, number: int, verdict: str, reason: str) -> str:
    decision = desk.decide(session, number, verdict, OPERATOR, clock.now(), reason)
    return f"Noted as decision {decision.id}. To undo it: `hub review undo {decision.id}`."


review.add_command(verdict("accept", "The two are one framework: merge them.", _decide))
review.add_command(verdict("reject", "Not one framework, as far as this evidence goes.", _decide))
review.add_command(verdict("never", "Two frameworks for good: do not ask again.", _decide))


@review.command()
@click.argument("source")
@click.argument("source_id")
@click.option("--reason", default="", help="Why, for whoever reads it later.")
def detach(source: str, source_id: str, reason: str) -> None:
    """Take one record of a SOURCE out of the framework it was merged into."""
    with changing() as session:
        decision = desk.detach(session, source, source_id, OPERATOR, clock.now(), reason)
        say(f"It stands alone now. To undo it: `hub review undo {decision.id}`.")


@review.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Undo a decision; what it joined or parted is as it was before."""
    with changing() as session:
        desk.undo(session, number, OPERATOR, clock.now())
    say(f"Decision {number} is undone.")


@review.command("decisions")
def list_decisions() -> None:
    """The decisions in force, newest first."""
    with open_hub().extensions["hub.readers"]() as session:
        for d in desk.decisions(session):
            other = f" and {d.other_home}" if d.other_home else ""
            click.echo(printable(f"{d.id}: {d.kind} {d.home}{other}, by {d.actor} on {d.made_at:%Y-%m-%d}. {d.reason}"))
