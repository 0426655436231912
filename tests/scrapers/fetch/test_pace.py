"""How often a site is asked, told by the site itself."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Event

import pytest

from scrapers.site import FetchFailed, Pace
from tests.scrapers.fetch.conftest import SITE, InTurn, Serve
from tests.stand_in import Reply, Request

BUSY = Reply(status=429, body="Rate limit of 12 exceeded. Please retry after 120 seconds.")


def within(times: list[datetime], pace: Pace) -> bool:
    """True if no stretch of ``pace.seconds`` saw more requests than allowed, and none came too close to the last."""
    windows = zip(times, times[pace.requests :], strict=False)
    apart = all(later - earlier >= timedelta(seconds=pace.apart) for earlier, later in pairwise(times))
    return apart and all(later - earlier >= timedelta(seconds=pace.seconds) for earlier, later in windows)


PACES = [
    Pace(requests=12, seconds=120, apart=10),
    Pace(requests=12, seconds=120, apart=0),
    Pace(requests=1, seconds=5, apart=0),
    Pace(requests=5, seconds=60, apart=2.5),
]


@pytest.mark.parametrize("pace", PACES)
def test_a_site_is_never_asked_more_often_than_its_pace(serve: Serve, pace: Pace):
    place = serve(lambda request: "a page")
    door = place.door(pace=pace)

    for number in range(15):
        door(f"{SITE}/{number}")
        place.time.time += timedelta(seconds=number % 4)

    assert len(place.site.seen) == 16
    assert within([each.time for each in place.site.seen], pace)


def test_no_time_is_wasted_where_the_pace_allows_a_request(serve: Serve):
    place = serve(lambda request: "a page")
    door = place.door(pace=Pace(requests=4, seconds=60, apart=0))

    for number in range(8):  # and robots.txt
        door(f"{SITE}/{number}")

    assert place.time.slept == [60, 60]


def test_the_pace_is_kept_by_visits_that_follow_each_other_or_were_killed(serve: Serve):
    place = serve(lambda request: "a page")
    pace = PACES[0]

    for number in range(14):
        place.door(pace=pace)(f"{SITE}/{number}")

    assert within([each.time for each in place.site.seen], pace)


def test_two_sources_on_one_host_share_its_pace(serve: Serve):
    place = serve(lambda request: "a page")
    pace = PACES[0]
    doors = [place.door(pace=pace, source=source) for source in ("one", "two")]

    for number in range(14):
        doors[number % 2](f"{SITE}/{number}")

    assert within([each.time for each in place.site.seen], pace)


def test_a_host_is_asked_for_one_thing_at_a_time(serve: Serve):
    answering: list[int] = []
    at_once: list[int] = []

    def answer(request: Request) -> str:
        answering.append(1)
        at_once.append(len(answering))
        Event().wait(0.002)
        answering.pop()
        return "a page"

    place = serve(answer)
    doors = [place.door(source=source) for source in ("one", "two", "three")]
    with ThreadPoolExecutor(len(doors)) as visits:
        for fetched in [visits.submit(door, f"{SITE}/{number}") for door in doors for number in range(3)]:
            assert fetched.result()

    assert max(at_once) == 1


def test_the_time_from_one_request_to_the_next_begins_when_the_first_is_answered(serve: Serve):
    """Else a request that was long on its way would arrive too close to the next."""

    def answer(request: Request) -> str:
        place.time.time += timedelta(seconds=7)
        return "a page"

    place = serve(answer)

    place.door(pace=Pace(requests=100, seconds=1, apart=10))(f"{SITE}/a")

    assert place.site.seen[1].time - place.site.seen[0].time == timedelta(seconds=17)


def test_a_request_is_written_down_before_it_is_sent(serve: Serve):
    """So that a visit which is killed while it waits for an answer has been counted."""
    written: list[int] = []

    def answer(request: Request) -> str:
        record = place.folder / "hosts" / "portal.example.json"
        written.append(len(json.loads(record.read_text())["asked"]))
        return "a page"

    place = serve(answer)

    place.door()(f"{SITE}/a")

    assert written == [1, 2]


def test_each_host_has_turns_of_its_own(serve: Serve):
    place = serve(lambda request: "a page", "portal.example", "api.example")
    door = place.door(pace=Pace(requests=2, seconds=100, apart=0))

    door(f"{SITE}/a")
    door("https://api.example/a")

    assert place.time.slept == []


def test_retries_are_requests_too(serve: Serve):
    pace = PACES[0]
    place = serve(InTurn(*[Reply(status=500)] * 4, "a page"))

    place.door(pace=pace)(f"{SITE}/a")

    assert len(place.site.seen) == 6
    assert within([each.time for each in place.site.seen], pace)


def date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("1", 1),
        (date(NOON + timedelta(seconds=90)), 90),
        (None, 30),
        ("", 30),
        ("soon", 30),
        ("-5", 30),
        ("12.5", 30),
        ("\u00b2", 30),
        ("0", 0),
        (date(NOON - timedelta(days=1)), 0),
        ("3600", 900),
        ("9" * 5000, 900),
        (date(NOON + timedelta(days=400)), 900),
    ],
)
def test_a_site_that_says_when_to_come_back_is_left_alone_until_then(
    serve: Serve, retry_after: str | None, seconds: float
):
    """Section 10, case 5: Retry-After in seconds, as a date, missing, or without sense; and longer than we wait."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    place = serve(InTurn(Reply(status=429, headers=headers), "a page"))

    place.door()(f"{SITE}/a")

    waited = place.site.seen[2].time - place.site.seen[1].time
    assert timedelta(seconds=seconds) <= waited <= timedelta(seconds=max(min(seconds * 1.1, 900), 2))


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_whatever_ails_a_site_it_is_left_alone_as_long_as_it_says(serve: Serve, status: int):
    place = serve(InTurn(Reply(status=status, headers={"Retry-After": "200"}), "a page"))

    place.door()(f"{SITE}/a")

    assert 200 <= place.time.slept[-1] <= 220


def test_what_a_site_told_one_visit_the_next_one_keeps_too(serve: Serve):
    place = serve(InTurn(*[Reply(status=429, headers={"Retry-After": "600"})] * 6, "a page"))

    with pytest.raises(FetchFailed, match="has too much to do: it answered 429 6 times"):
        place.door()(f"{SITE}/a")
    place.door()(f"{SITE}/b")

    last_refused, next_robots = place.site.seen[6].time, place.site.seen[7].time
    assert next_robots - last_refused >= timedelta(seconds=600)


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_had_too_much_to_do_is_asked_half_as_often_for_the_rest_of_the_visit(serve: Serve, status: int):
    """Section 9: 429 and 503."""
    busy = [False, True, *[False] * 8]

    def answer(request: Request) -> Reply | str | None:
        if request.path == "/robots.txt":
            return None
        return Reply(status=status) if busy.pop(0) else "a page"

    place = serve(answer)
    door = place.door(pace=Pace(requests=1000, seconds=1, apart=10))

    for number in range(6):
        door(f"{SITE}/{number}")

    gaps = [(later.time - earlier.time).total_seconds() for earlier, later in pairwise(place.site.seen)]
    assert gaps == [10, 10, 31.5, 20, 20, 20, 20]


def test_a_clock_set_back_does_not_stop_the_hub_for_hours(serve: Serve):
    place = serve(InTurn(BUSY, "a page"))
    pace = Pace(requests=2, seconds=60, apart=10)
    place.door(pace=pace)(f"{SITE}/a")

    place.time.time -= timedelta(days=2)
    place.door(pace=pace)(f"{SITE}/b")

    assert max(place.time.slept) <= 900


def test_a_record_of_turns_that_cannot_be_read_is_begun_anew(serve: Serve):
    place = serve(lambda request: "a page")
    place.door()(f"{SITE}/a")
    (place.folder / "hosts" / "portal.example.json").write_text("{")

    assert place.door()(f"{SITE}/b")
