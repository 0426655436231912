"""``hub mail``: the letters the hub writes to people."""

import click

from hub import audit, clock
from hub.actor import OPERATOR
from hub.cells import printable
from hub.cli.postman import is_demo, make_round
from hub.cli.steps import open_hub, say
from hub.errors import Refused
from hub.formatters import count_text
from hub.mail import outbox, post, write
from hub.mail.smtp import mail_server
from hub.models import Outbox

NO_SERVER = "There is no mail server: set HUB_MAIL_SERVER and HUB_MAIL_FROM (docs/mail.md)."


@click.group(invoke_without_command=True)
@click.pass_context
def mail(ctx: click.Context) -> None:
    """List, send and retry the letters that wait; try the mail server out."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_letters)


@mail.command("list")
def list_letters() -> None:
    """Letters that wait to be sent, and those that could not be."""
    with open_hub().extensions["hub.readers"]() as session:
        waiting, failed = outbox.waiting(session), outbox.failed(session)
        for row in (*waiting, *failed):
            click.echo(printable(describe(row)))
    if failed:
        say("When the cause is gone: `hub mail retry NUMBER`.")
    elif not waiting:
        say("No letter waits to be sent.")


def describe(row: Outbox) -> str:
    when = f"{row.created_at:%Y-%m-%d %H:%M}"
    state = "failed" if row.failed_at else "waits"
    tried = f" after {count_text(row.attempts, 'attempt')}" if row.attempts else ""
    return f"{row.id}: {row.purpose} to {row.to}, {when}, {state}{tried}" + (f": {row.reason}" if row.reason else "")


@mail.command()
def send() -> None:
    """Send what is due. A running hub does so by itself; where others serve its pages, let a timer do this."""
    app = open_hub()
    server = mail_server(app.config)
    if server is None and not is_demo(app.config):
        raise Refused(NO_SERVER)
    done = make_round(app, server)
    say(f"Sent {count_text(done.sent, 'letter')}.")
    if done.put_off:
        say(f"{count_text(done.put_off, 'letter')} could not be sent: see `hub mail list`.")
    if done.trouble:
        raise Refused(f"The mail server is in trouble, and letters wait: {done.trouble}.")


@mail.command("try")
@click.argument("address")
def try_server(address: str) -> None:
    """Write a test letter to ADDRESS. It is sent with the next round."""
    app = open_hub()
    with app.extensions["hub.writers"].begin() as session:
        post(session, write("trial", address), clock.now())
    if mail_server(app.config) is None and not is_demo(app.config):
        say(f"The letter is written and waits. {NO_SERVER}")
        return
    say("The letter is written. `hub mail send` sends it now, if the hub is not running.")


@mail.command()
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Try again to send a letter that failed."""
    now = clock.now()
    with open_hub().extensions["hub.writers"].begin() as session:
        outbox.retry(session, number, now)
        audit.note(session, OPERATOR, "mail retry", f"letter {number}", now)
    say("It waits to be sent again.")
