"""What a site's robots.txt asks for is done: no disallowed address is ever asked for."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from scrapers.site import FetchFailed
from tests.scrapers.fetch.conftest import CONTACT, SITE, Place, Serve
from tests.stand_in import Reply, Request, endless

RULES = """
User-agent: *
Crawl-delay: 7
Disallow: /search
Disallow: /*?*page=
Disallow: /agreements/*/suppliers/
Allow: /search/help
Disallow: /private$

User-agent: elsewhere
Disallow: /search/all
"""


def place_with(serve: Serve, robots: Reply | str | bytes | None) -> Place:
    return serve(lambda request: robots if request.path == "/robots.txt" else "a page")


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/search", "Disallow: /search"),
        ("/search/all", "Disallow: /search"),
        ("/s%65arch", "Disallow: /search"),
        ("/agreements?sort=1&page=2", r"Disallow: /\*\?\*page="),
        ("/agreements/RM6100/suppliers/7", r"Disallow: /agreements/\*/suppliers/"),
        ("/private", r"Disallow: /private\$"),
    ],
)
def test_a_disallowed_address_is_not_asked_and_the_rule_is_named(serve: Serve, path: str, rule: str):
    place = place_with(serve, RULES)

    with pytest.raises(FetchFailed, match=rf"the robots.txt of portal.example disallows it \(“{rule}”\)"):
        place.door()(f"{SITE}{path}")
    assert place.site.paths == []


@pytest.mark.parametrize("path", ["/", "/search/help", "/private/page", "/agreements/RM6100"])
def test_what_is_not_disallowed_is_asked(serve: Serve, path: str):
    place = place_with(serve, RULES)

    place.door()(f"{SITE}{path}")

    assert place.site.paths == [path]


def test_rules_for_us_by_name_are_heeded_and_those_for_others_are_not(serve: Serve):
    place = place_with(serve, "User-agent: Procurement-Hub\nDisallow: /a\n\nUser-agent: *\nDisallow: /b")
    door = place.door()

    door(f"{SITE}/b")
    with pytest.raises(FetchFailed, match="disallows it"):
        door(f"{SITE}/a")


def test_a_redirect_does_not_lead_to_what_is_disallowed(serve: Serve):
    def answer(request: Request) -> Reply | str:
        if request.path == "/robots.txt":
            return RULES
        return Reply(status=302, headers={"Location": "/search"})

    place = serve(answer)

    with pytest.raises(FetchFailed, match="disallows it"):
        place.door()(f"{SITE}/a")
    assert place.site.paths == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_a_robots_txt_allows_everything(serve: Serve, status: int):
    place = place_with(serve, Reply(status=status))

    assert place.door()(f"{SITE}/a")


@pytest.mark.parametrize("robots", ["", "<!doctype html><title>Home</title>", b"\xff\xfe\x00nonsense", "Disallow: /a"])
def test_a_robots_txt_that_says_nothing_of_use_allows_everything(serve: Serve, robots: str | bytes):
    assert place_with(serve, robots).door()(f"{SITE}/a")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_read(serve: Serve, status: int):
    place = place_with(serve, Reply(status=status))
    door = place.door()

    for path in ("/a", "/b"):
        with pytest.raises(FetchFailed, match=rf"Nothing on portal.example was asked, .* answers {status}; try again"):
            door(f"{SITE}{path}")
    assert place.site.paths == []
    assert len(place.site.seen) == 6  # once, and five times again; not anew for the second page


def test_nothing_is_asked_of_a_site_that_cuts_its_robots_txt_off(serve: Serve):
    place = place_with(serve, Reply(body="User-agent: *\nDisallow: /a", cut=15))

    with pytest.raises(FetchFailed, match="Nothing on portal.example was asked"):
        place.door()(f"{SITE}/a")


def test_a_robots_txt_is_kept_for_a_day_and_no_longer(serve: Serve):
    place = place_with(serve, "User-agent: *\nAllow: /")
    door = place.door()

    for hours in (0, 23, 2, 1):
        place.time.time += timedelta(hours=hours)
        door(f"{SITE}/{hours}")

    assert [each.path for each in place.site.seen] == ["/robots.txt", "/0", "/23", "/robots.txt", "/2", "/1"]


def test_a_robots_txt_is_kept_for_the_visits_that_follow(serve: Serve):
    place = place_with(serve, RULES)

    for path in ("/a", "/b"):
        place.door()(f"{SITE}{path}")
    with pytest.raises(FetchFailed, match="disallows it"):
        place.door()(f"{SITE}/search")

    assert [each.path for each in place.site.seen] == ["/robots.txt", "/a", "/b"]
    assert place.time.slept == [7, 7]


@pytest.mark.parametrize("kept", ["{", "{}", '{"read_at": "soon", "text": ""}'])
def test_a_kept_robots_txt_that_cannot_be_read_is_asked_for_anew(serve: Serve, kept: str):
    place = place_with(serve, RULES)
    place.door()(f"{SITE}/a")
    (place.folder / "hosts" / "portal.example.robots.json").write_text(kept)

    with pytest.raises(FetchFailed, match="disallows it"):
        place.door()(f"{SITE}/search")


def test_the_delay_it_asks_for_lengthens_the_pace(serve: Serve):
    place = place_with(serve, RULES)
    door = place.door()

    for path in ("/a", "/b"):
        door(f"{SITE}{path}")

    times = [each.time for each in place.site.seen]
    assert times == [times[0], times[0] + timedelta(seconds=7), times[0] + timedelta(seconds=14)]


def test_the_rate_it_asks_for_lengthens_the_pace(serve: Serve):
    place = place_with(serve, "User-agent: *\nRequest-rate: 1/20s\nDisallow: /x")

    place.door()(f"{SITE}/a")

    assert place.site.seen[1].time - place.site.seen[0].time == timedelta(seconds=20)


@pytest.mark.parametrize("delay", ["86400", "901"])
def test_a_site_that_asks_for_longer_delays_than_a_visit_can_bear_is_not_visited(serve: Serve, delay: str):
    place = place_with(serve, f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /x")

    with pytest.raises(FetchFailed, match="seconds between two requests"):
        place.door()(f"{SITE}/a")


@pytest.mark.parametrize("delay", ["-5", "soon", "nan", "inf"])
def test_a_delay_that_is_none_changes_nothing(serve: Serve, delay: str):
    place = place_with(serve, f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /x")

    place.door()(f"{SITE}/a")

    assert place.time.slept == []


def test_of_an_endless_robots_txt_only_the_beginning_is_read(serve: Serve):
    start = b"User-agent: *\nDisallow: /a\n" + b"#" * 65_000 + b"\n"
    place = place_with(serve, Reply(body=[start, *endless(b"#" * 65_000 + b"\n", 20), b"Disallow: /b\n"], chunked=True))
    door = place.door()

    with pytest.raises(FetchFailed, match="disallows it"):
        door(f"{SITE}/a")
    assert door(f"{SITE}/b")


def test_every_request_says_who_asks_and_how_to_reach_them(serve: Serve):
    place = place_with(serve, RULES)

    place.door()(f"{SITE}/a")

    assert {each.headers["user-agent"] for each in place.site.seen} == {f"procurement-hub (+{CONTACT})"}
    assert len(place.site.seen) == 2


@pytest.mark.parametrize(
    "contact", ["", "nobody", "a b@c.example", "x@y.example\r\nX: y", "x@y.example)", "http://x.example"]
)
def test_nobody_fetches_without_saying_how_to_reach_them(serve: Serve, contact: str):
    with pytest.raises(ValueError, match="neither an e-mail address nor an https address"):
        place_with(serve, "").door(contact=contact)


@pytest.mark.parametrize(("location", "allowed"), [("/rules.txt", False), ("/none.txt", True)])
def test_a_robots_txt_that_has_moved_is_found(serve: Serve, location: str, allowed: bool):
    def answer(request: Request) -> Reply | str | None:
        if request.path == "/robots.txt":
            return Reply(status=301, headers={"Location": location})
        return {"/rules.txt": RULES, "/search": "a page"}.get(request.path)

    place = serve(answer)

    with nullcontext() if allowed else pytest.raises(FetchFailed, match="disallows it"):
        place.door()(f"{SITE}/search")
    assert ("/search" in place.site.paths) == allowed


def test_a_robots_txt_that_has_moved_to_a_host_off_the_list_cannot_be_read(serve: Serve):
    place = place_with(serve, Reply(status=301, headers={"Location": "https://elsewhere.example/robots.txt"}))

    with pytest.raises(FetchFailed, match="Nothing on portal.example was asked.*add it to the source's hosts"):
        place.door()(f"{SITE}/a")
    assert place.site.paths == []
