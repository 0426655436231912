"""What each field was over time: what was said, by whom, what was shown when and why; restoring an earlier value."""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue
from hub.actor import OPERATOR, Actor, Right
from hub.catalogue.reasons import why_shown
from hub.contributions import publishing
from hub.formatters import date_text, instant_text
from hub.ingest import Opened, ingest, locks, review
from hub.ingest.merge import merge
from hub.models import Contribution, Decision, Framework
from scrapers.record import Edition
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
from tests.hub.test_merge import a_statement
from tests.persons import Person

MODERATOR = Actor("word", roles=frozenset({"moderator"}), rights=(Right("moderator", network="pen"),), account=99)
MARCH = datetime(2026, 3, 10, 9, tzinfo=NOON.tzinfo)
MAY = datetime(2026, 5, 10, 9, tzinfo=NOON.tzinfo)


@pytest.fixture
def read(sessions: Any, session: Session) -> Callable[..., str]:
    """A list of some day comes in at a moment; gives the key of its framework."""

    def read(at: datetime, source: dict[str, Any] | None = None, **fields: Any) -> str:
        reading = a_reading(a_record(**fields), **{"as_of": at.date(), **(source or {})})
        ingest(sessions, Opened("list.csv", str(at.toordinal()).zfill(64), reading), OPERATOR, clock=lambda: at)
        session.rollback()
        return session.scalars(select(Framework.key).where(Framework.merged_into_id.is_(None))).one()

    return read


def now(session: Session, key: str) -> Framework:
    """The framework as it is by now."""
    session.rollback()
    return framework(session, key)


def framework(session: Session, key: str) -> Framework:
    return session.scalars(select(Framework).where(Framework.key == key)).one()


def spans(found: catalogue.FieldHistory) -> list[tuple[Any, list[tuple[datetime, datetime | None]]]]:
    return [(each.value, [(span.since, span.until) for span in each.spans]) for each in found.sayings]


def test_each_value_says_when_it_was_shown(read: Callable[..., str], session: Session):
    read(MARCH, title="Winter salt")
    key = read(MAY, title="Road salt")
    read(MAY, {"name": "club", "voice": Voice.DIRECTORY}, title="Salt for roads", source_id="r1")

    found = catalogue.history(session, now(session, key)).fields["title"]
    assert spans(found) == [
        ("Road salt", [(MAY, None)]),
        ("Salt for roads", []),
        ("Winter salt", [(MARCH, MAY)]),
    ]


def test_what_a_source_repeats_in_later_editions_stands_once(read: Callable[..., str], session: Session):
    read(MARCH, title="Winter salt", summary="One.")
    key = read(MAY, title="Winter salt", summary="Two.")

    assert spans(catalogue.history(session, now(session, key)).fields["title"]) == [
        ("Winter salt", [(MARCH, None)])
    ]


def test_what_says_the_same_agrees_and_is_not_offered_to_be_restored(
    read: Callable[..., str], person: Callable[..., Person], session: Session
):
    read(MARCH, title="Winter salt", reference="AB 1", source_id="AB1")
    key = read(MAY, {"name": "club", "voice": Voice.DIRECTORY}, title="WINTER SALT", source_id="r1")

    found = catalogue.history(session, now(session, key)).fields["title"]
    assert [each.value for each in found.sayings] == ["Winter salt", "WINTER SALT"]
    assert all(map(found.agrees, found.sayings))
    page = BeautifulSoup(person("moderator", network="pen").get(f"/frameworks/{key}/history").text, "html.parser")
    assert not page.select('section[aria-labelledby="title"] a[href*="/history/title/"]')


def test_of_a_great_many_editions_changes_are_followed_as_far_back_as_is_quick_and_the_page_says_so(
    read: Callable[..., str], page: Callable[..., BeautifulSoup], monkeypatch: pytest.MonkeyPatch
):
    for number in range(3):
        key = read(MARCH + timedelta(days=number), title=f"Salt {number}")
    assert "followed from" not in page(f"/frameworks/{key}/history").text
    monkeypatch.setattr(sys.modules[catalogue.History.__module__], "MOST_MERGED", 6)  # three records: two moments

    text = page(f"/frameworks/{key}/history").text
    assert f"followed from {instant_text(MARCH + timedelta(days=1))}" in text and "Salt 0" in text


def test_the_newest_of_one_source_is_said_to_be_that(read: Callable[..., str], session: Session):
    read(MARCH, title="Winter salt")
    key = read(MAY, title="Road salt")

    assert catalogue.history(session, now(session, key)).fields["title"].why == "It is the newest that its source says."


def test_a_lock_and_its_undoing_are_part_of_it(read: Callable[..., str], sessions: Any, session: Session):
    key, later = read(MARCH, title="Winter salt"), MAY + timedelta(days=1)
    with sessions.begin() as writing:
        number = locks.lock(writing, framework(writing, key), "title", "Grit", MODERATOR, MAY, "Its contract").id
    with sessions.begin() as writing:
        locks.unlock(writing, number, MODERATOR, later)

    found = catalogue.history(session, now(session, key)).fields["title"]
    assert spans(found) == [("Winter salt", [(MARCH, MAY), (later, None)]), ("Grit", [(MAY, later)])]
    assert (found.sayings[1].lock.network, found.sayings[1].undone_at) == ("pen", later)  # type: ignore[union-attr]


def test_the_history_ends_with_what_the_page_shows(read: Callable[..., str], sessions: Any, session: Session):
    """The last span of each field agrees with the merge that the framework's page shows."""
    read(MARCH, title="Winter salt", end=a_day("2027-03-31"))
    key = read(MAY, {"name": "club", "voice": Voice.DIRECTORY}, title="Salt", source_id="r1", end=a_day("2028-03-31"))
    with sessions.begin() as writing:
        locks.lock(writing, framework(writing, key), "summary", "Grit.", MODERATOR, MAY, "Its contract")

    row = now(session, key)
    shown = {
        name: [each.value for each in found.sayings if each.is_shown]
        for name, found in catalogue.history(session, row).fields.items()
    }
    assert shown == {name: [found.value] for name, found in catalogue.evidence(session, row).fields.items()}


def test_the_page_says_source_day_and_why_and_names_nobody(
    read: Callable[..., str], page: Callable[..., BeautifulSoup], sessions: Any
):
    read(MARCH, title="Winter salt")
    key = read(MAY, {"name": "club", "voice": Voice.DIRECTORY, "title": "Club list"}, title="Salt", source_id="r1")
    with sessions.begin() as writing:
        locks.lock(writing, framework(writing, key), "summary", "Grit.", MODERATOR, MAY, "Its contract says so")

    found = page(f"/frameworks/{key}/history")
    text = " ".join(found.text.split())
    assert "It is the owner’s own word, which goes before a directory." in text
    assert f"Set by the network on {instant_text(MAY)}, because: Its contract says so." in text.replace("\n", " ")
    assert "Club list" in text and "Never shown." in text
    assert MODERATOR.name not in text.split()
    links = page(f"/frameworks/{key}/winter-salt").select(f'a[href="/frameworks/{key}/history"]')
    assert len(links) == 1


def test_two_days_are_compared(read: Callable[..., str], page: Callable[..., BeautifulSoup]):
    read(MARCH, title="Winter salt", summary="Salt.")
    key = read(MAY, title="Road salt", summary="Salt.")

    found = page(f"/frameworks/{key}/history?from=01/04/2026&to=2026-05-10").select_one("#compared")
    assert found is not None and found.text == f"{date_text(date(2026, 4, 1))} and {date_text(date(2026, 5, 10))}"
    differing = found.find_next("dl")
    assert differing is not None
    assert [each.text for each in differing.select("dt")] == ["Title"]
    assert "Winter salt" in differing.text and "Road salt" in differing.text
    same = page(f"/frameworks/{key}/history?from=01/04/2026&to=09/05/2026")
    assert "The same was shown on both days." in same.text


@pytest.mark.alike
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=soon&to=", "Enter a date such as 31/03/2026"),
        ("from=&to=01/04/2026", "Enter a date such as 31/03/2026"),
        ("from=02/04/2026&to=01/04/2026", "Enter a day after the first"),
        ("from=31/12/9999&to=", "Enter a date such as 31/03/2026"),
        ("from=01/01/2090&to=31/12/2099", "The same was shown on both days."),
        ("from=01/01/1990&to=", "fields differ"),
    ],
)
def test_days_that_cannot_be_compared_are_said(
    read: Callable[..., str], page: Callable[..., BeautifulSoup], query: str, message: str
):
    key = read(MARCH, title="Winter salt")
    assert message in page(f"/frameworks/{key}/history?{query}").text


def test_the_history_of_a_merged_framework_is_its_leader_s(
    publish: Callable[..., str], client: Any, sessions: Any, page: Callable[..., BeautifulSoup]
):
    first, second = publish(), publish(reference="AB2", title="Parks")
    with sessions.begin() as writing:
        review._record(
            writing, Decision(kind="join", home=first, other_home=second), OPERATOR, NOON, {first, second}
        )

    assert client.get(f"/frameworks/{second}/history").location == f"/frameworks/{first}/history"
    text = page(f"/frameworks/{first}/history").text
    assert "Parks" in text and "Two entries were put together as one framework" in text


@pytest.mark.parametrize(
    ("name", "winner", "loser", "words"),
    [
        ("title", {}, {}, "No source says anything else."),
        ("title", {}, {"voice": Voice.RESELLER}, "goes before a reseller’s listing."),
        ("end", {"voice": Voice.NOTICE, "edition": Edition.CHANGE}, {}, "says what has changed"),
        ("title", {"published": date(2026, 2, 1)}, {"published": date(2026, 1, 1)}, "published last"),
        ("title", {"as_of": "2026-02-01"}, {"as_of": "2026-01-01"}, "it is the newest"),
        ("title", {}, {"reference": "X"}, "nothing tells which is newer"),
    ],
)
def test_every_order_of_the_merge_has_its_words(name: str, winner: Any, loser: Any, words: str):
    differing: dict[str, Any] = {"title": "Other", "end": a_day("2030-01-01")} if "No source" not in words else {}
    usual: dict[str, Any] = {"title": "One", "end": a_day("2029-01-01")}
    one, other = a_statement(**usual, **winner), a_statement(name="b", **usual | differing, **loser)

    assert words in why_shown(name, merge([one, other]))


def earlier(session: Session, key: str, field: str, value: Any) -> str:
    """The name of a value in the history."""
    found = catalogue.history(session, now(session, key)).fields[field].sayings
    return next(each.ident for each in found if each.value == value)


def test_a_moderator_restores_an_earlier_value_and_undoes_that(
    read: Callable[..., str], person: Callable[..., Person], page: Callable[..., BeautifulSoup], session: Session
):
    read(MARCH, title="Winter salt")
    key = read(MAY, title="Road salt")
    moderator = person("moderator", network="pen")
    address = f"/frameworks/{key}/history/title/{earlier(session, key, 'title', 'Winter salt')}"
    assert "Restore this value" in moderator.get(address).text
    assert moderator.send(f"{address}/restore", {"reason": " "}).status_code == 400

    answer = moderator.send(f"{address}/restore", {"reason": "The owner's page is wrong."})
    assert (answer.status_code, answer.location) == (303, f"/frameworks/{key}/history?done=restored#title")
    assert now(session, key).title == "Winter salt"
    assert "because: The owner's page is wrong." in page(f"/frameworks/{key}/history").text

    undo = BeautifulSoup(moderator.get(f"/frameworks/{key}/history").text, "html.parser")
    form = next(each for each in undo.select("form") if "/moderation/locks/" in str(each["action"]))
    assert moderator.send(str(form["action"])).status_code == 303
    assert now(session, key).title == "Road salt"
    assert f"Undone on {instant_text(NOON)}" in page(f"/frameworks/{key}/history").text


def test_a_contributor_proposes_to_restore_and_nothing_changes_until_it_is_accepted(
    read: Callable[..., str], person: Callable[..., Person], sessions: Any, session: Session
):
    read(MARCH, {"name": "club", "voice": Voice.DIRECTORY}, title="Winter salt", end=a_day("2027-03-31"))
    key = read(MAY, {"name": "club", "voice": Voice.DIRECTORY}, title="Winter salt", end=a_day("2028-03-31"))
    somebody = person("contributor", organisation="babergh", network="pen")
    address = f"/frameworks/{key}/history/end/{earlier(session, key, 'end', a_day('2027-03-31'))}"
    assert somebody.send(f"{address}/propose").status_code == 400
    assert somebody.send(f"{address}/restore", {"reason": "x"}).status_code == 403

    assert somebody.send(f"{address}/propose", {"declared": "yes"}).status_code == 303
    assert now(session, key).end == date(2028, 3, 31)
    with sessions.begin() as writing:
        publishing.publish(writing, writing.scalars(select(Contribution)).one(), MODERATOR, NOON)
    assert now(session, key).end == date(2027, 3, 31)


@pytest.mark.assurance("A2", "An earlier value is restored by nobody without a role, and none that is not there")
def test_what_cannot_be_restored_is_not_there(
    read: Callable[..., str], person: Callable[..., Person], session: Session
):
    read(MARCH, title="Winter salt")
    key = read(MAY, title="Road salt")
    ident = earlier(session, key, "title", "Winter salt")
    owner = catalogue.history(session, now(session, key)).fields["owner"].sayings[0].ident
    member, moderator = person("member", organisation="babergh"), person("moderator", network="pen")

    assert member.get(f"/frameworks/{key}/history/title/{ident}").status_code == 404
    for wrong in (f"owner/{owner}", "title/r999", f"nonsense/{ident}", "title/d1"):
        assert moderator.get(f"/frameworks/{key}/history/{wrong}").status_code == 404
        sent = moderator.send(f"/frameworks/{key}/history/{wrong}/restore", {"reason": "x"})
        assert sent.status_code == 404
