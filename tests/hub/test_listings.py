"""A purchasing body's pages beside the owners' own: what it passes on stays a listing, and is never a second owner."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework, Relation, StoredRecord, listed
from scrapers.gca import AGREEMENTS
from scrapers.site import Site
from scrapers.sites import gca
from scrapers.sites.directory import SITES
from scrapers.source import Reading
from tests.conftest import NOON
from tests.factories import a_reading, a_record
from tests.scrapers.sites.pages import Web, recorded, sitemap, visited

RM9961 = recorded("gca/live.html").replace("RM9901", "RM9961").replace("Garden Machinery 2", "Printers and paper")
YPO = "https://www.ypo.co.uk/frameworks-home"
PAGES = {
    gca.SITEMAP: sitemap(f"{AGREEMENTS}/RM9961"),
    f"{AGREEMENTS}/RM9961": RM9961,
    f"{YPO}/all-frameworks": recorded("directory/ypo_list.html"),
    f"{YPO}/901001": recorded("directory/own.html"),
    f"{YPO}/901002": "<main><h1>Printers and paper - RM9961</h1></main>",
    f"{YPO}/901003": "<main><h1>NEPO905 Payment Rakes - 9158</h1></main>",
    "https://www.espo.org/frameworks.html": '<main><a href="/printers-rm9961-25.html">Printers</a></main>',
    "https://www.espo.org/printers-rm9961-25.html": "<main><h1>Printers and paper</h1></main>",
}


@pytest.fixture
def crawled(sessions: Any, session: Session, tmp_path: Path) -> Session:
    """GCA's, NEPO's, YPO's and ESPO's frameworks, resellers first."""
    web = Web(tmp_path, PAGES)
    nepo = a_record(reference="NEPO905", title="Payment Rakes", owner="NEPO")
    take(sessions, *(reading_of(site, web) for site in SITES if site.source.name in ("espo", "ypo")))
    take(sessions, a_reading(nepo, name="nepo_list", owner="NEPO"), reading_of(gca.SITE, web))
    return session


def reading_of(site: Site, web: Web) -> Reading:
    pages = visited(site, web)
    first = pages[0].reading
    rows = tuple(row for page in pages for row in page.reading.rows)
    return Reading(source=first.source, as_of=first.as_of, as_of_reason=first.as_of_reason, rows=rows)


def take(sessions: Any, *readings: Reading) -> None:
    for reading in readings:
        ingest(sessions, Opened(reading.source.name, "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def test_a_resellers_listing_points_to_the_owners_framework_and_leaves_it_its_owner(crawled: Session):
    frameworks = crawled.scalars(select(Framework).where(*listed())).all()
    own = [framework for framework in frameworks if not framework.relations]
    lists = crawled.execute(select(Relation.kind, Relation.target_key)).all()
    keys = {framework.reference: framework.key for framework in own}

    assert {(f.owner.slug, f.reference) for f in own if f.owner} == {
        ("gca", "RM9961"), ("nepo", "NEPO905"), ("ypo", "9081"),
    }  # fmt: skip
    assert sorted(lists) == sorted([("lists", keys["RM9961"])] * 2 + [("lists", keys["NEPO905"])])


def test_listings_speak_as_resellers_and_the_bodys_own_frameworks_as_its_own(crawled: Session):
    voices = crawled.execute(select(StoredRecord.source, StoredRecord.source_id, StoredRecord.voice)).all()

    assert {(source, source_id[-6:]): voice for source, source_id, voice in voices if source in ("ypo", "espo")} == {
        ("ypo", "901001"): "owner",
        ("ypo", "901002"): "reseller",
        ("ypo", "901003"): "reseller",
        ("espo", "5-html"): "reseller",
    }


def test_the_owners_framework_has_one_statement_and_no_reseller_among_its_voices(crawled: Session):
    of_gca = select(Framework).where(Framework.reference == "RM9961", ~Framework.relations.any())
    framework = crawled.scalars(of_gca).one()
    stored = crawled.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)).all()

    assert [row.source for row in stored] == ["gca"]
