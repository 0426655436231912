"""The catalogue that publishers' real files make, where those files lie beside the checkout."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.db import make_engine, readers, writers
from hub.ingest import Opened, ingest
from hub.ingest.frameworks import statement
from hub.ingest.merge import contradictions, merge
from hub.models import Framework, Organisation, StoredRecord, listed
from scrapers.files import open_file
from tests.conftest import NOON, SHARED
from tests.databases import Databases

FOLDER = SHARED / "data" / "frameworks"
WEBSITE = FOLDER / "ccs_website_agreement_data2.csv"
SERVICE = FOLDER / "ccs_scale_agreements_2022.jsonl"
SCHOOLS = FOLDER / "dfe_schools_frameworks_2023.json"

pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the publishers' files are not here"),
    pytest.mark.thorough,
]


@contextmanager
def catalogue(address: str, *files: Path) -> Iterator[Session]:
    engine = make_engine(address)
    for file in files:
        ingest(writers(engine), Opened(file.name, "0" * 64, open_file(file)), OPERATOR, clock=lambda: NOON)
    with readers(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Session]:
    address = databases.migrated(tmp_path_factory.mktemp("real"))
    with catalogue(address, WEBSITE, SERVICE, SCHOOLS) as session:
        yield session


def frameworks(session: Session) -> list[Framework]:
    return list(session.scalars(select(Framework).where(*listed()).order_by(Framework.key)))


def records(session: Session, framework: Framework) -> list[StoredRecord]:
    return list(session.scalars(select(StoredRecord).where(StoredRecord.framework_id == framework.id)))


def test_two_lists_of_one_owner_give_237_frameworks(session: Session) -> None:
    lists = {"gca_website", "gca_agreements"}
    ours = [f for f in frameworks(session) if lists & {r.source for r in records(session, f)}]

    assert len(ours) == len({f.reference_key for f in ours}) == 237


def test_each_difference_between_the_two_lists_is_kept_beside_the_value_shown(session: Session) -> None:
    shared = differing = 0
    for framework in frameworks(session):
        rows = {row.source: row for row in records(session, framework)}
        if not rows.keys() >= {"gca_website", "gca_agreements"}:
            continue
        shared += 1
        merged = merge(statement(row) for row in rows.values())
        for name in ("title", "start", "end"):
            website, service = (rows[source].body.get(name) for source in ("gca_website", "gca_agreements"))
            if plain(website) and plain(service) and plain(website) != plain(service):
                differing += 1
                assert [s.source for s in contradictions(merged, name)] == ["gca_agreements"], framework.reference

    assert (shared, differing) == (78, 46)


def plain(value: Any) -> Any:
    """What is compared: of a date its day, of a title its letters."""
    return value["value"] if isinstance(value, dict) else value and " ".join(value.casefold().split())


def test_no_schools_row_has_a_wrong_owner_or_doubles_a_framework_known_by_reference(session: Session) -> None:
    rows = session.scalars(select(StoredRecord).where(StoredRecord.source == "dfe_list")).all()
    owners = dict(session.execute(select(Framework.id, Organisation.slug).join(Organisation, Framework.owner)).all())
    codes = {row.source_id.split("-")[0] for row in rows}

    assert len(rows) == 59
    assert all(owners[row.framework_id or 0] == row.owner_slug for row in rows)
    assert {"ccs", "espo", "ypo", "nepo", "cpc", "kcs", "dfe", "wme", "laser"} <= codes
    by_reference = [(f.owner_id, f.reference_key) for f in frameworks(session) if f.reference_key]
    assert len(by_reference) == len(set(by_reference))


def test_a_planned_start_that_has_passed_leaves_fifteen_agreements_unconfirmed(session: Session) -> None:
    unconfirmed = [f.title for f in frameworks(session) if f.status == "unconfirmed"]

    assert len(unconfirmed) == 15
    assert "G-Cloud 15" in unconfirmed


@pytest.mark.thorough
def test_the_files_in_another_order_and_twice_over_give_the_same_catalogue(
    session: Session, database: str
) -> None:
    with catalogue(database, SCHOOLS, SERVICE, WEBSITE, SCHOOLS, SERVICE, WEBSITE) as other:
        assert picture(other) == picture(session)


def picture(session: Session) -> list[tuple[Any, ...]]:
    return [
        (
            *(f.key, f.title, f.owner and f.owner.name, f.reference, f.kind, f.regulation, f.start, f.end, f.status),
            *(f.keywords, f.url, sorted(f.provenance.items()), [(lot.number, lot.title, lot.end) for lot in f.lots]),
            *(sorted(row.slug for row in f.categories), [(r.kind, r.target_key) for r in f.relations]),
        )
        for f in frameworks(session)
    ]
