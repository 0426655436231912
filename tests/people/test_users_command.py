"""``hub users`` and ``hub networks``, as an operator uses them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hub import clock, create_app
from hub.people import starting
from tests.databases import Databases
from tests.hub_command import Hub, hub_of
from tests.people.forms import PASSWORD, post, sign_in
from tests.people.test_second_factor import set_up


@pytest.fixture
def places(databases: Databases, tmp_path: Path) -> Iterator[dict[str, str]]:
    database = databases.migrated(tmp_path)
    yield {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": database, "HUB_INDEX_URL": "memory:", "HUB_SECRET_KEY": "k"}
    databases.drop(database)


@pytest.fixture
def hub(places: dict[str, str]) -> Hub:
    return hub_of(places)


@pytest.fixture
def browser(places: dict[str, str]) -> Iterator[FlaskClient]:
    settings = {name.removeprefix("HUB_"): value for name, value in places.items()}
    app = create_app({**settings, "PASSWORD_MEMORY_KIB": 64, "PASSWORD_ROUNDS": 1})
    yield app.test_client()
    app.extensions["hub.engine"].dispose()


def test_the_first_administrator_gets_a_link_on_the_screen_where_no_mail_is_set(hub: Hub, browser: FlaskClient) -> None:
    result = hub("users", "administrator", "first@example.gov.uk")
    (link,) = [line for line in result.stdout.splitlines() if line.startswith("http")]
    page = link.partition("8000")[2]

    answer = post(browser, page, page, name="Officer First", password=PASSWORD, again=PASSWORD)

    assert answer.status_code == 303
    assert "No mail server is set" in result.output
    assert "1 person." in hub("users", "list").output
    listed = hub("users", "list", "--role", "administrator").stdout
    assert "first@example.gov.uk" in listed and "active" in listed
    assert hub("users", "administrator", "first@example.gov.uk").stdout == ""  # has it already: no second link


def test_with_a_mail_server_the_link_is_on_no_screen(places: dict[str, str], hub: Hub) -> None:
    places["HUB_MAIL_SERVER"] = "mail.example.gov.uk"

    result = hub("users", "administrator", "first@example.gov.uk")

    assert "http" not in result.output and "on its way" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["member"], "A member is one of an organisation: give --organisation SHORT-NAME. `hub networks list`"),
        (["contributor", "--network", "pen"], "give --organisation SHORT-NAME and --network SHORT-NAME."),
        (["moderator"], "A moderator is one of a network: give --network SHORT-NAME."),
        (["administrator", "--network", "pen"], "An administrator is one of the whole hub: give neither option."),
    ],
)
def test_a_role_without_what_it_is_bound_to_names_the_options_to_give(hub: Hub, arguments: list[str], told: str):
    for command in ("invite", "role"):
        assert told in hub("users", command, "first@example.gov.uk", *arguments, status=1).output


def test_roles_are_given_and_ended_and_accounts_disabled_by_command(hub: Hub, browser: FlaskClient) -> None:
    hub("networks", "found", "west", "The West", "--about", "Some of us.")
    link = hub("users", "invite", "officer@example.gov.uk", "moderator", "--network", "west").stdout.strip()
    page = link.partition("8000")[2]
    post(browser, page, page, name="Officer One", password=PASSWORD, again=PASSWORD)

    hub("users", "role", "officer@example.gov.uk", "administrator")
    assert "moderator in The West; administrator" in hub("users", "list").stdout
    hub("users", "role", "officer@example.gov.uk", "moderator", "--network", "west", "--end")
    assert "moderator" not in hub("users", "list").stdout
    assert "only administrator" in hub("users", "disable", "officer@example.gov.uk", status=1).output


@pytest.mark.alike
@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["users", "invite", "nonsense", "administrator"], "usual form"),
        (["users", "invite", "a@gmail.com", "administrator"], "your organisation"),
        (["users", "invite", "a@example.gov.uk", "moderator"], "one of a network"),
        (["users", "invite", "a@example.gov.uk", "moderator", "--network", "nowhere"], "hub networks list"),
        (["users", "disable", "nobody@example.gov.uk"], "hub users list"),
        (["networks", "join", "nowhere", "babergh"], "hub networks list"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_cure(hub: Hub, command: list[str], told: str) -> None:
    assert told in hub(*command, status=1).output


def test_setting_up_founds_the_network_once(hub: Hub) -> None:
    hub("migrate")
    hub("migrate")

    assert "56 organisations" in hub("networks", "list").stdout
    assert hub("networks", "list", starting.SLUG).stdout.count("\n") == 56


def test_an_operator_takes_away_one_time_codes_sessions_and_tokens(hub: Hub, browser: FlaskClient) -> None:
    page = hub("users", "invite", "officer@example.gov.uk", "administrator").stdout.strip().partition("8000")[2]
    post(browser, page, page, name="Officer One", password=PASSWORD, again=PASSWORD)
    post(browser, "/account/api-tokens", "/account/api-tokens", name="Reports", days="30")
    set_up(browser, clock.now())

    assert "Ended 1 token." in hub("users", "end-tokens", "officer@example.gov.uk").output
    assert "Signed out in 1 browser." in hub("users", "sign-out", "--everybody").output
    assert browser.get("/account").status_code == 303
    assert sign_in(browser, "officer@example.gov.uk").headers["Location"].startswith("/sign-in/code")
    hub("users", "reset-codes", "officer@example.gov.uk")
    assert sign_in(browser, "officer@example.gov.uk").headers["Location"] == "/"
    assert "no one-time codes" in hub("users", "reset-codes", "officer@example.gov.uk", status=1).output


@pytest.mark.alike
@pytest.mark.parametrize("command", ["sign-out", "end-tokens"])
def test_everybody_has_to_be_said(hub: Hub, command: str) -> None:
    assert "Name one person, or say --everybody" in hub("users", command, status=1).output
    assert "Name one person" in hub("users", command, "officer@example.gov.uk", "--everybody", status=1).output
