"""``hub networks``: who keeps the catalogue together."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.steps import changing, open_hub, say
from hub.errors import NotFound
from hub.models import Organisation
from hub.people import networks as rooms


@click.group()
def networks() -> None:
    """Networks of organisations that keep the catalogue together."""


@networks.command("list")
@click.argument("slug", default="")
def list_networks(slug: str) -> None:
    """Every network, or the organisations of the one called SLUG."""
    now = clock.now()
    with open_hub().extensions["hub.readers"]() as session:
        if slug:
            for each in rooms.organisations(session, rooms.network(session, slug), now):
                click.echo(printable(f"{each.slug}  {each.name}"))
            return
        for network in rooms.all_networks(session):
            count = len(rooms.organisations(session, network, now))
            line = f"{network.slug}  {network.name}  {count} organisations  {network.mailbox or 'no mailbox'}"
            click.echo(printable(line))


@networks.command()
@click.argument("slug")
@click.argument("name")
@click.option("--about", default="", help="A sentence on who takes part.")
def found(slug: str, name: str, about: str) -> None:
    """Found a network: SLUG is its short name in addresses, NAME what people call it."""
    with changing() as session:
        rooms.found_network(session, slug, name, about, OPERATOR, clock.now())
    say(f"Founded. Let organisations in with `hub networks join {slug} ORGANISATION`.")


@networks.command()
@click.argument("slug")
@click.argument("organisation")
def join(slug: str, organisation: str) -> None:
    """ORGANISATION (its short name) acts in the network called SLUG from today."""
    with changing() as session:
        rooms.join(session, rooms.network(session, slug), _organisation(session, organisation), OPERATOR, clock.now())
    say("Joined.")


@networks.command()
@click.argument("slug")
@click.argument("organisation")
def leave(slug: str, organisation: str) -> None:
    """ORGANISATION (its short name) acts in the network called SLUG no more."""
    with changing() as session:
        rooms.leave(session, rooms.network(session, slug), _organisation(session, organisation), OPERATOR, clock.now())
    say("It has left, and nobody contributes there for it any more.")


@networks.command()
@click.argument("slug")
@click.argument("address", default="")
def mailbox(slug: str, address: str) -> None:
    """Publish ADDRESS, a mailbox of a role, as where the moderators are reached; without it, take it away."""
    with changing() as session:
        rooms.be_reached_at(session, rooms.network(session, slug), address, OPERATOR, clock.now())
    say("Noted.")


def _organisation(session: Session, slug: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFound(f"There is no organisation “{slug}”: give the last part of the address of its page.")
    return found
