"""``hub eligibility try``: see how the hub reads a published text on who may use a framework."""

from typing import TextIO

import click

from hub.cells import printable
from hub.data.kinds import organisation_kinds
from hub.data.organisations import organisations
from hub.data.regions import region_for, regions
from hub.errors import Refused
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import EligibilityAnswer, Passage, answer, read, rule_line

LONGEST = 1_000_000


@click.command("try")
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@click.option("--organisation", metavar="SLUG", help="An organisation the hub knows, such as essex-county-council.")
@click.option(
    "--kind", type=click.Choice(list(organisation_kinds())), metavar="KIND", help="Any organisation of a kind."
)
@click.option("--region", metavar="CODE", help="Where an organisation of the kind is: UKH, or East of England.")
@click.option("--owner", default="", metavar="NAME", help="The framework's owner, as published.")
def try_text(file: TextIO, organisation: str | None, kind: str | None, region: str | None, owner: str) -> None:
    """Read FILE (- is what you paste) and print the rules found in it, and the answer for one buyer.

    Nothing is stored.
    """
    buyer = chosen_buyer(organisation, kind, region)
    rules = read([Passage(file.read(LONGEST))], owner=owner).rules
    said = [rule for rule in rules if rule.quote]
    click.echo("Rules:" if said else "The text does not say who may use the framework.")
    for rule in said:
        click.echo(printable(f"  {rule_line(rule)}"))
        click.echo(printable(f"    “{' '.join(rule.quote.split())}”"))
    if buyer:
        show_answer(buyer, answer(rules, buyer))


def chosen_buyer(organisation: str | None, kind: str | None, region: str | None) -> Buyer | None:
    """The buyer the options mean; None where none is given. Raises Refused where they name nothing known."""
    if organisation:
        return known_buyer(organisation)
    if region and not kind:
        raise Refused("Say of which kind the buyer is as well: --kind district-council --region UKH.")
    if not kind:
        return None
    code = region_for(region) if region else ""
    if code is None:
        raise Refused(f"“{region}” is no region the hub knows. Use a code such as UKH, or a name.")
    where = f" in {regions()[code].name}" if code else ""
    return Buyer(slug=f"{kind}@{code}", name=f"{organisation_kinds()[kind].label}{where}", kind=kind, region=code)


def known_buyer(slug: str) -> Buyer:
    found = organisations().get(slug)
    if found is None:
        raise Refused(f"“{slug}” is no organisation the hub knows. Use --kind and --region for others.")
    names = (found.name, *(name.name for name in found.names))
    return Buyer(
        slug=found.slug,
        name=found.name,
        kind=found.kind,
        region=found.region,
        county=found.county,
        names=names,
        ends_on=found.end,
        successors=found.successors,
    )


def show_answer(buyer: Buyer, given: EligibilityAnswer) -> None:
    click.echo(printable(f"\n{buyer.name}: {given.answer}."))
    click.echo(printable(given.reason))
    if given.quote:
        click.echo(printable(f"Words: “{' '.join(given.quote.split())}”"))
    if given.question:
        click.echo(printable(f"To ask the owner: {given.question}"))
