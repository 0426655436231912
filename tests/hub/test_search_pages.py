"""The search page: its address is its whole state, its counts are those of the database."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy.orm import Session

from hub import data
from hub.models import Framework, listed
from hub.status import OVER
from tests.factories import a_day
from tests.pages import words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

OVER_VALUES = {status.value for status in OVER}


def titles(page: BeautifulSoup) -> list[str]:
    return [title.text.strip() for title in page.select(".hub-card__title")]


def total(page: BeautifulSoup) -> int:
    found = re.match(r"[\d,]+", words(page.select_one(".hub-results__count")))
    return int(found[0].replace(",", "")) if found else 0


def hints(page: BeautifulSoup) -> str:
    return " ".join(words(notice) for notice in page.select(".hub-notice"))


def ways(page: BeautifulSoup) -> dict[str, tuple[str, int]]:
    """The ways on that a page offers where nothing was found: the address of each and its number of results."""
    return {words(item.a): (str(item.select("a")[0]["href"]), number(item)) for item in page.select(".hub-nearest li")}


def number(tag: Tag) -> int:
    """How many frameworks a line promises."""
    found = re.search(r"\(([\d,]+) frameworks?\)", words(tag))
    assert found is not None, f"“{words(tag)}” says how many"
    return int(found[1].replace(",", ""))


def counts(page: BeautifulSoup, name: str) -> dict[str, int]:
    """The numbers the page shows beside the values of one filter."""
    found = {}
    for field in page.select(f"input[name={name}]"):
        label = words(page.select_one(f"label[for='{field['id']}']"))
        if number := re.search(r"\((\d+)\)$", label):
            found[str(field["value"])] = int(number[1])
    return found


# Counts


def values_of(name: str, framework: Framework) -> Iterable[str]:
    """A framework's values of a filter, straight from the tables."""
    match name:
        case "owner":
            return [framework.owner.slug] if framework.owner else []
        case "category":
            return {data.category_ancestors(row.slug)[0] for row in framework.categories}
        case "cpv":
            return {str(data.cpv_division(row.code)) for row in framework.cpv}
        case "route":
            return {row.route for row in framework.routes}
        case "region":
            codes = {code for row in framework.regions for code in (*data.region_ancestors(row.code), row.code)}
            return {code for code in codes if data.regions()[code].level < 2}
    return [getattr(framework, name)]


def counted(session: Session, name: str, chosen: dict[str, str]) -> dict[str, int]:
    """What the database says each value of a filter would give, beside the other filters."""
    numbers: Counter[str] = Counter()
    for framework in session.query(Framework).filter(*listed()):
        others = {other: value for other, value in chosen.items() if other != name}
        hidden = name != "status" and "status" not in chosen and framework.status in OVER_VALUES
        if not hidden and all(value in values_of(other, framework) for other, value in others.items()):
            numbers.update(values_of(name, framework))
    return dict(numbers)


@pytest.mark.parametrize(
    "chosen", [{}, {"kind": "framework"}, {"status": "ended"}, {"owner": "fenland-supplies", "route": "competition"}]
)
def test_the_number_beside_every_value_is_what_the_database_counts(
    stocked_page: Page, stocked: Flask, chosen: dict[str, str]
) -> None:
    page = stocked_page("/search?" + "&".join(f"{name}={value}" for name, value in chosen.items()))
    with stocked.extensions["hub.readers"]() as session:
        for name in ("status", "category", "cpv", "owner", "kind", "regulation", "region", "route"):
            expected = counted(session, name, chosen)
            if name in chosen:
                expected.setdefault(chosen[name], 0)
            assert counts(page, name) == expected, f"the counts of {name}"


def test_choosing_a_value_gives_as_many_results_as_its_number_said(stocked_page: Page) -> None:
    page = stocked_page("/search")
    shown: dict[str, dict[str, int]] = defaultdict(dict)
    for name in ("status", "cpv", "owner", "kind", "region", "ending"):
        shown[name] = counts(page, name)
        for value, number in shown[name].items():
            assert total(stocked_page(f"/search?{name}={value}")) == number, f"{name} {value}"
    assert shown["status"] and shown["ending"]


def test_values_are_sorted_by_number_then_by_word(stocked_page: Page) -> None:
    page = stocked_page("/search")
    for name in ("owner", "kind"):
        labels = [words(page.select_one(f"label[for='{field['id']}']")) for field in page.select(f"[name={name}]")]
        found = [(-int(label.rpartition("(")[2].rstrip(")")), label.rpartition(" (")[0].casefold()) for label in labels]
        assert found == sorted(found)


def test_a_long_filter_folds_all_but_ten_values(page: Page, publish: Publish) -> None:
    for number in range(12):
        publish(reference=f"AB{number}", title=f"Works {number}", owner=f"Council of town {number}")
    found = page("/search")
    assert len(found.select(".hub-more input[name=owner]")) == 2
    assert len(found.select("input[name=owner]")) == 12


def test_a_category_opens_to_what_is_below_it_once_chosen(page: Page, publish: Publish) -> None:
    publish(title="Office cleaning", categories=("Cleaning",))
    assert "cleaning" not in counts(page("/search"), "category")
    assert counts(page("/search?category=facilities"), "category")["cleaning"] == 1
    below = page("/search?category=cleaning")
    assert below.select_one(".hub-facet__children input[value=cleaning][checked]") is not None


def test_the_cpv_divisions_are_within_the_category_filter(stocked_page: Page) -> None:
    page = stocked_page("/search")
    outer = next(facet for facet in page.select(".hub-facet") if words(facet.summary) == "Category")
    assert outer.select("input[name=cpv]")


# What is found


def test_ended_frameworks_are_one_click_away_and_counted(stocked_page: Page, stocked: Flask) -> None:
    page = stocked_page("/search")
    with stocked.extensions["hub.readers"]() as session:
        over = session.query(Framework).filter(*listed(), Framework.status.in_(OVER_VALUES)).count()
    line = page.select_one(".hub-hidden")
    assert words(line).startswith(f"{over} ended frameworks also match.")
    link = line.select_one("a") if line else None
    assert link is not None
    assert total(stocked_page(str(link["href"]))) == total(page) + over == 30


def test_choosing_a_status_turns_the_hiding_off(stocked_page: Page) -> None:
    page = stocked_page("/search?status=ended")
    assert total(page) > 0
    assert page.select_one(".hub-hidden") is None


def test_words_narrow_and_are_marked_where_they_were_found(stocked_page: Page) -> None:
    page = stocked_page("/search?q=schools")
    first = page.select_one(".hub-results__item")
    assert first is not None
    assert "Found in lots:" in words(first)
    assert [mark.text.casefold() for mark in first.select("mark")] == ["schools"]


def test_a_word_in_the_title_is_marked_there(stocked_page: Page) -> None:
    page = stocked_page("/search?q=laptops")
    title = page.select_one(".hub-card__title")
    assert title is not None
    assert [mark.text for mark in title.select("mark")] == ["Laptops"]


def test_a_reference_finds_its_framework_first(stocked_page: Page) -> None:
    page = stocked_page("/search?q=ab+105&ended=1")
    assert "AB105" in words(page.select_one(".hub-results__item"))


def test_a_card_says_what_is_published_and_names_what_is_not(stocked_page: Page) -> None:
    full = words(stocked_page("/search?q=AB100&ended=1").select_one(".hub-card__facts"))
    assert full == (
        "Dates 1 January 2025 to 10 January 2027 Kind Framework Regulation PCR 2015 "
        "Award route Direct award or further competition Fee 1%, paid by the supplier Who may use it Published"
    )
    bare = words(stocked_page("/search?q=AB111&ended=1").select_one(".hub-card__unknown"))
    assert bare == "Not published: dates, regulation, award route, fee, who may use it"


def test_several_values_of_one_filter_widen_and_filters_narrow(stocked_page: Page) -> None:
    one, other = total(stocked_page("/search?kind=dps")), total(stocked_page("/search?kind=framework"))
    assert total(stocked_page("/search?kind=dps&kind=framework")) == one + other
    assert total(stocked_page("/search?kind=dps&kind=framework&owner=fenland-supplies")) < one + other


def test_ending_within_keeps_what_ends_by_then(stocked_page: Page) -> None:
    page = stocked_page("/search?ending=90&per_page=100")
    assert total(page) > 0
    assert all("to 10 January 2027" in words(card) for card in page.select(".hub-results__item"))


def orders(page: BeautifulSoup) -> dict[str, str]:
    """The orders that can be chosen, the chosen one first."""
    options = page.select("#sort option[selected]") + page.select("#sort option:not([selected])")
    return {words(option): str(option["value"]) for option in options}


@pytest.mark.alike
@pytest.mark.parametrize("sort", ["title", "newest", "ending"])
def test_the_chosen_order_is_kept_in_the_form(stocked_page: Page, sort: str) -> None:
    assert next(iter(orders(stocked_page(f"/search?q=laptops&sort={sort}")).values())) == sort


def test_the_usual_order_has_no_name_so_that_it_follows_the_words(stocked_page: Page) -> None:
    without, with_words = orders(stocked_page("/search")), orders(stocked_page("/search?q=laptops&sort=relevance"))
    assert without == {"A to Z": "", "Newest first": "newest", "Ending soonest": "ending"}
    assert next(iter(with_words.items())) == ("Most relevant", "")


def test_titles_are_sorted_when_there_are_no_words(stocked_page: Page) -> None:
    found = titles(stocked_page("/search"))
    assert found == sorted(found, key=str.casefold)


def test_newest_first_and_ending_soonest_are_what_they_say(page: Page, publish: Publish) -> None:
    publish(reference="AB1", title="One", stage="live", start=a_day("2024-01-01"), end=a_day("2027-06-01"))
    publish(reference="AB2", title="Two", stage="live", start=a_day("2025-01-01"), end=a_day("2028-01-01"))
    assert titles(page("/search?sort=newest")) == ["Two", "One"]
    assert titles(page("/search?sort=ending")) == ["One", "Two"]


# Chips and pages


def test_every_choice_has_a_chip_that_takes_it_back(stocked_page: Page) -> None:
    address = "/search?q=for&status=live&owner=fenland-supplies&kind=dps&ending=365&sort=ending"
    page = stocked_page(address)
    chips = {words(chip): str(chip["href"]) for chip in page.select(".hub-chip")}
    assert list(chips) == [
        "Remove Status: Live", "Remove Owner: Fenland Supplies", "Remove Kind of agreement: Dynamic purchasing system",
        "Remove Ending: Within a year",
    ]  # fmt: skip
    assert chips["Remove Status: Live"] == address.replace("status=live&", "")
    after = stocked_page(chips["Remove Owner: Fenland Supplies"])
    assert "Remove Owner: Fenland Supplies" not in [words(chip) for chip in after.select(".hub-chip")]


def test_clear_all_keeps_the_words_only(stocked_page: Page) -> None:
    page = stocked_page("/search?q=laptops&status=live&kind=dps")
    link = page.select_one(".hub-chips__clear a")
    assert link is not None and link["href"] == "/search?q=laptops"


def test_the_form_repeats_every_choice(stocked_page: Page) -> None:
    page = stocked_page("/search?q=laptops&status=live&owner=fenland-supplies&ending=90&ended=1&per_page=5&sort=title")
    fields = page.select("form[method=get] :is(input[checked], input[type=hidden])")
    sent = {(str(field["name"]), str(field["value"])) for field in fields}
    assert sent == {
        ("status", "live"), ("owner", "fenland-supplies"), ("ending", "90"), ("ended", "1"), ("per_page", "5"),
    }  # fmt: skip


def test_pages_together_hold_every_result_once(stocked_page: Page) -> None:
    found: list[str] = []
    address: str | None = "/search?ended=1&per_page=7"
    while address:
        page = stocked_page(address)
        found += titles(page)
        following = page.select_one("a[rel=next]")
        address = str(following["href"]) if following else None
    assert len(found) == len(set(found)) == 30


def test_twenty_results_fill_a_page(stocked_page: Page) -> None:
    assert len(titles(stocked_page("/search?ended=1"))) == 20
    assert len(titles(stocked_page("/search?ended=1&per_page=100"))) == 30


def test_a_page_past_the_end_leads_to_the_last_one(stocked_page: Page) -> None:
    page = stocked_page("/search?ended=1&page=99")
    assert "There is no page 99" in words(page.main)
    link = page.find("a", string=re.compile("last page"))
    assert isinstance(link, Tag)
    assert titles(stocked_page(str(link["href"])))


# What goes wrong


def test_an_unknown_parameter_is_named_and_ignored(stocked_page: Page) -> None:
    page = stocked_page("/search?colour=red")
    assert "“colour” is not something this search can use" in hints(page)
    assert total(page) == total(stocked_page("/search"))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("/search?status=sparkling", "There is no status “sparkling”"),
        ("/search?owner=nobody", "There is no owner “nobody”"),
        ("/search?cpv=1", "There is no cpv “1”"),
        ("/search?ending=31", "“31” is not a number that ending can have"),
        ("/search?page=-1", "“-1” is not a number that page can have"),
        ("/search?page=²", "“²” is not a number that page can have"),
        ("/search?per_page=101", "“101” is not a number that per_page can have"),
        ("/search?sort=price", "“price” is not a choice for sort"),
        ("/search?ended=perhaps", "“perhaps” is not a choice for ended"),
    ],
)
def test_a_bad_value_is_named_and_ignored(stocked_page: Page, address: str, complaint: str) -> None:
    page = stocked_page(address)
    assert complaint in hints(page)
    assert total(page) == total(stocked_page("/search"))


def test_what_the_index_left_out_of_a_query_is_said(stocked_page: Page) -> None:
    assert hints(stocked_page("/search?q=xyzzyplugh"))


def test_nothing_found_offers_ways_on(stocked_page: Page) -> None:
    page = stocked_page("/search?q=xyzzyplugh&status=live")
    text = words(page.main)
    assert "No frameworks found for “xyzzyplugh”" in text
    addresses = {str(link["href"]) for link in page.select("#results li a")}
    assert {"/search?q=xyzzyplugh", "/categories", "/a-to-z"} <= addresses
    assert "use fewer or more general words" in text


def test_nothing_current_found_offers_what_has_ended(page: Page, publish: Publish) -> None:
    publish(title="Lawn care", stage="live", start=a_day("2020-01-01"), end=a_day("2022-01-01"))
    found = page("/search?q=lawn")
    assert ways(found)["include frameworks that have ended"][1] == 1
    assert titles(page(ways(found)["include frameworks that have ended"][0])) == ["Lawn care"]


def test_markup_in_words_and_data_is_only_ever_text(page: Page, publish: Publish) -> None:
    publish(title="Cleaning <script>alert(1)</script>", reference="AB7", owner="Fish & <b>Chips</b> Ltd")
    found = page("/search?q=%3Cscript%3Ealert+cleaning%22%3E")
    assert not found.select("main script, main b")
    assert titles(found) == ["Cleaning <script>alert(1)</script>"]


def test_who_asks_for_a_framework_by_reference_gets_it_even_when_it_has_ended(page: Page, publish: Publish) -> None:
    publish(title="Vehicle purchase", reference="RM6060", end=a_day("2022-12-01"))
    publish(title="Vehicle parts", reference="RM6099", end=a_day("2028-12-01"))

    assert titles(page("/search?q=rm-6060")) == ["Vehicle purchase"]


def test_statuses_are_listed_from_live_to_ended(stocked_page: Page) -> None:
    listed_ = list(counts(stocked_page("/search"), "status"))

    assert listed_[0] == "live" and listed_[-2:] == ["ended", "cancelled"]


# What fits and what is but near


def heading(page: BeautifulSoup) -> str:
    return words(page.select_one(".hub-results__count"))


@pytest.fixture
def grounds(publish: Publish) -> None:
    """Other frameworks, so that a word few have tells something."""
    for number in range(9):
        publish(title=f"Grounds maintenance {number}", reference=f"AB{number + 2}")


@pytest.mark.usefixtures("grounds")
def test_where_some_words_are_mentioned_in_passing_the_page_says_that_nothing_was_found(
    page: Page, publish: Publish
) -> None:
    publish(title="Furniture", description="Desks, trestles and gazebos.")

    found = page("/search?q=trestles+gazebos+zeppelins")

    assert heading(found) == "Nothing found for “trestles gazebos zeppelins”"
    assert found.title is not None and "nothing found" in words(found.title)
    assert "1 framework mentions some of your words in passing." in words(found)
    assert titles(found) == ["Furniture"], "the nearest there is can still be seen"
    assert found.select("form[method=post]"), "what was not found can be told"


@pytest.mark.usefixtures("grounds")
def test_what_only_descriptions_mention_is_said_to_be_mentioned(page: Page, publish: Publish) -> None:
    publish(title="Printing", description="Leaflets, boards for display, and banners.")

    found = page("/search?q=display")

    assert heading(found) == "1 framework mentions “display”"
    assert "It is in descriptions only" in words(found)


@pytest.mark.usefixtures("grounds")
def test_results_without_a_word_that_is_nowhere_are_called_near(page: Page, publish: Publish) -> None:
    publish(title="Promotional pens")

    found = page("/search?q=pens+and+zeppelins")

    assert heading(found) == "1 framework comes near “pens and zeppelins”"
    assert "Nothing in the catalogue mentions ‘zeppelins’." in hints(found)
    assert "No framework has everything you asked for" in words(found)
    assert found.select("form[method=post]")


def test_words_that_no_framework_has_together_are_named(page: Page, publish: Publish) -> None:
    publish(title="Gas")
    publish(title="Books for schools", reference="AB2")

    found = page("/search?q=gas+for+schools")

    assert heading(found) == "2 frameworks found for “gas for schools”"
    assert "No framework has all of these: gas, schools." in words(found)
    assert not found.select("form[method=post]")


@pytest.mark.alike
@pytest.mark.parametrize("text", ["laptops", "AB101", "-laptops", "owner:fenland"])
def test_what_fits_is_shown_without_doubt(stocked_page: Page, text: str) -> None:
    found = stocked_page(f"/search?q={text}&ended=1")

    assert total(found) and not found.select(".hub-fit")
