"""Find a Tender, against a portal that behaves as its sheet says."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scrapers.site import AskedTooMuch, FetchFailed, Page, PageChanged, Visit
from scrapers.sites.find_a_tender import SITE
from scrapers.source import Outcome
from tests.scrapers.ocds.releases import a_framework, a_package, a_release, uk_notice
from tests.scrapers.sites.answers import NOON, Answer, Answers, Portal, always, an_answer, in_turn, rows, visited
from tests.scrapers.sites.portal import HOST, LIST, find_a_tender

HOUR = timedelta(hours=1)
API = f"https://{HOST}{LIST}"


def notices(times: list[datetime]) -> list[dict[str, Any]]:
    """One framework's notice for each time, written with the zone of the day as the portal does."""
    return [a_framework(number, date=time.isoformat(timespec="seconds")) for number, time in enumerate(times, 1)]


def read(pages: list[Page]) -> Counter[str]:
    """How often each OCID came."""
    return Counter(row.record.source_id for row in rows(pages) if row.record)


def ocids(releases: list[dict[str, Any]]) -> set[str]:
    return {release["ocid"] for release in releases}


def windows(fetch: Answers) -> list[timedelta]:
    """How long the windows asked for are, by the clock."""
    found = [parse_qs(query) for query in fetch.queries if "cursor" not in query]
    times = [[datetime.fromisoformat(each[name][0]) for name in ("updatedFrom", "updatedTo")] for each in found]
    return [end - start for start, end in times]


def breaks_off(portal: Portal, failing: Any, status: int = 503) -> Portal:
    """The portal, answering ``status`` where ``failing`` says so of the query."""
    return lambda path, query: an_answer("{}", status) if failing(query) else portal(path, query)


@pytest.fixture
def fetch(tmp_path: Path) -> Any:
    return lambda portal: Answers(portal, tmp_path)


def test_case_1_no_window_is_longer_than_six_hours_so_nothing_is_missed(fetch: Any) -> None:
    releases = notices([NOON - HOUR * n for n in range(1, 60)])
    answers = fetch(find_a_tender(releases))
    pages = visited(SITE, answers, NOON - 60 * HOUR, NOON)
    assert read(pages).keys() == ocids(releases)
    assert max(windows(answers)) == 6 * HOUR


def test_a_visit_begins_two_hours_early_and_asks_by_londons_clock_without_a_zone(fetch: Any) -> None:
    answers = fetch(find_a_tender([]))
    visited(SITE, answers, NOON - HOUR, NOON)
    assert answers.asked == [f"{API}?updatedFrom=2026-09-03T10:00:00&updatedTo=2026-09-03T13:00:00&limit=100"]


def test_the_next_page_is_asked_for_as_the_page_gives_it_and_the_place_is_kept(fetch: Any) -> None:
    answers = fetch(find_a_tender(notices([NOON - timedelta(minutes=n) for n in range(1, 251)])))
    first, second, third = visited(SITE, answers, NOON - 3 * HOUR, NOON)
    assert first.then["next"] == answers.asked[1]
    assert first.then["from"] == "2026-09-03T07:00:00+00:00"
    assert first.then["to"] == "2026-09-03T12:00:00+00:00"
    assert (first.finished, second.finished, third.finished) == (None, None, NOON)
    assert third.then == {}
    assert [len(page.reading.rows) for page in (first, second, third)] == [100, 100, 50]


def test_a_window_is_finished_only_with_its_last_page(fetch: Any) -> None:
    until = NOON + timedelta(microseconds=7)
    pages = visited(SITE, fetch(find_a_tender([])), NOON - 10 * HOUR, until)
    assert [page.finished for page in pages] == [NOON - 6 * HOUR, NOON, until]
    assert [page.then.get("from") for page in pages] == ["2026-09-03T06:00:00+00:00", "2026-09-03T12:00:00+00:00", None]


def test_a_window_without_notices_is_read_and_finished(fetch: Any) -> None:
    (page,) = visited(SITE, fetch(always(a_package())), NOON - HOUR, NOON)
    assert (len(page.reading.rows), page.finished, page.reading.source.name) == (0, NOON, "find_a_tender")


@pytest.mark.parametrize("seed", range(8))
def test_every_notice_is_read_wherever_a_visit_is_interrupted(seed: int, fetch: Any) -> None:
    """Section 9, kill -9: it goes on from the place stored with the last page, and asks for no page twice."""
    chance = random.Random(seed)  # noqa: S311
    near = chance.choice([datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), NOON])
    since, until = near - chance.uniform(1, 12) * HOUR, near + chance.uniform(1, 12) * HOUR
    releases = notices([since + chance.random() * (until - since - timedelta(seconds=2)) for _ in range(40)])
    portal = find_a_tender(releases, fold=chance.choice([0, 1]), per_page=chance.choice([1, 3, 10, 100]))
    answers, undisturbed = fetch(portal), fetch(portal)
    pages: list[Page] = []
    while not pages or pages[-1].then:
        resume = pages[-1].then if pages else {}
        visit = SITE.visit(answers, Visit(since=since, until=until, resume=resume, held=("ocds-h6vhtk-000001",)))
        pages += islice(visit, chance.randint(1, 4))
    expected = visited(SITE, undisturbed, since, until, held=("ocds-h6vhtk-000001",))
    assert read(pages).keys() == ocids(releases)
    assert read(pages) == read(expected)
    assert [dict(page.then) for page in pages] == [dict(page.then) for page in expected]
    assert answers.asked == undisturbed.asked


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("change", [datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)])
def test_case_17_no_notice_is_missed_when_the_clocks_change(change: datetime, fold: int, fetch: Any) -> None:
    releases = notices([change + timedelta(minutes=n) for n in range(-180, 180, 11)])
    for minute in (0, 20, 47):
        until = change + timedelta(minutes=180 + minute)
        pages = visited(SITE, fetch(find_a_tender(releases, fold)), change - timedelta(minutes=180 + minute), until)
        assert read(pages).keys() == ocids(releases)
        assert pages[-1].finished == until


def test_an_earlier_beginning_than_the_interrupted_visits_is_not_skipped(fetch: Any) -> None:
    portal = find_a_tender(notices([NOON - 40 * HOUR, NOON - HOUR]))
    *_, interrupted = visited(SITE, fetch(portal), NOON - 2 * HOUR, NOON - HOUR / 2)
    (first, *_) = visited(SITE, fetch(portal), NOON - 8 * HOUR, NOON)
    assert first.then and not interrupted.then
    assert len(read(visited(SITE, fetch(portal), NOON - 41 * HOUR, NOON, resume=first.then))) == 2


def test_procurements_held_are_asked_for_anew_before_the_windows(fetch: Any) -> None:
    """Case 18: a record package gives each notice three times; it is read once."""
    answers = fetch(find_a_tender(notices([NOON - 900 * HOUR, NOON - 800 * HOUR])))
    pages = visited(SITE, answers, NOON - HOUR, NOON, held=("ocds-h6vhtk-000001", "ocds-h6vhtk-000002"))
    assert read(pages) == {"ocds-h6vhtk-000001": 1, "ocds-h6vhtk-000002": 1}
    assert [urlsplit(each).path.rpartition("/")[2] for each in answers.asked] == [
        "ocds-h6vhtk-000001",
        "ocds-h6vhtk-000002",
        "ocdsReleasePackages",
    ]
    assert pages[0].then["held"] == "ocds-h6vhtk-000001"
    again = fetch(find_a_tender([]))
    visited(SITE, again, NOON - HOUR, NOON, held=("ocds-h6vhtk-000001", "ocds-h6vhtk-000002"), resume=pages[1].then)
    assert len(again.asked) == 1


def test_404_of_a_procurement_held_is_said_in_a_row_and_the_visit_goes_on(fetch: Any) -> None:
    answers = fetch(find_a_tender(notices([NOON - HOUR])))
    pages = visited(SITE, answers, NOON - 10 * HOUR, NOON, held=("ocds-h6vhtk-0000ff",))
    gone, found = rows(pages)
    assert (gone.outcome, gone.place) == (Outcome.REJECTED, "procurement ocds-h6vhtk-0000ff")
    assert "404" in gone.reason and found.record
    assert pages[-1].finished == NOON


def test_a_procurement_the_portal_fails_at_is_passed_over_but_not_two_in_a_row(fetch: Any) -> None:
    held = ("ocds-h6vhtk-00000a", "ocds-h6vhtk-000001", "ocds-h6vhtk-00000b")
    portal = find_a_tender(notices([NOON - HOUR]))

    def failing(path: str, query: str) -> Answer:
        return an_answer("", 500) if path[-1] in "ab" else portal(path, query)

    pages = visited(SITE, fetch(failing), NOON - HOUR, NOON, held=held)
    assert [row.place for row in rows(pages) if not row.record] == [f"procurement {held[0]}", f"procurement {held[2]}"]
    with pytest.raises(AskedTooMuch):
        visited(SITE, fetch(failing), NOON - HOUR, NOON, held=(held[0], held[2]))


def test_a_record_that_holds_nothing_readable_is_said_in_a_row(fetch: Any) -> None:
    portal = in_turn(an_answer('{"records": []}'), an_answer(a_package()))
    pages = visited(SITE, fetch(portal), NOON - HOUR, NOON, held=("ocds-h6vhtk-000001",))
    assert ["ocds-h6vhtk-000001" in row.place and "cannot be read" in row.reason for row in rows(pages)] == [True]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_5xx_and_timeouts_halve_the_window_until_it_can_be_answered(status: int, fetch: Any) -> None:
    releases = notices([NOON - timedelta(minutes=7 * n) for n in range(1, 100)])

    def too_long(query: str) -> bool:
        start, end = (datetime.fromisoformat(parse_qs(query)[name][0]) for name in ("updatedFrom", "updatedTo"))
        return end - start > 2 * HOUR

    answers = fetch(breaks_off(find_a_tender(releases, per_page=10), too_long, status))
    pages = visited(SITE, answers, NOON - 10 * HOUR, NOON)
    assert read(pages).keys() == ocids(releases)
    assert [page.finished for page in pages if page.finished] == [NOON - 1.5 * HOUR * n for n in range(7, -1, -1)]
    assert [length / HOUR for length in windows(answers)][:8] == [6, 3, 1.5, 1.5, 3, 1.5, 1.5, 6]


def test_a_portal_that_fails_at_45_minutes_ends_the_visit_with_what_was_read_kept(fetch: Any) -> None:
    answers = fetch(breaks_off(find_a_tender([]), lambda query: "updatedFrom=2026-09-03T11" in query))
    pages = []
    with pytest.raises(AskedTooMuch, match="503"):
        for page in SITE.visit(answers, Visit(since=NOON - 6 * HOUR, until=NOON + HOUR)):
            pages.append(page)
    assert pages[-1].finished == NOON - 2 * HOUR
    assert min(windows(answers)) == timedelta(minutes=45)


def test_a_failure_in_the_middle_of_a_window_halves_it_and_reads_it_anew(fetch: Any) -> None:
    releases = notices([NOON - timedelta(minutes=3 * n) for n in range(1, 60)])
    portal = find_a_tender(releases, per_page=25)
    whole = "updatedFrom=2026-09-03T10:00:00&updatedTo=2026-09-03T13:00:00"
    answers = fetch(breaks_off(portal, lambda query: "cursor" in query and whole in query))
    pages = visited(SITE, answers, NOON - HOUR, NOON)
    assert read(pages).keys() == ocids(releases)
    assert [page.finished for page in pages if page.finished] == [NOON - 1.5 * HOUR, NOON]


@pytest.mark.parametrize(
    ("number", "noted"),
    [("1e9999", False), (" 000", True), ("007", True)],
)
def test_case_4_known_faults_in_numbers_are_mended(number: str, noted: bool, fetch: Any) -> None:
    release = json.dumps(a_framework(1)).replace('"title": "Grounds', f'"fault": {number}, "title": "Grounds')
    portal = always(a_package(release, a_framework(2)))
    pages = visited(SITE, fetch(portal), NOON - HOUR, NOON)
    assert read(pages).keys() == {"ocds-h6vhtk-000001", "ocds-h6vhtk-000002"}
    assert any("begin with zeros" in problem.reason for row in rows(pages) for problem in row.problems) is noted


@pytest.mark.parametrize(
    "broken",
    [a_package(a_framework(1), a_framework(2))[:-300], a_package(a_framework(1)).replace('"tag": [', '"tag": [['),
     a_package(a_framework(1)).replace('"AC1"', "AC1"), a_package(a_framework(1)) + a_package(), '"text"', "not json",
     a_package(a_framework(1)).replace('"releases": [', '"releases" [')],
)  # fmt: skip
def test_truncated_or_invalid_json_fails_the_visit_with_the_place_and_stores_nothing_of_the_page(
    broken: str, fetch: Any
) -> None:
    answers = fetch(in_turn(an_answer(a_package(a_framework(9))), an_answer(broken)))
    visit = SITE.visit(answers, Visit(since=NOON - 10 * HOUR, until=NOON))
    first = next(visit)
    assert first.finished
    with pytest.raises(PageChanged, match=r"^https://www\.find-tender\S+ is not the JSON it should be: it .*character"):
        next(visit)


@pytest.mark.parametrize("body", ['{"message": "Service unavailable"}', "{}", '{"releases": null}', '{"releases": {}}'])
def test_a_page_without_its_list_of_releases_fails_the_visit(body: str, fetch: Any) -> None:
    with pytest.raises(PageChanged, match="has no list of releases"):
        visited(SITE, fetch(always(body)), NOON - HOUR, NOON)


def test_a_page_of_another_portal_fails_the_visit(fetch: Any) -> None:
    other = always(a_package(a_framework(1, ocid="ocds-b5fd17-1")))
    with pytest.raises(PageChanged, match="holds Notices on Contracts Finder, not Notices on Find a Tender"):
        visited(SITE, fetch(other), NOON - HOUR, NOON)


def test_a_page_of_releases_none_of_which_has_an_ocid_fails_the_visit(fetch: Any) -> None:
    with pytest.raises(PageChanged, match="none can be read"):
        visited(SITE, fetch(always('{"releases": [{"id": "1"}, null]}')), NOON - HOUR, NOON)


def test_schema_surprise_a_release_that_is_none_costs_only_itself(fetch: Any) -> None:
    strange = always(a_package(a_framework(1), "null", {"id": "000002-2026"}, a_framework(3)))
    found = rows(visited(SITE, fetch(strange), NOON - HOUR, NOON))
    assert [row.outcome.value for row in found] == ["record", "rejected", "rejected", "record"]


def test_duplicate_notices_and_overlapping_windows_give_the_same_record_again(fetch: Any) -> None:
    """Case 37: the same notice in two windows, and twice on one page."""
    same = always(a_package(a_framework(1), a_framework(1)))
    first, *others = [row.record for row in rows(visited(SITE, fetch(same), NOON - 9 * HOUR, NOON))]
    assert first is not None
    assert others == [first] * 3


def test_a_notice_dated_in_the_future_is_read_and_flagged_and_does_not_date_its_page(fetch: Any) -> None:
    """Section 9, clock skew."""
    future = always(a_package(a_framework(1, date="2099-01-01T00:00:00Z"), a_framework(2)))
    (page,) = visited(SITE, fetch(future), NOON - HOUR, NOON)
    assert len(list(page.reading.records())) == 2
    assert page.reading.as_of.value.isoformat() == "2026-09-03"
    flagged = [[problem.reason for problem in row.problems if problem.field == "date"] for row in page.reading.rows]
    assert flagged == [["lies in the future"], []]


def test_cases_2_and_3_a_notice_without_a_number_and_one_that_is_a_delta_are_read(fetch: Any) -> None:
    without = a_release(1, documents=uk_notice("UK10", 1), tag=["contractAmendment"], buyerID=[])
    del without["id"]
    delta = a_framework(2, tag=["award", "contract"], awards=[{"id": "1", "amendments": [{"description": "Left."}]}])
    found = rows(visited(SITE, fetch(always(a_package(without, delta))), NOON - HOUR, NOON))
    assert len(found) == 2 and all(row.outcome is not Outcome.REJECTED for row in found)


def next_page(link: Any) -> str:
    return a_package(a_framework(1), links={"next": link})


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example/api/1.0/ocdsReleasePackages?cursor=a", "/api/1.0/ocdsReleasePackages?cursor=a",
     f"http://{HOST}{LIST}?cursor=a", f"https://{HOST}.example{LIST}?cursor=a", f"https://user@{HOST}{LIST}?cursor=a",
     f"https://{HOST}:8443{LIST}?cursor=a", f"{API}/000001-2026", f"https://{HOST}/api/1.0/../ocdsReleasePackages?cursor=a",
     f"{API}?cursor=a&size=5", f"{API}?cursor=a#x", f"{API}?cursor={'a' * 3000}", ["a"], {"a": "b"}, 7, True],
)  # fmt: skip
def test_a_next_page_anywhere_but_on_the_list_itself_is_never_asked_for(link: Any, fetch: Any) -> None:
    answers = fetch(always(next_page(link)))
    with pytest.raises(PageChanged, match="names a next page that is none of https://"):
        visited(SITE, answers, NOON - HOUR, NOON)
    assert len(answers.asked) == 1


@pytest.mark.parametrize("nothing", [None, "", False])
def test_a_next_page_that_is_empty_is_none(nothing: Any, fetch: Any) -> None:
    (page,) = visited(SITE, fetch(always(next_page(nothing))), NOON - HOUR, NOON)
    assert page.finished == NOON


def test_case_38_a_next_page_that_is_the_page_itself_ends_the_visit(fetch: Any) -> None:
    first = f"{API}?updatedFrom=2026-09-03T10:00:00&updatedTo=2026-09-03T13:00:00&limit=100"
    answers = fetch(always(next_page(first)))
    with pytest.raises(PageChanged, match="its pages go in a circle"):
        visited(SITE, answers, NOON - HOUR, NOON)
    assert len(answers.asked) == 1


def test_case_38_a_visit_that_goes_on_does_not_go_back_to_the_first_page(fetch: Any) -> None:
    answers = fetch(find_a_tender(notices([NOON - timedelta(minutes=n) for n in range(1, 30)]), per_page=10))
    first, *_ = visited(SITE, answers, NOON - HOUR, NOON)
    back = fetch(always(next_page(answers.asked[0])))
    with pytest.raises(PageChanged, match="its pages go in a circle"):
        visited(SITE, back, NOON - HOUR, NOON, resume=first.then)
    assert len(back.asked) == 1


def test_case_38_pages_that_lead_back_to_an_earlier_one_end_the_visit(fetch: Any) -> None:
    links = {"limit=100": "cursor=a", "cursor=a": "cursor=b", "cursor=b": "cursor=a"}

    def circle(path: str, query: str) -> Answer:
        name = "limit=100" if "limit" in query else query
        return an_answer(a_package(a_framework(len(name) + ord(name[-1])), links={"next": f"{API}?{links[name]}"}))

    answers = fetch(circle)
    with pytest.raises(PageChanged, match="cursor=b names a page as the next that was asked before"):
        visited(SITE, answers, NOON - HOUR, NOON)
    assert len(answers.asked) == 3


def test_case_38_a_page_that_repeats_one_before_it_under_a_new_address_ends_the_visit(fetch: Any) -> None:
    numbers = iter(range(100))

    def endless(path: str, query: str) -> Answer:
        links = {"next": f"{API}?cursor={next(numbers)}"}
        return an_answer(a_package(a_framework(1), publishedDate=f"{next(numbers)}", links=links))

    answers = fetch(endless)
    with pytest.raises(PageChanged, match="lists the same notices as a page before it"):
        visited(SITE, answers, NOON - HOUR, NOON)
    assert len(answers.asked) == 2


def test_case_38_pages_that_never_end_end_the_visit(fetch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.visits.portal.MOST_PAGES", 5)

    def numbered() -> Iterator[Answer]:
        for number in range(1, 100):
            yield an_answer(a_package(a_framework(number), links={"next": f"{API}?cursor={number}"}))

    with pytest.raises(PageChanged, match="is page 6 of one window of time"):
        visited(SITE, fetch(in_turn(*numbered())), NOON - HOUR, NOON)


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [(400, "application/json", b"{}"), (401, "text/html", b"no"), (403, "text/html", b"no"), (422, "text/plain", b"no"),
     (429, "text/plain", b"Rate limit of 12 exceeded."), (200, "application/json", b""),
     (200, "text/html", b"<html>Accept cookies</html>")],
)  # fmt: skip
def test_a_refusal_html_for_json_or_an_empty_200_ends_the_visit_at_once(
    status: int, media_type: str, body: bytes, fetch: Any
) -> None:
    """Section 9, 400 to 429, empty body, HTML where JSON is expected; case 5: what is refused is not asked again."""
    answers = fetch(lambda path, query: (status, {"Content-Type": media_type}, body))
    with pytest.raises(FetchFailed):
        visited(SITE, answers, NOON - 10 * HOUR, NOON)
    assert len(answers.asked) == 1


def test_404_of_the_list_itself_ends_the_visit(fetch: Any) -> None:
    with pytest.raises(FetchFailed, match="404"):
        visited(SITE, fetch(always("{}", 404)), NOON - HOUR, NOON)


def test_the_stand_in_refuses_what_the_portal_refuses() -> None:
    portal = find_a_tender(notices([NOON]))
    good = "updatedFrom=2026-09-03T13:00:00&updatedTo=2026-09-03T19:00:00"
    assert portal(LIST, good)[0] == 200
    for bad in (f"{good}&size=10", good.replace("00&", "00Z&"), f"{good}&limit=101", f"{good}&cursor=%%",
                f"{good}&cursor=abc", "limit=10",
                "updatedFrom=2026-03-29T01:30:00&updatedTo=2026-03-29T04:00:00"):  # fmt: skip
        assert portal(LIST, bad)[0] == 400
    too_long = good.replace("13:00", "03:00").replace("19:00", "22:00")
    assert "000001-2026" not in portal(LIST, too_long)[2].decode()
