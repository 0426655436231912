"""A site that changes, or that shuts its door: the crawl fails in words, nothing is lost, and the next good one heals.

GCA's pages, a directory's and Find a Tender's, through the real door at a stand-in. A site's pages are cut down to a
few, and with them the fewest that its guards expect; nothing else is made easier.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import exports
from hub.actor import OPERATOR
from hub.crawl import Run, crawl
from hub.models import Issue
from scrapers.directory import read_description
from scrapers.fetch import Bodies, Door
from scrapers.site import Site
from scrapers.sites import find_a_tender, gca
from scrapers.sites.directory import FOLDER, described_site
from tests.scrapers.ocds.releases import a_framework
from tests.scrapers.sites import portal
from tests.scrapers.sites.pages import recorded, sitemap
from tests.stand_in import Reply, Request, StandIn, endless

COUNT = 6
MEGABYTE = b"<p>More and more.</p>".ljust(1_000_000)
WALL = "<html><head><title>Before you continue</title></head><body><h1>We use cookies</h1></body></html>"

Said = Reply | str | bytes | None
Answer = Callable[[str], Said]
"""What is said at a path with its query."""


def few(site: Site) -> Site:
    assert site.guards is not None
    return replace(site, guards=replace(site.guards, least=3))


def a_directory() -> Site:
    """YPO's, with a list of several pages."""
    description = read_description(FOLDER / "ypo.yaml")
    paged = description.list.model_copy(update={"next": "a[rel=next]"})
    return few(described_site(description.model_copy(update={"list": paged})))


GCA, DIRECTORY, PORTAL = few(gca.SITE), a_directory(), find_a_tender.SITE
LIST = "/frameworks-home/all-frameworks"
NOW = datetime.now(UTC).replace(microsecond=0)


def gca_pages(path: str, count: int = COUNT) -> Said:
    """Agreements RM9901 and so on."""
    if path == "/sitemap.xml":
        at = (f"https://www.gca.gov.uk/agreements/RM99{n:02}" for n in range(1, count + 1))
        return Reply(body=sitemap(*at), headers={"Content-Type": "text/xml"})
    number = re.fullmatch(r"/agreements/RM99(\d\d)", path)
    page = recorded("gca/live.html")
    return page.replace("RM9901", f"RM99{number[1]}").replace("Machinery 2", f"no. {number[1]}") if number else None


def directory_pages(path: str, count: int = COUNT) -> Said:
    """Frameworks 9081 and so on, three on each page of the list."""
    address, _, query = path.partition("?page=")
    if address == LIST:
        first = 3 * (int(query or 1) - 1) + 1
        numbers = range(first, first + 3)[:count]
        links = "".join(f'<li><a href="/frameworks-home/9010{n:02}">{n}</a></li>' for n in numbers)
        more = f'<a rel="next" href="{LIST}?page={int(query or 1) + 1}">Next</a>' if first + 3 <= count else ""
        return f"<main><h1>All frameworks</h1><ul>{links}</ul>{more}</main>"
    number = re.fullmatch(r"/frameworks-home/9010(\d\d)", path)
    page = recorded("directory/own.html")
    return page.replace("9081", f"90{number[1]}").replace("paint", f"paint no. {number[1]}") if number else None


EVERY_HALF_HOUR = [(NOW - n * timedelta(minutes=30)).isoformat() for n in range(1, COUNT + 1)]
PORTAL_PAGES = portal.find_a_tender(
    [a_framework(n, title=f"Materials {n}", date=date) for n, date in enumerate(EVERY_HALF_HOUR, 1)], per_page=1
)


def portal_pages(path: str) -> Said:
    parts = urlsplit(path)
    status, headers, body = PORTAL_PAGES(parts.path, parts.query)
    return Reply(status=status, headers=headers, body=body)


def renamed(pages: Answer) -> Answer:
    """Every page as a new design builds it: other classes, and headings that are none."""

    def answer(path: str) -> Said:
        said = pages(path)
        if not isinstance(said, str):
            return said
        page = re.sub(r'class="[^"]*"', 'class="css-1x2y3z"', said)
        page = re.sub(r"<(/?)h1", r"<\1strong", page)
        return re.sub(r"<script.*?</script>|<meta property[^>]*>", "", page, flags=re.DOTALL)

    return answer


def details(said: Said) -> Callable[[Answer], Answer]:
    """The same at every address but the list's."""
    return lambda pages: lambda path: pages(path) if path.startswith((LIST, "/sitemap.xml")) else said


def everything(said: Said) -> Callable[[Answer], Answer]:
    return lambda _: lambda _path: said


def ever_on(_: Answer) -> Answer:
    return lambda path: Reply(status=302, headers={"Location": f"{path}{'&' if '?' in path else '?'}again=1"})


def in_a_circle(_: Answer) -> Answer:
    """Each page of the list is the first."""
    return lambda path: directory_pages(path.partition("?")[0])


def a_gigabyte(_: Answer) -> Answer:
    return lambda _path: Reply(body=endless(MEGABYTE, 1_000), headers={"Content-Type": "text/html"})


def the_same_page_for_ever(_: Answer) -> Answer:
    """Whatever the cursor, the first page."""
    return lambda path: portal_pages(re.sub(r"&cursor=.*", "", path))


@dataclass(frozen=True)
class Place:
    """A site and its pages as they are when all is well."""

    site: Site
    pages: Answer


PLACES = {
    "gca": Place(GCA, gca_pages),
    "directory": Place(DIRECTORY, directory_pages),
    "portal": Place(PORTAL, portal_pages),
}
JSON_ERROR = Reply(body='{"error": "try the new API"}', headers={"Content-Type": "application/json"})
LOOK = "shows what is still found; where the site has changed, so must its reader"
BROWSER = "in a browser, and ask its owner for another way to the data"
BEFORE = ("looks like a page that stands before the one asked for", "“Before you continue”")
CHANGES: dict[str, tuple[str, Callable[[Answer], Answer], tuple[str, ...]]] = {
    "gca: classes renamed": ("gca", renamed, ("/agreements/RM9901 has no “h1.page-title”", "`hub probe gca`", LOOK)),
    "gca: list emptied": (
        "gca",
        everything(Reply(body=sitemap(), headers={"Content-Type": "text/xml"})),
        ("www.gca.gov.uk/sitemap.xml is a sitemap that lists no page", LOOK),
    ),
    "gca: more than half gone": (
        "gca",
        lambda _: lambda path: gca_pages(path, count=2),
        ("https://www.gca.gov.uk/agreements lists is not believed", "2 entries where at least 3", LOOK),
    ),
    "gca: cookie wall": ("gca", details(WALL), ("/agreements/RM9901 has no “main”", *BEFORE, LOOK)),
    "gca: JSON for HTML": ("gca", details(JSON_ERROR), ("/agreements/RM9901 is application/json", BROWSER)),
    "gca: empty 200": ("gca", details(""), ("/agreements/RM9901 is empty, although the site answers", BROWSER)),
    "gca: endless redirect": (
        "gca",
        ever_on,
        ("https://www.gca.gov.uk/sitemap.xml sends us on more than 5 times", "look for its new address"),
    ),
    "gca: a gigabyte": ("gca", a_gigabyte, ("sitemap.xml is larger than 5,000,000 bytes", "ask its publisher")),
    "directory: headings renamed": ("directory", renamed, ("/frameworks-home/901001 has no title", LOOK)),
    "directory: list emptied": (
        "directory",
        everything("<main><h1>All frameworks</h1><p>Nothing at the moment.</p></main>"),
        ("/frameworks-home/all-frameworks lists nothing", "“All frameworks”", "`hub probe ypo`", LOOK),
    ),
    "directory: more than half gone": (
        "directory",
        lambda _: lambda path: directory_pages(path, count=2),
        ("/frameworks-home/all-frameworks lists is not believed", "2 entries", LOOK),
    ),
    "directory: cookie wall": ("directory", everything(WALL), ("/all-frameworks lists nothing", *BEFORE, LOOK)),
    "directory: empty 200": ("directory", everything(" \n"), ("/all-frameworks is empty, although", BROWSER)),
    "directory: looping pagination": ("directory", in_a_circle, ("go round in circles", "?page=2", LOOK)),
    "portal: HTML for JSON": (
        "portal",
        everything("<html><body><h1>Find a Tender</h1><p>Maintenance</p></body></html>"),
        ("/api/1.0/ocdsReleasePackages?", "is text/html", "where application/json was expected", BROWSER),
    ),
    "portal: empty 200": (
        "portal",
        everything(Reply(headers={"Content-Type": "application/json"})),
        ("/ocdsReleasePackages?", "is empty, although the site answers", BROWSER),
    ),
    "portal: looping pagination": ("portal", the_same_page_for_ever, ("/ocdsReleasePackages?", "in a circle", LOOK)),
    "portal: the list is called otherwise": (
        "portal",
        everything(Reply(body='{"version": "1.1", "notices": []}', headers={"Content-Type": "application/json"})),
        ("/ocdsReleasePackages?", "has no list of releases; it has: version, notices", "`hub probe find_a_tender`"),
    ),
}
QUICK = ("gca: classes renamed", "directory: more than half gone", "portal: HTML for JSON")


class Changing:
    """A site at the stand-in that can change, and a hub that crawls it six hours after six hours."""

    def __init__(self, place: Place, sessions: Any, folder: Path) -> None:
        self.place, self.sessions, self.folder = place, sessions, folder
        self.pages, self.crawls = place.pages, 0
        self.robots: str | None = None
        self.stand_in = StandIn(self._answer, *place.site.manners.hosts)

    def _answer(self, request: Request) -> Said:
        return self.robots if request.path == "/robots.txt" else self.pages(request.path)

    def crawl(self) -> Run:
        site, at = self.place.site, NOW + self.crawls * timedelta(hours=6)
        self.crawls += 1
        bodies = Bodies(self.folder / "bodies", site.source.name)
        clock, internet = self.stand_in.time.clock, self.stand_in.internet
        door = Door(site.manners, bodies, contact="hub@council.example", internet=internet, clock=clock)
        since = NOW - timedelta(hours=8) if self.crawls == 1 else None
        return crawl(self.sessions, site, door, OPERATOR, clock=lambda: at, since=since)

    def forbid(self, path: str) -> Callable[[], list[str]]:
        """Its robots.txt now disallows a path. Returns what gives the paths asked for from then on."""
        self.robots, before = f"User-agent: *\nDisallow: {path}\n", len(self.stand_in.seen)
        self.stand_in.time.sleep(24 * 3600)  # the one from before is not kept for longer
        return lambda: [request.path for request in self.stand_in.seen[before:]]


@pytest.fixture
def changing(sessions: Any, tmp_path: Path) -> Iterator[Callable[[str], Changing]]:
    running: list[Changing] = []

    def changing(place: str) -> Changing:
        running.append(Changing(PLACES[place], sessions, tmp_path))
        running[-1].stand_in.__enter__()
        return running[-1]

    yield changing
    for each in running:
        each.stand_in.__exit__(None, None, None)


def catalogue(session: Session) -> Any:
    session.rollback()
    return exports.as_json(session)


def references(session: Session) -> list[str]:
    return [each["reference"] for each in json.loads(catalogue(session))["frameworks"]]


def failures(session: Session) -> list[str]:
    """What a person is told of failed crawls, as it stands open."""
    session.rollback()
    return list(session.scalars(select(Issue.reason).where(Issue.kind == "crawl", Issue.cleared_at.is_(None))))


LONG = (pytest.mark.thorough, pytest.mark.once)


@pytest.mark.assurance("R19", "A site that changes fails its crawl in words, loses nothing and heals")
@pytest.mark.parametrize("name", [name if name in QUICK else pytest.param(name, marks=LONG) for name in CHANGES])
def test_a_site_that_changes_fails_its_crawl_in_words_loses_nothing_and_heals(
    name: str, changing: Callable[[str], Changing], session: Session
):
    place, change, words = CHANGES[name]
    site = changing(place)
    first = site.crawl()
    assert (first.state, first.counts["accepted"]) == ("finished", COUNT)
    before = catalogue(session)

    site.pages = change(site.place.pages)
    failed = site.crawl()

    assert failed.state in ("failed", "partial")
    assert catalogue(session) == before
    [told] = failures(session)
    assert [each for each in words if each not in told] == [], told

    site.pages = site.place.pages
    healed = site.crawl()

    assert (healed.state, healed.counts["accepted"], healed.counts["changed"]) == ("finished", 0, 0)
    assert catalogue(session) == before
    assert failures(session) == []


def test_a_page_that_robots_txt_disallows_is_not_asked_for_however_plainly_the_sitemap_lists_it(
    changing: Callable[[str], Changing], session: Session
):
    site = changing("gca")
    site.crawl()
    before = references(session)

    asked = site.forbid("/agreements/RM9903")
    crawled = site.crawl()

    assert (crawled.state, crawled.counts["unchanged"], crawled.counts["rejected"]) == ("finished", COUNT - 1, 1)
    assert crawled.requests == len(asked()) - len(["/robots.txt"])
    assert references(session) == before and "RM9903" in before
    assert "/agreements/RM9903" not in asked() and "/agreements/RM9904" in asked()
    assert failures(session) == ["Its list has 5 entries; at the last good crawl there were 6."]
    [told] = session.scalars(select(Issue.reason).where(Issue.source == "gca", Issue.field == "row"))
    assert "https://www.gca.gov.uk/agreements/RM9903 was not asked" in told
    assert "disallows it (“Disallow: /agreements/RM9903”)" in told and "ask its owner for leave" in told


def test_a_site_whose_robots_txt_disallows_all_its_pages_fails_its_crawl_with_the_rule(
    changing: Callable[[str], Changing], session: Session
):
    site = changing("gca")
    site.crawl()
    before = catalogue(session)

    asked = site.forbid("/agreements/")

    assert (site.crawl().state, catalogue(session)) == ("failed", before)
    assert asked() == ["/robots.txt", "/sitemap.xml"]
    [told] = failures(session)
    assert "Its list has 0 entries where at least 3 are expected." in told
    assert "Its rows that could not be used: 6, the first at https://www.gca.gov.uk/agreements/RM9901: " in told
    assert "disallows it (“Disallow: /agreements/”)" in told and "ask its owner for leave" in told
