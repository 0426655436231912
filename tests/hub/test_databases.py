"""What SQLite and PostgreSQL treat differently, and the hub must not: run on both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.catalogue.frameworks import by_letter
from hub.db import make_engine
from hub.errors import Refused
from hub.ingest import Opened, ingest
from hub.models import Issue, Organisation, StoredRecord
from hub.search import state, sync
from scrapers.record import Fee, Identifier, Link, Lot, Money, NoticeReference, Record, SupplierPlace
from scrapers.source import Outcome, Problem, Row
from tests.conftest import NOON
from tests.factories import a_reading, a_record

Publish = Callable[..., str]
MOST = 10**16  # pence: scrapers.record.Pence


def take(sessions: Any, *records: Record, rows: tuple[Row, ...] = ()) -> None:
    ingest(sessions, Opened("f", "0" * 64, a_reading(*records, rows=rows)), OPERATOR, clock=lambda: NOON)


def test_titles_are_in_one_order_whatever_language_the_database_sorts_by(session: Session, publish: Publish) -> None:
    for number, title in enumerate(("Czech", "Cøre", "Careers", "Care homes", "Care-leavers")):
        publish(title=title, reference=f"AB{number}")

    assert [f.title for f in by_letter(session, "C")] == ["Care homes", "Care-leavers", "Careers", "Czech", "Cøre"]


def test_the_longest_texts_and_largest_sums_a_record_may_hold_are_stored(sessions: Any, session: Session, app: Any):
    records = [the_longest("W"), the_longest("ﷺ")]
    take(sessions, *records)
    sync(sessions, app.extensions["hub.index"])

    assert state(session, app.extensions["hub.index"]).in_step
    stored = session.scalars(select(StoredRecord).order_by(StoredRecord.id))
    assert [Record.model_validate(row.body) for row in stored] == records


def the_longest(letter: str) -> Record:
    """A record with as much in every field as it may hold."""

    def short(name: str) -> str:
        return (name + letter * 1000)[:1000]

    address = "https://example.org/" + "w" * 1980
    money = Money(net_pence=MOST, gross_pence=MOST)
    fee = Fee(basis_points=10_000, cap_pence=MOST, base=short("base"), text=short("text"))
    supplier = SupplierPlace(name=short("supplier"), identifiers=(Identifier(scheme=short("s"), id=short("i")),))
    notice = NoticeReference(identifier=short("n"), ocid=short("o"), type=short("t"), title=short("t"), url=address)
    lot = Lot(number=short("1"), title=short("lot"), max_value=money, fee=fee, suppliers=(supplier,))
    return a_record(
        source_id=short("id"),
        part=short("part"),
        title=short("title"),
        owner=short("owner"),
        reference=short("AB1"),
        parent_reference=short("AB2"),
        parent_lot=short("lot"),
        source_status=short("status"),
        summary=letter * 50_000,
        categories=(short("category"),),
        keywords=(short("keyword"),),
        regions=(short("region"),),
        max_value=money,
        fee=fee,
        lots=(lot, Lot(title=short("lot"))),
        documents=(Link(title=short("document"), url=address, kind=short("kind")),),
        notices=(notice,),
        replaces=(short("AB3"),),
        url=address,
    )


def test_two_imports_at_once_that_name_the_same_organisations_both_succeed(sessions: Any, session: Session) -> None:
    names = [f"Supplier {number}" for number in range(20)]

    def take_all(reference: str) -> None:
        lot = Lot(title="All", suppliers=tuple(SupplierPlace(name=name) for name in names))
        take(sessions, a_record(reference=reference, title=f"Paint {reference}", lots=(lot,)))

    with ThreadPoolExecutor() as threads:
        list(threads.map(take_all, ("AB1", "AB2", "AB3", "AB4")))

    assert session.query(StoredRecord).count() == 4
    assert session.query(Organisation).filter(Organisation.kind == "supplier").count() == 20


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a" * 1_000_000], ids=["NUL", "surrogate", "a million letters"])
def test_an_issue_about_any_text_can_be_noted(sessions: Any, session: Session, text: str) -> None:
    problem = Problem(place=f"item {text}", field=text, value=text, reason=f"{text} is no date", done=text)
    take(sessions, rows=(Row(place=f"item {text}", outcome=Outcome.REJECTED, reason=text, problems=(problem,)),))

    assert [issue.value[0] for issue in session.query(Issue) if issue.value] == ["a"]


def test_a_record_may_hold_characters_a_database_cannot(sessions: Any, session: Session) -> None:
    take(sessions, a_record(source_id="a\x00b", title="Fuel\x00cards", extra={"note\x00": "a\x00b"}))

    assert session.query(StoredRecord).count() == 1


def test_a_driver_that_is_not_there_is_told_with_what_installs_it() -> None:
    with pytest.raises(Refused, match="The driver pymysql .* is not installed.* `python3 run.py setup --postgresql`"):
        make_engine("mysql+pymysql://hub@localhost/hub")
