"""People looked after by others, and looking after their own data."""

from typing import Any

from sqlalchemy import select

from hub import complaints
from hub.actor import OPERATOR
from hub.auth import passwords
from hub.models import Account, DataComplaint, Grant, MailedLink, Outbox
from hub.people import links, networks
from tests.hub.unsafe import Browser, Request, audited
from tests.moments import NOON
from tests.persons import Person, a_person, network_called, organisation_called

PASSWORD = "zebra lamp nine"
INVITED = "invited@example.gov.uk"


def known(browser: Browser) -> None:
    """Babergh acts in the network."""
    with browser.app.extensions["hub.writers"].begin() as session:
        babergh = organisation_called(session, "babergh-district-council")
        networks.join(session, network_called(session, "pen"), babergh, OPERATOR, NOON)


def to_a_person(browser: Browser, rest: str, data: dict[str, str] | None = None, **about: Any) -> Request:
    """An administrator sends something about somebody."""
    known(browser)
    administrator, somebody = a_person(browser.app, "administrator"), a_person(browser.app, **about)
    return lambda: administrator.send(f"/administration/people/{somebody.name}{rest}", data)


@audited("POST /administration/people/<handle>/approve")
def approve(browser: Browser) -> Request:
    chosen = {"organisation": "babergh-district-council", "remember": "1"}
    return to_a_person(browser, "/approve", chosen, state="waiting")


@audited("POST /administration/people/<handle>/refuse")
def refuse(browser: Browser) -> Request:
    return to_a_person(browser, "/refuse", state="waiting")


@audited("POST /administration/people/<handle>/disable")
def disable(browser: Browser) -> Request:
    return to_a_person(browser, "/disable")


@audited("POST /administration/people/<handle>/enable")
def enable(browser: Browser) -> Request:
    return to_a_person(browser, "/enable", state="disabled")


@audited("POST /administration/people/<handle>/reset-codes")
def reset_codes(browser: Browser) -> Request:
    return to_a_person(browser, "/reset-codes", has_second_factor=True)


@audited("POST /administration/people/<handle>/roles")
def give(browser: Browser) -> Request:
    return to_a_person(browser, "/roles", {"role": "moderator", "network": "pen"})


@audited("POST /administration/people/<handle>/roles/<int:number>/end")
def end(browser: Browser) -> Request:
    administrator = a_person(browser.app, "administrator")
    somebody = a_person(browser.app, "member", organisation="babergh")
    with browser.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(Grant.id).where(Grant.account_id == somebody.account)).one()
    return lambda: administrator.send(f"/administration/people/{somebody.name}/roles/{number}/end")


def colleagues(browser: Browser) -> tuple[Person, Person]:
    """Two of one organisation; the first is the deputy of an administrator, and so has something to hand over."""
    one, other = (a_person(browser.app, "member", organisation="babergh") for _ in range(2))
    third = a_person(browser.app, "administrator")
    with browser.app.extensions["hub.writers"].begin() as session:
        session.get_one(Account, third.account).deputy_id = one.account
    return one, other


@audited("POST /administration/people/<handle>/left")
def has_left(browser: Browser) -> Request:
    one, other = colleagues(browser)
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send(f"/administration/people/{one.name}/left", {"successor": other.name})


@audited("POST /account/leaving")
def leave(browser: Browser) -> Request:
    one, other = colleagues(browser)
    return lambda: one.send("/account/leaving", {"successor": other.name})


@audited("POST /account/deputy")
def name_deputy(browser: Browser) -> Request:
    one, other = colleagues(browser)
    return lambda: one.send("/account/deputy", {"deputy": other.name})


@audited("POST /account/still-here")
def still_here(browser: Browser) -> Request:
    somebody = a_person(browser.app)
    return lambda: somebody.send("/account/still-here")


@audited("POST /still-here/<token>")
def still_here_by_link(browser: Browser) -> Request:
    somebody = a_person(browser.app)
    with browser.app.extensions["hub.writers"].begin() as session:
        token = links.make(session, "still-here", session.get_one(Account, somebody.account), NOON)
    return lambda: browser.send(f"/still-here/{token}", f"/still-here/{token}")


@audited("POST /account/name")
def rename(browser: Browser) -> Request:
    somebody = a_person(browser.app)
    return lambda: somebody.send("/account/name", {"name": "Officer Renamed"})


@audited("POST /account/delete")
def delete(browser: Browser) -> Request:
    with browser.app.app_context():
        somebody = a_person(browser.app, password=passwords().hash(PASSWORD))
    return lambda: somebody.send("/account/delete", {"password": PASSWORD})


def invitation(browser: Browser) -> Person:
    """An administrator has invited somebody."""
    known(browser)
    administrator = a_person(browser.app, "administrator")
    sent = {"email": INVITED, "role": "moderator", "network": "pen"}
    assert administrator.send("/invitations/", sent).status_code == 303
    return administrator


@audited("POST /invitations/")
def invite(browser: Browser) -> Request:
    known(browser)
    moderator = a_person(browser.app, "moderator", network="pen")
    sent = {"email": INVITED, "role": "contributor", "network": "pen", "organisation": "babergh-district-council"}
    return lambda: moderator.send("/invitations/", sent)


@audited("POST /invitations/<int:number>/withdraw")
def withdraw(browser: Browser) -> Request:
    administrator = invitation(browser)
    with browser.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(MailedLink.id)).one()
    return lambda: administrator.send(f"/invitations/{number}/withdraw")


@audited("POST /invitation/<token>")
def accept(browser: Browser) -> Request:
    invitation(browser)
    with browser.app.extensions["hub.readers"]() as session:
        letter = session.scalars(select(Outbox.body)).one()
    link = next(line for line in letter.splitlines() if line.startswith("http")).partition("localhost")[2]
    return lambda: browser.send(link, link, name="Officer Invited", password=PASSWORD, again=PASSWORD)


@audited("POST /about/privacy/complaint")
def complain(browser: Browser) -> Request:
    page = "/about/privacy/complaint"
    return lambda: browser.send(page, page, said="I am named.", email="somebody@example.com")


def complaint(browser: Browser) -> int:
    with browser.app.extensions["hub.writers"].begin() as session:
        complaints.complain(session, "I am named.", "somebody@example.com", NOON)
    with browser.app.extensions["hub.readers"]() as session:
        return session.scalars(select(DataComplaint.id)).one()


@audited("POST /administration/complaints/<int:number>/acknowledge")
def acknowledge(browser: Browser) -> Request:
    number, administrator = complaint(browser), a_person(browser.app, "administrator")
    return lambda: administrator.send(f"/administration/complaints/{number}/acknowledge")


@audited("POST /administration/complaints/<int:number>/close")
def close(browser: Browser) -> Request:
    number, administrator = complaint(browser), a_person(browser.app, "administrator")
    sent = {"outcome": "put right", "answer": "Your name is gone."}
    return lambda: administrator.send(f"/administration/complaints/{number}/close", sent)


@audited("POST /administration/removals")
def remove(browser: Browser) -> Request:
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/removals", {"value": "Jo Bloggs"})
