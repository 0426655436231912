"""Answers that look like success and are none: empty, of another kind, or there to keep machines out."""

import pytest

from scrapers.fetch.walls import LONGEST_QUOTE, is_as_expected, quote, wall
from scrapers.site import FetchFailed
from tests.scrapers.fetch.conftest import SITE, InTurn, Serve
from tests.stand_in import Reply

A_MEGABYTE = 1_000_000
WALLS = {
    "Just a moment": "<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
    "Attention Required": "<html><head><title>Attention Required! | Shield</title></head><body>Sorry</body></html>",
    "Access Denied": "<html><title>Access Denied</title>You don't have permission to see this.</html>",
    "enable cookies": "<html><body><h1>One step</h1><p>Please enable cookies and reload.</p></body></html>",
    "cookies are disabled": "<html><body>It seems that cookies are disabled in your browser.</body></html>",
    "requires cookies": "<html><title>Portal</title><body>This site requires cookies.</body></html>",
    "Accept all cookies to continue": "<html><body><p>Accept all cookies to continue.</p></body></html>",
    "to continue, please accept our cookies": "<html><body>Wait: to continue, please accept our cookies.</body></html>",
    "does not accept cookies": "<html><body>Your browser does not accept cookies.</body></html>",
    "captcha": "<html><title>Portal</title><body>Type the letters of the captcha.</body></html>",
    "not a robot": "<html><body><label>I'm not a robot</label></body></html>",
    "unusual traffic": "<html><body>We have seen unusual traffic from your network.</body></html>",
    "captcha-delivery.com": "<html><body><script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
    "Request unsuccessful": "<html><head><title>Request unsuccessful.</title></head></html>",
    "verify you are human": "<html><head><title>Please verify you are human</title></head></html>",
}
WORDS = " ".join(f"Framework {number} for goods and services of every kind." for number in range(60))
PAGES = {
    "banner": f"<title>Frameworks</title><div>We use cookies. <button>Accept more cookies</button></div><p>{WORDS}",
    "small banner": "<title>Frameworks</title><div>We use cookies. <button>Accept all cookies</button></div><p>RM6100",
    "policy": f"<title>Cookies policy</title><p>You can turn on cookies or block them. {WORDS}",
    "form": f"<title>Contact</title><p>{WORDS}</p><form><div class='g-recaptcha'>I'm not a robot</div></form>",
    "script": "<title>Frameworks</title><script>var captcha = 1; // access denied</script><p>RM6100</p>",
    "comment": "<title>Frameworks</title><!-- captcha, enable cookies --><p>RM6100</p>",
    "vetting": "<title>Security checks and vetting services</title><p>RM6284</p>",
    "title": f"<title>Captcha and human verification software</title><p>{WORDS}</p>",
    "shop": "<title>Security services</title><p>Access control and verification of identity. RM6089</p>",
}


@pytest.mark.parametrize("shows", WALLS)
def test_a_page_that_keeps_machines_out_is_refused_with_what_it_shows(serve: Serve, shows: str):
    place = serve(InTurn(WALLS[shows]))

    with pytest.raises(FetchFailed, match="is a page that only keeps machines out") as failed:
        place.door()(f"{SITE}/a", expects="text/html")

    assert shows.lower() in str(failed.value).lower()
    assert place.site.paths == ["/a"]
    assert list(place.bodies.read_again()) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_only_speaks_of_cookies_or_captchas_is_a_page(page: str):
    assert wall("text/html", PAGES[page].encode()) == ""


def test_a_wall_in_other_data_is_only_a_word(serve: Serve):
    body = Reply(body='{"title": "Captcha services: enable cookies"}', headers={"Content-Type": "application/json"})

    assert serve(InTurn(body)).door()(f"{SITE}/a", expects="application/json")


@pytest.mark.parametrize("body", ["", " ", "\r\n\t ", b"\n" * 70_000])
@pytest.mark.parametrize("expects", ["", "application/json"])
def test_an_empty_page_is_refused_although_the_site_says_that_all_is_well(
    serve: Serve, body: str | bytes, expects: str
):
    """Sections 9 and 10, case 23: GCA's list answers some robots with an empty page."""
    place = serve(InTurn(body))

    with pytest.raises(FetchFailed, match="is empty, although the site answers that all is well"):
        place.door()(f"{SITE}/a", expects=expects)
    assert place.site.paths == ["/a"]


def test_html_where_json_was_expected_is_refused_and_its_beginning_kept(serve: Serve):
    """Section 9: 200 HTML where JSON is expected."""
    page = "<!doctype html><title>Service unavailable</title>" + "<p>We are sorry.</p>" * 1000
    place = serve(InTurn(page))

    with pytest.raises(FetchFailed, match=r"is text/html \(“Service unavailable”\) where application/json") as failed:
        place.door()(f"{SITE}/a", expects="application/json")

    (kept,) = (place.folder / "bodies").rglob("*.gz")
    assert kept.name[:12] in str(failed.value)
    assert place.bodies.open(kept.name.removesuffix(".gz")).read() == page.encode()[:2048]


@pytest.mark.parametrize(
    ("media_type", "expects", "head"),
    [
        ("application/json", "application/json", b'{"releases": []}'),
        ("application/problem+json", "application/json", b"{}"),
        ("", "application/json", b"{}"),
        ("text/csv", "text/csv", b"a,b"),
        ("text/plain", "text/csv", b"a,b"),  # section 10, case 23: CSV as text/plain
        ("application/octet-stream", "text/csv", b"a,b"),
        ("text/xml", "application/xml", b"<?xml version='1.0'?><urlset/>"),
        ("application/rss+xml", "application/xml", b"<rss/>"),
        ("application/xhtml+xml", "text/html", b"<html>"),
        ("image/png", "", b"\x89PNG"),
    ],
)
def test_what_is_expected_is_known_by_all_its_names(media_type: str, expects: str, head: bytes):
    assert is_as_expected(media_type, expects, head)


@pytest.mark.parametrize(
    ("media_type", "expects", "head"),
    [
        ("text/html", "application/json", b"{}"),
        ("text/plain", "application/json", b"Rate limit of 12 exceeded."),
        ("application/json", "application/json", b"<!DOCTYPE html><html>"),
        ("application/json", "application/json", b"\xef\xbb\xbf\n <!-- a --><!-- b --> <HTML lang=en>"),
        ("text/plain", "text/csv", b"<html><body>Sign in</body></html>"),
        ("", "text/csv", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"),
        ("application/json", "text/html", b"{}"),
        ("application/pdf", "text/html", b"%PDF"),
        ("text/html", "application/xml", b"<html>"),
    ],
)
def test_what_is_not_expected_is_known_by_its_name_or_its_beginning(media_type: str, expects: str, head: bytes):
    assert not is_as_expected(media_type, expects, head)


@pytest.mark.parametrize(
    "piece",
    [
        b"<!--",
        b"<!-- -->",
        b"<title",
        b"<title>",
        b"<script>",
        b"<",
        b" ",
        b"</script",
        b"<?xml ",
        b"accept cookies to ",
    ],
)
def test_a_page_made_to_be_read_over_and_over_is_read_once(piece: bytes):
    """Else each of these would take hours, until pytest's limit for one test ends it (faulthandler_timeout)."""
    page = piece * (A_MEGABYTE // len(piece))

    is_as_expected("application/json", "application/json", page)

    assert wall("text/html", page) == ""
    assert len(quote(page)) <= LONGEST_QUOTE
