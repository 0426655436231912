"""``hub review``: pairs that may be one framework, decided by a person, and undone if need be."""

import click

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.ingest import review as desk, supplier_review
from hub.ingest.supplier_review import Side
from hub.models import Framework
from hub.search import sync


@click.group(invoke_without_command=True)
@click.pass_context
def review(ctx: click.Context) -> None:
    """List pairs that may be one framework; accept, reject or never; undo; take a record out. Suppliers too."""
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


def _verdict(name: str, meaning: str) -> click.Command:
    @click.command(name, help=meaning)
    @click.argument("number", type=int)
    @click.option("--reason", default="", help="Why, for whoever reads it later.")
    def command(number: int, reason: str) -> None:
        app = open_hub()
        with app.extensions["hub.writers"].begin() as session:
            decision = desk.decide(session, number, name, OPERATOR, clock.now(), reason)
            say(f"Noted as decision {decision.id}. To undo it: `hub review undo {decision.id}`.")
        sync(app.extensions["hub.writers"], app.extensions["hub.index"])

    return command


review.add_command(_verdict("accept", "The two are one framework: merge them."))
review.add_command(_verdict("reject", "Not one framework, as far as this evidence goes."))
review.add_command(_verdict("never", "Two frameworks for good: do not ask again."))


@review.command()
@click.argument("source")
@click.argument("source_id")
@click.option("--reason", default="", help="Why, for whoever reads it later.")
def detach(source: str, source_id: str, reason: str) -> None:
    """Take one record of a SOURCE out of the framework it was merged into."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        decision = desk.detach(session, source, source_id, OPERATOR, clock.now(), reason)
        say(f"It stands alone now. To undo it: `hub review undo {decision.id}`.")
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])


@review.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Undo a decision; what it joined or parted is as it was before."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        desk.undo(session, number, OPERATOR, clock.now())
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    say(f"Decision {number} is undone.")


@review.command("decisions")
def list_decisions() -> None:
    """The decisions in force, newest first."""
    with open_hub().extensions["hub.readers"]() as session:
        for d in desk.decisions(session):
            other = f" and {d.other_home}" if d.other_home else ""
            click.echo(printable(f"{d.id}: {d.kind} {d.home}{other}, by {d.actor} on {d.made_at:%Y-%m-%d}. {d.reason}"))


@review.group(invoke_without_command=True)
@click.pass_context
def suppliers(ctx: click.Context) -> None:
    """List suppliers that may be one; accept, reject or never; undo."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_suppliers)


@suppliers.command("list")
def list_suppliers() -> None:
    """The suppliers waiting for a decision, most alike first."""
    with open_hub().extensions["hub.readers"]() as session:
        pairs = supplier_review.supplier_queue(session)
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


def _supplier_verdict(name: str, meaning: str) -> click.Command:
    @click.command(name, help=meaning)
    @click.argument("number", type=int)
    @click.option("--reason", default="", help="Why, for whoever reads it later.")
    def command(number: int, reason: str) -> None:
        app = open_hub()
        with app.extensions["hub.writers"].begin() as session:
            supplier_review.decide_supplier(session, number, name, OPERATOR, clock.now(), reason)
        sync(app.extensions["hub.writers"], app.extensions["hub.index"])
        say(f"Noted. To undo it: `hub review suppliers undo {number}`.")

    return command


suppliers.add_command(_supplier_verdict("accept", "The two are one supplier: join them."))
suppliers.add_command(_supplier_verdict("reject", "Not one supplier, as far as this evidence goes."))
suppliers.add_command(_supplier_verdict("never", "Two suppliers for good: do not ask again."))


@suppliers.command("undo")
@click.argument("number", type=int)
def undo_suppliers(number: int) -> None:
    """Undo a decision about a pair of suppliers; both are as they were before."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        supplier_review.undo_supplier(session, number, OPERATOR, clock.now())
    sync(app.extensions["hub.writers"], app.extensions["hub.index"])
    say(f"The decision about pair {number} is undone.")


@suppliers.command("decisions")
def list_supplier_decisions() -> None:
    """The decisions about suppliers in force, newest first."""
    with open_hub().extensions["hub.readers"]() as session:
        for p in supplier_review.supplier_decisions(session):
            line = f"{p.id}: {p.state} {p.slug} and {p.other_slug}, by {p.decided_by} on {p.decided_at:%Y-%m-%d}."
            click.echo(printable(f"{line} {p.reason}"))
