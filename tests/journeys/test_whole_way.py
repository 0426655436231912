"""The whole way: say whom one buys for, answer the questions, put three aside, compare them, keep a file note, and
take their dates and the table away; by keyboard, with and without JavaScript, no rule broken on any page.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.organisations import load_organisations
from hub.search import rebuild
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_reading
from tests.journeys.conftest import NARROW, WIDE, Visit, served
from tests.journeys.test_accessibility import broken_rules, scrolls_sideways
from tests.journeys.test_buyer import tab_to
from tests.journeys.test_buying_for import SUFFOLK, forget
from tests.journeys.test_file_note import open_shortlist, press
from tests.stocked import thirty

pytestmark = pytest.mark.browser

NEED = {"q": "cleaning", "value": "£1.2m", "months": "12", "day": "10", "month": "12", "year": "2026"}
NOTED = {"role": "Category manager", "decision": "To ask for two quotes."}
WHY = "It covers the cleaning of schools."


@pytest.fixture(scope="module")
def catalogue(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A hub of its own, since notes are written to its database: thirty frameworks, and the authorities by name."""
    home = tmp_path_factory.mktemp("whole-way")
    places = {"HOME": str(home), "DATABASE_URL": databases.migrated(home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **places})
    writers = app.extensions["hub.writers"]
    ingest(writers, Opened("test.csv", "0" * 64, a_reading(*thirty())), OPERATOR, clock=lambda: NOON)
    with writers.begin() as session:
        load_organisations(session)
    rebuild(writers, app.extensions["hub.index"])
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture(scope="module")
def address(catalogue: Flask) -> Iterator[str]:
    with served(catalogue) as address:
        yield address


class Traveller:
    """Somebody with a keyboard and no mouse. Every page they come to is looked at on arrival.

    No program can look at a page where scripts are turned off. ``double`` is then a window beside theirs that opens
    the same address for the same choices, and is kept from loading scripts.
    """

    def __init__(self, opened: Visit, double: Visit | None) -> None:
        self.page, self.scripted = opened.page, double is None
        self._double = double
        if double:
            double.page.route("**/*.js", lambda route: route.abort())

    def tab_to(self, selector: str) -> None:
        tab_to(self.page, selector, self.scripted)

    def type(self, **fields: str) -> None:
        for ident, text in fields.items():
            self.tab_to(f"#{ident}")
            self.page.keyboard.type(text)

    def press(self, selector: str, then: str) -> None:
        press(self.page, selector, self.scripted, then)
        self.look()

    def look(self) -> None:
        """No rule is broken and nothing sticks out."""
        page = self._double.page if self._double else self.page
        if self._double:
            self._double.context.clear_cookies()
            self._double.context.add_cookies(self.page.context.cookies())
            page.goto(self.page.url)
        assert broken_rules(page) == [], self.page.url
        assert scrolls_sideways(page) == [], self.page.url

    def download(self, selector: str) -> Path:
        self.tab_to(selector)
        with self.page.expect_download() as started:
            self.page.keyboard.press("Enter")
        return Path(started.value.path())


def choose(traveller: Traveller) -> None:
    traveller.press(".hub-buying__link", "**/buying-for")
    traveller.type(name="mid suffolk")
    traveller.page.keyboard.press("Enter")
    traveller.page.wait_for_url("**/buying-for?name=mid*")
    traveller.look()
    traveller.tab_to(f"#found-{SUFFOLK}")
    traveller.page.keyboard.press("Space")
    traveller.press("section[aria-labelledby=by-name] form[method=post] button", "**/buying-for")
    assert "Mid Suffolk District Council" in traveller.page.locator(".hub-buying").inner_text()


def answer(traveller: Traveller) -> None:
    traveller.press("header a[href='/find']", "**/find")
    traveller.type(**{f"find-{name}": text for name, text in NEED.items()})
    traveller.page.keyboard.press("Enter")
    traveller.page.wait_for_url("**/find?q=cleaning**")
    traveller.look()
    answers = traveller.page.locator(".govuk-summary-list").inner_text()
    assert "Mid Suffolk District Council" in answers, "whom one buys for is not asked twice"


def put_three_aside(traveller: Traveller) -> list[str]:
    found = traveller.page.locator("section[aria-labelledby=in] .hub-results__item")
    items = found.evaluate_all("items => items.slice(0, 3).map(item => item.id)")
    for item in items:
        traveller.press(f"#{item} .hub-shortlist a", f"**#{item}")
    assert traveller.page.locator(".hub-shortlist__on").count() == len(items) == 3
    return [item.removeprefix("framework-") for item in items]


def freeze_a_note(traveller: Traveller, keys: list[str]) -> str:
    """The text of the frozen note."""
    traveller.press(".hub-start-note button", "**/notes/edit/**")
    assert "cleaning" in traveller.page.locator("#searches").input_value()
    assert traveller.page.locator("#organisation").input_value() == "Mid Suffolk District Council"
    traveller.type(role=NOTED["role"], **{f"reason-{key}": WHY for key in keys}, decision=NOTED["decision"])
    traveller.press("button[value=freeze]", "**/freeze")
    traveller.press("main form button", "**/notes/edit/*")
    traveller.press("main a[href^='/notes/']", "**/notes/*")
    return str(traveller.page.locator("article").inner_text())


def events_in(file: Path) -> list[str]:
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return sorted(f"{event.decoded('DTSTART')} {event['SUMMARY']}" for event in events)


def rows_in(file: Path) -> list[tuple[str, str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [(row["Key in this hub"], row["Framework"], row["End"]) for row in csv.DictReader(opened)]


@pytest.mark.parametrize(("width", "scripted"), [(NARROW, False), (WIDE, True)])
def test_from_whom_one_buys_for_to_a_calendar_a_table_and_a_file_note(
    visit: Callable[..., Visit], width: int, scripted: bool
) -> None:
    opened = visit("/", width=width, java_script_enabled=scripted)
    traveller = Traveller(opened, None if scripted else visit("/", width=width))
    traveller.look()
    choose(traveller)
    answer(traveller)
    keys = put_three_aside(traveller)
    open_shortlist(opened.page, scripted)
    traveller.look()
    events = events_in(traveller.download("main a[href*='.ics?']"))
    assert events == ["2027-01-10 Cleaning 0 ends", "2029-08-31 Cleaning 5 ends"]
    rows = rows_in(traveller.download("main a[href*='.csv?']"))
    ends = ["2027-01-10", "", "2029-08-31"]
    assert rows == list(zip(keys, ["Cleaning 0", "Cleaning 25", "Cleaning 5"], ends, strict=True))
    traveller.press(".hub-shortlist__compare", "**/compare?**")
    assert opened.page.locator("thead th").count() == 4
    note = freeze_a_note(traveller, keys)
    assert note.count(WHY) == 3 and NOTED["decision"] in note
    assert "“Councils in the East of England.”" in note, "the words that cover the organisation are quoted"
    forget(opened.page, scripted)
    traveller.look()
