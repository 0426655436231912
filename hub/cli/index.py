"""``hub index``: the search index, which can always be rebuilt from the database."""

import click

from hub.cli.steps import as_started, open_hub, say, step
from hub.search import IndexState, rebuild, refresh_statuses, state, sync


@click.group(invoke_without_command=True)
@click.pass_context
def index(ctx: click.Context) -> None:
    """Bring the search index up to date, rebuild it, or compare it with the database."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(update)


@index.command()
def update() -> None:
    """Apply the changes the index has yet to hear about."""
    app = open_hub()
    sessions = app.extensions["hub.writers"]
    refresh_statuses(sessions)
    say(f"The index is up to date ({sync(sessions, app.extensions['hub.index'])} changes).")


@index.command("rebuild")
def rebuild_command() -> None:
    """Build the index anew beside the old one, then switch to it."""
    app = open_hub()
    with step("Rebuilding the index"):
        count = rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    say(f"The index holds {count} frameworks.")


@index.command()
@click.option("--repair", is_flag=True, help="Rebuild the index if it differs from the database.")
def verify(repair: bool) -> None:
    """Compare the index with the database, framework by framework."""
    app = open_hub()
    with app.extensions["hub.readers"]() as session:
        found = state(session, app.extensions["hub.index"])
    say(describe(found))
    if found.in_step:
        return
    if not repair:
        raise click.ClickException(as_started("The index is not in step. Run `hub index verify --repair`."))
    say(f"Rebuilt: {rebuild(app.extensions['hub.writers'], app.extensions['hub.index'])} frameworks.")


def describe(found: IndexState) -> str:
    if found.problem:
        return found.problem
    return (
        f"Generation {found.generation or 'none'}: {found.documents} frameworks, {found.pending} changes pending, "
        f"{len(found.missing)} missing, {len(found.orphaned)} left over, {len(found.stale)} out of date."
    )
