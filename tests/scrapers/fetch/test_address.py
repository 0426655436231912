import string

import pytest
from hypothesis import given, strategies as st

from scrapers.fetch.address import Address, checked, followed
from scrapers.site import FetchFailed

HOSTS = ("portal.example", "api.example")
HOSTILE = st.text(
    st.sampled_from("https://portal.example" + "@:#?/\\.%[]\r\n\t 。①é\x00" + string.hexdigits), max_size=40
)


def unless_refused(address: Address | None) -> bool:
    """True for what may be sent as the first line of a request to a listed host."""
    if address is None:
        return True
    sent = address.target.isascii() and address.target.isprintable() and " " not in address.target
    return address.host in HOSTS and address.target.startswith("/") and sent and checked(str(address), HOSTS) == address


@given(st.sampled_from(["https://portal.example", "https://", "https://api.example/", ""]), HOSTILE)
def test_any_text_is_refused_in_words_or_is_an_address_of_a_listed_host(start: str, rest: str):
    try:
        address = checked(start + rest, HOSTS)
    except FetchFailed as refused:
        assert "\n" not in str(refused)
        address = None

    assert unless_refused(address)


@given(HOSTILE)
def test_any_redirect_is_refused_in_words_or_leads_to_a_listed_host(location: str):
    try:
        address = followed(Address("portal.example", "/a/b?c=d"), location, HOSTS)
    except FetchFailed as refused:
        assert "\n" not in str(refused)
        address = None

    assert unless_refused(address)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("c", "/a/c"),
        ("../c", "/c"),
        ("?page=2", "/a/b?page=2"),
        ("/c d?e=f g", "/c%20d?e=f%20g"),
        ("//portal.example/c", "/c"),
        ("https://portal.example", "/"),
        ("https://portal.example?c", "/?c"),
        ("/c#place", "/c"),
        ("/100%", "/100%"),
        ("/%7Euser/%2F", "/~user/%2F"),
    ],
)
def test_a_redirect_is_read_as_browsers_read_it(location: str, leads_to: str):
    assert followed(Address("portal.example", "/a/b?c=d"), location, HOSTS) == Address("portal.example", leads_to)
