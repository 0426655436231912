"""Deputies, handing everything over, and the letter that asks whether somebody is still here."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Refused
from hub.models import Account, AuditEntry, Outbox
from hub.people import handing_over, still_here
from hub.people.handing_over import Kind
from hub.people.months import later
from hub.people.still_here import Pages
from tests.conftest import NOON
from tests.people.test_signing_in import post
from tests.persons import Person

People = Callable[..., Person]
PAGES = Pages("http://localhost/sign-in", "http://localhost/still-here/{}".format, "http://localhost/person/{}".format)


@pytest.fixture
def shelf() -> Any:
    """A kind of thing people have, registered as others do it: account id → things."""
    things: dict[int, list[str]] = {}

    def hand_over(session: Session, leaver: Account, successor: Account, at: Any) -> None:
        things.setdefault(successor.id, []).extend(things.pop(leaver.id))

    kind = Kind("things on a shelf", lambda session, account: len(things.get(account.id, [])), hand_over)
    handing_over.register(kind)
    yield things
    things.clear()


def colleagues(person: People) -> tuple[Person, Person]:
    one = person("contributor", organisation="babergh", network="pen", name="Officer Leaving")
    return one, person("contributor", organisation="essex", network="pen", name="Officer Staying")


def account_of(session: Session, somebody: Person) -> Account:
    session.rollback()
    session.expire_all()
    return session.get_one(Account, somebody.account)


def test_who_leaves_hands_everything_over_in_one_go_and_is_signed_out(
    person: People, shelf: dict[int, list[str]], session: Session
) -> None:
    one, other = colleagues(person)
    shelf[one.account] = ["a", "b"]

    answer = one.send("/account/leaving", {"successor": other.name})

    assert answer.status_code == 303 and one.get("/account").status_code == 303
    assert shelf == {other.account: ["a", "b"]}
    assert account_of(session, one).state == "disabled"
    letter = session.scalars(select(Outbox)).one()
    assert letter.to == account_of(session, other).email and "things on a shelf: 2" in letter.body
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None and entry.action == "leave"
    assert entry.detail == {"to": other.name, "things": {"things on a shelf": 2}}


def test_who_has_something_must_say_who_takes_over(
    person: People, shelf: dict[int, list[str]], session: Session
) -> None:
    one, _ = colleagues(person)
    shelf[one.account] = ["a"]

    answer = one.send("/account/leaving", {"successor": ""})

    assert answer.status_code == 400 and "Choose who takes over" in answer.text
    assert account_of(session, one).state == "active" and shelf == {one.account: ["a"]}


def test_a_stranger_takes_nothing_over(person: People, shelf: dict[int, list[str]]) -> None:
    one, _ = colleagues(person)
    stranger = person("member", organisation="elsewhere", name="Officer Stranger")
    shelf[one.account] = ["a"]

    assert one.send("/account/leaving", {"successor": stranger.name}).status_code == 400
    assert "Officer Stranger" not in one.get("/account/leaving").text
    assert "Officer Staying" in one.get("/account/leaving").text


def test_an_administrator_hands_over_for_somebody_who_has_left(
    person: People, shelf: dict[int, list[str]], session: Session
) -> None:
    one, other = colleagues(person)
    shelf[one.account] = ["a"]

    answer = person("administrator").send(f"/administration/people/{one.name}/left", {"successor": other.name})

    assert answer.status_code == 303 and shelf == {other.account: ["a"]}
    assert account_of(session, one).state == "disabled"


def test_a_deputy_is_a_colleague_and_is_handed_on_with_the_rest(person: People, session: Session) -> None:
    one, other = colleagues(person)
    third = person("member", organisation="babergh")
    assert third.send("/account/deputy", {"deputy": one.name}).status_code == 303
    assert other.send("/account/deputy", {"deputy": one.name}).status_code == 303
    assert third.send("/account/deputy", {"deputy": "account-nobody"}).status_code == 400

    one.send("/account/leaving", {"successor": other.name})

    assert account_of(session, third).deputy_id == other.account
    assert account_of(session, other).deputy_id is None  # nobody is their own


def test_nobody_hands_over_to_themselves_or_to_who_is_gone(person: People, sessions: Any) -> None:
    one, other = colleagues(person)
    with sessions.begin() as session:
        session.get_one(Account, other.account).state = "disabled"
        leaver = session.get_one(Account, one.account)
        for successor in (leaver, session.get_one(Account, other.account)):
            with pytest.raises(Refused, match="somebody else"):
                handing_over.pass_on(session, leaver, successor, NOON)


def ask(sessions: Any, days: int) -> dict[str, int]:
    """A turn so many days after noon of the first day."""
    with sessions.begin() as session:
        return still_here.ask_around(session, PAGES, NOON + timedelta(days=days))


def letters(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    return [(row.purpose, row.to) for row in session.scalars(select(Outbox).order_by(Outbox.id))]


HALF_A_YEAR = (later(NOON.date(), 6) - NOON.date()).days


def test_everybody_is_asked_after_six_months_to_the_day_and_once(
    person: People, sessions: Any, session: Session
) -> None:
    person(email="asked@example.gov.uk")

    assert ask(sessions, HALF_A_YEAR - 1)["asked"] == 0
    assert ask(sessions, HALF_A_YEAR)["asked"] == 1
    assert ask(sessions, HALF_A_YEAR + 1)["asked"] == 0
    assert letters(session) == [("still here", "asked@example.gov.uk")]


def test_one_button_behind_the_letter_answers_and_looking_does_not(
    person: People, sessions: Any, session: Session, client: FlaskClient, app: Any
) -> None:
    somebody = person()
    ask(sessions, HALF_A_YEAR)
    session.rollback()
    body = session.scalars(select(Outbox.body)).one()
    link = next(line for line in body.splitlines() if line.startswith("http")).partition("localhost")[2]
    app.config["CLOCK"] = lambda: NOON + timedelta(days=HALF_A_YEAR + 1)

    assert client.get(link).status_code == 200
    assert account_of(session, somebody).asked_still_here_on is not None
    assert "Thank you" in post(client, link, link).text

    account = account_of(session, somebody)
    assert (account.asked_still_here_on, account.seen_in) == (None, date(2027, 5, 1))
    assert client.get(link).status_code == 410
    assert ask(sessions, HALF_A_YEAR + 100) == {"asked": 0, "told of": 0, "disabled": 0}


def test_the_account_page_has_the_button_too(person: People, sessions: Any, session: Session) -> None:
    somebody = person()
    assert "Are you still here?" not in somebody.get("/account").text
    with sessions.begin() as writing:
        writing.get_one(Account, somebody.account).asked_still_here_on = NOON.date()
    assert "Are you still here?" in somebody.get("/account").text

    somebody.send("/account/still-here")

    assert account_of(session, somebody).asked_still_here_on is None


def test_silence_is_told_after_30_days_and_ends_in_a_disabled_account_after_60(
    person: People, sessions: Any, session: Session
) -> None:
    one, other = colleagues(person)
    administrator = person("administrator", still_here_on=later(NOON.date(), 6))
    one.send("/account/deputy", {"deputy": other.name})
    with sessions.begin() as writing:
        writing.get_one(Account, other.account).still_here_on = later(NOON.date(), 6)
    ask(sessions, HALF_A_YEAR)

    assert ask(sessions, HALF_A_YEAR + 29)["told of"] == 0
    assert ask(sessions, HALF_A_YEAR + 30)["told of"] == 1
    assert ask(sessions, HALF_A_YEAR + 31)["told of"] == 0
    told = {to for purpose, to in letters(session) if purpose == "silence"}
    assert told == {account_of(session, other).email, account_of(session, administrator).email}

    assert ask(sessions, HALF_A_YEAR + 59)["disabled"] == 0
    assert account_of(session, one).state == "active"
    assert ask(sessions, HALF_A_YEAR + 60)["disabled"] == 1
    assert account_of(session, one).state == "disabled"


def test_the_only_administrator_is_asked_and_never_disabled(person: People, sessions: Any, session: Session) -> None:
    alone = person("administrator")

    for day in (HALF_A_YEAR, HALF_A_YEAR + 30, HALF_A_YEAR + 60, HALF_A_YEAR + 90):
        ask(sessions, day)

    assert account_of(session, alone).state == "active"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 1), 25, date(2028, 12, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert later(day, months) == then
