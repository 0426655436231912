"""Dates taken away as a calendar, read back by a calendar library."""

from collections.abc import Callable
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from hub.models import ExtensionOption, Framework
from scrapers.record import Basis, Day, Lot, Precision
from tests.conftest import NOON
from tests.factories import a_day

pytestmark = pytest.mark.once

END = date(2028, 3, 31)


@pytest.fixture
def events(client: FlaskClient) -> Callable[[str], dict[str, Any]]:
    """The events of a calendar by the beginning of their uid, after the framework's key."""

    def events(address: str) -> dict[str, Any]:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        found = Calendar.from_ical(answer.data).walk("VEVENT")
        uids = [str(event["UID"]) for event in found]
        assert len(set(uids)) == len(uids)
        return {uid.partition("@")[0].partition("-")[2]: event for uid, event in zip(uids, found, strict=True)}

    return events


def dated(precision: Precision, basis: Basis = Basis.PUBLISHED) -> Day:
    return Day(value=END, precision=precision, basis=basis)


def test_ends_and_latest_ends_are_whole_days(publish: Callable[..., str], events: Any) -> None:
    key = publish(
        title="Fuel; cards, oil", reference="AB7", stage="live", end=a_day("2028-03-31"), max_end=a_day("2030-03-31")
    )
    found = events("/search.ics?q=fuel")
    assert {name: event.decoded("DTSTART") for name, event in found.items()} == {
        "end": END, "latest-end": date(2030, 3, 31),
    }  # fmt: skip
    assert found["end"]["DTSTART"].params["VALUE"] == "DATE"
    assert str(found["end"]["SUMMARY"]) == "Fuel; cards, oil ends"
    assert "Nothing says here that it has been or will be extended" in str(found["latest-end"]["DESCRIPTION"])
    assert str(found["end"]["URL"]) == f"http://localhost/frameworks/{key}/fuel-cards-oil"
    assert "AB7, Anglian Buying Group" in str(found["end"]["DESCRIPTION"])


def test_an_end_that_is_the_latest_stands_once(publish: Callable[..., str], events: Any) -> None:
    publish(title="Fuel", end=a_day("2028-03-31"), max_end=a_day("2028-03-31"))
    assert list(events("/search.ics?q=fuel")) == ["end"]


def test_a_month_stands_on_its_last_day_and_says_that_the_day_is_not_published(
    publish: Callable[..., str], events: Any
) -> None:
    publish(title="Fuel", end=dated(Precision.MONTH))
    event = events("/search.ics?q=fuel")["end"]
    assert event.decoded("DTSTART") == END
    assert str(event["SUMMARY"]) == "About: Fuel ends (March 2028)"
    assert "Only the month is published: March 2028. The day is not." in str(event["DESCRIPTION"])


@pytest.mark.parametrize("end", [dated(Precision.YEAR), None])
def test_what_has_no_day_is_not_in_the_calendar_which_says_so(
    publish: Callable[..., str], client: FlaskClient, events: Any, end: Day | None
) -> None:
    publish(title="Fuel", stage="live", start=a_day("2025-01-01"), end=end)
    assert events("/search.ics?q=fuel") == {}
    said = str(Calendar.from_ical(client.get("/search.ics?q=fuel").data)["X-WR-CALDESC"])
    assert said == "Not in this calendar, since no day or month of their end is published: Fuel."


def test_a_day_that_was_worked_out_is_marked(publish: Callable[..., str], events: Any) -> None:
    publish(title="Fuel", end=dated(Precision.DAY, Basis.DURATION))
    event = events("/search.ics?q=fuel")["end"]
    assert str(event["SUMMARY"]) == "About: Fuel ends (31 March 2028)"
    assert "It is worked out from the published length of the agreement." in str(event["DESCRIPTION"])


def test_lots_that_end_on_another_day_have_their_own(publish: Callable[..., str], events: Any) -> None:
    lots = (Lot(number="1", title="Petrol", end=a_day("2027-01-31")), Lot(number="2", end=a_day("2028-03-31")))
    publish(title="Fuel", end=a_day("2028-03-31"), lots=lots)
    found = events("/search.ics?q=fuel")
    [lot] = [event for name, event in found.items() if name.startswith("lot-end")]
    assert (str(lot["SUMMARY"]), lot.decoded("DTSTART")) == ("Lot 1 Petrol of Fuel ends", date(2027, 1, 31))
    assert len(found) == 2


def test_a_decision_that_is_due_stands_on_its_day(publish: Callable[..., str], events: Any, sessions: Any) -> None:
    key = publish(title="Fuel", end=a_day("2028-03-31"))
    with sessions.begin() as session:
        own = session.query(Framework.id).filter(Framework.key == key).scalar()
        session.add(ExtensionOption(framework_id=own, months=12, decide_by=date(2027, 9, 30), text="12 months more."))
        session.add(ExtensionOption(framework_id=own, months=12, decide_by=date(2025, 9, 30), taken=True))
        session.add(ExtensionOption(framework_id=own, months=12))
    found = events(f"/frameworks/{key}/dates.ics")
    assert set(found) == {"end", "decide-1"}
    assert found["decide-1"].decoded("DTSTART") == date(2027, 9, 30)
    assert "An extension by 12 months has to be decided by this day.\n12 months more." in str(
        found["decide-1"]["DESCRIPTION"]
    )


def test_a_cancelled_framework_has_no_dates(publish: Callable[..., str], events: Any) -> None:
    publish(title="Fuel", stage="cancelled", end=a_day("2028-03-31"))
    assert events("/search.ics?q=fuel&ended=1") == {}


def test_named_frameworks_make_a_calendar(publish: Callable[..., str], events: Any) -> None:
    fuel, salt = publish(title="Fuel", end=a_day("2028-03-31")), publish(title="Road salt", reference="AB2")
    assert list(events(f"/search.ics?f={fuel}&f={salt}")) == ["end"]


def test_the_same_catalogue_gives_the_same_bytes_on_any_day(
    app: Flask, publish: Callable[..., str], client: FlaskClient
) -> None:
    publish(title="Fuel", end=a_day("2028-03-31"))
    first = client.get("/search.ics?q=fuel")
    app.config["CLOCK"] = lambda: NOON + timedelta(days=3)
    assert client.get("/search.ics?q=fuel").data == first.data
    again = client.get("/search.ics?q=fuel", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_calendar_is_as_the_standard_asks(publish: Callable[..., str], client: FlaskClient) -> None:
    publish(title="Flüssige Brennstoffe für Gebäude und Fahrzeuge aller Art: fuel " * 3, end=a_day("2028-03-31"))
    data = client.get("/search.ics?q=fuel").data
    lines = data.split(b"\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75, "long lines are folded"
    made = Calendar.from_ical(data)
    assert str(made["X-WR-CALNAME"]) == "Procurement Hub: Search for “fuel”"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in data
    [event] = made.walk("VEVENT")
    assert event.decoded("DTSTAMP") == NOON.astimezone(UTC)
    assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_line_breaks_and_odd_characters_do_no_harm(publish: Callable[..., str], events: Any) -> None:
    publish(title="Fuel\x0bEND:VEVENT\\n", end=a_day("2028-03-31"))
    assert len(events("/search.ics")) == 1
