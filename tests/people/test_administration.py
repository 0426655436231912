"""Letting people in, giving and ending roles, disabling, and the page of the networks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import data
from hub.actor import OPERATOR
from hub.errors import Refused
from hub.ingest.organisations import load_organisations
from hub.models import Account, AuditEntry, EmailDomain, Grant, Network, Outbox
from hub.people import domains, networks, roles, starting
from tests.conftest import NOON
from tests.pages import check_page
from tests.persons import Person, network_called, organisation_called

People = Callable[..., Person]
WAITING = {"state": "waiting", "email": "officer@new.example.gov.uk", "name": "Officer Waiting"}


@pytest.fixture
def administrator(person: People) -> Person:
    return person("administrator")


@pytest.fixture
def organisations(sessions: Any) -> None:
    with sessions.begin() as session:
        organisation_called(session, "essex-county-council").name = "Essex County Council"


def address(somebody: Person, rest: str = "") -> str:
    return f"/administration/people/{somebody.name}{rest}"


def account_of(session: Session, somebody: Person) -> Account:
    session.rollback()
    session.expire_all()
    return session.get_one(Account, somebody.account)


@pytest.mark.usefixtures("organisations")
def test_who_waits_is_let_in_for_an_organisation_and_told(
    administrator: Person, person: People, session: Session
) -> None:
    waiting = person(**WAITING)
    page = check_page(administrator.get("/administration/people"))
    assert "Officer Waiting" in page.text

    answer = administrator.send(address(waiting, "/approve"), {"organisation": "Essex County Council"})

    account = account_of(session, waiting)
    assert answer.status_code == 303 and account.state == "active"
    assert [(grant.role, grant.organisation.slug) for grant in account.grants if grant.organisation] == [
        ("member", "essex-county-council")
    ]
    assert "Essex County Council" in session.scalars(select(Outbox.body).where(Outbox.to == WAITING["email"])).one()
    assert not domains.organisations(session, "another@new.example.gov.uk")


@pytest.mark.usefixtures("organisations")
def test_the_domain_of_who_is_let_in_can_be_remembered(
    administrator: Person, person: People, session: Session
) -> None:
    waiting = person(**WAITING)

    administrator.send(address(waiting, "/approve"), {"organisation": "Essex County Council", "remember": "1"})

    found = domains.organisations(session, "another@new.example.gov.uk")
    assert [each.slug for each in found] == ["essex-county-council"]


def test_an_organisation_nobody_knows_is_refused_and_what_was_typed_is_kept(
    administrator: Person, person: People
) -> None:
    waiting = person(**WAITING)

    answer = administrator.send(address(waiting, "/approve"), {"organisation": "Nowhere Council"})

    page = check_page(answer)
    assert answer.status_code == 400
    assert page.title is not None and page.title.text.startswith("Error:")
    assert page.select_one(".govuk-error-summary a[href='#organisation']")
    field = page.select_one("#organisation")
    assert field is not None and field["value"] == "Nowhere Council"


def test_who_is_refused_is_told_and_forgotten(administrator: Person, person: People, session: Session) -> None:
    waiting = person(**WAITING)

    administrator.send(address(waiting, "/refuse"))

    account = account_of(session, waiting)
    assert (account.state, account.email, account.name) == ("deleted", None, "")
    assert administrator.get(address(waiting)).status_code == 404
    letter = session.scalars(select(Outbox)).one()
    assert letter.purpose == "refused"


def test_people_are_found_by_name_address_or_handle_and_a_percent_sign_is_only_that(
    administrator: Person, person: People
) -> None:
    somebody = person(name="Officer Sought", email="sought@example.gov.uk")

    for text in ("sought", "SOUGHT@example", somebody.name[-6:]):
        assert "Officer Sought" in administrator.get(f"/administration/people?q={text}").text
    for text in ("nobody", "%25", "_ought"):
        assert "Officer Sought" not in administrator.get(f"/administration/people?q={text}").text


@pytest.mark.usefixtures("organisations")
def test_a_role_is_given_and_ended_with_one_audit_row_each(
    administrator: Person, person: People, sessions: Any, session: Session
) -> None:
    with sessions.begin() as writing:
        network_called(writing, "pen")
    somebody = person()
    before = len(session.scalars(select(AuditEntry.id)).all())

    given = {"role": "contributor", "organisation": "Essex County Council", "network": "pen"}
    assert administrator.send(address(somebody, "/roles"), given).status_code == 303
    (grant,) = account_of(session, somebody).grants
    assert "contributor for Essex County Council in Pen" in administrator.get(address(somebody)).text
    administrator.send(address(somebody, f"/roles/{grant.id}/end"))

    account = account_of(session, somebody)
    assert roles.standing(account) == []
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[before:]
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("give role", administrator.name),
        ("end role", administrator.name),
    ]


def test_the_role_of_another_cannot_be_ended_through_somebodys_page(
    administrator: Person, person: People, session: Session
) -> None:
    one, other = person("member", organisation="babergh"), person("member", organisation="babergh")
    (grant,) = account_of(session, other).grants

    assert administrator.send(address(one, f"/roles/{grant.id}/end")).status_code == 404
    assert roles.standing(account_of(session, other))


def test_the_only_administrator_cannot_be_lost(administrator: Person, session: Session) -> None:
    (grant,) = account_of(session, administrator).grants

    answers = [
        administrator.send(address(administrator, rest))
        for rest in ("/disable", f"/roles/{grant.id}/end", "/left")
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert account_of(session, administrator).state == "active"
    assert roles.standing(account_of(session, administrator))


def test_a_disabled_account_is_signed_out_at_once_and_can_be_enabled(
    administrator: Person, person: People, session: Session
) -> None:
    somebody = person("member", organisation="babergh")

    administrator.send(address(somebody, "/disable"))
    assert somebody.get("/account").status_code == 303
    administrator.send(address(somebody, "/enable"))

    assert account_of(session, somebody).state == "unconfirmed"  # it never had a password


@pytest.mark.alike
@pytest.mark.parametrize("role", ["", "member", "contributor", "moderator"])
def test_only_administrators_see_people(person: People, role: str) -> None:
    within = {"organisation": "babergh"} if role in ("member", "contributor") else {}
    within |= {"network": "pen"} if role in ("contributor", "moderator") else {}
    somebody = person(role, **within)

    for page in ("/administration/", "/administration/people", f"/administration/people/{somebody.name}"):
        assert somebody.get(page).status_code == 403
    assert somebody.send(address(somebody, "/roles"), {"role": "administrator"}).status_code == 403


def test_pages_of_people_are_whole_pages(administrator: Person, person: People) -> None:
    somebody = person(**WAITING)

    for page in ("/administration/", "/administration/people", address(administrator), address(somebody)):
        answer = administrator.get(page)
        assert answer.status_code == 200
        check_page(answer)


@pytest.fixture
def founded(sessions: Any) -> None:
    with sessions.begin() as session:
        load_organisations(session)
        starting.load_email_domains(session)
        starting.found_first_network(session, OPERATOR, NOON)


@pytest.mark.usefixtures("founded")
def test_the_network_begins_with_58_members_of_whom_54_are_left_and_two_took_over(session: Session) -> None:
    network = networks.network(session, "pen")

    today = {each.slug for each in networks.organisations(session, network, NOON)}

    assert len(today) == 56
    assert {"east-suffolk-council", "west-suffolk-council"} < today
    members = {each.slug for each in data.authorities().values() if each.member_2009}
    assert len(members) == 58 and len(members - today) == 4


@pytest.mark.usefixtures("founded")
def test_every_member_has_a_mail_domain_and_one_may_serve_several(session: Session) -> None:
    members = {each.slug for each in data.authorities().values() if each.member_today}

    assert set(data.email_domains()) == members
    found = domains.organisations(session, "officer@baberghmidsuffolk.gov.uk")
    assert [each.slug for each in found] == ["babergh-district-council", "mid-suffolk-district-council"]


@pytest.mark.usefixtures("founded")
def test_setting_up_again_adds_nothing_and_undoes_nothing(sessions: Any, session: Session) -> None:
    with sessions.begin() as writing:
        network = networks.network(writing, "pen")
        essex = organisation_called(writing, "essex-county-council")
        networks.leave(writing, network, essex, OPERATOR, NOON)
        writing.get_one(Network, network.id).about = "Ours"

    with sessions.begin() as writing:
        assert starting.load_email_domains(writing) == 0
        assert starting.found_first_network(writing, OPERATOR, NOON) is None

    tomorrow = NOON + timedelta(days=1)
    members = networks.organisations(session, networks.network(session, "pen"), tomorrow)
    assert len(members) == 55
    assert networks.network(session, "pen").about == "Ours"
    assert len(session.scalars(select(EmailDomain.id)).all()) == 58


def test_an_organisation_that_leaves_takes_its_contributors_along(
    person: People, sessions: Any, session: Session
) -> None:
    somebody = person("contributor", organisation="babergh", network="pen")
    with sessions.begin() as writing:
        network, organisation = network_called(writing, "pen"), organisation_called(writing, "babergh")
        networks.join(writing, network, organisation, OPERATOR, NOON)
        networks.leave(writing, network, organisation, OPERATOR, NOON)

    assert roles.standing(account_of(session, somebody)) == []
    assert "Pen" not in somebody.get("/account").text
    with sessions.begin() as writing, pytest.raises(Refused, match="does not act"):
        networks.leave(writing, network_called(writing, "pen"), organisation_called(writing, "babergh"), OPERATOR, NOON)


@pytest.mark.usefixtures("founded")
def test_the_page_of_networks_names_organisations_and_a_mailbox_and_no_people(
    page: Callable[..., BeautifulSoup], person: People, sessions: Any
) -> None:
    person("moderator", network="pen", name="Officer Moderating", email="moderating@example.gov.uk")
    with sessions.begin() as session:
        networks.be_reached_at(session, networks.network(session, "pen"), "pen@example.gov.uk", OPERATOR, NOON)

    text = page("/networks").text

    assert "56 organisations" in text and "1 moderator" in text and "pen@example.gov.uk" in text
    assert "Moderating" not in text and "moderating@" not in text


def test_roles_that_ended_are_kept(administrator: Person, person: People, session: Session, app: Flask) -> None:
    somebody = person("member", organisation="babergh")
    (grant,) = account_of(session, somebody).grants

    administrator.send(address(somebody, f"/roles/{grant.id}/end"))

    session.rollback()
    kept = session.get_one(Grant, grant.id)
    assert kept.ended_at == NOON and kept.ended_by == administrator.name
    assert kept.given_at.date() == date(2026, 11, 21)
