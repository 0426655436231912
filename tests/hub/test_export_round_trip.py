"""What the hub exports as CSV and imports again elsewhere is the same catalogue: no column is lost on the way."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.db import make_engine, readers, writers
from hub.exports import as_csv, merged_records
from hub.ingest import Opened, ingest
from scrapers.files import open_file
from scrapers.framework_csv.columns import COLUMNS
from scrapers.record import Fee, Known, Payer, Record
from scrapers.source import Voice
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_reading, a_record
from tests.formulas import PAYLOADS
from tests.scrapers.test_round_trip import records

NAMED_ANEW = {"source_id"}
"""The hub's own key of a framework: an entry of another source has another one."""

OF_NOTICES = {"part", "edition", "evidence_only", "released"}
"""How notices hang together: what they add up to is exported, and that is whole."""


class Hub:
    """An empty hub with a database of its own."""

    def __init__(self, databases: Databases, home: Path) -> None:
        self.home = home
        self.engine = make_engine(databases.migrated(home))

    def take(self, *given: Record) -> None:
        self._ingest(a_reading(*given, name="everyone", owner="", voice=Voice.OFFICER))

    def take_file(self, text: str) -> None:
        path = self.home / "export.csv"
        path.write_text(text, encoding="utf-8")
        self._ingest(open_file(path))

    def _ingest(self, reading: Any) -> None:
        ingest(writers(self.engine), Opened("test.csv", "0" * 64, reading), OPERATOR, clock=lambda: NOON)

    def look(self, ask: Any) -> Any:
        session: Session
        with readers(self.engine)() as session:
            return ask(session)

    def catalogue(self) -> list[dict[str, Any]]:
        """Every value of every framework, by title."""
        found = [record.model_dump(exclude=NAMED_ANEW) for record in self.look(lambda s: list(merged_records(s)))]
        return sorted(found, key=lambda values: (values["title"], values["owner"], str(values)))


@pytest.fixture(scope="module")
def hubs(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two empty hubs, anew each time."""
    made: list[Hub] = []

    def hubs() -> list[Hub]:
        made.extend(Hub(databases, tmp_path_factory.mktemp(name)) for name in ("here", "there"))
        return made[-2:]

    yield hubs
    for each in made:
        each.engine.dispose()


def taken_over(hubs: Any, *given: Record) -> tuple[Hub, Hub]:
    here, there = hubs()
    here.take(*given)
    there.take_file(here.look(as_csv))
    return here, there


def drawn(count: int) -> list[Record]:
    """So many records with anything in them, each with a title and an owner of its own."""
    found: list[Record] = []

    @settings(max_examples=count, deadline=None, derandomize=True, phases=[Phase.generate], database=None)
    @given(records)
    def collect(record: Record) -> None:
        own = {"source_id": f"S{len(found)}", "owner": f"{record.owner} {len(found)}"}
        found.append(record.model_copy(update={**own, "title": f"{record.title} {len(found)}"}))

    collect()
    return found


@pytest.mark.thorough
def test_every_value_of_every_framework_comes_back(hubs: Any) -> None:
    capped = Fee(known=Known.YES, basis_points=100, payer=Payer.SUPPLIER, cap_pence=5_000_00)
    given_ = [*drawn(50), a_record(source_id="S-capped", title="Capped", fee=capped)]  # chance seldom draws a cap
    here, there = taken_over(hubs, *given_)

    assert len(here.catalogue()) == len(given_) >= 50
    assert there.catalogue() == here.catalogue()
    assert columns(there.look(as_csv)) == columns(here.look(as_csv)) >= {column.name for column in COLUMNS}


def columns(text: str) -> set[str]:
    """The columns of a framework CSV that hold anything."""
    lines = (line for line in io.StringIO(text) if not line.startswith("# "))
    return {name for row in csv.DictReader(lines) for name, value in row.items() if value}


def test_every_field_of_a_record_is_taken_over(hubs: Any) -> None:
    """A field added to the record that the export forgets would keep its default."""
    shared = {"reference": "AB7", "reference_identifies": False, "published": date(2026, 2, 1), "stage": "live"}
    here, there = taken_over(hubs, a_record(source_id="1", title="Fuel", extra={"colour": "=green"}, **shared))

    [record] = there.catalogue()
    assert (record["reference"], record["reference_identifies"]) == ("AB7", False)
    assert record["extra"] == {"colour": "=green"}
    assert here.catalogue() == [record]
    assert set(Record.model_fields) - NAMED_ANEW - OF_NOTICES <= set(record)


def test_frameworks_that_share_a_reference_stay_apart(hubs: Any) -> None:
    both = [
        a_record(source_id=title, title=title, reference="AB7", reference_identifies=False)
        for title in ("Road salt", "Legal advice")
    ]
    here, there = taken_over(hubs, *both)

    assert [record["title"] for record in there.catalogue()] == ["Legal advice", "Road salt"]
    assert there.catalogue() == here.catalogue()


@pytest.mark.assurance("I8", "Exported and imported again, each is the text it was")
def test_text_that_looks_like_a_formula_comes_back_as_it_was(hubs: Any) -> None:
    texts = sorted({" ".join(text.split()) for text in PAYLOADS if text.isprintable()})
    given_ = [
        a_record(source_id=f"S{n}", reference="", title=f"{text} x", summary=f"{text} y")
        for n, text in enumerate(texts)
    ]
    here, there = taken_over(hubs, *given_)

    assert there.catalogue() == here.catalogue()
    assert {record["title"] for record in there.catalogue()} >= {"=1+1 x", "@SUM(A1:A9) x", "-12.50 x"}
