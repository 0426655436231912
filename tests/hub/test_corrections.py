"""The correction door: anyone may say what is wrong with a record, is not asked who they are, and gets an answer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import corrections as desk
from hub.actor import OPERATOR, VISITOR
from hub.corrections import Subject, Told
from hub.db import make_engine, writers
from hub.errors import NotFound, Refused
from hub.models import AuditEntry, Correction
from tests.conftest import NOON
from tests.factories import a_call_off
from tests.hub.test_cli import address, hub, ready
from tests.pages import check_page, words

__all__ = ["address", "hub", "ready"]

Page = Callable[..., BeautifulSoup]
Send = Callable[..., Any]
OURS = {"Origin": "http://localhost"}
DAY = NOON.date()
VANS = Subject("framework", "abcdefgh", "Vans")
ENDED = Told(field="dates", wrong="It ended in May", role="officer")


@pytest.fixture
def key(publish: Callable[..., str]) -> str:
    return publish(title="Vans")


@pytest.fixture
def send(client: FlaskClient, page: Page, key: str) -> Send:
    """Send the form as a browser does, with what is given in place of what it would send."""

    def send(headers: dict[str, str] = OURS, at: str = "", **fields: str) -> Any:
        place = at or f"/frameworks/{key}/correction"
        token = str(page(place).select("input[name=token]")[0]["value"])
        data = {"token": token, "field": "dates", "role": "owner", "wrong": "It ended in May", "right": ""}
        return client.post(place, data=data | fields, headers=headers)

    return send


def kept(session: Session) -> list[Correction]:
    session.rollback()  # what others have written since is seen
    return list(session.scalars(select(Correction).order_by(Correction.id)))


def told(sessions: Any, subject: Subject = VANS, told: Told = ENDED, at: datetime = NOON) -> int:
    with sessions.begin() as session:
        return desk.record(session, subject, told, VISITOR, at).id


def complaint(response: Any) -> str:
    assert response.status_code == 400
    return words(check_page(response).select_one(".govuk-error-summary"))


def test_a_framework_s_page_leads_to_the_form_and_says_that_an_answer_is_due(
    client: FlaskClient, page: Page, framework: Callable[[str], BeautifulSoup], key: str, session: Session
) -> None:
    door = framework(key).find("a", string="Ask for a correction of this page")
    form = page(str(door["href"])).select_one("form[method=post]")  # type: ignore[index]
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input")}  # type: ignore[union-attr]

    data = {**fields, "field": "dates", "role": "owner", "wrong": "It ended in May", "right": "31 May 2026"}
    answer = client.post(str(form["action"]), data=data, headers=OURS)  # type: ignore[index]

    (row,) = kept(session)
    assert (row.subject, row.ident, row.title) == ("framework", key, "Vans")
    assert (row.day, row.due_on) == (DAY, DAY + timedelta(days=14))
    assert "by 5 December 2026" in words(page(answer.headers["Location"]).main)
    assert "its dates or status. It is to be answered by 5 December 2026" in words(framework(key).main)


@pytest.mark.alike
@pytest.mark.parametrize("noun", ["owners", "suppliers"])
def test_an_organisation_can_be_put_right_too(send: Send, session: Session, page: Page, noun: str) -> None:
    slug = next(str(a["href"]).rsplit("/", 1)[1] for a in page("/owners").select("main a[href^='/owners/']"))

    assert send(at=f"/{noun}/{slug}/correction").status_code == 303
    assert [(row.subject, row.ident) for row in kept(session)] == [("organisation", slug)]
    assert page(f"/{noun}/{slug}").find("a", string="Ask for a correction of this page")


@pytest.mark.alike
@pytest.mark.parametrize("place", ["/frameworks/none/correction", "/owners/none/correction", "/corrections/none"])
def test_what_is_not_there_cannot_be_put_right(client: FlaskClient, place: str) -> None:
    assert client.get(place).status_code == 404


@pytest.mark.alike
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"field": ""}, "Choose what is wrong"),
        ({"role": "king"}, "Choose who you are"),
        ({"wrong": "  "}, "Say what is wrong"),
        ({"wrong": "x" * 2001}, "Use 2000 characters or fewer"),
        ({"right": "Ask jo@council.example"}, "Take out e-mail addresses and telephone numbers"),
        ({"published_at": "javascript://alert(1)"}, "Give a web address that begins with https://"),
        ({"wrong": "Ring 01603 000 000"}, "Take out e-mail addresses and telephone numbers"),
        ({"published_at": "https://[broken"}, "Give a web address that begins with https://"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_is_still_there(
    send: Send, session: Session, fields: dict[str, str], said: str
) -> None:
    answer = send(**{"wrong": "It ended in May", **fields})

    assert said in complaint(answer)
    written = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select("textarea")[0].text
    assert written.strip() == fields.get("wrong", "It ended in May").strip()
    assert kept(session) == []


@pytest.mark.alike
@pytest.mark.parametrize("published_at", ["", "011531-2025", "https://example.org/notice?id=1"])
def test_a_notice_s_number_is_a_place_as_good_as_an_address(send: Send, published_at: str) -> None:
    assert send(published_at=published_at, wrong="Notice 011531-2025 says so").status_code == 303


@pytest.mark.alike
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_a_form_sent_from_elsewhere_is_refused(send: Send, session: Session, headers: dict[str, str]) -> None:
    assert "from our own page" in complaint(send(headers))
    assert kept(session) == []


def test_the_same_thing_told_twice_in_a_day_is_one(send: Send, session: Session) -> None:
    assert send().headers["Location"] == send().headers["Location"]
    send(wrong="It never began")

    assert len(kept(session)) == 2


def test_a_machine_that_tells_of_many_is_stopped_for_the_day(sessions: Any, send: Send) -> None:
    for number in range(desk.MOST_A_DAY):
        told(sessions, told=Told(field="fee", wrong=f"Thing {number}", role="other"))

    assert "try again tomorrow" in complaint(send())
    assert told(sessions, at=NOON + timedelta(days=1))


def test_whoever_has_the_code_sees_the_answer(sessions: Any, page: Page, session: Session) -> None:
    number = told(sessions)
    with sessions.begin() as writing:
        desk.answer(writing, number, "refused", "Its notice says June.", OPERATOR, NOON)

    (row,) = kept(session)
    text = words(page(f"/corrections/{row.code}").main)
    assert "Not made" in text and "Its notice says June." in text


def test_whoever_told_can_take_it_back_until_it_is_answered(
    client: FlaskClient, page: Page, sessions: Any, session: Session
) -> None:
    told(sessions)
    (row,) = kept(session)
    token = str(page(f"/corrections/{row.code}").select("input[name=token]")[0]["value"])
    assert client.post(f"/corrections/{row.code}/withdraw", data={"token": token}).status_code == 400

    answer = client.post(f"/corrections/{row.code}/withdraw", data={"token": token}, headers=OURS)

    assert answer.status_code == 303
    assert kept(session)[0].state == "withdrawn"
    assert not page(f"/corrections/{row.code}").select("main form")


def test_an_answer_can_be_undone_and_each_step_is_in_the_audit_trail(sessions: Any, session: Session) -> None:
    number = told(sessions)
    with sessions.begin() as writing:
        desk.answer(writing, number, "made", "Done.", OPERATOR, NOON)
        with pytest.raises(Refused, match="made already"):
            desk.answer(writing, number, "refused", "No.", OPERATOR, NOON)
        desk.reopen(writing, number, OPERATOR, NOON)
        with pytest.raises(Refused, match="no answer to undo"):
            desk.reopen(writing, number, OPERATOR, NOON)
        with pytest.raises(Refused, match="Say why"):
            desk.answer(writing, number, "made", " ", OPERATOR, NOON)
        with pytest.raises(NotFound):
            desk.answer(writing, number + 1, "made", "Done.", OPERATOR, NOON)

    assert kept(session)[0].state == "open"
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [action for action in actions if action.startswith("correction")] == ["correction made", "correction open"]


def test_the_public_list_counts_them_says_what_is_late_and_shows_no_words(
    app: Flask, sessions: Any, page: Page
) -> None:
    assert "Nobody has asked for one yet." in words(page("/corrections").main)
    told(sessions)
    app.config["CLOCK"] = lambda: datetime(2027, 1, 1, tzinfo=UTC)

    text = words(page("/corrections").main)

    assert "Waiting for an answer 1 Of these, late 1" in text
    assert "Vans" in text and "ended in May" not in text


def test_telling_sets_no_cookie_and_keeps_nothing_of_the_teller(send: Send) -> None:
    assert "Set-Cookie" not in send().headers
    columns = set(Correction.__table__.columns.keys())
    assert not columns & {"name", "email", "address", "ip", "user_agent"}


def test_the_operator_lists_and_answers_them(hub: Any, ready: None, address: str) -> None:
    assert "Nobody waits" in hub("review", "corrections").output
    engine = make_engine(address)
    number = told(writers(engine), told=Told(field="dates", wrong="Old \x1b[31m thing", role="owner"))

    (line, *_) = hub("review", "corrections").output.splitlines()
    assert line.startswith(f"{number}: due 2026-12-05, framework abcdefgh “Vans”, dates, owner: Old")
    assert "\x1b" not in line
    hub("review", "corrections", "made", str(number), "--why", "The end date is June.")
    assert "Nobody waits" in hub("review", "corrections").output
    hub("review", "corrections", "reopen", str(number))
    assert f"{number}: due" in hub("review", "corrections").output
    engine.dispose()


def test_a_contract_is_put_right_through_its_framework(
    framework: Callable[[str], BeautifulSoup], publish: Callable[..., str], page: Page, take_contracts: Any
) -> None:
    key = publish(title="Vans", reference="AB100")
    take_contracts(a_call_off())
    door = framework(key).find("a", string="Ask for a correction of a contract")

    form = page(str(door["href"]))  # type: ignore[index]

    assert form.select_one("option[value=call_offs][selected]") is not None
