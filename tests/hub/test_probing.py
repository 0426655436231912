"""What a person is shown of one page of a source: what the hub reads in it, and what else is there."""

from dataclasses import replace
from pathlib import Path

import pytest

from hub.crawl.probing import ProbeFailed, only_page, probe
from hub.errors import Refused
from scrapers.site import Body
from scrapers.sites import SITES
from tests.scrapers.sites.pages import NOON, Web, recorded

PAINT = "https://www.ypo.co.uk/frameworks-home/901001"


def looked_at(web: Web, site: str, page: str) -> list[str]:
    def fetch(address: str, expects: str = "") -> Body:
        return replace(web(address, expects), media_type="text/html")

    return list(probe(only_page(SITES[site], page), fetch, NOON))


def test_one_page_is_shown_as_it_is_read_with_all_it_says_for_machines(tmp_path: Path):
    web = Web(tmp_path, {PAINT: recorded("directory/own.html")})

    shown = looked_at(web, "ypo", PAINT)

    assert web.asked == ["https://www.ypo.co.uk/robots.txt", PAINT]
    assert "  https://www.ypo.co.uk/frameworks-home/901001, record: 9081  Garden paint (YPO; " in "\n".join(shown)
    assert "Heading: “Garden paint - 9081”" in shown
    assert "JSON-LD: startdate = “2025-04-01”" in shown


def test_one_page_that_is_built_in_another_way_says_what_was_not_found(tmp_path: Path):
    address = "https://www.gca.gov.uk/agreements/RM9901"
    web = Web(tmp_path, {address: recorded("gca/live.html").replace("page-title", "title")})

    with pytest.raises(ProbeFailed, match=r"RM9901 has no “h1\.page-title”"):
        looked_at(web, "gca", address)


def test_a_page_that_is_gone_says_so(tmp_path: Path):
    with pytest.raises(ProbeFailed, match="901001 answered 404"):
        looked_at(Web(tmp_path, {}), "ypo", PAINT)


def test_a_portal_of_notices_has_no_page_for_each_framework():
    with pytest.raises(Refused, match="Notices on Find a Tender has no page for each framework. Leave out --url"):
        only_page(SITES["find_a_tender"], "https://www.find-tender.service.gov.uk/Notice/000001-2026")
