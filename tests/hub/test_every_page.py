"""The pages as a whole: every link leads somewhere, every kind of page is in reach, nothing is a dead end."""

from collections import deque
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.routing import Rule

from hub.security import policy_of
from tests.assurance import Figure
from tests.pages import check_page

Page = Callable[..., BeautifulSoup]

pytestmark = pytest.mark.thorough  # hundreds of pages are fetched and checked

SEARCHES = 20
"""A search leads to endlessly many others, and so does a shortlist: so many are followed."""

MENUS = "header a, footer a"
OF_PEOPLE = ("/sign-in", "/register", "/forgotten-password", "/networks")
"""Pages of people and their organisations: they show nothing of the catalogue."""

FILES = (".csv", ".xlsx", ".json", ".ics", ".atom")


@pytest.fixture(scope="module")
def untouched(stocked: Flask) -> str:
    """A hash of all the database has on disk, taken before the first page is asked for."""
    with stocked.extensions["hub.engine"].connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return bytes_of_database(stocked)


def bytes_of_database(app: Flask) -> str:
    files = [Path(app.config["HOME"]) / name for name in ("hub.sqlite", "hub.sqlite-wal")]
    return sha256(b"|".join(file.read_bytes() if file.exists() else b"" for file in files)).hexdigest()


@pytest.fixture(scope="module")
def crawled(stocked: Flask, untouched: str) -> dict[str, BeautifulSoup]:
    """Every page that links lead to from the front page and from a search, by its address."""
    client = stocked.test_client()
    found: dict[str, BeautifulSoup] = {}
    waiting, searches = deque(["/", "/search?q=cleaning"]), 0
    while waiting:
        address = waiting.popleft()
        searches += is_endless(address)
        if address in found or (is_endless(address) and searches > SEARCHES):
            continue
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        found[address] = check_page(answer)
        links = [urldefrag(urljoin(address, str(link["href"])))[0] for link in found[address].select("a[href]")]
        waiting += [link for link in dict.fromkeys(links) if not urlsplit(link).scheme and not is_no_page(link)]
    return found


def is_endless(address: str) -> bool:
    return address.startswith("/search?") or "shortlist=" in address or "/correction?field=" in address


def is_no_page(address: str) -> bool:
    """Signposts lead to other sites (tests/hub/test_signposts.py), a download is a file, the API is for programs, and
    whoever follows something or reports a saving signs in first (tests/follows, tests/hub/test_saving_pages.py)."""
    elsewhere = ("/out/", "/api/v1/", "/follow/", "/savings/new")
    return address.startswith(elsewhere) or urlsplit(address).path.endswith(FILES)


def public_pages(stocked: Flask) -> list[Rule]:
    """What anybody may read. Pages for those who are signed in have tests of their own."""
    rules = [rule for rule in stocked.url_map.iter_rules() if not is_no_page(rule.rule)]
    views = stocked.view_functions
    return [rule for rule in rules if "GET" in (rule.methods or ()) and policy_of(views[rule.endpoint]) == "public"]


@pytest.mark.assurance("X7", "Every page that links lead to is valid HTML with one heading of the first level")
def test_every_link_leads_to_a_page(crawled: dict[str, BeautifulSoup], figure: Figure) -> None:
    assert len(crawled) > 100
    figure(f"{len(crawled)} pages")


def test_every_anchor_is_on_the_page_it_leads_to(crawled: dict[str, BeautifulSoup]) -> None:
    for address, page in crawled.items():
        for link in page.select("a[href*='#']"):
            target, anchor = urldefrag(urljoin(address, str(link["href"])))
            if target in crawled and anchor:
                assert crawled[target].find(id=anchor), f"{link['href']} on {address}"


def test_every_kind_of_page_is_within_reach(crawled: dict[str, BeautifulSoup], stocked: Flask) -> None:
    reached = {stocked.url_map.bind("localhost").match(urlsplit(address).path)[0] for address in crawled}
    pages = {rule.endpoint for rule in public_pages(stocked)}
    machines = {"static", "health.health", "health.robots", "health.favicon", "suggestions.suggestions", "out.out"}
    machines |= {"replacements.as_csv", "quality.quality_csv", "buying_for.suggestions"}
    machines |= {rule.endpoint for rule in stocked.url_map.iter_rules() if rule.endpoint.startswith("takeaway.")}
    machines.remove("takeaway.all_of_it")
    machines |= {rule for rule in pages if rule.partition(".")[0] in ("notes", "frozen_notes")}  # nobody can guess them
    machines |= {"corrections.correction", "register.confirm", "register.sent"}  # nor these
    machines |= {"demo.mail", "demo.accounts"}  # only in a demo
    machines |= {"new_password.sent", "new_password.reset", "own_details.new_address"}
    machines |= {"invitation.invitation", "still_here.question", "complaints.kept", "my_data.deleted"}
    machines |= {"complaints.security_txt", "health.ready", "metrics.metrics"}
    machines |= {"stopping.ask", "saving_finance.look"}  # only from letters
    machines |= {"of_network.frameworks"}  # this catalogue has no network
    assert pages - machines == reached


def test_every_standing_page_is_in_the_menu_or_the_footer(stocked_page: Page, stocked: Flask) -> None:
    linked = {urldefrag(str(link["href"]))[0] for link in stocked_page("/").select(MENUS)}
    standing = {rule.rule for rule in public_pages(stocked) if not rule.arguments and not rule.defaults}
    machines = {"/health", "/robots.txt", "/favicon.ico", "/suggest", "/replacements.csv", "/about/quality.csv"}
    machines |= {"/buying-for/suggest", "/search.ics", "/search.atom"}
    machines |= {"/register", "/register/sent"}  # they belong to the page on which one signs in
    machines |= {"/demo/mail", "/demo/accounts", "/ready", "/metrics"}
    machines |= {"/forgotten-password", "/forgotten-password/sent"}
    machines |= {"/about/privacy/complaint", "/about/privacy/complaint/kept"}  # and these to the privacy notice
    machines |= {"/account/deleted", "/.well-known/security.txt"}
    assert standing - machines - {"/about/pairs"} <= linked  # the pairs belong to the page on data quality


def test_no_page_is_a_dead_end(crawled: dict[str, BeautifulSoup]) -> None:
    for address, page in crawled.items():
        assert page.select("header a") and page.select("footer a"), address


@pytest.mark.assurance("X7", "Titles tell pages apart")
def test_titles_tell_pages_apart(crawled: dict[str, BeautifulSoup]) -> None:
    plain = {address: page for address, page in crawled.items() if not is_endless(address) and "?next=" not in address}
    titles = [page.title.text for page in plain.values() if page.title]
    repeated = {title for title in titles if titles.count(title) > 1}
    addresses = [address for address, page in plain.items() if page.title and page.title.text in repeated]
    assert all("letter=" in address or address in ("/a-to-z", "/suppliers") for address in addresses), addresses


def test_every_page_that_shows_data_says_how_old_it_is(crawled: dict[str, BeautifulSoup]) -> None:
    for address, page in crawled.items():
        dated = ("/about/data", "/about/quality", "/about/pairs")
        if not address.startswith(("/about/", *OF_PEOPLE)) or address in dated:
            assert page.select(".hub-dated"), address


@pytest.mark.assurance("A4", "Following every link changes no byte of the database", missing="forged requests")
@pytest.mark.sqlite  # its file can be read
def test_looking_at_every_page_writes_nothing_to_the_database(
    crawled: dict[str, BeautifulSoup], untouched: str, stocked: Flask
) -> None:
    assert len(crawled) > 100
    assert (Path(stocked.config["HOME"]) / "hub.sqlite").stat().st_size
    assert bytes_of_database(stocked) == untouched


@pytest.mark.assurance(
    "P4",
    "Nothing is loaded from another site, and no page sets a cookie",
)
def test_nothing_is_loaded_from_elsewhere(crawled: dict[str, BeautifulSoup], figure: Figure) -> None:
    for address, page in crawled.items():
        loaded = [tag.get("src") or tag.get("href") for tag in page.select("[src], link:not([rel=alternate])")]
        assert all(str(source).startswith("/static/") for source in loaded), address
    figure(f"{len(crawled)} pages, 0 cookies")
