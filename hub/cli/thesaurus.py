"""``hub thesaurus``: a changed thesaurus, checked and tried on remembered searches before it is kept."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from hub import clock, thesaurus as form
from hub.cells import printable
from hub.cli.steps import open_hub, say
from hub.errors import NotReady, Refused
from hub.formatters import count_text
from hub.models import Framework
from hub.search.trial import FIRST, Change, Trial, trial
from hub.web.trying import as_asked, own_searches, remembered_searches
from indexer.thesaurus import Thesaurus

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def thesaurus() -> None:
    """Check a changed thesaurus, or show what it does to searches."""


@thesaurus.command()
@click.argument("file", type=EXISTING_FILE)
def check(file: Path) -> None:
    """Look for mistakes in the form of FILE, line by line."""
    rows = read(file)
    say(f"{file}: {count_text(len(rows), 'line')}, and nothing is wrong with their form.")


@thesaurus.command("try")
@click.argument("file", type=EXISTING_FILE)
@click.option("--searches", type=EXISTING_FILE, help="Searches of your own, one a line, instead of the hub's.")
def try_command(file: Path, searches: Path | None) -> None:
    """Show what FILE in place of the thesaurus does to remembered searches. Changes nothing."""
    rows = read(file)
    app = open_hub()
    if not app.extensions["hub.index"].generation():
        raise NotReady("There is no search index to try it on. Run `hub index`.")
    other = Thesaurus([(row.term, row.expansion, row.direction) for row in rows])
    texts = own_searches(searches) if searches else remembered_searches(app.config)
    with app.extensions["hub.readers"]() as session:
        tried = trial(session, app.extensions["hub.index"], other, texts, as_asked(session, clock.today()))
        for change in filter(None, tried.changes):
            click.echo("\n".join(map(printable, described(change, tried.frameworks))) + "\n")
    click.echo(summed_up(tried))


def read(file: Path) -> list[form.Row]:
    """The rows of a thesaurus file. Raises Refused with all that is wrong with them."""
    rows = form.read(file)
    if wrong := form.problems(rows):
        for problem in wrong:
            click.echo(printable(f"{file}, line {problem.line}: {problem.message}"))
        raise Refused(f"{file} has {count_text(len(wrong), 'mistake')}. Mend them, then try again.")
    return rows


def described(change: Change, frameworks: Mapping[str, Framework]) -> Iterator[str]:
    """The search, its first results as they would be with where they stood, and those that would be gone."""
    yield change.text
    for place, key in enumerate(change.after, 1):
        yield f"  {place}  {name(frameworks[key])}{was(change, key)}"
    for key in change.vanished:
        yield f"  -  {name(frameworks[key])} (was {change.before.index(key) + 1})"


def was(change: Change, key: str) -> str:
    if key in change.appeared:
        return " (new)"
    return f" (was {change.before.index(key) + 1})" if key in change.moved else ""


def name(framework: Framework) -> str:
    return " ".join(filter(None, (framework.reference, framework.title)))


def summed_up(tried: Trial) -> str:
    changed = [change for change in tried.changes if change]
    if not changed:
        return f"None of {count_text(len(tried.changes), 'search', 'searches')} changes in its first {FIRST} results."
    appeared, moved, vanished = (
        sum(len(getattr(change, how)) for change in changed) for how in ("appeared", "moved", "vanished")
    )
    return (
        f"{len(changed)} of {count_text(len(tried.changes), 'search', 'searches')} would change in the first {FIRST} "
        f"results: {appeared} appear, {moved} move, {vanished} vanish."
    )
