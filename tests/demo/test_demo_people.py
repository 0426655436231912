"""In a demo, and nowhere else, anybody signs in as one of its own people."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.auth import passwords
from hub.cli.serve import fill_demo
from hub.demo.people import PEOPLE, account_of, code_of
from hub.models import Account, Organisation
from hub.people import domains, roles, second_factor, signing_in
from tests.audited import one_audit_row
from tests.demo.conftest import Guest
from tests.moments import NOON
from tests.pages import words
from tests.people.forms import post
from tests.persons import HOME, a_person


def test_there_is_somebody_of_every_role(demo: Flask) -> None:
    assert {person.role for person in PEOPLE} == set(roles.BOUND)
    guest = Guest(demo.test_client())
    for person in PEOPLE:
        guest.sign_in_as(person.email)
        assert person.name in words(guest.page("/account").main)


def test_whoever_needs_a_one_time_code_has_shown_one(guest: Callable[[str], Guest]) -> None:
    for role, address in (("moderator", "/savings/queue"), ("administrator", "/administration/")):
        guest(f"{role}@example-network.example").page(address)


def test_the_page_says_the_code_that_an_account_takes_now(demo: Flask) -> None:
    key = str(demo.config["SECRET_KEY"])
    with demo.extensions["hub.writers"].begin() as session:
        administrator = account_of(session, "administrator@example-network.example")
        code = code_of(administrator, key, NOON)
        assert code in demo.test_client().get("/demo/accounts").text
        assert second_factor.use(session, administrator, code, key, NOON)


def test_another_key_of_the_hub_leads_to_another_code(demo: Flask) -> None:
    demo.config["SECRET_KEY"] = "the key of the next start"
    assert "The code now is" not in demo.test_client().get("/demo/accounts").text
    fill_demo(demo)
    assert "The code now is" in demo.test_client().get("/demo/accounts").text


def test_a_hub_that_is_no_demo_has_neither_the_page_nor_the_way_in(demo: Flask) -> None:
    client = demo.test_client()
    assert client.get("/").text.count("/demo/accounts") == 1
    token = client.get("/demo/accounts").text.split('name="token" value="')[1].split('"')[0]
    demo.config["MAIL"] = ""

    sent = {"token": token, "email": PEOPLE[0].email}
    assert client.post("/demo/accounts", data=sent, headers={"Origin": HOME}).status_code == 404
    assert client.get("/demo/accounts").status_code == 404 and "/demo/accounts" not in client.get("/").text


def test_nobody_else_is_signed_in_as(demo: Flask) -> None:
    a_person(demo, "administrator", email="somebody@example.gov.uk")
    client = demo.test_client()
    answer = post(client, "/demo/accounts", "/demo/accounts", email="somebody@example.gov.uk")
    assert answer.status_code == 400 and "Choose one of the people of this demo" in answer.text
    assert client.get_cookie("session") is None


def test_only_from_its_own_page(demo: Flask) -> None:
    answer = demo.test_client().post("/demo/accounts", data={"email": PEOPLE[0].email}, headers={"Origin": HOME})
    assert answer.status_code == 400 and "Set-Cookie" not in answer.headers


def test_signing_in_as_somebody_is_in_the_audit_trail(demo: Flask) -> None:
    client = demo.test_client()
    row = one_audit_row(demo, post, client, "/demo/accounts", "/demo/accounts", email=PEOPLE[0].email)
    assert row.action == "sign in"


def test_they_have_no_password_that_could_be_guessed(demo: Flask) -> None:
    with demo.app_context(), demo.extensions["hub.readers"]() as session:
        for person in PEOPLE:
            assert signing_in.prove(session, person.email, "", passwords()) is None


def test_they_are_nobody_and_their_organisations_are_made_up(demo: Flask) -> None:
    with demo.extensions["hub.readers"]() as session:
        for person in PEOPLE:
            assert person.email.endswith(".example") and not domains.problem(person.email)
        names = session.scalars(select(Organisation.name)).all()
        assert names and all(name.startswith("Example ") for name in names)


def test_they_are_made_once(demo: Flask, sessions: Any) -> None:
    def held() -> tuple[Any, ...]:
        with sessions() as session:
            return tuple(session.scalar(select(func.count()).select_from(each)) for each in (Account, Organisation))

    before = held()
    fill_demo(demo)
    assert held() == before == (len(PEOPLE), 12)
