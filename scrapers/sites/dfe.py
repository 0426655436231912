"""The Department for Education's list of frameworks for schools: one JSON list, given as a whole.

Evidenced by the service's public code: the path and the shape. Not evidenced: that the address answers the public, and
a pace; nor have we seen the licence on it, only that pages of the government have it unless they say otherwise.
"""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from scrapers import dfe_list
from scrapers.content import Content, decoded
from scrapers.items import keys, read_items
from scrapers.record import Day
from scrapers.site import UNDER_OGL, Body, Fetch, Guards, Manners, Pace, Page, PageChanged, Site, Visit
from scrapers.source import OGL, Reading, UnreadableFile

SOURCE = replace(dfe_list.SOURCE, licence=OGL)
HOST = "get-help-buying-for-schools.education.gov.uk"
LIST = f"https://{HOST}/bfys/solutions.json"


def visit(fetch: Fetch, visit: Visit) -> Iterator[Page]:
    """The whole list, whatever the time it is asked for. Raises FetchFailed and PageChanged."""
    body = fetch(LIST, "application/json")
    yield Page(body=body, reading=_reading(body), finished=visit.until, total=1)


def _reading(body: Body) -> Reading:
    content = _content(body)
    if not dfe_list.recognises(content):
        raise PageChanged(f"{body.address} is not the list of frameworks: it has {', '.join(content.fields[:10])}.")
    day = Day(value=body.fetched_at.date())
    rows = dfe_list.read(content).rows
    return Reading(source=SOURCE, as_of=day, as_of_reason="the day it was fetched", rows=rows)


def _content(body: Body) -> Content:
    name = "the list"
    try:
        entries = read_items(name, decoded(name, gzip.decompress(body.path.read_bytes())))
    except UnreadableFile as fault:
        raise PageChanged(f"{body.address} is not the JSON it should be: {fault}") from fault
    return Content(name=name, form="json", modified=body.fetched_at.date(), fields=keys(entries), entries=entries)


SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=(HOST,), pace=Pace(requests=12, seconds=120, apart=10)),
    permission=UNDER_OGL,
    every=timedelta(days=7),
    visit=visit,
    guards=Guards(least=30, filled={"title": 1.0, "owner": 1.0, "url": 0.5}),  # in 2023: 59 frameworks, 46 with a page
)
