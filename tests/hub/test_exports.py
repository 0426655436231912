"""The catalogue taken away says what the hub shows, and says it again when it comes back."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.db import make_engine, writers
from hub.exports import as_csv, as_json
from hub.ingest import Opened, ingest
from hub.models import Framework, listed
from scrapers.files import open_file
from scrapers.record import Money, Party, Stage
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_call_off, a_day


def shown(session: Session) -> list[tuple[Any, ...]]:
    return [
        (f.title, f.owner and f.owner.name, f.status, f.end, sorted(row.slug for row in f.categories))
        for f in session.scalars(select(Framework).where(*listed()).order_by(Framework.title))
    ]


def test_an_export_gives_the_same_statuses_owners_and_categories_when_imported(
    session: Session, publish: Callable[..., str], tmp_path: Path, databases: Databases
):
    publish(title="Old tender", stage=Stage.TENDERING, published=date(2020, 4, 1), categories=("Fleet",))
    publish(title="Fuel", reference="AB2", owner="CCS", stage=Stage.LIVE, end=a_day("2028-01-31"), cpv=("09100000",))
    path = tmp_path / "export.csv"
    path.write_text(as_csv(session), encoding="utf-8")
    engine = make_engine(databases.migrated(tmp_path / "other"))

    ingest(writers(engine), Opened("export.csv", "0" * 64, open_file(path)), OPERATOR, clock=lambda: NOON)

    with writers(engine)() as other:
        assert shown(other) == shown(session)
    engine.dispose()


def test_json_says_which_source_gave_each_value(session: Session, publish: Callable[..., str]):
    publish(title="Fuel", end=a_day("2028-01-31"))

    [entry] = json.loads(as_json(session))["frameworks"]

    assert (entry["title"], entry["status"], entry["sources"]["end"]) == ("Fuel", "unknown", "anglian")


def test_json_has_the_contracts_of_a_framework_and_the_csv_has_not(
    session: Session, publish: Callable[..., str], take_contracts: Any
):
    publish(reference="AB100", title="Vans")
    publish(reference="AB2", title="Fuel")
    before = as_csv(session)
    session.rollback()
    take_contracts(a_call_off(suppliers=(Party(name="Acorn Ltd"),), value=Money(net_pence=5_00)))

    fuel, vans = json.loads(as_json(session))["frameworks"]
    assert fuel["call_offs"] == []
    [contract] = vans["call_offs"]
    assert (contract["buyer"], contract["suppliers"]) == ("Fenland District Council", ["Acorn Ltd"])
    assert contract["value"] == {"net_pence": 5_00, "gross_pence": None, "currency": "GBP"}
    assert contract["link"] == {"confidence": 0.9, "reason": "its reference names AB100", "decided": False}
    assert as_csv(session) == before


def test_cells_that_would_start_a_formula_are_made_inert(session: Session, publish: Callable[..., str]):
    publish(title="=HYPERLINK(A1)")

    assert ",'=HYPERLINK(A1)," in as_csv(session)
