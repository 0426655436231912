"""What becomes of each answer a site can give: section 9 of the specification of sources, line by line."""

from collections.abc import Sequence

import pytest

from scrapers.fetch import Patience
from scrapers.site import AskedTooMuch, FetchFailed, Gone, NotAllowed, Oversized
from tests.scrapers.fetch.conftest import SITE, InTurn, Page, Serve
from tests.stand_in import PUBLIC, Reply, endless

A_SENTENCE = r"^https://portal\.example/a .+; .+\.$"
JSON = {"Content-Type": "application/json"}


@pytest.mark.assurance("R19", "A site that has too much to do or is broken is asked again a few times and no more")
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_five_times_at_most(serve: Serve, status: int):
    place = serve(InTurn(Reply(status=status)))

    with pytest.raises(FetchFailed, match=f"it answered {status} 6 times"):
        place.door()(f"{SITE}/a")
    assert len(place.site.paths) == 6


@pytest.mark.parametrize("status", [408, 500, 503])
def test_what_has_passed_by_the_fifth_time_is_fetched(serve: Serve, status: int):
    place = serve(InTurn(*[Reply(status=status)] * 5, "a page"))

    assert place.bodies.open(place.door()(f"{SITE}/a").sha256).read() == b"a page"


def test_each_try_waits_twice_as_long_as_the_one_before_and_a_little_by_chance(serve: Serve):
    place = serve(InTurn(*[Reply(status=500)] * 5, "a page"))

    place.door()(f"{SITE}/a")

    assert place.time.slept == [3, 6, 12, 24, 48]  # chance is a half


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 406, 410, 418, 422, 451, 501, 505, 201, 204, 206, 300, 304]
)
def test_what_will_not_pass_is_not_asked_again_and_told_in_one_sentence(serve: Serve, status: int):
    place = serve(InTurn(Reply(status=status)))

    with pytest.raises(FetchFailed, match=A_SENTENCE) as failed:
        place.door()(f"{SITE}/a")

    assert place.site.paths == ["/a"]
    assert f"{status}" in str(failed.value)
    assert isinstance(failed.value, Gone) == (status in (404, 410))


@pytest.mark.parametrize("body", [Reply(status=404, body="x", length=9), Reply(status=404, body="x", packed="br")])
def test_what_is_gone_is_gone_however_badly_it_is_told(serve: Serve, body: Reply):
    with pytest.raises(Gone):
        serve(InTurn(body)).door()(f"{SITE}/a")


def test_a_question_that_a_site_calls_wrong_is_told_in_its_own_words(serve: Serve):
    said = '{"status":400,"error":"Bad Request","message":"unknown parameter size"}'
    place = serve(InTurn(Reply(status=400, body=said, headers=JSON)))

    with pytest.raises(FetchFailed, match="unknown parameter size.*code for this source must be put right"):
        place.door()(f"{SITE}/a")


def test_a_firewall_that_forbids_the_hub_is_told_with_what_it_shows(serve: Serve):
    """Section 10, case 5: 403 of a firewall. The hub asks once, under its own name, and stops."""
    place = serve(InTurn(Reply(status=403, body="<title>Just a moment...</title>")))

    with pytest.raises(FetchFailed, match=r"403 \(forbidden\) with a page that only keeps machines out.*ask its owner"):
        place.door()(f"{SITE}/a")
    assert place.site.paths == ["/a"]


def test_a_portal_that_forbids_where_others_say_too_many_is_given_five_minutes_thrice(serve: Serve):
    """Section 2: Contracts Finder."""
    place = serve(InTurn(Reply(status=403)))

    with pytest.raises(FetchFailed, match="403"):
        place.door(pause_when_forbidden=300)(f"{SITE}/a")

    assert len(place.site.paths) == 4
    assert len(place.time.slept) == 3
    assert all(300 <= slept <= 330 for slept in place.time.slept)


def test_a_portal_that_allows_again_after_its_pause_is_fetched_from(serve: Serve):
    assert serve(InTurn(Reply(status=403), "a page")).door(pause_when_forbidden=300)(f"{SITE}/a")


def test_401_is_no_pause(serve: Serve):
    place = serve(InTurn(Reply(status=401)))

    with pytest.raises(FetchFailed, match="401"):
        place.door(pause_when_forbidden=300)(f"{SITE}/a")
    assert place.site.paths == ["/a"]


def test_an_answer_that_breaks_off_is_tried_three_times_and_nothing_of_it_is_kept(serve: Serve):
    place = serve(InTurn(Reply(body=b"x" * 1000, cut=500)))

    with pytest.raises(AskedTooMuch, match="broke off in the middle of its answer, 3 times"):
        place.door()(f"{SITE}/a")

    assert len(place.site.paths) == 3
    assert list(place.bodies.read_again()) == []
    assert list((place.folder / "arriving").iterdir()) == []


@pytest.mark.parametrize(
    "cut",
    [
        Reply(body=b"x" * 1000, cut=500),
        Reply(body=[b"x" * 1000], cut=500, chunked=True),
        Reply(body=[b"x" * 1000], cut=500),
        Reply(body=b"x" * 100_000, packed="gzip", cut=50),
        Reply(body=b"half", length=8),
    ],
    ids=["told length", "chunked", "no length", "packed", "short"],
)
def test_an_answer_that_broke_off_once_is_fetched_whole_the_next_time(serve: Serve, cut: Reply):
    place = serve(InTurn(cut, "a page"))

    body = place.door()(f"{SITE}/a")

    assert place.bodies.open(body.sha256).read() == b"a page"


@pytest.mark.assurance("R19", "A site that stops answering is told as too slow")
def test_a_site_that_stops_answering_is_told_as_too_slow(serve: Serve):
    place = serve(InTurn(Reply(body=[b"a", b"b"], pause=30)))

    patience = Patience(connect=90, read=0.05, whole=90)  # if it were not that for reading that counts, it would come

    with pytest.raises(AskedTooMuch, match="did not go on answering in time, 3 times"):
        place.door(patience=patience)(f"{SITE}/a")


def test_a_site_that_sends_a_byte_now_and_then_for_ever_is_broken_off(serve: Serve):
    place = serve(InTurn(Reply(body=endless(b"a", 10_000), pause=0.02)))

    with pytest.raises(AskedTooMuch, match="took longer for one answer than the hub waits, 3 times"):
        place.door(patience=Patience(connect=5, read=5, whole=0.3))(f"{SITE}/a")


def test_headers_without_end_are_refused(serve: Serve):
    many = {f"X-{number}": "a" for number in range(200)}
    place = serve(InTurn(Reply(body="a page", headers=many), Reply(body="a page", headers={"X": "a" * 70_000})))

    with pytest.raises(FetchFailed, match="gives an answer that is not HTTP, 3 times"):
        place.door()(f"{SITE}/a")


def test_a_host_that_cannot_be_found_is_tried_three_times(serve: Serve):
    place = serve(lambda request: "a page")
    tried: list[str] = []

    def resolve(host: str) -> Sequence[str]:
        tried.append(host)
        raise OSError("no such name")

    door = place.door(internet={"resolve": resolve})

    with pytest.raises(FetchFailed, match=r"on a host that cannot be found \(DNS\), 3 times.*try again later"):
        door(f"{SITE}/a")
    assert len(tried) == 3


def test_a_host_that_cannot_be_connected_to_is_tried_at_its_next_address(serve: Serve):
    place = serve(lambda request: "a page")
    other = "151.101.66.132"
    reached: list[str] = []

    def reach(address: str) -> tuple[str, int]:
        reached.append(address)
        return ("127.0.0.1", 9) if address == PUBLIC else place.site.internet.reach(address)

    door = place.door(internet={"resolve": lambda host: (PUBLIC, other), "reach": reach})

    assert door(f"{SITE}/a")
    assert reached == [PUBLIC, other] * 2  # for robots.txt and for the page


def test_after_a_failure_other_addresses_are_still_fetched(serve: Serve):
    place = serve(Page("/b", "a page"))
    door = place.door()

    with pytest.raises(Gone):
        door(f"{SITE}/a")
    assert door(f"{SITE}/b")


def test_a_cookie_is_never_kept_nor_sent(serve: Serve):
    place = serve(InTurn(Reply(body="a page", headers={"Set-Cookie": "visitor=1; Path=/"})))
    door = place.door()

    for path in ("/a", "/b"):
        door(f"{SITE}{path}")

    assert all("cookie" not in each.headers for each in place.site.seen)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=403), NotAllowed),
        (Reply(status=503), AskedTooMuch),
        (Reply(status=500), AskedTooMuch),
        (Reply(status=429), FetchFailed),
        (Reply(status=422), FetchFailed),
        (Reply(body=b"x" * 2_000), Oversized),
        (Reply(status=302, headers={"Location": "https://elsewhere.example/"}), NotAllowed),
        (Reply(body="<title>Just a moment...</title>", headers={"Content-Type": "text/html"}), NotAllowed),
    ],
)
def test_who_asked_can_tell_a_refusal_from_too_much_at_once(serve: Serve, reply: Reply, kind: type[FetchFailed]):
    place = serve(InTurn(reply))

    with pytest.raises(FetchFailed) as failed:
        place.door(body_limit=1_000)(f"{SITE}/a")
    assert type(failed.value) is kind
