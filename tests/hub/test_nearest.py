"""When a search finds nothing or has a word that nobody uses: other spellings, and the nearest search that finds."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from hub.search import nearest
from tests.factories import a_day
from tests.hub.test_search_pages import hints, titles, total, ways
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


def meanings(page: BeautifulSoup) -> dict[str, str]:
    """What the page thinks was meant: the address by the word."""
    lines = [line for line in page.select(".hub-notice p") if "Did you mean" in words(line)]
    return {words(line.a): str(line.select("a")[0]["href"]) for line in lines}


def test_a_word_nobody_uses_is_named_and_the_nearest_one_offered(page: Page, publish: Publish) -> None:
    publish(title="Photocopiers and printers")

    found = page("/search?q=fotocopiers")

    assert "Nothing in the catalogue mentions ‘fotocopiers’" in hints(found)
    assert "Did you mean photocopiers by “fotocopiers”? (1 framework)" in hints(found)
    assert titles(page(meanings(found)["photocopiers"])) == ["Photocopiers and printers"]


def test_results_of_the_words_that_are_known_are_shown_either_way(page: Page, publish: Publish) -> None:
    publish(title="Photocopiers and printers")
    for number in range(8):
        publish(title=f"Grounds maintenance {number}", reference=f"AB{number + 2}")

    found = page("/search?q=printers+fotocopiers")
    assert titles(found) == ["Photocopiers and printers"]
    assert meanings(found) == {"photocopiers": "/search?q=printers+photocopiers"}


def test_a_word_that_is_known_by_another_name_is_not_questioned(page: Page, publish: Publish) -> None:
    publish(title="Multifunctional devices")
    publish(title="MFH scheme", reference="AB2")

    assert meanings(page("/search?q=MFD")) == {}


def test_a_meaning_that_finds_nothing_is_not_offered(page: Page, publish: Publish) -> None:
    publish(title="Photocopiers", stage="live", start=a_day("2019-01-01"), end=a_day("2020-01-01"))

    assert meanings(page("/search?q=fotocopiers")) == {}
    assert list(meanings(page("/search?q=fotocopiers&ended=1"))) == ["photocopiers"]


def test_each_way_on_gives_as_many_results_as_it_says(stocked_page: Page) -> None:
    offered = 0
    for address in (
        "/search?q=laptops+-laptops&owner=fenland-supplies",
        '/search?q="laptops+cleaning"',
        "/search?q=owner:fenland+title:catering+-lots+%22legal+roads%22",
        "/search?q=laptops&status=suspended&kind=dps",
        "/search?q=xyzzyplugh&status=live&ending=90",
        "/search?q=xyzzyplugh+cleaning+services&status=suspended",
        "/search?status=suspended&kind=dps",
    ):
        page = stocked_page(address)
        assert total(page) == 0, address
        for text, (way, promised) in ways(page).items():
            offered += 1
            assert total(stocked_page(way)) == promised > 0, f"{text} on {address}"
    assert offered > 12


def test_leaving_out_one_thing_is_offered_by_what_it_leaves_out(page: Page, publish: Publish) -> None:
    publish(title="Office cleaning")
    publish(title="School catering", reference="AB2")

    offered = ways(page("/search?q=title:office+title:catering"))

    assert offered["leave out “title:office”"] == ("/search?q=title:catering", 1)
    assert offered["leave out “title:catering”"] == ("/search?q=title:office", 1)


def test_a_phrase_nobody_has_may_be_searched_for_as_words(page: Page, publish: Publish) -> None:
    publish(title="Cleaning of offices")

    assert ways(page('/search?q="office cleaning"'))["search without quotation marks: office cleaning"][1] == 1


def test_each_filter_may_be_removed_and_all_of_them(page: Page, publish: Publish) -> None:
    publish(title="Office cleaning", kind="framework")

    offered = ways(page("/search?q=cleaning&kind=dps&regulation=unknown"))

    assert offered["remove the filter “Kind of agreement”"][1] == 1
    assert "remove the filter “Regulation”" not in offered, "that alone finds nothing"
    assert offered["remove all filters"] == ("/search?q=cleaning", 1)


def test_a_category_that_fits_is_offered_with_its_number(page: Page, publish: Publish) -> None:
    publish(title="Window washing", categories=("Cleaning",))

    offered = ways(page('/search?q="cleaning nothing else"'))

    assert offered["look through the category “Cleaning”"] == ("/search?category=cleaning", 1)


def test_a_search_with_nothing_to_find_says_so_and_offers_no_guess(page: Page, publish: Publish) -> None:
    publish(title="Office cleaning")

    found = page("/search?q=xyzzyplugh")

    assert "Nothing in the catalogue matches “xyzzyplugh”." in words(found.main)
    assert ways(found) == {} and meanings(found) == {} and titles(found) == []
    assert words(found.select_one("#need")) == "Tell the network what you could not find"


@pytest.mark.parametrize(
    ("text", "rests"),
    [
        ("cleaning", []),
        ("office cleaning", ["cleaning", "office"]),
        ('"office cleaning" -windows', ["-windows", '"office cleaning"']),
        ("laptops OR tablets", ["tablets", "laptops"]),
        ("laptops NOT tablets", ["NOT tablets", "laptops"]),
        ("OR", []),
    ],
)
def test_what_is_left_of_a_search_without_one_thing_is_a_search(text: str, rests: list[str]) -> None:
    assert [rest for _, rest in nearest.fewer_words(text)] == rests


def test_a_long_search_is_not_tried_without_each_of_its_words() -> None:
    assert len(nearest.fewer_words("word " * 80)) <= nearest.MOST_ITEMS
    assert len(nearest.single_words(" ".join(f"w{n}" for n in range(80)))) <= nearest.MOST_ITEMS


@pytest.mark.parametrize("text", ['"' * 399, "-" * 399, "OR " * 130, "title:" * 60, "((((", "\x00", "🚲 🚲", "* * *"])
def test_hazardous_searches_get_a_page(stocked_page: Page, text: str) -> None:
    from urllib.parse import quote

    assert stocked_page(f"/search?q={quote(text)}&status=suspended").select_one("h2")
