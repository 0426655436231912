"""Guided questions: answers in the address, frameworks kept in or ruled out with their reasons, bad answers kept."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from bench.odd_addresses import hazards
from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.corrections import confirm, correction
from hub.models import Framework
from hub.search import rebuild
from hub.web.chosen import COOKIE, Chosen, written
from hub.web.find_form import amount
from scrapers.record import Lot, Money, Record
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_call_off, a_day, a_reading, a_record, a_register
from tests.pages import check_page, section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]

MID_SUFFOLK, ESSEX = "mid-suffolk-district-council", "essex-county-council"
LIVE = {"stage": "live", "start": a_day("2025-01-01"), "end": a_day("2029-12-31")}
LOCAL = "This framework is open to local authorities in the East of England."
NEED = {
    "q": "cleaning",
    "value": "£1.2m",
    "months": "24",
    "day": "1",
    "month": "4",
    "year": "2027",
    "region": "UKH",
    "who": MID_SUFFOLK,
}
FIRST_FOUR = "Put the first 4 on your shortlist"
IN, OUT, DOUBT, SILENT = "Reasons in", "Reasons out", "To settle", "Not published: ask the owner"


def records() -> Iterator[Record]:
    def one(number: int, title: str, **fields: Any) -> Record:
        return a_record(reference=f"AB{number}", title=title, **fields)

    five_million = Money(net_pence=5_000_000_00)
    yield one(100, "Office cleaning", regions=("UKH",), max_value=five_million, eligibility=LOCAL, **LIVE)
    yield one(101, "Window cleaning", stage="live", start=a_day("2020-01-01"), end=a_day("2024-01-01"))
    yield one(102, "Cleaning in Scotland", regions=("UKM",), **LIVE)
    yield one(103, "Cleaning of one school", max_value=Money(net_pence=100_000_00), **LIVE)
    closed = "For use by Cambridgeshire Fire and Rescue Service and Norfolk County Council only."
    yield one(104, "Cleaning for two", eligibility=closed, **LIVE)
    yield one(105, "Cleaning to come", stage="planned", start=a_day("2028-01-01"))
    yield one(106, "Cleaning")
    said = "Brushes, also for cleaning. A direct award may be made for orders up to £90,000."
    yield one(107, "Brushes", description=said, **LIVE)
    yield one(108, "Cleaning until summer", **LIVE | {"end": a_day("2027-06-30")})
    plain = "Call-offs must not exceed £90,000. Call-offs may last up to 48 months."
    yield one(109, "Seats", how_to_buy=plain, **LIVE)
    small = Lot(number="1", title="Oak", description="Call-offs must not exceed £20,000.")
    large = Lot(number="2", title="Steel", description="Call-offs must not exceed £800,000.")
    yield one(110, "Tables and seats", lots=(small, large), **LIVE)
    yield from (one(200 + number, f"Laptops {number}", **LIVE) for number in range(23))


@pytest.fixture(scope="module")
def sifting(organised: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A hub with something for every reason. Made once: its tests only look."""
    home = tmp_path_factory.mktemp("sifting")
    places = {"HOME": str(home), "DATABASE_URL": databases.copied(organised, home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **places})
    writers = app.extensions["hub.writers"]
    for reading in (a_reading(*records()), a_register(a_call_off(value=Money(net_pence=40_000_00)))):
        ingest(writers, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    with writers.begin() as session:
        key = session.scalars(select(Framework.key).where(Framework.title == "Laptops 1")).one()
        rule = "include class local-authorities"
        confirm(session, [correction(key, rule, "All councils.", "https://anglian.example/who", "KM")], OPERATOR, NOON)
    rebuild(writers, app.extensions["hub.index"])
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def app(sifting: Flask) -> Flask:
    return sifting


def link(**answers: Any) -> str:
    return f"/find?{urlencode(answers, doseq=True)}"


def entries(page: BeautifulSoup, part: str) -> dict[str, Tag]:
    """The frameworks kept in or ruled out, by title."""
    found = section(page, part).select(".hub-sift > li") if page.select(f"section[aria-labelledby={part}]") else []
    return {words(entry.h3): entry for entry in found}


def reasons(entry: Tag, heading: str) -> list[str]:
    """What an entry says under a heading, line by line."""
    groups = {words(group.dt): group for group in entry.select(".hub-sift__group")}
    return [words(line) for line in groups[heading].select("li")] if heading in groups else []


def wrong(page: BeautifulSoup) -> dict[str, str]:
    """What the error summary says, by the field it leads to."""
    found = {str(link["href"]): words(link) for link in page.select(".govuk-error-summary a")}
    assert all(page.select_one(f"[id='{target[1:]}']") for target in found), "every error leads to its field"
    return {target.removeprefix("#find-"): message for target, message in found.items()}


def test_six_questions_are_asked_and_none_need_be_answered(page: Page) -> None:
    form = page("/find")
    assert [words(legend) for legend in form.select("legend h2")] == [
        "What do you need to buy?",
        "How much is the whole contract worth?",
        "How long is the contract?",
        "When does it start?",
        "Where is it for?",
        "Who will use it?",
    ]
    assert not form.select("[required]")
    assert wrong(page("/find?q=&months=&name=", 400)) == {"q": "Answer at least one question"}


def test_the_questions_are_linked_from_home_the_menu_and_a_search_without_results(page: Page) -> None:
    assert page("/").select("main a[href='/find']")
    assert page("/owners").select("header a[href='/find']")
    assert page("/search?q=xyzzyplugh").select("main a[href='/find?q=xyzzyplugh&change=1']")
    assert page("/find?q=xyzzyplugh&change=1").select_one("#find-q")["value"] == "xyzzyplugh"  # type: ignore[index]


def test_what_fits_is_in_with_a_reason_and_its_source_for_each_question(page: Page) -> None:
    found = entries(page(link(**NEED)), "in")["Office cleaning"]
    what, how_much, how_long, when, where, who = reasons(found, IN)
    assert what.startswith("What: “cleaning” in the title Title of Office cleaning , Anglian Buying Group list")
    assert how_much.startswith("How much: Within the published ceiling, £5 million excluding VAT. That ceiling is for")
    assert "Contracts the hub knows of: £40,000 excluding VAT, for 1 contract." in how_much
    assert how_long.startswith("How long: It would lie inside the published dates.")
    assert when.startswith("When: Live. Your start is inside its published dates, 1 January 2025 to 31 December 2029.")
    assert where.startswith("Where: It covers East of England")
    assert who.startswith("Who: Mid Suffolk District Council: covered by the published class.")
    assert f"“{LOCAL}” Who may use it" in who
    assert all("checked on 21 November 2026" in line for line in (what, how_much, how_long, when, where, who))
    assert reasons(found, SILENT) == [] and reasons(found, OUT) == []


def test_every_source_leads_to_where_the_value_is_told_of(page: Page) -> None:
    result = page(link(**NEED))
    addresses = {str(link["href"]) for link in result.select(".hub-sift__source a")}
    fields = {address.partition("#")[2] for address in addresses}
    assert {"title", "description", "end", "stage", "regions", "max_value", "eligibility"} <= fields
    for address in addresses:
        told, _, field = address.partition("#")
        assert not field or page(told).find(id=field), address


def test_what_a_person_confirmed_is_shown_with_the_page_they_named(page: Page) -> None:
    who = reasons(entries(page(link(q='"Laptops 1"', who=MID_SUFFOLK)), "in")["Laptops 1"], IN)[-1]

    assert "“All councils.” Confirmed by a person, from anglian.example , checked on 21 November 2026" in who


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Window cleaning", "When: Its end date, 1 January 2024, has passed."),
        ("Cleaning in Scotland", "Where: East of England is not among the published regions: Scotland"),
        ("Cleaning of one school", "How much: More than the published ceiling for all buyers together, £100,000"),
        ("Cleaning for two", "Who: Mid Suffolk District Council: excluded by the published text."),
        ("Cleaning to come", "When: It would start before the published start, 1 January 2028."),
    ],
)
def test_what_is_ruled_out_is_listed_apart_with_the_reason(page: Page, title: str, reason: str) -> None:
    found = page(link(**NEED))
    [line] = reasons(entries(found, "out")[title], OUT)
    assert line.startswith(reason)
    assert title not in entries(found, "in")


def test_one_that_ends_before_the_start_is_out_and_back_in_for_an_earlier_start(page: Page) -> None:
    late = NEED | {"day": "1", "month": "7"}
    assert "after the published end" in words(entries(page(link(**late)), "out")["Cleaning until summer"])
    early = entries(page(link(**NEED)), "in")["Cleaning until summer"]
    assert [line for line in reasons(early, DOUBT) if "run past the published end" in line]


def test_what_is_not_published_stays_in_but_is_no_reason_in(page: Page) -> None:
    found = entries(page(link(**NEED)), "in")["Cleaning"]
    assert [line.split(":")[0] for line in reasons(found, IN)] == ["What"]
    assert [line.split(":")[0] for line in reasons(found, SILENT)] == ["How much", "How long", "When", "Where", "Who"]
    question = words(found.textarea)
    assert question.startswith("About Cleaning (AB106): What is its maximum value")
    assert question.endswith("We buy for Mid Suffolk District Council.")


def test_words_found_in_passing_are_left_to_settle(page: Page) -> None:
    found = entries(page(link(**NEED)), "in")["Brushes"]
    assert any(line.startswith("What: “cleaning” in the description only") for line in reasons(found, DOUBT))


def test_published_words_on_the_value_of_one_contract_are_quoted(page: Page) -> None:
    found = entries(page(link(**NEED)), "in")["Brushes"]
    [line] = [line for line in reasons(found, DOUBT) if line.startswith("How much: ")]
    assert "“A direct award may be made for orders up to £90,000.” Description" in line


def test_a_contract_is_compared_with_the_published_limits_to_one(page: Page) -> None:
    fits = reasons(entries(page(link(q="seats", value="£50,000", months="24")), "in")["Seats"], IN)
    words_on_value = "How much: Within the published limit to one contract: at most £90,000 “Call-offs must not exceed"
    assert [line for line in fits if line.startswith(words_on_value)], fits
    assert [line for line in fits if "Within the published limit to one contract: at most 48 months" in line]
    [too_much] = reasons(entries(page(link(q="seats", value="£100,000")), "out")["Seats"], OUT)
    assert "Outside the published limit to one contract: at most £90,000" in too_much
    [too_long] = reasons(entries(page(link(q="seats", months="60")), "out")["Seats"], OUT)
    assert "Outside the published limit to one contract: at most 48 months" in too_long


def test_limits_are_compared_lot_by_lot(page: Page) -> None:
    fits = reasons(entries(page(link(q="seats", value="£100,000")), "in")["Tables and seats"], IN)
    assert "at most £800,000 (Lot 2: Steel). Otherwise for at most £20,000 (Lot 1: Oak)" in " ".join(fits)
    [too_much] = reasons(entries(page(link(q="seats", value="£1m")), "out")["Tables and seats"], OUT)
    assert "£20,000 (Lot 1: Oak); at most £800,000 (Lot 2: Steel)" in too_much


def test_the_answers_stand_above_the_result_and_every_change_link_keeps_them_all(page: Page) -> None:
    result = page(link(**NEED, value_to="1,500,000"))
    rows = {words(row.dt): words(row.dd) for row in result.select(".govuk-summary-list__row")}
    assert rows == {
        "What": "“cleaning”",
        "How much": "£1.2 million to £1.5 million without VAT, for the whole contract",
        "How long": "24 months",
        "When": "From 1 April 2027",
        "Where": "East of England",
        "Who": "Mid Suffolk District Council",
    }
    for change in result.select(".govuk-summary-list__actions a"):
        address, _, anchor = str(change["href"]).partition("#")
        form = page(address)
        assert form.select_one(f"#{anchor}") is not None
        kept = {str(box["name"]): box.get("value") for box in form.select("input[type=text]") if box.get("value")}
        typed = {name: value for name, value in NEED.items() if name not in ("region", "who")}
        assert kept == typed | {"value_to": "1,500,000"}
        assert form.select("#find-region option[value=UKH][selected]")
        assert form.select(f"input[name=who][value={MID_SUFFOLK}][checked]")


def test_questions_left_out_are_not_known_yet_and_find_nothing_out(page: Page) -> None:
    result = page(link(q="cleaning"))
    rows = {words(row.dt): words(row.dd) for row in result.select(".govuk-summary-list__row")}
    assert {rows[name] for name in ("How much", "How long", "When", "Where", "Who")} == {"Not known yet"}
    assert set(entries(result, "out")) == {"Window cleaning"}
    assert not section(result, "in").select("textarea")


def test_at_most_twenty_are_shown_in_the_order_of_the_search_and_the_rest_counted(page: Page) -> None:
    result = page(link(q="laptops"))
    shown = list(entries(result, "in"))
    assert len(shown) == 20
    assert "3 more frameworks are still in and not shown" in words(result.main)
    assert shown == [words(title) for title in page("/search?q=laptops").select(".hub-card__title")]


def test_a_category_narrows_what_is_looked_at(page: Page) -> None:
    result = page(link(category="facilities", region="UKH"))
    assert "Laptops 1" not in words(result.main)
    assert "Anything in the category" in words(result.select_one(".govuk-summary-list"))


def test_without_words_the_first_by_title_are_looked_at(page: Page) -> None:
    result = page(link(region="UKH"))
    assert list(entries(result, "in"))[:2] == ["Brushes", "Cleaning"]
    assert list(entries(result, "out")) == ["Cleaning in Scotland", "Window cleaning"]


def test_who_finds_nothing_is_led_on_with_the_words_at_hand(page: Page) -> None:
    result = page(link(q="brushes xyzzyplugh", category="legal", region="UKH"))
    assert "Nothing in the catalogue matches “brushes xyzzyplugh”" in words(result.main)
    assert result.select(".hub-nearest a")
    [tell] = result.select("main a[href^='/needs']")
    assert page(str(tell["href"])).select_one("#need-text")["value"] == "brushes xyzzyplugh"  # type: ignore[index]


def test_where_all_are_ruled_out_the_nearest_are_shown_with_the_reasons(page: Page) -> None:
    result = page(link(q="window cleaning in Scotland", who=ESSEX, region="UKH", value="9bn"))
    assert "Every framework the hub looked at is ruled out" not in words(result.main)  # some publish no ceiling
    only = page(link(q='"window cleaning"'))
    assert "Every framework the hub looked at is ruled out" in words(only.main)
    assert list(entries(only, "out")) == ["Window cleaning"]
    assert only.select("main a[href^='/needs?q=']")


# Who


def test_the_visitors_organisations_are_ticked_when_the_questions_are_opened(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(COOKIE, written(Chosen((MID_SUFFOLK, ESSEX), ESSEX), app.config["SECRET_KEY"]))
    opened = check_page(client.get("/find"))
    assert [box["value"] for box in opened.select("input[name=who][checked]")] == [ESSEX, MID_SUFFOLK]
    answered = check_page(client.get("/find?q=cleaning&change=1"))
    assert [box["value"] for box in answered.select("input[name=who]")] == [MID_SUFFOLK, ESSEX]
    assert not answered.select("input[name=who][checked]"), "the address says who, and it names nobody"


def test_an_address_that_shows_pages_for_a_body_goes_on_doing_so(page: Page) -> None:
    form = page(f"/find?for={ESSEX}")
    assert form.select(f"input[name=who][value={ESSEX}][checked]")
    assert form.select(f"input[type=hidden][name=for][value={ESSEX}]")
    result = page(f"/find?q=cleaning&for={ESSEX}")
    assert all(f"for={ESSEX}" in str(link["href"]) for link in result.select(".govuk-summary-list__actions a"))
    assert wrong(page(f"/find?q=&for={ESSEX}", 400)) == {"q": "Answer at least one question"}


def test_a_name_adds_one_organisation_and_a_kind_and_region_another(page: Page) -> None:
    result = page(link(q="cleaning", name="mid suff", kind="school", kind_region="UKI"))
    change = str(result.select(".govuk-summary-list__actions a")[-1]["href"])
    assert "who=mid-suffolk-district-council&who=school@UKI" in change
    lines = reasons(entries(result, "out")["Cleaning for two"], OUT)
    assert len([line for line in lines if line.startswith("Who: ")]) == 2


def test_a_name_of_several_offers_them_and_a_tick_settles_it(page: Page) -> None:
    asked = page(link(q="cleaning", name="suffolk"), 400)
    assert "organisations are called “suffolk”: tick those you buy for" in wrong(asked)["name"]
    assert asked.select(f"input[name=who][value={MID_SUFFOLK}]")
    settled = page(link(q="cleaning", name="suffolk", who=MID_SUFFOLK))
    assert words(settled.select(".govuk-summary-list__row")[-1].dd) == "Mid Suffolk District Council"


# Bad answers


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"value": "0"}, "value", "Enter the value, more than £0"),
        ({"value": "-5"}, "value", "Enter the value, in pounds, such as 250,000 or £1.2m"),
        ({"value": "1e9999"}, "value", "Enter the value, in pounds"),
        ({"value": "9" * 10_000}, "value", "Enter the value, "),
        ({"value": "1,2,3"}, "value", "Enter the value, "),
        ({"value": "200bn"}, "value", "Enter the value, more than £0 and at most £100 billion"),
        ({"value": "5", "value_to": "4"}, "value_to", "The higher value cannot be less than the lower one"),
        ({"value_to": "4"}, "value", "Enter the lower value too"),
        ({"months": "0"}, "months", "Enter how many months it lasts, from 1 to 600"),
        ({"months": "two"}, "months", "Enter how many months it lasts, in figures"),
        ({"day": "31", "month": "2", "year": "2027"}, "day", "The start must be a real day"),
        ({"day": "1", "year": "2027"}, "month", "The start must have a month"),
        ({"day": "1", "month": "1", "year": "2026"}, "day", "The start must be from today to the end of 2099"),
        ({"day": "²", "month": "1", "year": "2027"}, "day", "The start must be a real day"),
        ({"region": "XX"}, "region", "Choose a region from the list"),
        ({"category": "nonsense"}, "category", "Choose a category from the list"),
        ({"name": "Atlantis"}, "name", "The hub knows no organisation called “Atlantis”"),
        ({"who": "nobody"}, "who", "The hub knows no organisation called “nobody”"),
        ({"kind": "school"}, "kind_region", "Choose a region"),
        ({"kind_region": "UKH"}, "kind", "Choose a kind of organisation"),
        ({"kind": "x", "kind_region": "UKH"}, "kind", "Choose a kind of organisation and a region from the lists"),
        ({"who": [f"school@{code}" for code in ("UKC", "UKD", "UKE", "UKF", "UKG", "UKH", "UKI")]}, "who", "at most 6"),
    ],
)
def test_a_bad_answer_is_said_in_words_and_everything_typed_is_kept(
    page: Page, answers: dict[str, Any], field: str, message: str
) -> None:
    asked = page(link(**{"q": "cleaning"} | answers), 400)
    assert message in wrong(asked)[field]
    assert str(asked.title).startswith("<title>Error: ")
    assert asked.select_one("#find-q")["value"] == "cleaning"  # type: ignore[index]
    for name in answers.keys() & {"value", "value_to", "months", "day", "month", "year", "name"}:
        assert str(asked.select_one(f"#find-{name}")["value"]) == answers[name][:60]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1.2m", 1_200_000_00),
        ("1,200,000", 1_200_000_00),
        ("£ 1.2 million", 1_200_000_00),
        ("250k", 250_000_00),
        ("1.5bn", 1_500_000_000_00),
        ("0.01", 1),
        ("99.99", 99_99),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, pence: int) -> None:
    assert amount(text) == pence


def test_what_the_page_cannot_use_is_ignored_with_a_hint(page: Page) -> None:
    assert "“colour” is not something this page can use. It was ignored." in words(page(link(q="x", colour="1")).main)


def test_any_odd_address_is_answered(app: Flask) -> None:
    client = app.test_client()
    for query in islice(hazards(), 0, None, 9):
        for name in ("q", "value", "day", "who", "name"):
            response = client.get("/find", query_string=query.replace("q=", f"{name}=", 1))
            assert response.status_code in (200, 400), query[:200]


def test_without_an_index_titles_answer_and_the_page_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["hub.index"], "generation", lambda: "")
    result = check_page(app.test_client().get(link(**NEED)))
    assert "The search index is being rebuilt" in words(result.main)
    assert "Office cleaning" in entries(result, "in")


def test_searches_by_questions_are_counted_by_their_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[str, int]] = []
    monkeypatch.setattr(app.extensions["hub.usage"], "searched", lambda text, total, day: counted.append((text, total)))
    app.test_client().get(link(q="brushes", region="UKH"))
    assert counted == [("brushes", 1)]


# Shortlist


def test_each_framework_goes_on_the_shortlist_and_off_again_and_the_answers_stay(page: Page) -> None:
    before = page(link(q="laptops"))
    entry = before.select(".hub-sift > li")[0]
    key = str(entry["id"]).removeprefix("framework-")
    put = entry.select("a[href*='shortlist=']")[-1]
    assert f"shortlist={key}" in str(put["href"]) and str(put["href"]).startswith("/find?q=laptops")

    after = page(str(put["href"]))

    entry = after.select(".hub-sift > li")[0]
    assert "Shortlist (1)" in words(after.header)
    assert entry.select(f"a[href='/find?q=laptops#framework-{key}']"), "it can be taken off again"
    assert f"shortlist={key}" in str(after.select(".govuk-summary-list__actions a")[0]["href"])
    form = page(str(after.select(".govuk-summary-list__actions a")[0]["href"]))
    assert form.select(f"input[type=hidden][name=shortlist][value='{key}']")


def test_the_first_four_go_on_the_shortlist_at_once_which_says_what_was_searched_for(page: Page) -> None:
    [first] = [each for each in page(link(q="laptops")).select("main a") if words(each) == FIRST_FOUR]
    shortlist = page(str(first["href"]))
    assert [words(title) for title in shortlist.select(".hub-card__title")] == list(
        entries(page(link(q="laptops")), "in")
    )[:4]
    assert "from a search for “laptops”" in words(shortlist.main)


def test_a_file_note_begun_from_the_questions_holds_all_that_was_answered(app: Flask, page: Page) -> None:
    asked = NEED | {"q": "laptops", "value_to": "£2m", "who": [MID_SUFFOLK, "nhs@UKH"]}
    [first] = [each for each in page(link(**asked)).select("main a") if words(each).startswith("Put the first")]
    form = page(str(first["href"])).select_one("form[action='/notes']")
    assert form is not None
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    client = app.test_client()
    draft = client.get(client.post("/notes", data=sent, headers={"Origin": "http://localhost"}).headers["Location"])
    assert check_page(draft).select("#searches")[0].text.strip() == (
        "21 November 2026: “laptops”, worth £1.2 million to £2 million without VAT, for "
        "the whole contract, for 24 months, from 1 April 2027, in East of England, for use by Mid Suffolk District "
        "Council and NHS body in East of England"
    )


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("questions=1&months=24&day=1&month=1&year=2020", "anything, for 24 months"),
        ("questions=1&q=x&value=dear&who=nobody&category=none&region=MARS", "“x”"),
        ("questions=1", ""),
    ],
)
def test_answers_that_are_wrong_by_now_are_left_out_of_what_was_asked(page: Page, search: str, told: str) -> None:
    [key] = {
        str(entry["id"]).removeprefix("framework-") for entry in page(link(q="seats")).select(".hub-sift > li")[:1]
    }
    text = words(page(f"/shortlist?{urlencode({'shortlist': key, 'search': search})}").main)
    assert f"1 framework{f', from a search for {told}' if told else ''}. The shortlist" in text
