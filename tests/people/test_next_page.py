"""Where one goes on after signing in: only ever to a page of this hub."""

import pytest
from flask import Flask

from hub.web.next_page import next_page
from tests.assurance import Figure

pytestmark = pytest.mark.once

ELSEWHERE = [
    *("https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example/x"),
    *("/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "http:evil.example"),
    *("https:/evil.example", "https:evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x"),
    *("vbscript:x", "ftp://evil.example", "mailto:a@evil.example", " //evil.example", "\t//evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\x00//evil.example", "/search\r\nSet-Cookie: a=b"),
    *("/search\nLocation: //evil.example", "//evil.example/search", "//localhost@evil.example", "//evil.example%2f.."),
    *("evil.example", "search", "./search", "../search", "?q=1", "#main", "/nowhere-at-all", "/search#//evil.example"),
    *("/%5cevil.example", "/%2f/evil.example", "/\u2028/evil.example", "/．．//evil.example", "／／evil.example"),
    *("/search/../..//evil.example", "https://localhost/search", "http://localhost/search", "/" * 3000, ""),
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_that_is_not_a_page_of_the_hub_leads_home(app: Flask, address: str) -> None:
    with app.test_request_context():
        assert next_page(address) == "/"


@pytest.mark.parametrize("address", ["/", "/search", "/search?q=a+b&for=x", "/account", "/search?next=//evil.example"])
def test_a_page_of_the_hub_is_gone_on_to(app: Flask, address: str) -> None:
    with app.test_request_context():
        assert next_page(address) == address


@pytest.mark.assurance("I11", "Addresses that would lead away after signing in lead home")
def test_at_least_forty_ways_out_are_tried_and_none_leads_away(app: Flask, figure: Figure) -> None:
    with app.test_request_context():
        away = [address for address in set(ELSEWHERE) if next_page(address) != "/"]

    assert len(set(ELSEWHERE)) >= 40 and away == []
    figure(f"{len(set(ELSEWHERE))} addresses, {len(away)} lead away")
