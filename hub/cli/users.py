"""``hub users``: the first administrator, invitations, roles, and people who have to go."""

from typing import Any

import click
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub import clock, mail, removals
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.addresses import address, sends_mail
from hub.cli.steps import changing, open_hub, say
from hub.erased import Erased
from hub.errors import Refused
from hub.formatters import count_text
from hub.models import Account, Network, Organisation
from hub.people import accounts, administration, domains, erasing, invitations, links, networks, roles

ROLE = click.Choice(list(roles.BOUND))
ORGANISATION = click.option("--organisation", default="", help="The short name of an organisation, as in its address.")
NETWORK = click.option("--network", default="", help="The short name of a network, as `hub networks list` shows it.")


@click.group()
def users() -> None:
    """People with accounts: the first administrator, invitations, roles."""


@users.command()
@click.argument("email")
def administrator(email: str) -> None:
    """Make EMAIL an administrator: whoever has an account is one at once, others get a link."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        known = accounts.by_email(session, email)
        if known is not None and known.state == "active":
            roles.give(session, known, "administrator", OPERATOR, clock.now())
            say(f"{email} is an administrator, from the next time they sign in with a one-time code.")
        else:
            _invite(app, session, email, "administrator", None, None)


@users.command()
@click.argument("email")
@click.argument("role", type=ROLE)
@ORGANISATION
@NETWORK
def invite(email: str, role: str, organisation: str, network: str) -> None:
    """Send EMAIL a link, good once and for 14 days, that gives a ROLE."""
    _require_bounds(role, organisation, network)
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        _invite(app, session, email, role, _organisation(session, organisation), _network(session, network))


@users.command("list")
@click.option("--role", type=ROLE, help="Only those who have this role.")
def list_users(role: str | None) -> None:
    """Everybody with an account: handle, state, address, and what they may do."""
    with open_hub().extensions["hub.readers"]() as session:
        found = roles.people(session, role) if role else session.scalars(_everybody()).all()
        for account in found:
            click.echo(printable(_described(account)))
        say(f"{count_text(len(found), 'person', 'people')}." if found else "Nobody.")


@users.command()
@click.argument("person")
def disable(person: str) -> None:
    """PERSON (an address or a handle) cannot sign in any more; nothing is lost."""
    with changing() as session:
        administration.disable(session, administration.named(session, person), OPERATOR, clock.now())
    say(f"Disabled. To undo it: `hub users enable {person}`.")


@users.command()
@click.argument("person")
def enable(person: str) -> None:
    """PERSON (an address or a handle) can sign in again."""
    with changing() as session:
        accounts.enable(session, administration.named(session, person), OPERATOR, clock.now())
    say("Enabled.")


@users.command()
@click.argument("person")
@click.argument("role", type=ROLE)
@ORGANISATION
@NETWORK
@click.option("--end", is_flag=True, help="Take the role away instead.")
def role(person: str, role: str, organisation: str, network: str, end: bool) -> None:
    """Give PERSON (an address or a handle) a ROLE, or take it away."""
    _require_bounds(role, organisation, network)
    with changing() as session:
        account = administration.named(session, person)
        within = (_organisation(session, organisation), _network(session, network))
        if not end:
            roles.give(session, account, role, OPERATOR, clock.now(), *within)
        else:
            _end(session, account, role, within)
    say("Done: it counts from the next page they ask for.")


@users.command("erase-again")
def erase_again() -> None:
    """After a restore: take out again whoever had been deleted, as HOME/erased.txt says."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        say(erased_again(session, app.config["HOME"]))


def erased_again(session: Session, home: str) -> str:
    """Take out whoever the file names, and say how many had come back."""
    listed = Erased(home).lines()
    if not listed:
        return "Nobody had been deleted whom it could have brought back."
    gone = sum(_erase_line(session, line) for line in listed)
    return f"{gone} of {len(listed)} had come back with the restore and were taken out again."


def _erase_line(session: Session, line: str) -> bool:
    kind, *rest = line.split()
    if kind == "removal":
        return removals.restore(session, *rest, actor=OPERATOR, at=clock.now())
    account = session.scalar(select(Account).where(Account.handle == rest[0], Account.state != "deleted"))
    if account is not None:
        erasing.erase(session, account, OPERATOR, clock.now())
    return account is not None


def _invite(
    app: Flask, session: Session, email: str, role: str, organisation: Organisation | None, network: Network | None
) -> None:
    if wrong := domains.problem(email):
        raise Refused(f"{wrong}.")
    token = invitations.invite(session, email, role, OPERATOR, clock.now(), organisation, network)
    page = address(app, "invitation.invitation", token=token)
    days = links.GOOD_FOR["invite"].days
    if not sends_mail(app):
        click.echo(page)
        say(f"No mail server is set, so pass this link on yourself. It is good once, for {days} days.")
        return
    right = roles.words(role, organisation, network)
    facts: dict[str, Any] = {"link": page, "days": days, "inviter": "The operator", "right": right}
    mail.post(session, mail.write("invite", domains.settled(email), **facts), clock.now())
    say(f"A link is on its way to {email}. It is good once, for {days} days.")


def _require_bounds(role: str, organisation: str, network: str) -> None:
    """Raises Refused unless just the options that a role needs are given."""
    given = {"--organisation": organisation, "--network": network}
    wanted = [option for option, needed in zip(given, roles.BOUND[role], strict=True) if needed]
    if wanted != [option for option, slug in given.items() if slug]:
        cure = f"give {' and '.join(f'{option} SHORT-NAME' for option in wanted)}" if wanted else "give neither option"
        raise Refused(f"{_a(role)} is {roles.bound_to(role)}: {cure}. `hub networks list` shows the short names.")


def _a(role: str) -> str:
    return f"An {role}" if role == "administrator" else f"A {role}"


def _end(
    session: Session, account: Account, role: str, within: tuple[Organisation | None, Network | None]
) -> None:
    for grant in roles.standing(account):
        if (grant.role, grant.organisation, grant.network) == (role, *within):
            administration.end_role(session, account, grant.id, OPERATOR, clock.now())
            return
    raise Refused("This person does not have that role. `hub users list` shows what they have.")


def _everybody() -> Select[Account]:
    return select(Account).where(Account.state != "deleted").order_by(Account.id)


def _described(account: Account) -> str:
    given = [administration.described(grant) for grant in roles.standing(account)]
    return f"{account.handle}  {account.state}  {account.email}  {'; '.join(given) or 'no role'}"


def _organisation(session: Session, slug: str) -> Organisation | None:
    if not slug:
        return None
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise Refused(f"There is no organisation “{slug}”: give the last part of the address of its page.")
    return found


def _network(session: Session, slug: str) -> Network | None:
    return networks.network(session, slug) if slug else None
