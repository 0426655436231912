"""The ways out of the hub, and what pages count: by day and framework, never by person."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from hub.models import Framework
from hub.usage import Search, Signpost, Summary, summary
from hub.usage.batch import LONGEST_KEPT
from hub.usage.writing import DAYS_UNTIL_KEPT, KEPT_DAYS, PERIOD_DAYS
from hub.web.links import address_mark
from scrapers.record import Link, NoticeReference
from tests.conftest import NOON
from tests.factories import a_call_off
from tests.pages import fact, section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

OWNERS_PAGE = "https://anglian.example/ab1?lot=1&view=all"
NOTICE = "https://notices.example/000001-2026"
CONTRACT = "https://contracts.example/9"
BROCHURE = "https://files.example/ab1.pdf"


@pytest.fixture
def signposted(publish: Publish) -> str:
    """The key of a framework with an owner's page, a notice and a document."""
    return publish(
        url=OWNERS_PAGE,
        notices=(NoticeReference(identifier="000001-2026", url=NOTICE),),
        documents=(Link(title="Brochure", url=BROCHURE),),
    )


@pytest.fixture
def counted(app: Flask) -> Callable[[], Summary]:
    """What has been counted on the day of the tests."""

    def counted() -> Summary:
        app.extensions["hub.usage"].flush(NOON.date())
        return summary(Path(app.config["USAGE"]), NOON.date())

    return counted


def ways_out(page: BeautifulSoup) -> dict[str, str]:
    """Where the signposts of a page lead, by what is printed of them."""
    return {str(link["data-address"]): str(link["href"]) for link in page.select("main a[href^='/out/']")}


def test_every_way_out_of_a_framework_leads_through_a_signpost(
    framework: Callable[[str], BeautifulSoup], client: FlaskClient, signposted: str
):
    page = framework(signposted)

    found = ways_out(page)

    assert set(found) == {OWNERS_PAGE, NOTICE, BROCHURE}
    for address, signpost in found.items():
        answer = client.get(signpost)
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
        assert answer.headers["Cache-Control"] == "no-store"
    assert all("external" in link.get_attribute_list("rel") for link in page.select("main a[href^='/out/']"))


def test_the_way_to_a_contract_under_a_framework_leads_through_a_signpost_of_that_framework(
    framework: Callable[[str], BeautifulSoup],
    page: Page,
    client: FlaskClient,
    publish: Publish,
    take_contracts: Any,
    counted: Callable[[], Summary],
):
    key, other = publish(reference="AB100"), publish(reference="AB2", title="Gritting")
    take_contracts(a_call_off(url=CONTRACT))

    [way] = {*ways_out(framework(key)).values(), *ways_out(page(f"/frameworks/{key}/call-offs")).values()}

    assert client.get(way).headers["Location"] == CONTRACT
    assert client.get(way.replace(key, other)).status_code == 404
    assert counted().by_framework == [Signpost(key, 1)]


def test_the_reader_sees_where_a_signpost_leads(framework: Callable[[str], BeautifulSoup], signposted: str):
    page = framework(signposted)

    assert "anglian.example" in fact(page, "Owner's page")
    assert "on notices.example" in section(page, "notices").text
    assert "on files.example" in section(page, "documents").text


def test_a_portals_page_of_the_notices_is_not_called_the_owners(
    framework: Callable[[str], BeautifulSoup], publish: Callable[..., str]
):
    page = framework(publish(url="https://www.find-tender.service.gov.uk/procurement/ocds-h6vhtk-000001"))

    assert "find-tender.service.gov.uk" in fact(page, "Page of its notices")
    assert "the owner's page" not in words(page.main) and "ask the owner." in words(page.main)


@pytest.mark.parametrize(
    "way",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "{key}",
        "{key}-",
        "{key}-0123456789ab",
        "{key}-https:%2F%2Felsewhere.example",
        "{key}-{elsewhere}",
        "{other}-{mark}",
        "0000000000000000-{mark}",
    ],
)
def test_a_signpost_leads_nowhere_but_to_what_the_hub_holds_of_that_framework(
    client: FlaskClient, publish: Publish, signposted: str, way: str
):
    other = publish(reference="AB2", title="Gritting", url="https://anglian.example/ab2")
    marks = {"mark": address_mark(OWNERS_PAGE), "elsewhere": address_mark("https://elsewhere.example")}

    answer = client.get("/out/" + way.format(key=signposted, other=other, **marks), follow_redirects=True)

    assert answer.status_code == 404


def test_a_signpost_of_a_withdrawn_framework_is_gone(client: FlaskClient, signposted: str, sessions: Any):
    way = f"/out/{signposted}-{address_mark(OWNERS_PAGE)}"
    with sessions.begin() as session:
        session.execute(update(Framework).values(withdrawn_at=NOON))

    assert client.get(way).status_code == 410


def test_following_a_signpost_is_counted_by_framework_and_looking_whether_it_works_is_not(
    client: FlaskClient, signposted: str, counted: Callable[[], Summary]
):
    for address in (OWNERS_PAGE, NOTICE):
        client.get(f"/out/{signposted}-{address_mark(address)}")
    client.head(f"/out/{signposted}-{address_mark(OWNERS_PAGE)}")
    client.get(f"/out/{signposted}-0123456789ab")

    assert counted().by_framework == [Signpost(signposted, 2)]


def test_a_search_is_counted_once_however_it_is_turned(
    client: FlaskClient, publish: Publish, counted: Callable[[], Summary]
):
    publish(title="Laptops")
    for address in ("/search?q=laptops", "/search?q=hovercraft", "/search", "/search?q="):
        assert client.get(address).status_code == 200
    for more in ("page=2", "sort=title", "ended=1", "status=live", "ending=90"):
        assert client.get(f"/search?q=laptops&{more}").status_code == 200

    found = counted()

    assert (found.searches, found.empty) == (2, 1)


def test_a_search_made_on_three_days_is_shown_by_its_text(app: Flask, client: FlaskClient, publish: Publish):
    publish(title="Laptops")
    usage = app.extensions["hub.usage"]
    for number in range(3):
        day = NOON + timedelta(days=number)
        app.config["CLOCK"] = lambda day=day: day
        client.get("/search?q=Laptops")
        usage.flush(day.date())

    assert summary(usage.path, NOON.date()).by_text == [Search("laptops", 3, 0)]


def test_nothing_about_the_visitor_is_kept(
    app: Flask, client: FlaskClient, signposted: str, counted: Callable[[], Summary]
):
    about = {"User-Agent": "canary-browser", "Referer": "https://canary.example/", "Cookie": "canary=1"}
    visitor = {"REMOTE_ADDR": "203.0.113.77"}
    for address in ("/search?q=laptops", f"/out/{signposted}-{address_mark(NOTICE)}"):
        answer = client.get(address, headers=about, environ_base=visitor)
        assert "Set-Cookie" not in answer.headers
    counted()

    stored = b"".join(path.read_bytes() for path in Path(app.config["USAGE"]).parent.glob("usage.sqlite*"))
    assert stored
    for canary in (b"canary", b"203.0.113.77"):
        assert canary not in stored


def test_a_counter_that_cannot_be_written_harms_no_page(app: Flask, client: FlaskClient, signposted: str):
    Path(app.config["USAGE"]).write_bytes(b"not a database" * 100)
    for _ in range(2):
        assert client.get("/search?q=laptops").status_code == 200
        assert client.get(f"/out/{signposted}-{address_mark(NOTICE)}").status_code == 302
        app.extensions["hub.usage"].flush(NOON.date())


def test_the_privacy_notice_says_what_is_counted_and_for_how_long(page: Page):
    text = words(page("/about/privacy").main)

    assert "It counts by day, not by person" in text
    assert DAYS_UNTIL_KEPT == 3 and "on three different days" in text
    assert PERIOD_DAYS == 28 and "one four-week period" in text
    assert f"more than {LONGEST_KEPT} characters" in text
    assert f"deleted after {KEPT_DAYS} days" in text


def test_robots_are_asked_not_to_follow_signposts(client: FlaskClient):
    assert "Disallow: /out/\n" in client.get("/robots.txt").text


@pytest.fixture
def database_bytes(app: Flask, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """A hash of all the database has on disk."""
    with app.extensions["hub.engine"].connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [tmp_path / "hub.sqlite", tmp_path / "hub.sqlite-wal"]

    yield lambda: hashlib.sha256(b"|".join(f.read_bytes() if f.exists() else b"" for f in files)).hexdigest()


@pytest.mark.sqlite  # its file can be read
def test_counting_writes_nothing_to_the_catalogue(
    database_bytes: Callable[[], str], client: FlaskClient, signposted: str, counted: Callable[[], Summary]
):
    before = database_bytes()
    client.get("/search?q=laptops")
    client.get(f"/out/{signposted}-{address_mark(NOTICE)}")

    assert counted().searches and counted().followed
    assert database_bytes() == before
