"""What is new or has changed of a search, as a feed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.search import sync
from hub.web.takeaway import news
from scrapers.record import Record
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record

pytestmark = pytest.mark.once

NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def feed(client: FlaskClient) -> Callable[[str], ElementTree.Element]:
    def feed(address: str) -> ElementTree.Element:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
        return ElementTree.fromstring(answer.data)  # noqa: S314 - the hub's own feed

    return feed


@pytest.fixture
def take(app: Flask, sessions: Any) -> Callable[..., None]:
    """Records of a source, read on some day after the first."""

    def take(*records: Record, day: int = 0, **source: Any) -> None:
        at: Callable[[], datetime] = lambda: NOON + timedelta(days=day)  # noqa: E731
        ingest(sessions, Opened("test.csv", "0" * 64, a_reading(*records, **source)), OPERATOR, clock=at)
        sync(sessions, app.extensions["hub.index"], clock=at)

    return take


def texts(feed: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in feed.findall(f"a:entry/a:{name}", NAMES)]


def test_the_last_to_change_comes_first(take: Any, feed: Any) -> None:
    fuel, salt = (
        a_record(source_id="1", title="Fuel cards", reference="AB1"),
        a_record(source_id="2", title="Fuel oil", reference="AB2"),
    )
    take(fuel, day=0)
    take(salt, day=1)
    assert texts(feed("/search.atom?q=fuel"), "title") == ["Fuel oil", "Fuel cards"]
    take(fuel.model_copy(update={"end": a_day("2030-01-31")}), day=2)
    found = feed("/search.atom?q=fuel")
    assert texts(found, "title") == ["Fuel cards", "Fuel oil"]
    assert texts(found, "updated") == ["2026-11-23T12:00:00Z", "2026-11-22T12:00:00Z"]
    assert texts(found, "published")[0] == "2026-11-21T12:00:00Z"


def test_an_entry_says_what_changed_and_by_whose_word(take: Any, feed: Any) -> None:
    fuel = a_record(title="Fuel", summary="For <b>vehicles</b> & boilers")
    take(fuel)
    [new] = texts(feed("/search.atom?q=fuel"), "content")
    assert new.startswith("New in this hub on 21 November 2026. Source: Anglian Buying Group list.")
    assert "For <b>vehicles</b> & boilers" in new, "markup stays text"
    take(fuel.model_copy(update={"end": a_day("2030-01-31"), "max_end": a_day("2031-01-31")}), day=1)
    [changed] = texts(feed("/search.atom?q=fuel"), "content")
    said = "Changed on 22 November 2026: end date and latest end if extended. Source: Anglian Buying Group list."
    assert changed.startswith(said)


def test_an_entry_keeps_its_id_when_its_title_changes(take: Any, feed: Any) -> None:
    fuel = a_record(title="Fuel")
    take(fuel)
    [first] = texts(feed("/search.atom"), "id")
    take(fuel.model_copy(update={"title": "Fuel and oil"}), day=1)
    assert texts(feed("/search.atom"), "id") == [first]
    assert first.startswith("tag:localhost,2026:framework:")


def test_it_is_as_the_standard_asks(take: Any, feed: Any) -> None:
    take(a_record(title="Fuel"))
    found = feed("/search.atom?q=fuel&status=unknown&page=3")
    links = {link.get("rel"): link.get("href") for link in found.findall("a:link", NAMES)}
    assert links == {
        "self": "http://localhost/search.atom?q=fuel&status=unknown",
        "alternate": "http://localhost/search?q=fuel&status=unknown",
    }
    assert found.findtext("a:id", "", NAMES) == links["self"]
    assert found.findtext("a:author/a:name", "", NAMES)
    for entry in found.findall("a:entry", NAMES):
        assert all(entry.findtext(f"a:{name}", "", NAMES) for name in ("id", "title", "updated"))


def test_nothing_found_is_a_feed_without_entries(take: Any, feed: Any) -> None:
    take(a_record(title="Fuel"))
    found = feed("/search.atom?q=fuel&status=ended")
    assert texts(found, "id") == [] and found.findtext("a:updated", "", NAMES) == "2026-11-21T12:00:00Z"


def test_who_has_it_already_is_told_so(take: Any, client: FlaskClient) -> None:
    take(a_record(title="Fuel"))
    first = client.get("/search.atom?q=fuel")
    assert first.headers["Last-Modified"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert client.get("/search.atom?q=fuel", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/search.atom?q=fuel", headers=since).status_code == 304
    take(a_record(title="Fuel", summary="New words"), day=1)
    assert client.get("/search.atom?q=fuel", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.get("/search.atom?q=fuel", headers=since).status_code == 200


def test_only_the_last_changes_are_in_it(take: Any, feed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST", 3)
    take(*(a_record(source_id=f"S{n}", reference=f"AB{n}", title=f"Fuel {n}") for n in range(5)))
    assert len(texts(feed("/search.atom"), "id")) == 3


def test_characters_no_xml_may_hold_are_marked(take: Any, feed: Any) -> None:
    take(a_record(title="Fuel\x0b & <oil>"))
    assert texts(feed("/search.atom"), "title") == ["Fuel\ufffd & <oil>"]
