"""What every site the hub visits declares."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from scrapers.site import FetchFailed, Grounds, Site, Visit
from scrapers.sites import SITES
from tests.scrapers.sites.answers import NOON, Answers, always

PORTALS = ("find_a_tender", "contracts_finder", "public_contracts_scotland", "sell2wales", "dfe_list")
EACH = pytest.mark.parametrize("site", [SITES[name] for name in PORTALS], ids=PORTALS)


def test_sites_are_found_by_the_name_of_their_source() -> None:
    assert all(site.source.name == name for name, site in SITES.items())
    assert SITES.keys() >= set(PORTALS)


@EACH
def test_a_site_rests_on_an_open_licence_that_can_be_read(site: Site) -> None:
    assert site.permission.grounds is Grounds.OPEN_LICENCE
    assert site.permission.url.startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence/")


@EACH
def test_a_site_is_asked_no_faster_than_find_a_tender_allows_and_was_not_met_yet(site: Site) -> None:
    pace = site.manners.pace
    assert (pace.requests, pace.seconds) == (12, 120) and pace.apart >= 10
    assert site.met == ""


@EACH
def test_a_site_asks_only_its_own_hosts_by_https_and_for_json(site: Site, tmp_path: Any) -> None:
    answers = Answers(always("{}", 400), tmp_path)
    with pytest.raises(FetchFailed):
        list(site.visit(answers, Visit(since=NOON - timedelta(hours=1), until=NOON)))
    (address,) = answers.asked
    assert urlsplit(address).scheme == "https"
    assert urlsplit(address).netloc in site.manners.hosts


@EACH
def test_only_a_site_that_lists_everything_at_once_has_guards(site: Site) -> None:
    assert (site.guards is not None) is (site.source.name == "dfe_list")
