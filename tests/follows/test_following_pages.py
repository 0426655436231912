"""Following something from its page: sign in, come back, choose a pace, change it, stop it. No JavaScript in it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.actor import OPERATOR
from hub.follows.links import sign
from hub.models import Account, AuditEntry, EndingTold, Follow, FollowSeen
from hub.people import erasing, my_data
from indexer import open_index
from scrapers.record import Lot, SupplierPlace
from tests.audited import rows_added
from tests.factories import a_day
from tests.follows.conftest import Town
from tests.pages import check_page, words
from tests.persons import Person

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def key(town: Town) -> str:
    lots = (Lot(number="1", title="All", suppliers=(SupplierPlace(name="Sparkle Ltd"),)),)
    return town.publish(title="Cleaning of offices", cpv=("90910000",), lots=lots)


def followed(town: Town) -> list[tuple[str, str, str]]:
    with town.app.extensions["hub.readers"]() as session:
        return [(row.kind, row.subject, row.cadence) for row in session.scalars(select(Follow).order_by(Follow.id))]


def shown(who: Person, address: str, status: int = 200) -> BeautifulSoup:
    answer = who.get(address)
    assert answer.status_code == status
    return check_page(answer)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/frameworks/{key}/cleaning-of-offices", "framework"),
        ("/owners/anglian-buying-group", "owner"),
        ("/suppliers/sparkle-ltd", "supplier"),
        ("/categories/cleaning", "category"),
        ("/search?q=office+cleaning&category=cleaning", "search"),
    ],
)
def test_every_page_leads_to_following_it(
    place: str, kind: str, town: Town, key: str, page: Page, client: FlaskClient, officer: Person
) -> None:
    door = page(place.format(key=key)).find("a", string=f"Follow this {kind}")
    address = str(door["href"])  # type: ignore[index]

    to_sign_in = client.get(address)
    assert to_sign_in.status_code == 303
    assert parse_qs(urlsplit(to_sign_in.headers["Location"]).query)["next"] == [address]
    form = shown(officer, address).select("main form")[0]
    assert officer.send(str(form["action"]), {"cadence": "daily"}).headers["Location"] == "/following?done=followed"

    ((found, subject, cadence),) = followed(town)
    assert (found, cadence) == (kind, "daily") and subject
    assert shown(officer, "/account").select("main a[href='/following']")
    link = shown(officer, "/following?done=followed").select_one("main h2 a")
    assert page(str(link["href"]).replace(key, f"{key}/cleaning-of-offices"))  # type: ignore[index]


def test_what_is_there_already_is_not_news(town: Town, key: str, officer: Person) -> None:
    officer.send("/follow/search?q=cleaning", {"cadence": "daily"})
    officer.send("/follow/owner/anglian-buying-group", {"cadence": "daily"})

    with town.app.extensions["hub.readers"]() as session:
        assert [row.framework for row in session.scalars(select(FollowSeen))] == [key, key]
    assert town.on("2026-11-22").send() == []


def test_the_same_search_in_another_order_is_one_follow(town: Town, key: str, officer: Person) -> None:
    for address in (
        "q=cleaning&status=live&status=planned&sort=title&page=2&shortlist=abc",
        "per_page=50&status=planned&status=live&q=cleaning",
    ):
        officer.send(f"/follow/search?{address}", {"cadence": "weekly"})

    assert followed(town) == [("search", "q=cleaning&status=live&status=planned", "weekly")]
    assert "“cleaning”, Status: Live, Status: Planned" in words(shown(officer, "/following").main)


def test_a_search_that_covers_the_organisation_in_hand_keeps_whose_it_is(town: Town, key: str, officer: Person) -> None:
    officer.send("/follow/search?q=cleaning&covers=1&for=district-council%40UKH", {"cadence": "weekly"})

    assert followed(town) == [("search", "q=cleaning&covers=1&for=district-council%40UKH", "weekly")]


def test_a_search_for_nothing_in_particular_is_not_followed(town: Town, key: str, officer: Person, page: Page) -> None:
    assert "asks for nothing in particular" in officer.get("/follow/search").text
    assert officer.send("/follow/search", {"cadence": "weekly"}).status_code == 400
    assert not page("/search").find("a", string="Follow this search")


def test_a_pace_that_is_none_is_told_at_the_choice(town: Town, key: str, officer: Person) -> None:
    begun = officer.send(f"/follow/framework/{key}", {"cadence": "hourly"})
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})
    changed = officer.send("/following/1", {"cadence": "hourly"})

    assert (begun.status_code, changed.status_code) == (400, 400)
    assert check_page(begun).select_one("fieldset[aria-describedby=cadence-error]")
    assert check_page(changed).select_one("#cadence-1[aria-describedby=cadence-1-error]")
    assert [cadence for _, _, cadence in followed(town)] == ["daily"]


def test_a_search_that_finds_nothing_can_be_followed(town: Town, officer: Person, page: Page) -> None:
    assert page("/search?q=zeppelins").find("a", string="Follow this search")
    officer.send("/follow/search?q=zeppelins", {"cadence": "daily"})
    town.on("2026-11-22").publish(title="Zeppelins")

    assert [letter.to for letter in town.send()] == ["officer@example.gov.uk"]


@pytest.mark.alike
@pytest.mark.parametrize(
    "address",
    ["framework/none", "owner/none", "supplier/none", "category/none", "search/none", "person/1", "framework/a%00b"],
)
def test_what_is_not_there_cannot_be_followed(address: str, officer: Person) -> None:
    assert officer.get(f"/follow/{address}").status_code == 404
    assert officer.send(f"/follow/{address}", {"cadence": "daily"}).status_code == 404


def test_a_pace_must_be_one_of_those_offered(town: Town, key: str, officer: Person) -> None:
    for cadence in ("", "hourly", "daily "):
        assert officer.send(f"/follow/framework/{key}", {"cadence": cadence}).status_code == 400
    assert followed(town) == []


def test_what_is_followed_already_says_so_and_changes_its_pace(town: Town, key: str, officer: Person) -> None:
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})

    form = shown(officer, f"/follow/framework/{key}")
    assert "You follow this already." in words(form.main)
    assert form.select("input[checked]")[0]["value"] == "daily"
    officer.send(f"/follow/framework/{key}", {"cadence": "never"})
    assert followed(town) == [("framework", key, "never")]


def test_the_pace_can_be_changed_and_following_stopped(town: Town, key: str, officer: Person) -> None:
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})
    form = shown(officer, "/following").select("main form")[0]

    assert officer.send(str(form["action"]), {"cadence": "weekly"}).status_code == 303
    assert followed(town) == [("framework", key, "weekly")]
    stop = str(form.select("button[formaction]")[0]["formaction"])
    assert "You do not follow it any more." in officer.send(stop, follow_redirects=True).text
    assert followed(town) == []
    assert "Nothing yet." in words(shown(officer, "/following").main)


def test_what_others_follow_is_not_theirs_to_see_or_change(town: Town, key: str, officer: Person) -> None:
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})
    other = town.person()
    with town.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(Follow.id)).one()

    assert "Cleaning of offices" not in other.get("/following").text
    with rows_added(town.app) as added:
        assert other.send(f"/following/{number}", {"cadence": "never"}).status_code == 404
        assert other.send(f"/following/{number}/stop").status_code == 404
    assert added == [] and followed(town) == [("framework", key, "daily")]


def test_a_form_from_elsewhere_changes_nothing(town: Town, key: str, officer: Person) -> None:
    address = f"/follow/framework/{key}"
    elsewhere = {"Origin": "https://elsewhere.example"}
    data = {"token": officer.token(), "cadence": "daily"}
    assert officer.client.post(address, data=data, headers=elsewhere).status_code == 400
    assert officer.client.post(address, data={"cadence": "daily"}).status_code == 400
    assert followed(town) == []


def test_the_audit_trail_has_no_word_of_what_somebody_looks_for(town: Town, key: str, officer: Person) -> None:
    officer.send("/follow/search?q=cleaning+after+floods", {"cadence": "daily"})

    with town.app.extensions["hub.readers"]() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "follow")).one()
    assert entry.actor == officer.name and entry.subject.startswith("follow ")
    assert "flood" not in f"{entry.subject} {entry.detail}"


def test_there_is_an_end_to_what_one_person_can_follow(
    town: Town, key: str, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.follows.book.MOST", 2)
    answers = [officer.send(f"/follow/search?q=word{number}", {"cadence": "daily"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 400]
    assert "You follow 2 things" in answers[2].text


def test_a_search_too_long_to_keep_is_refused(town: Town, key: str, officer: Person) -> None:
    regions = "&".join(f"cpv={code}" for code in ("90910000", "90911000", "90911200", "90911300") * 30)
    long = f"q={'cleaning+' * 40}&{regions}&owner=anglian-buying-group"
    answer = officer.send(f"/follow/search?{long}{'%20%E2%80%93' * 120}", {"cadence": "daily"})

    assert answer.status_code in (303, 400) and len(followed(town)) == (answer.status_code == 303)


def test_while_the_index_cannot_be_read_nothing_is_followed_halfway(
    app: Flask, town: Town, key: str, officer: Person
) -> None:
    app.extensions["hub.index"] = open_index("memory:")
    answer = officer.send("/follow/search?q=cleaning", {"cadence": "daily"})

    assert answer.status_code == 503 and "try again in a few minutes" in answer.text
    assert followed(town) == []


@pytest.fixture
def stop_link(town: Town, key: str, officer: Person) -> str:
    for address in (f"framework/{key}", "search?q=cleaning"):
        officer.send(f"/follow/{address}", {"cadence": "daily"})
    return f"/following/stop/{sign(officer.account, town.app.config['SECRET_KEY'])}"


def test_one_button_stops_all_letters_without_signing_in(
    town: Town, stop_link: str, page: Page, client: FlaskClient
) -> None:
    form = page(stop_link).select_one("main form")
    assert form and [cadence for *_, cadence in followed(town)] == ["daily", "daily"]

    answer = client.post(str(form["action"]))

    assert answer.status_code == 200
    assert "You get no more letters about what you follow" in words(check_page(answer).main)
    assert [cadence for *_, cadence in followed(town)] == ["never", "never"]
    town.on("2026-11-22").publish("AB2", title="Cleaning again")
    assert town.send() == []


def test_a_mail_program_stops_them_by_one_click(town: Town, stop_link: str, client: FlaskClient) -> None:
    """RFC 8058: a POST of this one field, from anywhere, with no cookie, and no redirect in answer."""
    answer = client.post(stop_link, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})

    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert [cadence for *_, cadence in followed(town)] == ["never", "never"]
    assert client.post(stop_link).status_code == 200  # twice is as good as once


@pytest.mark.alike
@pytest.mark.parametrize("damage", ["1", "1.", ".x", "x", "{}x", "2{}"])
def test_a_link_the_hub_has_not_signed_stops_nothing(
    damage: str, town: Town, stop_link: str, client: FlaskClient
) -> None:
    token = damage.format(stop_link.rpartition("/")[2])

    assert client.get(f"/following/stop/{token}").status_code == 404
    assert client.post(f"/following/stop/{token}").status_code == 404
    assert [cadence for *_, cadence in followed(town)] == ["daily", "daily"]


def test_a_token_of_something_else_the_hub_signs_stops_nothing(
    town: Town, stop_link: str, client: FlaskClient, officer: Person
) -> None:
    other = sign(officer.account, "another key")
    assert client.post(f"/following/stop/{other}").status_code == 404
    assert client.post(f"/following/stop/{officer.token()}").status_code == 404


def test_a_hub_that_sends_no_mail_says_so(app: Flask, town: Town, officer: Person) -> None:
    assert "This hub sends no mail yet" in words(shown(officer, "/following").main)
    app.config["MAIL"] = "demo"
    assert "This hub sends no mail yet" not in words(shown(officer, "/following").main)


def test_whoever_is_deleted_leaves_no_follow_behind(town: Town, officer: Person, sessions: Any) -> None:
    key = town.publish(title="Vans", end=a_day("2026-12-11"))
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})
    officer.send("/follow/search?q=vans", {"cadence": "daily"})
    with sessions.begin() as session:
        erasing.erase(session, session.get_one(Account, officer.account), OPERATOR, town.at)

    with town.app.extensions["hub.readers"]() as session:
        assert [session.scalars(select(table)).all() for table in (Follow, FollowSeen, EndingTold)] == [[], [], []]


def test_what_somebody_follows_is_in_the_file_of_their_data(town: Town, officer: Person, session: Any) -> None:
    key = town.publish(title="Vans", end=a_day("2026-12-11"))
    officer.send(f"/follow/framework/{key}", {"cadence": "daily"})

    held = my_data.held(session, session.get_one(Account, officer.account))

    assert [(row["kind"], row["subject"], row["title"]) for row in held["follow"]] == [("framework", key, "Vans")]
    assert [(row["framework"], row["days"]) for row in held["ending_told"]] == [(key, 30)]
