"""Public Contracts Scotland and Sell2Wales: one request for each month and type of notice, and many fail."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import parse_qs

import pytest

from scrapers.site import AskedTooMuch, FetchFailed, Page, PageChanged, Site, Visit
from scrapers.sites.public_contracts_scotland import SITE as SCOTLAND
from scrapers.sites.sell2wales import SITE as WALES
from tests.scrapers.ocds.conftest import published
from tests.scrapers.ocds.releases import a_framework, a_package
from tests.scrapers.sites.answers import NOON, Answer, Answers, Portal, always, an_answer, rows, visited

PREFIX = {"public_contracts_scotland": "ocds-r6ebe6", "sell2wales": "ocds-kuma6s"}
CALLS = 15
BOTH = pytest.mark.parametrize("site", [SCOTLAND, WALES], ids=lambda site: site.source.name)


def portal(site: Site, *failing: tuple[str, str]) -> Portal:
    """One framework for each month and type, but for those where it fails."""

    def answer(path: str, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        month, kind = asked["dateFrom"], asked["noticeType"]
        if (month, kind) in failing:
            return an_answer("Error converting data type nvarchar to float", 500)
        prefix = PREFIX[site.source.name]
        notice = a_framework(1, ocid=f"{prefix}-{month}-{kind}", date=f"{month[3:]}-{month[:2]}-03T00:00:00Z")
        return an_answer(a_package({name: value for name, value in notice.items() if name != "id"}))

    return answer


def read(pages: list[Page]) -> Counter[str]:
    return Counter(row.record.source_id for row in rows(pages) if row.record)


@pytest.fixture
def fetch(tmp_path: Any) -> Any:
    return lambda answering: Answers(answering, tmp_path)


def test_scotland_is_asked_once_for_each_month_and_type_that_can_be_a_framework(fetch: Any) -> None:
    answers = fetch(portal(SCOTLAND))
    pages = visited(SCOTLAND, answers, NOON, NOON + timedelta(days=1))
    listing = "https://api.publiccontractsscotland.gov.uk/v1/Notices"
    assert answers.asked[:2] == [
        f"{listing}?dateFrom=08-2026&noticeType=1&outputType=0",
        f"{listing}?dateFrom=08-2026&noticeType=2&outputType=0",
    ]
    assert answers.asked[-1] == f"{listing}?dateFrom=09-2026&noticeType=103&outputType=0"
    assert len(set(answers.asked)) == len(pages) == pages[0].total == 2 * CALLS


def test_wales_has_types_of_its_own_and_is_asked_in_english(fetch: Any) -> None:
    answers = fetch(portal(WALES))
    visited(WALES, answers, NOON + timedelta(days=5), NOON + timedelta(days=6))
    first = "https://api.sell2wales.gov.wales/v1/Notices?dateFrom=09-2026&noticeType=1&outputType=0&locale=2057"
    assert answers.asked[0] == first
    assert {parse_qs(query)["noticeType"][0] for query in answers.queries} >= {"2", "3", "51", "52", "53"}


@BOTH
def test_a_month_is_finished_with_its_last_type_and_the_present_one_only_until_now(site: Site, fetch: Any) -> None:
    until = datetime(2026, 11, 22, 3, tzinfo=UTC)
    pages = visited(site, fetch(portal(site)), datetime(2026, 10, 25, tzinfo=UTC), until)
    finished = {number: page.finished for number, page in enumerate(pages, 1) if page.finished}
    assert finished == {CALLS: datetime(2026, 11, 1, tzinfo=UTC), 2 * CALLS: until}
    assert pages[-1].then == {}


@BOTH
def test_a_month_is_londons_and_read_once_more_after_its_end(site: Site, fetch: Any) -> None:
    answers = fetch(portal(site))
    visited(site, answers, datetime(2026, 7, 3, 23, 30, tzinfo=UTC), datetime(2026, 7, 31, 23, 30, tzinfo=UTC))
    months = Counter(parse_qs(query)["dateFrom"][0] for query in answers.queries)
    assert months == {"07-2026": CALLS, "08-2026": CALLS}


@BOTH
@pytest.mark.parametrize("stop", [1, 7, CALLS - 1, CALLS, CALLS + 1, 2 * CALLS - 1])
def test_a_visit_goes_on_where_it_was_interrupted(site: Site, stop: int, fetch: Any) -> None:
    answers, whole = fetch(portal(site)), fetch(portal(site))
    begun = site.visit(answers, Visit(since=NOON, until=NOON + timedelta(days=1)))
    first = list(islice(begun, stop))
    rest = visited(site, answers, NOON, NOON + timedelta(days=1), resume=first[-1].then)
    visited(site, whole, NOON, NOON + timedelta(days=1))
    assert answers.asked[stop:] == whole.asked[stop:]
    assert set(read(first + rest).values()) == {1}
    assert len(read(first + rest)) == 2 * CALLS


@BOTH
def test_case_22_a_500_leaves_the_others_to_be_read_and_the_visit_fails_at_its_end(site: Site, fetch: Any) -> None:
    failing = [("08-2026", "3"), ("08-2026", "5"), ("08-2026", "7"), ("09-2026", "20")]
    pages = []
    with pytest.raises(AskedTooMuch) as failure:
        for page in site.visit(fetch(portal(site, *failing)), Visit(since=NOON, until=NOON + timedelta(days=1))):
            pages.append(page)
    assert "4 of 30 requests failed (08-2026, notice type 3; 08-2026, notice type 5; " in str(failure.value)
    assert len(read(pages)) == 26
    assert not [page for page in pages if page.finished]
    assert pages[-1].then == {"month": "2026-08", "type": "3"}
    again = visited(site, fetch(portal(site)), NOON, NOON + timedelta(days=1), resume=pages[-1].then)
    assert len(read(pages + again)) == 30
    assert again[-1].finished == NOON + timedelta(days=1)


@BOTH
def test_three_failures_in_a_row_mean_that_the_portal_is_down(site: Site, fetch: Any) -> None:
    answers = fetch(always("error", 500))
    with pytest.raises(AskedTooMuch):
        visited(site, answers, NOON, NOON + timedelta(days=1))
    assert len(answers.asked) == 3


@BOTH
def test_a_refusal_ends_the_visit_at_once(site: Site, fetch: Any) -> None:
    answers = fetch(always("no", 403))
    with pytest.raises(FetchFailed):
        visited(site, answers, NOON, NOON + timedelta(days=1))
    assert len(answers.asked) == 1


@BOTH
@pytest.mark.parametrize("nothing", ['{"Message": "No notices."}', "{}", '{"releases": []}', '{"releases": null}'])
def test_case_22_a_package_without_releases_is_an_empty_one(site: Site, nothing: str, fetch: Any) -> None:
    pages = visited(site, fetch(always(nothing)), NOON, NOON + timedelta(days=1))
    assert (len(pages), rows(pages)) == (30, [])
    assert pages[-1].finished == NOON + timedelta(days=1)


@BOTH
def test_invalid_json_or_another_portals_page_fails_the_visit(site: Site, fetch: Any) -> None:
    with pytest.raises(PageChanged, match="is not the JSON it should be"):
        visited(site, fetch(always('{"releases": [{"ocid"')), NOON, NOON + timedelta(days=1))
    with pytest.raises(PageChanged, match="holds Notices on Find a Tender"):
        visited(site, fetch(always(a_package(a_framework()))), NOON, NOON + timedelta(days=1))


@BOTH
def test_case_22_months_of_thirty_days_and_numbers_with_a_point_are_read(site: Site, fetch: Any) -> None:
    agreement = {"maximumParticipants": 6.0}
    lots = [{"id": "1", "contractPeriod": {"durationInDays": 720}}]
    tender = {"techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}, "lots": lots}
    notice = a_framework(1, ocid=f"{PREFIX[site.source.name]}-1", tender=tender)
    (row, *_) = rows(visited(site, fetch(always(a_package(notice))), NOON, NOON + timedelta(days=1)))
    assert row.record is not None
    assert row.problems == ()


@pytest.mark.parametrize(("site", "frameworks"), [(SCOTLAND, 17), (WALES, 14)])
def test_notices_as_published_are_read(site: Site, frameworks: int, fetch: Any) -> None:
    lines = published(f"{site.source.name}/releases.jsonl").read_text(encoding="utf-8").splitlines()
    page = next(site.visit(fetch(always(a_package(*lines))), Visit(since=NOON, until=NOON + timedelta(days=1))))
    assert (len(page.reading.rows), len(list(page.reading.records()))) == (45, frameworks)
