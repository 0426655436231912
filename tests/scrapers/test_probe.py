"""What a probe tells a person of a page."""

import pytest

from scrapers.probe import findings
from scrapers.site import PageChanged
from scrapers.sites import gca
from tests.scrapers.sites.pages import recorded


def test_a_probe_tells_what_a_page_says_for_machines_and_in_its_headings_and_labels():
    lines = findings(recorded("directory/own.html"), "https://www.ypo.co.uk/frameworks-home/901001")

    assert lines[:4] == [
        "Page: https://www.ypo.co.uk/frameworks-home/901001",
        "Title: “Garden paint - 9081 | YPO”",
        "Heading: “Garden paint - 9081”",
        "Items: Organization, WebPage, ItemPage, Service",
    ]
    assert "JSON-LD: startdate = “2025-04-01”" in lines
    assert "Meta: og:site name = “YPO”" in lines
    assert "Label: start date = “1 April 2020”" in lines
    assert "dl: “Start date:”" in lines


def test_a_probe_tells_what_each_selector_of_a_site_found_or_did_not():
    page = recorded("gca/live.html").replace("apollo-enclosure", "card")
    lines = findings(page.encode(), "https://www.gca.gov.uk/agreements/RM9901", gca.SITE.looks_for)

    assert "Looked for title: 2 at “h1.page-title”, the first “Garden Machinery 2”" in lines
    assert "Looked for key facts: nothing at “aside .apollo-enclosure dl”" in lines
    assert "table" not in " ".join(lines)


def test_a_probe_of_a_bare_page_says_what_is_not_there():
    assert findings("<p>Words</p>", "https://fens.example/") == [
        "Page: https://fens.example/",
        "Title: empty",
        "Heading: no h1",
        "Items: none in JSON-LD or microdata",
    ]


def test_a_probe_of_an_empty_page_says_so():
    with pytest.raises(PageChanged, match="is empty"):
        findings("", "https://fens.example/")
