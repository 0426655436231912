"""``hub users``: what an operator does about how people sign in."""

import click
from sqlalchemy.orm import Session

from hub import clock
from hub.actor import OPERATOR
from hub.cli.steps import open_hub, say
from hub.errors import Refused
from hub.formatters import count_text
from hub.models import Account
from hub.people import administration, containing, second_factor

PERSON = click.argument("person", default="")
EVERYBODY = click.option("--everybody", is_flag=True, help="Everybody, not one person.")


@click.command("reset-codes")
@click.argument("person")
def reset_codes(person: str) -> None:
    """Take away the one-time codes of PERSON (an address or a handle), who lost their device."""
    with open_hub().extensions["hub.writers"].begin() as session:
        second_factor.reset(session, administration.named(session, person), OPERATOR, clock.now())
    say("Done. They are signed out, sign in with their password, and are told by letter.")


@click.command("sign-out")
@PERSON
@EVERYBODY
def sign_out(person: str, everybody: bool) -> None:
    """Sign PERSON (an address or a handle) out wherever they are signed in."""
    with open_hub().extensions["hub.writers"].begin() as session:
        count = containing.sign_out(session, _whom(session, person, everybody), OPERATOR, clock.now())
    say(f"Signed out in {count_text(count, 'browser')}.")


@click.command("end-tokens")
@PERSON
@EVERYBODY
def end_tokens(person: str, everybody: bool) -> None:
    """End the API tokens of PERSON (an address or a handle)."""
    with open_hub().extensions["hub.writers"].begin() as session:
        count = containing.end_tokens(session, _whom(session, person, everybody), OPERATOR, clock.now())
    say(f"Ended {count_text(count, 'token')}.")


def _whom(session: Session, person: str, everybody: bool) -> Account | None:
    """None stands for everybody, who must be asked for."""
    if bool(person) == everybody:
        raise Refused("Name one person, or say --everybody.")
    return administration.named(session, person) if person else None
