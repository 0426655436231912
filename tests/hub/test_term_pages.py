"""What a framework's page says of time: endings, extensions, re-opening, what follows, and the check of a call-off."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import ExtensionOption
from scrapers.record import Basis, Day, Kind, Lot, Precision, Regulation, Stage, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day
from tests.pages import section, words

pytestmark = pytest.mark.once

Publish = Callable[..., str]
Shown = Callable[[str], BeautifulSoup]
Page = Callable[..., BeautifulSoup]


@pytest.fixture
def at(client: FlaskClient, page: Page) -> Callable[..., BeautifulSoup]:
    """The page of a framework with these words in its address."""

    def at(key: str, asked: str = "") -> BeautifulSoup:
        return page(client.get(f"/frameworks/{key}{asked}").headers["Location"])

    return at


def live(publish: Publish, **fields: Any) -> str:
    return publish(**{"stage": Stage.LIVE, "start": a_day("2024-01-01"), "end": a_day("2027-12-31"), **fields})


def test_an_end_that_is_near_is_marked_with_the_days_that_are_left(publish: Publish, framework: Shown) -> None:
    near = live(publish, end=Day(value=NOON.date() + timedelta(days=60)))

    assert words(section(framework(near), "time")).startswith("Time Ends within 90 days Its end, ")
    assert "is 60 days away" in words(section(framework(near), "time"))


def test_an_end_that_is_far_off_past_or_unknown_is_not_marked(publish: Publish, framework: Shown) -> None:
    far = live(publish, reference="AB2", end=a_day("2031-12-31"))
    past = live(publish, reference="AB3", end=a_day("2025-12-31"))
    none = live(publish, reference="AB4", end=None)

    assert not any(section(framework(key), "time").select(".govuk-tag") for key in (far, past, none))
    assert "Its end, 31 December 2025, has passed." in words(section(framework(past), "time"))
    assert "No end date is published." in words(section(framework(none), "time"))


def test_a_day_that_is_not_published_is_not_counted_to(publish: Publish, framework: Shown) -> None:
    vague = live(publish, end=Day(value=date(2027, 3, 31), precision=Precision.MONTH))

    assert "Its end is March 2027; the day is not published." in words(section(framework(vague), "time"))


def test_lots_with_an_end_of_their_own_are_named(publish: Publish, framework: Shown) -> None:
    lots = (Lot(number="1", title="Vans", end=a_day("2026-06-30")), Lot(number="2", end=a_day("2027-12-31")))
    found = words(section(framework(live(publish, lots=lots)), "time"))

    assert "Lot 1: Vans: 30 June 2026" in found and "Lot 2:" not in found


def test_options_to_extend_are_stored_at_the_merge_with_their_words(publish: Publish, session: Session) -> None:
    live(publish, extension="Option to extend for 2 x 12 months. Notice of an extension is given by 30 September 2027.")
    rows = session.scalars(select(ExtensionOption).order_by(ExtensionOption.id)).all()

    assert [(row.months, row.decide_by, row.taken, row.source) for row in rows] == [
        (12, date(2027, 9, 30), None, "anglian"), (12, date(2027, 9, 30), None, "anglian"),
    ]  # fmt: skip
    assert rows[0].text == "Option to extend for 2 x 12 months."


def test_a_bare_sum_is_read_by_the_published_dates(publish: Publish, session: Session) -> None:
    live(publish, extension="4+2+1")

    assert [row.months for row in session.scalars(select(ExtensionOption).order_by(ExtensionOption.id))] == [24, 12]


def test_options_follow_the_words_when_they_change(publish: Publish, session: Session) -> None:
    live(publish, extension="Up to 24 months")
    live(publish, extension="No further extension")

    assert session.scalars(select(ExtensionOption)).all() == []


def test_extensions_are_shown_with_the_words_and_what_is_not_published(publish: Publish, framework: Shown) -> None:
    found = section(framework(live(publish, extension="Option to extend for up to 24 months")), "time")

    assert [words(cell) for cell in found.select("tbody tr > *")] == [
        "1: “Option to extend for up to 24 months”", "24 months", "Not published", "Not published",
    ]  # fmt: skip
    assert "Anglian Buying Group list, dated 26 February 2026, read on" in words(found)
    assert "To Anglian Buying Group: on Grounds maintenance, AB1, may it still be extended" in words(found)


def test_no_published_extension_is_said_as_such(publish: Publish, framework: Shown) -> None:
    assert "Extensions Not published" in words(section(framework(live(publish)), "time"))


def test_when_an_open_framework_must_re_open_is_worked_out_and_marked_so(publish: Publish, framework: Shown) -> None:
    act = {"kind": Kind.OPEN_FRAMEWORK, "regulation": Regulation.PROCUREMENT_ACT_2023, "start": a_day("2025-04-01")}
    names = ("Acorn Vans Ltd", "Bark Ltd")
    many = live(publish, lots=(Lot(number="1", suppliers=tuple(SupplierPlace(name=name) for name in names)),), **act)
    found = words(section(framework(many), "time"))

    assert "for the first time by 31 March 2028" in found and "ends by 31 March 2033 at the latest" in found
    assert "The hub worked these days out from the published start" in found


def test_a_single_known_supplier_shortens_it_and_is_said(publish: Publish, framework: Shown) -> None:
    act = {"kind": Kind.OPEN_FRAMEWORK, "regulation": Regulation.PROCUREMENT_ACT_2023, "start": a_day("2025-04-01")}
    one = live(publish, lots=(Lot(number="1", suppliers=(SupplierPlace(name="Acorn Vans Ltd"),)),), **act)

    assert "ends by 31 March 2029 at the latest, because the hub knows of one supplier" in words(framework(one).main)


def test_nothing_is_said_of_re_opening_otherwise(publish: Publish, framework: Shown) -> None:
    act = {"kind": Kind.OPEN_FRAMEWORK, "regulation": Regulation.PROCUREMENT_ACT_2023, "start": a_day("2025-04-01")}
    others: list[dict[str, Any]] = [
        {"kind": Kind.FRAMEWORK},
        {"regulation": Regulation.PCR_2015},
        {"start": None},
        {"start": Day(value=date(2025, 4, 1), precision=Precision.MONTH)},
        {"start": Day(value=date(2025, 4, 1), basis=Basis.AWARD)},
    ]
    for number, other in enumerate(others):
        key = live(publish, reference=f"AB{number}", **act | other)
        assert framework(key).find(id="re-opening") is None, other


def test_what_follows_is_named_with_the_gap(publish: Publish, framework: Shown) -> None:
    ending = live(publish, title="Vans 2", reference="AB1", end=a_day("2027-01-31"))
    publish(title="Vans 3", reference="AB2", stage=Stage.PLANNED, start=a_day("2027-03-03"))
    publish(title="Salt", reference="AB3", stage=Stage.PLANNED, start=a_day("2027-03-03"))
    found = words(section(framework(ending), "time"))

    assert "What follows Vans 3 . AB2. Starts: 3 March 2027. 30 days lie between the two. A guess" in found


def test_no_successor_is_said_near_the_end_and_not_long_before(publish: Publish, framework: Shown) -> None:
    near = live(publish, reference="AB1", title="Vans")
    far = live(publish, reference="AB2", title="Salt", end=a_day("2031-12-31"))

    assert "No successor was found in what the hub holds." in words(framework(near).main)
    assert framework(far).find(id="following") is None


def test_a_call_off_is_checked_against_the_framework_and_lots_with_their_own_dates(publish: Publish, at: Any) -> None:
    lots = (Lot(number="1", title="Vans", end=a_day("2027-03-31")), Lot(number="2", title="Lorries"))
    found = at(live(publish, lots=lots), "?start=1+1+2027&months=12").select_one(".govuk-inset-text[role=status]")

    assert "A call-off from 1 January 2027 to 31 December 2027:" in words(found)
    first, second = map(words, found.select("li"))
    assert first.startswith("The framework (1 January 2024 to 31 December 2027): Inside the published dates .")
    assert second.startswith("Lot 1: Vans (1 January 2024 to 31 March 2027): Runs past the published end .")
    assert "set by the framework's terms" in second


def test_a_stopped_framework_says_so_beside_the_check(publish: Publish, at: Any) -> None:
    found = at(live(publish, stage=Stage.CANCELLED), "?start=2027-01-01&months=3")

    assert "Its status is cancelled:" in words(found.select_one(".govuk-inset-text[role=status]"))


def test_published_words_on_how_long_a_call_off_may_be_are_quoted_with_their_source(publish: Publish, at: Any) -> None:
    key = live(publish, how_to_buy="Ask us first. A call-off may run for up to 24 months past the end.")
    quote = at(key).select_one("#time ~ .hub-quote")

    assert words(quote).startswith(
        "A call-off may run for up to 24 months past the end. Anglian Buying Group list, dated"
    )


UNREADABLE = [
    ("?start=&months=", ["start", "months"]),
    ("?start=2027-01-01", ["months"]),
    ("?start=soon&months=12", ["start"]),
    ("?start=31+2+2027&months=12", ["start"]),
    ("?start=1+1+9999&months=12", ["start"]),
    ("?start=2027-01-01&months=0", ["months"]),
    ("?start=2027-01-01&months=-3", ["months"]),
    ("?start=2027-01-01&months=1e9999", ["months"]),
    ("?start=2027-01-01&months=601", ["months"]),
    ("?start=2027-01-01&months=" + "9" * 10_000, ["months"]),
    ("?start=" + "1" * 10_000 + "&months=12", ["start"]),
    ("?start=%00&months=%F0%9D%9F%97", ["start", "months"]),
]


def test_what_cannot_be_read_is_said_beside_its_field(publish: Publish, at: Any) -> None:
    key = live(publish)
    for asked, fields in UNREADABLE:
        found = at(key, asked)
        links = [link["href"] for link in found.select(".govuk-error-summary a")]
        assert links == [f"#check-{name}" for name in fields], asked[:60]
        assert found.title is not None and found.title.text.startswith("Error: "), asked[:60]
        assert not found.select(".govuk-inset-text[role=status]"), asked[:60]


def test_what_was_typed_is_still_there(publish: Publish, at: Any) -> None:
    found = at(live(publish), "?start=1+1+2027&months=lots")

    assert [found.find(id=f"check-{name}")["value"] for name in ("start", "months")] == ["1 1 2027", "lots"]
