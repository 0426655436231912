"""A fetched page: read in whatever encoding, its links followed only where they may be, what is missing named."""

import pytest

from scrapers.html_page import HtmlPage, words
from scrapers.site import PageChanged

AT = "https://fens.example/list/"


def page(markup: str | bytes) -> HtmlPage:
    return HtmlPage(AT, markup if isinstance(markup, bytes) else markup.encode())


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>Café – £5</h1>".encode(),
        "\ufeff<h1>Café – £5</h1>".encode(),
        "<h1>Café – £5</h1>".encode("cp1252"),
        "<meta charset='windows-1252'><h1>Café – £5</h1>".encode("cp1252"),
    ],
)
def test_letters_are_read_right_whatever_the_page_says_of_its_encoding(markup: bytes):
    assert words(page(markup).one("h1")) == "Café – £5"


def test_a_page_is_read_in_the_encoding_its_site_names_where_it_is_not_utf_8():
    markup = "<h1>Café, €5</h1>".encode("iso-8859-15")

    assert words(HtmlPage(AT, markup, "iso-8859-15").one("h1")) == "Café, €5"
    assert words(HtmlPage(AT, markup, "no-such-encoding").one("h1")) != "Café, €5"


def test_links_are_followed_on_the_sites_own_hosts_only_and_each_once():
    links = (
        '<a href="a">1</a><a href="/list/a#top">2</a><a href="https://other.example/b">3</a>'
        '<a href="mailto:a@b.example">4</a><a href="javascript:void(0)">5</a><a href="">6</a><a>7</a>'
        '<a href="//fens.example/c">8</a><a href="https://[">9</a><a href="https://user:secret@fens.example/d">10</a>'
    )  # fmt: skip

    assert page(links).links("a", ["fens.example"]) == [f"{AT}a", "https://fens.example/c"]


@pytest.mark.parametrize("markup", ["", "   ", "<html><body></body></html>", "<!-- nothing -->"])
def test_a_page_without_text_is_refused_as_empty(markup: str):
    with pytest.raises(PageChanged, match=f"{AT} is empty"):
        page(markup)


def test_what_is_missing_is_named_with_the_address_and_the_pages_headings():
    with pytest.raises(PageChanged) as failure:
        page("<title>Fens</title><h1>New look</h1><h2>News</h2>").one("main h1.title")

    assert str(failure.value) == (
        f"{AT} has no “main h1.title”. The page may be built in a new way; its headings: “Fens”; “New look”; “News”. "
        "Nothing was stored from it."
    )


@pytest.mark.parametrize(
    "heading", ["Just a moment...", "We use cookies", "Access denied", "Log in to the portal", "Before you continue"]
)
def test_a_wall_before_the_page_is_told_from_a_page_built_anew(heading: str):
    with pytest.raises(PageChanged, match="stands before the one asked for"):
        page(f"<h1>{heading}</h1>").one("main")


@pytest.mark.parametrize("heading", ["Cookie catering equipment", "Signage", "Logistics and login-free printing"])
def test_a_framework_about_cookies_is_no_wall(heading: str):
    with pytest.raises(PageChanged, match="built in a new way"):
        page(f"<h1>{heading}</h1>").one("main")
