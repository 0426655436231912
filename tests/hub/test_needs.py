"""What people could not find: told without a name, kept once, and only from our own page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub import needs as desk
from hub.actor import VISITOR
from hub.db import make_engine, writers
from hub.errors import Refused
from hub.models import UnmetNeed
from hub.needs import Need
from tests.conftest import NOON
from tests.hub.test_cli import address, hub, ready
from tests.pages import check_page, words

__all__ = ["address", "hub", "ready"]

Page = Callable[..., BeautifulSoup]
OURS = {"Origin": "http://localhost"}
DAY = NOON.date()


@pytest.fixture
def send(client: FlaskClient, page: Page) -> Callable[..., Any]:
    """Send the form as a browser does, with what is given in place of what it would send."""

    def send(headers: dict[str, str] = OURS, **fields: str) -> Any:
        token = str(page("/needs").select("input[name=token]")[0]["value"])
        data = {"token": token, "text": "", "wanted": "Drones for surveying roofs", "region": "", "kind": ""}
        return client.post("/needs", data=data | fields, headers=headers)

    return send


def kept(session: Session) -> list[UnmetNeed]:
    session.expire_all()
    return list(session.query(UnmetNeed).order_by(UnmetNeed.id))


def complaint(response: Any) -> str:
    assert response.status_code == 400
    return words(check_page(response).select_one(".govuk-error-summary"))


def test_an_empty_search_has_a_form_that_can_be_sent(client: FlaskClient, page: Page, session: Session) -> None:
    form = page("/search?q=roof+drones").select_one("form[method=post]")
    assert form is not None
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input")}
    assert fields["text"] == "roof drones"

    data = {**fields, "wanted": "Drones", "region": "UKH", "kind": "district-council"}
    answer = client.post(str(form["action"]), data=data, headers=OURS)

    (need,) = kept(session)
    assert (need.day, need.text, need.wanted) == (DAY, "roof drones", "Drones")
    assert (need.region, need.kind) == ("UKH", "district-council")
    assert answer.status_code == 303
    assert "What you could not find has been noted." in words(page(answer.headers["Location"]).main)


def test_a_search_that_finds_something_has_no_such_form(stocked_page: Page) -> None:
    assert not stocked_page("/search?q=cleaning").select("form[method=post]")


def test_region_and_kind_are_for_the_teller_to_give_or_not(send: Callable[..., Any], session: Session) -> None:
    send()

    assert [(need.region, need.kind) for need in kept(session)] == [(None, None)]


def test_the_same_need_told_twice_in_a_day_is_kept_once(send: Callable[..., Any], session: Session) -> None:
    assert send().status_code == send().status_code == 303
    send(wanted="Other drones")

    assert len(kept(session)) == 2


@pytest.mark.alike
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wanted": "  "}, "Say what you want to buy"),
        ({"wanted": "x" * 1001}, "Use 1000 characters or fewer"),
        ({"text": "x" * 401}, "Use 400 characters or fewer"),
        ({"wanted": "Write to jo@council.example"}, "Take out e-mail addresses and telephone numbers"),
        ({"text": "ring 01603 000 000 now"}, "Take out e-mail addresses and telephone numbers"),
        ({"region": "MARS"}, "Choose a region from the list"),
        ({"kind": "circus"}, "Choose a kind of organisation from the list"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_is_still_there(
    send: Callable[..., Any], session: Session, fields: dict[str, str], said: str
) -> None:
    answer = send(**{"wanted": "Drones", **fields})

    assert said in complaint(answer)
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    if "wanted" in fields:
        assert page.select("textarea")[0].text.strip() == fields["wanted"].strip()
    assert kept(session) == []


@pytest.mark.parametrize(
    "text", ["RM6232", "2024/S 000-012345", "ocds-h6vhtk-04a1b2", "90910000-9", "600 tablets @ £200"]
)
def test_references_and_numbers_of_things_are_no_personal_data(text: str) -> None:
    assert desk.problems(Need(wanted=text)) == {}


@pytest.mark.alike
@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}])
def test_a_form_sent_from_elsewhere_is_refused(
    send: Callable[..., Any], session: Session, headers: dict[str, str]
) -> None:
    assert "from our own page" in complaint(send(headers))
    assert kept(session) == []


@pytest.mark.alike
@pytest.mark.parametrize("token", ["", "needs", "needs.awGHwA.forged", "\x00", "é"])
def test_a_form_with_a_forged_token_is_refused(send: Callable[..., Any], session: Session, token: str) -> None:
    assert "open for too long" in complaint(send(token=token))
    assert kept(session) == []


def test_a_form_that_was_open_for_half_a_day_is_shown_again_with_a_new_token(
    app: Flask, client: FlaskClient, page: Page, session: Session
) -> None:
    token = str(page("/needs").select("input[name=token]")[0]["value"])
    app.config["CLOCK"] = lambda: NOON + timedelta(hours=12, seconds=1)

    answer = client.post("/needs", data={"token": token, "wanted": "Drones"}, headers=OURS)

    assert "open for too long" in complaint(answer)
    again = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    data = {"token": str(again.select("input[name=token]")[0]["value"]), "wanted": again.select("textarea")[0].text}
    assert client.post("/needs", data=data, headers=OURS).status_code == 303
    assert [need.wanted for need in kept(session)] == ["Drones"]


def test_a_machine_that_tells_of_many_is_stopped_for_the_day(sessions: Any, send: Callable[..., Any]) -> None:
    with sessions.begin() as session:
        session.add_all(UnmetNeed(day=DAY, wanted=f"Thing {number}") for number in range(desk.MOST_A_DAY))

    assert "try again tomorrow" in complaint(send())
    with sessions.begin() as session:
        assert desk.record(session, Need(wanted="Drones"), VISITOR, NOON + timedelta(days=1))
        with pytest.raises(Refused):
            desk.record(session, Need(wanted="More drones"), VISITOR, NOON)


def test_telling_sets_no_cookie(send: Callable[..., Any]) -> None:
    assert "Set-Cookie" not in send().headers


def test_nothing_about_the_teller_is_kept() -> None:
    assert set(UnmetNeed.__table__.columns.keys()) == {"id", "day", "text", "wanted", "region", "kind"}


def test_needs_are_listed_for_the_operator_newest_first(hub: Any, ready: None, address: str) -> None:
    assert "Nobody has told" in hub("review", "needs").output
    engine = make_engine(address)
    with writers(engine).begin() as session:
        desk.record(session, Need(wanted="Old \x1b[31m thing"), VISITOR, NOON - timedelta(days=3))
        desk.record(session, Need("roof drones", "Drones", "UKH", "district-council"), VISITOR, NOON)
    engine.dispose()

    lines = hub("review", "needs").output.splitlines()

    assert re.match(r"2026-11-21  Drones \(searched for “roof drones”; .*East of England.*\)", lines[0])
    assert lines[1].startswith("2026-11-18  Old") and "\x1b" not in lines[1]
