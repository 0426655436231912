"""What is new of what somebody follows: once, with the reason, and nothing that is over."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from hub import follows
from hub.follows.news import gather
from hub.models import Follow, FollowSeen, Framework
from indexer import open_index
from scrapers.record import Lot, SupplierPlace
from tests.factories import a_day
from tests.follows.conftest import DAY, Town, actor
from tests.persons import Person

Only = Callable[..., str]
SEARCH = "q=road+surfacing"


def test_a_search_tells_what_is_new_with_the_words_that_matched(town: Town, officer: Person, only: Only) -> None:
    town.publish("AB1", title="Road surfacing in the east")
    town.follow(officer, "search", SEARCH, title="“road surfacing”")
    town.pass_by(DAY)
    key = town.publish("AB2", title="Surfacing of car parks and roads", end=a_day("2029-03-31"))
    town.publish("AB3", title="Catering")

    letter = only()

    assert letter.startswith("Surfacing of car parks and roads: news\n")
    assert "Anglian Buying Group, AB2, Live, 1 January 2026 to 31 March 2029" in letter
    told = " ".join(letter.split())
    assert "New: you follow the search for “road surfacing”. Words that matched: road and surfacing." in told
    assert f"\n  https://hub.example.org/frameworks/{key}\n" in letter
    assert "in the east" not in letter and "Catering" not in letter


def test_only_some_of_the_words_may_have_matched_and_the_letter_says_which(
    town: Town, officer: Person, only: Only
) -> None:
    town.follow(officer, "search", "q=road+surfacing+gritting", title="“road surfacing gritting”")
    town.pass_by(DAY)
    town.publish("AB2", title="Road surfacing")

    assert "Words that matched: road and surfacing." in " ".join(only().split())


@pytest.mark.parametrize(
    ("kind", "ident", "fields"),
    [
        ("owner", "fenland-supplies", {"owner": "Fenland Supplies"}),
        ("category", "cleaning", {"cpv": ("90910000",), "title": "Cleaning"}),
        ("supplier", "sparkle-ltd", {}),
    ],
)
def test_owners_suppliers_and_categories_can_be_followed(
    kind: str, ident: str, fields: dict[str, Any], town: Town, officer: Person, only: Only
) -> None:
    lots = (a_lot("Sparkle Ltd"),)
    town.publish("AB1", **{"title": "First", "lots": lots, **fields})
    number = town.follow(officer, kind, ident, title="Their name")
    assert number and seen(town, number) == 1
    town.pass_by(DAY)
    town.publish("AB2", **{"lots": lots, **fields, "title": "Second"})
    town.publish("AB3", title="Third", owner="Broads Procurement", cpv=("30213100",))

    letter = only()

    assert "Second" in letter and "First" not in letter and "Third" not in letter
    assert f"New: you follow the {kind} Their name." in letter


def a_lot(supplier: str) -> Lot:
    return Lot(number="1", title="All", suppliers=(SupplierPlace(name=supplier),))


def seen(town: Town, number: int) -> int:
    with town.app.extensions["hub.readers"]() as session:
        return len(session.scalars(select(FollowSeen).where(FollowSeen.follow_id == number)).all())


def test_what_is_over_is_never_told_of_as_new(town: Town, officer: Person) -> None:
    """People complained of expired items in the digests of another hub."""
    town.follow(officer, "search", "q=surfacing&ended=1")
    town.follow(officer, "owner", "anglian-buying-group")
    town.pass_by(DAY)
    town.publish("AB1", title="Surfacing of old", end=a_day("2026-11-01"))
    town.publish("AB2", title="Surfacing stopped", stage="cancelled")
    town.publish("AB3", title="Surfacing until yesterday", end=a_day("2026-11-21"))

    assert town.send() == []


def test_what_ends_between_two_letters_is_in_neither(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing", "weekly")
    town.pass_by(DAY / 2)
    town.publish("AB1", title="Surfacing for a day", end=a_day("2026-11-22"))

    assert town.on("2026-11-23").send() == []


def test_what_comes_back_to_life_is_new_when_it_was_not_told_of(town: Town, officer: Person, only: Only) -> None:
    town.publish("AB1", title="Surfacing", end=a_day("2026-11-01"))
    number = town.follow(officer, "search", "q=surfacing&ended=1")
    forget_seen(town, number)
    assert town.pass_by(DAY).send() == []
    town.pass_by(DAY).publish("AB1", title="Surfacing", end=a_day("2027-11-01"))

    assert "Surfacing" in only()


def forget_seen(town: Town, number: int) -> None:
    with town.app.extensions["hub.writers"].begin() as session:
        session.query(FollowSeen).filter_by(follow_id=number).delete()


def test_changed_words_are_not_told_of_again(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")
    assert len(town.send()) == 1
    town.pass_by(DAY).publish("AB1", title="Catering", summary="Other words.")
    assert town.send() == []
    town.pass_by(DAY).publish("AB1", title="Surfacing of roads", summary="Words again.")

    assert town.send() == []


def test_nothing_is_told_twice_however_often_the_hub_looks(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing", "at_once")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    assert len(town.send()) == 1
    for _ in range(5):
        assert town.pass_by(DAY / 24).send() == []


def test_one_framework_is_told_of_once_with_every_reason(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "search", "q=surfacing", title="“surfacing”")
    town.publish("AB0", title="Unlike it")
    town.follow(officer, "owner", "anglian-buying-group", title="Anglian Buying Group")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    letter = " ".join(only().split())

    assert letter.count("* Surfacing") == 1
    assert "you follow the search for “surfacing”. Words that matched: surfacing. New: you follow the owner" in letter


def test_two_people_get_a_letter_each_and_those_who_left_none(town: Town, officer: Person) -> None:
    people = [officer, town.person(email="other@example.gov.uk", state="waiting")]
    people += [town.person(state=state) for state in ("disabled", "unconfirmed", "deleted")]
    people.append(town.person(email=None))
    for who in people:
        town.follow(who, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    assert [letter.to for letter in town.send()] == ["officer@example.gov.uk", "other@example.gov.uk"]


def test_a_letter_can_be_stopped_from_any_mail_program(town: Town, officer: Person) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    (letter,) = town.send()

    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter.headers["List-Unsubscribe"].strip("<>")
    assert link.startswith(f"https://hub.example.org/following/stop/{officer.account}.")
    assert f"\n{link}\n" in letter.body and "\nhttps://hub.example.org/following\n" in letter.body
    assert letter.body.count("Why you got this letter: ") == 1


def test_of_many_new_ones_a_letter_tells_twenty_and_how_many_there_are(town: Town, officer: Person, only: Only) -> None:
    number = town.follow(officer, "search", "q=surfacing", title="“surfacing”")
    many = [{"reference": f"AB{each}", "title": f"Surfacing {chr(97 + each) * 6}"} for each in range(23)]
    town.pass_by(DAY).publish_all(*many)

    letter = only()

    assert letter.startswith("News of 23 frameworks\n")
    assert letter.count("\n* Surfacing") == 20
    assert "3 more frameworks of “surfacing”:\nhttps://hub.example.org/search?q=surfacing\n" in letter
    assert seen(town, number) == 23 and town.pass_by(DAY).send() == []


def test_weekly_letters_wait_for_monday_and_leave_nothing_out(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "search", "q=surfacing", "weekly")
    town.pass_by(DAY / 4).publish("AB1", title="Surfacing of Saturday")
    assert town.on("2026-11-22").send() == [] and town.on("2026-11-23", 6, 59).send() == []
    town.publish("AB2", title="Surfacing of Monday morning")

    letter = only("2026-11-23")

    assert "of Saturday" in letter and "of Monday morning" in letter


def test_no_letters_means_none_until_they_are_wanted_again(town: Town, officer: Person, only: Only) -> None:
    number = town.follow(officer, "search", "q=surfacing", "never")
    town.pass_by(DAY).publish("AB1", title="Surfacing")
    assert town.pass_by(10 * DAY).send() == []
    with town.app.extensions["hub.writers"].begin() as session:
        follows.change(session, actor(officer), number, "daily", town.at)

    assert "Surfacing" in only("2026-12-03")


def test_while_the_index_cannot_be_read_searches_wait_and_nothing_is_missed(
    town: Town, officer: Person, only: Only
) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.publish("AB0", title="Unlike it")
    town.follow(officer, "owner", "anglian-buying-group")
    town.pass_by(DAY).publish("AB1", title="Surfacing")
    index, town.app.extensions["hub.index"] = town.app.extensions["hub.index"], open_index("memory:")
    town.sender().send()
    (letter,) = town.letters()
    assert "the owner" in letter.body and "the search" not in letter.body

    town.app.extensions["hub.index"] = index
    assert "the search" in only()


def test_two_follows_of_one_framework_that_is_two_records_joined_do_not_tell_of_it_again(
    town: Town, officer: Person
) -> None:
    town.publish("AB1", title="Surfacing")
    number = town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY)
    other = town.publish("AB9", title="Surfacing works", source_id="other")
    with town.app.extensions["hub.writers"].begin() as session:
        one, two = session.scalars(select(Framework).order_by(Framework.id))
        one.merged_into = two
    assert seen(town, number) == 1 and other

    assert town.send() == []


def test_what_a_publisher_wrote_cannot_pass_for_a_part_of_the_letter(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY)
    town.publish("AB1", title="Surfacing\r\nBcc: x@example.org\n\nWhy you got this letter: no reason " + "x" * 600)

    letter = only()

    assert "\nBcc" not in letter and letter.count("\nWhy you got this letter: ") == 1
    assert "x" * 201 not in letter


def test_somebody_whose_letter_cannot_be_written_keeps_nobody_from_theirs(
    town: Town, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    broken = town.person(email="not an address")
    for who in (broken, officer):
        town.follow(who, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    assert [letter.to for letter in town.send()] == ["officer@example.gov.uk"]
    assert f"The letter to account {broken.account} could not be written" in caplog.text
    assert "not an address" not in caplog.messages[-1]


def test_a_search_that_covers_an_organisation_is_followed_for_it(town: Town, officer: Person, only: Only) -> None:
    town.follow(officer, "search", "q=surfacing&covers=1&for=district-council%40UKH")
    town.pass_by(DAY)
    town.publish("AB1", title="Surfacing for councils", eligibility="All district councils in England may use it.")
    town.publish("AB2", title="Surfacing for schools", eligibility="Only schools in Wales may use it.")

    letter = only()

    assert "for councils" in letter and "for schools" not in letter


def test_a_killed_round_tells_nothing_twice_and_misses_nothing(
    town: Town, officer: Person, only: Only, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.follow(officer, "search", "q=surfacing")
    town.follow(officer, "owner", "anglian-buying-group")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    with monkeypatch.context() as killed:
        killed.setattr("hub.follows.sending.post", stop_here)
        with pytest.raises(KeyboardInterrupt):
            town.send()
    assert town.letters() == []

    assert "Surfacing" in only()
    assert town.send() == []


def stop_here(*_: Any) -> None:
    raise KeyboardInterrupt


def test_two_senders_at_once_write_one_letter(town: Town, officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second sends all there is between the first one's reading and its writing."""
    town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")

    def gather_late(*arguments: Any) -> Any:
        found = gather(*arguments)
        with monkeypatch.context() as second:
            second.setattr("hub.follows.sending.gather", gather)
            town.sender().send()
        return found

    monkeypatch.setattr("hub.follows.sending.gather", gather_late)

    assert len(town.send()) == 1


def test_a_follow_that_was_ended_in_between_is_not_told(town: Town, officer: Person) -> None:
    number = town.follow(officer, "search", "q=surfacing")
    town.pass_by(DAY).publish("AB1", title="Surfacing")
    with town.app.extensions["hub.writers"].begin() as session:
        follows.stop(session, actor(officer), number, town.at)
        assert session.get(Follow, number) is None

    assert town.send() == [] and seen(town, number) == 0
