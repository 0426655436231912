"""The sites described in YAML files, in directories/ beside this one: one site for each file."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapers import sitemap
from scrapers.directory import Description, read_description
from scrapers.directory_page import read_framework
from scrapers.html_page import HtmlPage, read_page, words
from scrapers.listing import Listing, Read, detail_pages, read_list
from scrapers.notes import Notes
from scrapers.record import Record
from scrapers.site import Body, Fetch, Guards, Manners, Pace, Page, PageChanged, Permission, Site, Visit
from scrapers.source import Source, Voice

FOLDER = Path(__file__).parent / "directories"


def described_sites(folder: Path = FOLDER) -> tuple[Site, ...]:
    """A site for each YAML file of a folder, by file name. Raises BadDescription."""
    return tuple(described_site(read_description(path)) for path in sorted(folder.glob("*.yaml")))


def described_site(description: Description) -> Site:
    """The site a description describes."""
    source = Source(
        name=description.name,
        title=description.title,
        publisher=description.publisher,
        url=description.list.address or description.list.sitemap,
        licence=description.licence,
        voice=description.spoken_as,
        owner=description.owner if description.spoken_as is Voice.OWNER else "",
    )
    permission = description.permission
    return Site(
        source=source,
        manners=Manners(hosts=description.hosts, pace=Pace(requests=10, seconds=60, apart=5), body_limit=5_000_000),
        permission=Permission(grounds=permission.grounds, words=permission.words, url=permission.url),
        every=timedelta(days=description.every_days),
        visit=_visitor(description, source),
        read=_reader(description),
        guards=Guards(least=description.guards.least, filled=description.guards.filled),
        met=description.met,
        looks_for={name: ", ".join(rule.css) for name, rule in description.fields.items() if rule.css},
    )


def _visitor(description: Description, source: Source) -> Callable[[Fetch, Visit], Iterator[Page]]:
    def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
        yield from detail_pages(fetch, visit, source, _listing(fetch, description), _reader(description))

    return visit


def _reader(description: Description) -> Read:
    def read(body: Body, notes: Notes) -> Record:
        return read_framework(read_page(body), description, notes)

    return read


def _listing(fetch: Fetch, description: Description) -> Listing:
    rule = description.list
    if rule.sitemap:
        body, addresses = sitemap.addresses(fetch, rule.sitemap)
        found = tuple(address for address in addresses if _is_listed(address, description))
        if not found:
            raise PageChanged(f"{rule.sitemap} lists no page whose path matches {rule.pattern}.")
        return Listing(body, found)
    stated: list[int] = []

    def links(page: HtmlPage) -> list[str]:
        stated.extend(_stated(page, rule.stated))
        return [a for a in page.links(rule.links, description.hosts) if _is_listed(a, description)]

    def next_page(page: HtmlPage) -> str:
        return next(iter(page.links(rule.next, description.hosts)), "") if rule.next else ""

    listing = read_list(fetch, rule.address, links, next_page)
    if stated and stated[0] != len(listing.addresses):
        raise PageChanged(f"{rule.address} says that it lists {stated[0]}, and lists {len(listing.addresses)}.")
    return listing


def _is_listed(address: str, description: Description) -> bool:
    parts = urlsplit(address)
    return parts.hostname in description.hosts and re.fullmatch(description.list.pattern, parts.path) is not None


def _stated(page: HtmlPage, pattern: str | None) -> list[int]:
    """How many frameworks the list says that it lists, in the first pair of brackets of the pattern."""
    match = re.search(pattern, words(page.one("body"))) if pattern else None
    return [int(match[1].replace(",", ""))] if match else []


SITES = described_sites()
