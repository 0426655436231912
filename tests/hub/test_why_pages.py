"""Why is this here? Each result leads to the parts of its score in plain words."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from hub.web.why import coverage, parts, place
from indexer import Explanation, LiftShare, WordShare
from tests.factories import a_day
from tests.pages import words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


def reasons(page: BeautifulSoup) -> dict[str, str]:
    """The part of the score by its reason."""
    rows = page.select("tbody tr")
    return {words(row.select("td")[0]): words(row.select("td")[1]) for row in rows}


def test_each_result_of_words_leads_to_its_reasons_and_back(stocked_page: Page) -> None:
    results = stocked_page("/search?q=laptops")
    links = results.select(".hub-why a")
    assert len(links) == len(results.select(".hub-results__item"))

    page = stocked_page(str(links[0]["href"]))

    assert any(reason.startswith("“laptops” is in its title (once)") for reason in reasons(page))
    assert page.select("a[href='/search?q=laptops']")
    assert not stocked_page("/search").select(".hub-why"), "without words nothing is weighed"


def test_the_parts_make_up_the_whole(page: Page, publish: Publish) -> None:
    key = publish(title="Office cleaning", keywords=("windows",))
    publish(title="Window frames", reference="AB2")

    found = reasons(page(f"/frameworks/{key}/why?q=office+cleaning+windows"))

    percents = [int(part.rstrip("%")) for part in found.values() if part.endswith("%")]
    assert 97 <= sum(percents) <= 103
    assert "Words stand side by side in it as you typed them" in found


def test_a_word_it_lacks_is_named_and_how_much_it_has_is_said(page: Page, publish: Publish) -> None:
    key = publish(title="Office cleaning")
    publish(title="Tablets", reference="AB2")

    found = page(f"/frameworks/{key}/why?q=office+cleaning+tablets")

    assert reasons(found)["“tablets” is not in it"] == "none"
    assert re.search(r"It has about \d+% of what you typed", words(found.main))


def test_a_synonym_says_what_it_stands_for(page: Page, publish: Publish) -> None:
    key = publish(title="Multifunctional devices")

    found = reasons(page(f"/frameworks/{key}/why?q=photocopier"))

    assert any(reason.startswith("“photocopier” is in its title") and ", as “" in reason for reason in found)


def test_a_reference_counts_above_all_words(page: Page, publish: Publish) -> None:
    key = publish(title="Vehicles", reference="RM6232")

    found = reasons(page(f"/frameworks/{key}/why?q=rm+6232+vehicles"))

    assert next(iter(found)).startswith("It has the very reference you typed (RM6232)")


def test_one_that_has_ended_says_that_it_stands_lower(page: Page, publish: Publish) -> None:
    key = publish(title="Lawn care", stage="live", start=a_day("2019-01-01"), end=a_day("2020-01-01"))

    assert "It has ended or was cancelled, so it stands a little below" in words(
        page(f"/frameworks/{key}/why?q=lawn").main
    )


def test_one_the_search_does_not_find_says_so(page: Page, publish: Publish) -> None:
    key = publish(title="Lawn care")

    found = page(f"/frameworks/{key}/why?q=laptops")

    assert "A search for “laptops” does not find this framework." in words(found.main)
    assert "Without words to search for" in words(page(f"/frameworks/{key}/why").main)


@pytest.mark.parametrize("text", ["%00", "%3Cscript%3E", "%22", "*", "a" * 5000, "%F0%9F%9A%B2", "OR", "-x"])
def test_whatever_stands_in_the_address_gets_a_page(page: Page, publish: Publish, text: str) -> None:
    key = publish(title="Lawn care")

    assert not page(f"/frameworks/{key}/why?q={text}").select("main script")


def test_where_something_is_only_excluded_that_is_the_reason(page: Page, publish: Publish) -> None:
    key = publish(title="Office cleaning")

    found = reasons(page(f"/frameworks/{key}/why?q=-windows"))

    assert found == {"It has nothing of what you excluded, and that is all you asked for": "100%"}


def test_a_framework_that_is_not_there_is_not_found(page: Page) -> None:
    page("/frameworks/nope/why?q=x", status=404)


def test_reasons_are_put_in_words_the_most_first() -> None:
    explanation = Explanation(
        id="x",
        found=True,
        words=(
            WordShare(word="rubbish", fields={"lots": 2, "title": 1}, found_as=("refuse", "waste"), share=0.3),
            WordShare(word="14", share=0.1),
            WordShare(word="zebra"),
        ),
        lifts=(LiftShare(text="90910000", kind="code", exact=False, share=0.5),),
        related=0.1,
        coverage=0.5,
        boost=0.8,
    )

    assert [(part.reason, part.percent) for part in parts(explanation)] == [
        ("It has a CPV code above or below the one you typed (90910000), which counts above all words", 50),
        ("“rubbish” is in its lots (2 times) and title (once), as “refuse” or “waste”", 30),
        ("“14” is part of a number it has", 10),
        ("It has words of what the CPV code you typed means", 10),
        ("“zebra” is not in it", None),
    ]
    assert "about 50%" in coverage(explanation)
    assert "has ended" in place(explanation, over=True)
    assert "not known to be in force" in place(explanation, over=False)
    assert coverage(Explanation(id="x")) == place(Explanation(id="x"), over=True) == ""
