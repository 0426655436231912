"""Invitations: who may send which, what the link gives, and that it gives it once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.models import Account, AuditEntry, MailedLink, Outbox
from hub.people import networks, roles
from tests.conftest import NOON
from tests.pages import check_page
from tests.people.test_signing_in import PASSWORD, link_in, post
from tests.persons import Person, network_called, organisation_called

People = Callable[..., Person]
INVITED = "invited@new.example.gov.uk"
CONTRIBUTOR = {"email": INVITED, "role": "contributor", "organisation": "Babergh District Council", "network": "pen"}


@pytest.fixture(autouse=True)
def members(sessions: Any) -> None:
    """Babergh acts in one of two networks."""
    with sessions.begin() as session:
        babergh = organisation_called(session, "babergh-district-council")
        babergh.name = "Babergh District Council"
        organisation_called(session, "essex-county-council").name = "Essex County Council"
        networks.join(session, network_called(session, "pen"), babergh, OPERATOR, NOON)
        network_called(session, "another")


def letter(session: Session) -> str:
    session.rollback()
    return session.scalars(select(Outbox.body).where(Outbox.to == INVITED).order_by(Outbox.id.desc())).first() or ""


def account_of(session: Session, email: str = INVITED) -> Account:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Account).where(Account.email == email)).one()


def rights(account: Account) -> list[str]:
    return sorted(roles.words(grant.role, grant.organisation, grant.network) for grant in roles.standing(account))


def test_a_moderator_invites_a_contributor_whose_domain_nobody_has_to_know(
    person: People, client: FlaskClient, session: Session
) -> None:
    moderator = person("moderator", network="pen")

    assert moderator.send("/invitations/", CONTRIBUTOR).status_code == 303
    assert "on its way" in check_page(moderator.get("/invitations/?done=sent")).text
    link = link_in(letter(session))
    above = check_page(moderator.get("/invitations/")).select(".govuk-breadcrumbs a")[-1]
    assert check_page(moderator.get(str(above["href"]))).select_one("a[href='/invitations/']")
    check_page(client.get(link))
    answer = post(client, link, link, name="Officer Invited", password=PASSWORD, again=PASSWORD)

    assert answer.status_code == 303 and client.get("/account").status_code == 200
    account = account_of(session)
    assert account.state == "active"
    assert rights(account) == [
        "contributor for Babergh District Council in Pen",
        "member for Babergh District Council",
    ]
    assert {grant.given_by for grant in account.grants} == {moderator.name}


def test_the_link_gives_it_once_and_for_14_days(
    person: People, client: FlaskClient, session: Session, app: Flask
) -> None:
    moderator = person("moderator", network="pen")
    moderator.send("/invitations/", CONTRIBUTOR)
    first = link_in(letter(session))
    post(client, first, first, name="Officer Invited", password=PASSWORD, again=PASSWORD)
    assert app.test_client().get(first).status_code == 410

    moderator.send("/invitations/", {**CONTRIBUTOR, "email": "late@new.example.gov.uk"})
    session.rollback()
    late = link_in(session.scalars(select(Outbox.body).where(Outbox.to == "late@new.example.gov.uk")).one())
    app.config["CLOCK"] = lambda: NOON + timedelta(days=14)

    assert app.test_client().get(late).status_code == 410


@pytest.mark.alike
@pytest.mark.parametrize(
    "sent",
    [
        {**CONTRIBUTOR, "role": "moderator"},
        {**CONTRIBUTOR, "role": "administrator"},
        {**CONTRIBUTOR, "role": "member"},
        {**CONTRIBUTOR, "network": "another"},
        {**CONTRIBUTOR, "organisation": "Essex County Council"},
        {**CONTRIBUTOR, "email": "somebody@gmail.com"},
    ],
)
def test_a_moderator_can_invite_nobody_else(person: People, session: Session, sent: dict[str, str]) -> None:
    answer = person("moderator", network="pen").send("/invitations/", sent)

    assert answer.status_code == 400
    session.rollback()
    assert session.scalars(select(MailedLink)).all() == []


def test_an_administrator_invites_anybody_and_a_moderator_of_another_network_sees_nothing_of_it(
    person: People, session: Session
) -> None:
    administrator, stranger = person("administrator"), person("moderator", network="another")

    sent = {"email": INVITED, "role": "moderator", "network": "pen"}
    assert administrator.send("/invitations/", sent).status_code == 303

    session.rollback()
    (link,) = session.scalars(select(MailedLink)).all()
    assert INVITED in (page := check_page(administrator.get("/invitations/"))).text
    assert [link["href"] for link in page.select(".govuk-breadcrumbs a")][-1] == "/administration/"
    assert INVITED not in stranger.get("/invitations/").text
    assert stranger.send(f"/invitations/{link.id}/withdraw").status_code == 404


def test_an_invitation_that_is_withdrawn_works_no_more_and_its_address_is_forgotten(
    person: People, client: FlaskClient, session: Session
) -> None:
    moderator = person("moderator", network="pen")
    moderator.send("/invitations/", CONTRIBUTOR)
    page = link_in(letter(session))
    (link,) = session.scalars(select(MailedLink)).all()

    moderator.send(f"/invitations/{link.id}/withdraw")

    assert client.get(page).status_code == 410
    session.rollback()
    session.expire_all()
    assert INVITED not in str(session.get_one(MailedLink, link.id).detail)


def test_who_has_an_account_accepts_without_a_new_password_and_is_not_signed_in_by_it(
    person: People, client: FlaskClient, session: Session
) -> None:
    person("member", organisation="essex-county-council", email=INVITED, password="hash", name="Officer Known")
    person("moderator", network="pen").send("/invitations/", CONTRIBUTOR)
    link = link_in(letter(session))
    assert "Choose a password" not in client.get(link).text

    answer = post(client, link, link, name="Somebody Else", password="something quite else", again="")

    assert answer.headers["Location"] == "/sign-in"
    account = account_of(session)
    assert (account.name, account.password) == ("Officer Known", "hash")
    assert "contributor for Babergh District Council in Pen" in rights(account)


def test_a_weak_password_uses_nothing_up(person: People, client: FlaskClient, session: Session) -> None:
    person("moderator", network="pen").send("/invitations/", CONTRIBUTOR)
    link = link_in(letter(session))

    refused = post(client, link, link, name="Officer Invited", password="short", again="short")

    assert refused.status_code == 400 and "12 characters" in refused.text
    assert 'value="Officer Invited"' in refused.text
    assert client.get(link).status_code == 200


def test_the_audit_trail_tells_of_it_without_the_address(
    person: People, client: FlaskClient, session: Session
) -> None:
    person("moderator", network="pen").send("/invitations/", CONTRIBUTOR)
    link = link_in(letter(session))
    post(client, link, link, name="Officer Invited", password=PASSWORD, again=PASSWORD)

    session.rollback()
    entries = session.scalars(select(AuditEntry)).all()
    assert [entry.action for entry in entries][-2:] == ["invite", "accept invitation"]
    assert not any(INVITED in f"{entry.subject} {entry.detail}" for entry in entries)
