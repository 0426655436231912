import pytest

from scrapers.site import FetchFailed
from tests.scrapers.fetch.conftest import SITE, Serve
from tests.stand_in import Answer, Reply, Request


def to(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location}, body="elsewhere")


def route(**replies: Reply | str) -> Answer:
    """Pages by name, "a" at /a."""
    return lambda request: replies.get(request.path.removeprefix("/"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_body_tells_where_it_was_found(serve: Serve, status: int):
    place = serve(route(a=to("/b#part", status), b="a page"))

    body = place.door()(f"{SITE}/a")

    assert body.address == f"{SITE}/b"
    assert place.site.paths == ["/a", "/b"]


def test_a_listed_host_may_send_on_to_another_listed_one(serve: Serve):
    """Section 9: 301 to another host, followed only if it is on the list."""
    place = serve(
        lambda request: to("https://new.example/b", 301) if request.path == "/a" else "a page",
        "portal.example",
        "new.example",
    )

    assert place.door()(f"{SITE}/a").address == "https://new.example/b"
    assert [each.host for each in place.site.seen if each.path == "/b"] == ["new.example"]


def test_a_host_that_is_not_listed_is_not_followed_and_the_cure_is_named(serve: Serve):
    """Section 10, case 23: www.crowncommercial.gov.uk became www.gca.gov.uk."""
    place = serve(route(a=to("https://new.example/b", 301)))

    with pytest.raises(FetchFailed, match=r"sends us on to https://new.example/b, .* add it to the source's hosts"):
        place.door()(f"{SITE}/a")


def test_a_redirect_from_https_to_http_is_not_followed(serve: Serve):
    place = serve(route(a=to("http://portal.example/b")))

    with pytest.raises(FetchFailed, match="only addresses that begin with https:// are asked"):
        place.door()(f"{SITE}/a")


def test_five_redirects_are_followed_and_a_sixth_is_not(serve: Serve):
    def down(request: Request) -> Reply | str:
        left = int(request.path[1:]) if request.path[1:].isdigit() else 0
        return to(f"/{left - 1}") if left else "a page"

    place = serve(down)

    assert place.door()(f"{SITE}/5").address == f"{SITE}/0"
    with pytest.raises(FetchFailed, match="sends us on more than 5 times"):
        place.door()(f"{SITE}/6")
    assert place.site.paths[6:] == ["/6", "/5", "/4", "/3", "/2", "/1"]


@pytest.mark.assurance("R19", "Redirects in a circle are refused")
def test_redirects_that_lead_in_a_circle_are_refused_at_the_first_round(serve: Serve):
    place = serve(route(a=to("/b"), b=to("/a")))

    with pytest.raises(FetchFailed, match="sends us round in a circle"):
        place.door()(f"{SITE}/a")
    assert place.site.paths == ["/a", "/b"]


def test_a_redirect_without_a_place_to_go_is_refused(serve: Serve):
    place = serve(route(a=Reply(status=302)))

    with pytest.raises(FetchFailed, match="brings no page: the site answers 302"):
        place.door()(f"{SITE}/a")


def test_a_place_written_beyond_ascii_is_found(serve: Serve):
    place = serve(lambda request: to("/caf\u00c3\u00a9") if request.path == "/a" else "a page")

    assert place.door()(f"{SITE}/a").address == f"{SITE}/caf%C3%A9"


def test_a_page_that_gives_itself_as_the_next_one_does_not_keep_the_hub_for_ever(serve: Serve):
    """Section 10, case 38."""
    place = serve(lambda request: "a page whose next page is itself")
    door = place.door()

    with pytest.raises(FetchFailed, match="wanted more than 5 times in one visit"):
        while True:
            door(f"{SITE}/list?page=2")
    assert len(place.site.paths) == 5
