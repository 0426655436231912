"""GCA's own pages beside its two files: a third voice about the same agreements, and never a second agreement."""

import html
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.db import make_engine, readers, writers
from hub.ingest import Opened, ingest
from hub.models import Framework, StoredRecord, listed
from scrapers.files import open_file
from scrapers.record import Record, Stage
from scrapers.site import Page
from scrapers.sites import gca
from scrapers.source import Reading
from tests.conftest import NOON
from tests.databases import Databases
from tests.hub.test_published_files import FOLDER, SERVICE, WEBSITE
from tests.scrapers.sites.pages import Web, sitemap, visited

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the publishers' files are not here"),
]

PRINT = '<div class="app-c-print-link"><button>Print this page</button></div>'
LAWS = {"pcr_2006": "PCR2006", "pcr_2015": "PCR2015", "procurement_act_2023": "PA2023"}
TYPES = {"dps": "Dynamic Purchasing System", "open_framework": "Open Framework", "framework": "Closed Framework"}


def page_of(record: Record) -> str:
    """The page GCA's website would make of an agreement in its files."""
    title = html.escape(record.title)
    if record.stage in (Stage.PLANNED, Stage.TENDERING, Stage.AWARDED):
        return f'<main><h1 class="page-title">{title}</h1><div class="wysiwyg-content"><p>Soon.</p></div>{PRINT}</main>'
    facts = {
        "Agreement ID": record.reference,
        "Start date": f"{record.start.value:%d/%m/%Y}" if record.start else "",
        "End date": f"{record.end.value:%d/%m/%Y}" if record.end else "",
        "Regulation": LAWS.get(record.regulation.value, ""),
        "Agreement type": TYPES.get(record.kind.value, ""),
    }
    listed = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts.items() if value)
    mark = '<div class="govuk-warning-text">Expired agreement</div>' if record.stage is Stage.ENDED else ""
    aside = f'<aside><div class="apollo-enclosure"><dl>{listed}</dl></div></aside>'
    return f'<main>{mark}<h1 class="page-title">{title}</h1>{aside}</main>'


def crawled(pages: list[Page]) -> Reading:
    first = pages[0].reading
    rows = tuple(row for page in pages for row in page.reading.rows)
    return Reading(source=first.source, as_of=first.as_of, as_of_reason=first.as_of_reason, rows=rows)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Session]:
    """The two files, and then a crawl of a page for every agreement in them."""
    folder = tmp_path_factory.mktemp("third-voice")
    engine = make_engine(databases.migrated(folder))
    files = [open_file(file) for file in (SERVICE, WEBSITE)]
    agreements = {record.reference: record for reading in files for record in reading.records()}
    pages = {f"https://www.gca.gov.uk/agreements/{each}": page_of(record) for each, record in agreements.items()}
    web = Web(folder, {gca.SITEMAP: sitemap(*pages), **pages})
    for reading in (*files, crawled(visited(gca.SITE, web))):
        ingest(writers(engine), Opened(reading.source.name, "0" * 64, reading), OPERATOR, clock=lambda: NOON)
    with readers(engine)() as session:
        yield session
    engine.dispose()


def test_237_frameworks_stay_237_when_the_crawl_adds_a_third_voice(session: Session):
    frameworks = session.scalars(select(Framework).where(*listed())).all()

    assert len(frameworks) == len({framework.reference_key for framework in frameworks}) == 237
    owners = {framework.owner.slug for framework in frameworks if framework.owner}
    assert owners == {"gca"}


def test_every_agreement_has_its_own_page_among_its_voices(session: Session):
    stored = session.scalars(select(StoredRecord).where(StoredRecord.source == "gca")).all()

    assert len(stored) == len({row.framework_id for row in stored}) == 237
    assert {row.voice for row in stored} == {"owner"}


def test_the_crawl_keeps_lots_that_only_the_files_have(session: Session):
    framework = session.scalars(select(Framework).where(Framework.reference == "RM6361", *listed())).one()

    assert len(framework.lots) == 5


def test_an_agreement_expired_on_its_page_has_ended(session: Session):
    ended = select(StoredRecord.framework_id).where(StoredRecord.source == "gca", StoredRecord.body.is_not(None))
    rows = session.scalars(select(Framework).where(Framework.id.in_(ended), Framework.source_status == "Expired")).all()

    assert len(rows) > 90
    assert {framework.status for framework in rows} == {"ended"}
