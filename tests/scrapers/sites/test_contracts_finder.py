"""Contracts Finder's search, in what it does otherwise than Find a Tender."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from scrapers.site import PageChanged
from scrapers.sites.contracts_finder import SITE
from tests.scrapers.ocds.conftest import published
from tests.scrapers.ocds.releases import a_framework, a_package, a_release
from tests.scrapers.sites.answers import NOON, Answers, always, an_answer, in_turn, rows, visited

SEARCH = "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search"
DAY = timedelta(days=1)


def a_notice(number: int, **parts: Any) -> dict[str, Any]:
    return a_framework(number, ocid=f"ocds-b5fd17-{number:08}-aaaa-bbbb-cccc-000000000000", **parts)


@pytest.fixture
def fetch(tmp_path: Any) -> Any:
    return lambda portal: Answers(portal, tmp_path)


def test_a_day_at_a_time_is_asked_for_never_more_than_fifteen(fetch: Any) -> None:
    answers = fetch(always(a_package()))
    visited(SITE, answers, NOON - 2 * DAY, NOON)
    assert answers.asked[0] == f"{SEARCH}?publishedFrom=2026-09-01T11:00:00&publishedTo=2026-09-02T11:00:00&limit=100"
    asked = [parse_qs(query) for query in answers.queries]
    lengths = [
        datetime.fromisoformat(each["publishedTo"][0]) - datetime.fromisoformat(each["publishedFrom"][0])
        for each in asked
    ]
    assert lengths == [DAY, DAY, timedelta(hours=2)]


def test_the_next_page_is_followed_on_the_search_only(fetch: Any) -> None:
    further = f"{SEARCH}?publishedFrom=a&publishedTo=b&limit=100&cursor=cHVi+/="
    answers = fetch(in_turn(an_answer(a_package(a_notice(1), links={"next": further})), an_answer(a_package())))
    visited(SITE, answers, NOON - timedelta(hours=3), NOON)
    assert answers.asked[1] == further
    elsewhere = always(a_package(a_notice(1), links={"next": f"{SEARCH}?updatedFrom=2026-01-01"}))
    with pytest.raises(PageChanged, match="names a next page"):
        visited(SITE, fetch(elsewhere), NOON - timedelta(hours=3), NOON)


def test_a_403_means_wait_and_the_fetch_is_told_so() -> None:
    assert SITE.manners.pause_when_forbidden == 300


def test_procurements_held_are_asked_for_by_their_record(fetch: Any) -> None:
    """Case 20: the raw form of an OCID is the same procurement."""
    old = a_notice(1) | {"ocid": a_notice(1)["ocid"].replace("b5fd17-", "b5fd17raw-")}
    answers = fetch(in_turn(an_answer(a_package(old)), an_answer(a_package())))
    first, _ = visited(SITE, answers, NOON - DAY / 2, NOON, held=(a_notice(1)["ocid"],))
    assert answers.asked[0].endswith(f"/Published/OCDS/Record/{a_notice(1)['ocid']}")
    assert [record.source_id for record in first.reading.records()] == [a_notice(1)["ocid"]]


def test_case_19_bytes_that_are_not_utf_8_and_character_references_cost_nothing(fetch: Any) -> None:
    text = a_package(a_notice(1, title="Caf\udce9s &#039;24&#039; framework"), a_notice(2))
    raw = text.replace("\\udce9", "\udce9").encode("utf-8", "surrogateescape")
    found = rows(visited(SITE, fetch(always(raw)), NOON - DAY / 2, NOON))
    assert [row.record.title for row in found if row.record] == ["Cafés '24' framework", "Grounds maintenance"]
    assert any("read as Windows-1252" in problem.reason for problem in found[0].problems)


def test_case_20_a_portal_that_publishes_for_others_is_no_other_source(fetch: Any) -> None:
    page = always(a_package(a_notice(1), a_release(2, ocid="ocds-b5fd17-2"), publisher={"name": "IN-TEND LIMITED"}))
    (read,) = visited(SITE, fetch(page), NOON - DAY / 2, NOON)
    assert (read.reading.source.name, read.reading.source.publisher) == ("contracts_finder", "Cabinet Office")


def test_a_page_as_published_is_read_and_its_next_page_asked_for(fetch: Any) -> None:
    real = published("contracts_finder/search_page_2024-11-05.json").read_bytes()
    answers = fetch(in_turn(an_answer(real), an_answer(a_package())))
    pages = visited(SITE, answers, NOON - DAY / 2, NOON)
    assert (len(rows(pages)), len(answers.asked)) == (100, 2)
    assert "cursor=" in answers.asked[1]
