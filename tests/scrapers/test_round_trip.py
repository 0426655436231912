"""Whatever a record holds, writing it as a framework CSV and reading that gives the same record."""

import string
from calendar import monthrange
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings, strategies as st

from scrapers import framework_csv
from scrapers.files import open_file
from scrapers.parse import text
from scrapers.parse.dates import Edge
from scrapers.parse.found import Found
from scrapers.record import (
    Basis,
    Day,
    Fee,
    Identifier,
    Kind,
    Known,
    Link,
    Lot,
    Money,
    NoticeReference,
    Payer,
    Precision,
    Record,
    Regulation,
    Route,
    Stage,
    SupplierPlace,
)
from scrapers.source import Source, Voice
from tests.thorough import EXAMPLES

LETTERS = f"{string.ascii_letters}{string.digits}|;:,.\\[](){{}}<>#'\"=+-@£é–’/&%* "
SOURCE = Source(name="ours", title="Ours", publisher="Us", url="", licence="OGL", voice=Voice.OFFICER)

lines = (
    st.text(LETTERS, min_size=1, max_size=25)
    .map(lambda t: " ".join(t.split()))
    .filter(lambda t: text.line(t) == Found(t) and t)
)
blocks = st.lists(lines, max_size=3).map("\n".join).filter(lambda t: text.block(t) == Found(t))
maybe_line = st.just("") | lines
addresses = st.sampled_from(
    ["https://www.example.org/a?b=c&d=e;f|g#h", "http://example.org", "https://x.example.org/(a),[b]\\"]
)
codes = st.lists(st.from_regex(r"\d{8}", fullmatch=True), max_size=3, unique=True).map(tuple)
routes = st.lists(st.sampled_from(Route), unique=True).map(tuple)
stages = st.none() | st.sampled_from(Stage)
pence = st.none() | st.integers(0, 10**16)
calendar_days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3).map(tuple)


@st.composite
def days(draw: st.DrawFn, edge: Edge) -> Day:
    """A date at the edge of its month or year, as far as it is only known so exactly."""
    value, precision = draw(calendar_days), draw(st.sampled_from(Precision))
    if precision is not Precision.DAY:
        month = value.month if precision is Precision.MONTH else (1 if edge is Edge.FIRST else 12)
        last = monthrange(value.year, month)[1]
        value = value.replace(day=1).replace(month=month).replace(day=1 if edge is Edge.FIRST else last)
    raw = draw(maybe_line | st.just(f"{value:%d %B %Y}") | st.just("3 years + 1 year OTE"))
    return Day(value=value, precision=precision, basis=draw(st.sampled_from(Basis)), raw=raw)


fees = st.none() | st.builds(
    Fee,
    basis_points=st.none() | st.integers(0, 10_000),
    payer=st.sampled_from(Payer),
    base=maybe_line,
    cap_pence=pence,
    known=st.sampled_from(Known),
    text=maybe_line,
).filter(lambda fee: fee != Fee())
money = st.none() | st.builds(
    Money, net_pence=pence, gross_pence=pence, currency=st.sampled_from(["GBP", "EUR"])
).filter(lambda m: m.net_pence is not None or m.gross_pence is not None)
suppliers = st.builds(
    SupplierPlace,
    name=lines,
    identifiers=st.lists(st.builds(Identifier, scheme=lines, id=lines), max_size=2).map(tuple),
    status=st.sampled_from(["active", "suspended", "excluded", "left"]),
    start=st.none() | days(Edge.FIRST),
    end=st.none() | days(Edge.LAST),
    sme=st.none() | st.booleans(),
)
lots = st.builds(
    Lot,
    number=st.just("") | st.sampled_from(["1", "2A", "1.2.3", "iv"]) | lines.filter(lambda n: not n.startswith("#")),
    title=maybe_line,
    description=blocks,
    start=st.none() | days(Edge.FIRST),
    end=st.none() | days(Edge.LAST),
    stage=stages,
    cpv=codes,
    regions=several(lines),
    routes=routes,
    fee=fees,
    max_value=money,
    suppliers=st.lists(suppliers, max_size=2).map(tuple),
)
links = st.builds(Link, title=maybe_line, url=st.just("") | addresses, kind=maybe_line).filter(
    lambda k: k.title or k.url
)
notices = st.builds(
    NoticeReference,
    identifier=lines,
    ocid=maybe_line,
    type=maybe_line,
    title=maybe_line,
    published=st.none() | calendar_days,
    url=st.just("") | addresses,
)
records = st.builds(
    Record,
    source_id=lines,
    title=lines,
    owner=lines.filter(lambda o: not o.startswith("EXAMPLE")),
    reference=maybe_line,
    reference_identifies=st.booleans(),
    parent_reference=maybe_line,
    parent_lot=maybe_line,
    listing_of_owner=maybe_line,
    kind=st.sampled_from(Kind),
    regulation=st.sampled_from(Regulation),
    stage=stages,
    source_status=maybe_line,
    summary=blocks,
    description=blocks,
    categories=several(lines),
    keywords=several(lines),
    cpv=codes,
    regions=several(lines),
    start=st.none() | days(Edge.FIRST),
    end=st.none() | days(Edge.LAST),
    max_end=st.none() | days(Edge.LAST),
    extension=blocks,
    max_value=money,
    routes=routes,
    fee=fees,
    eligibility=blocks,
    eligibility_rules=several(lines),
    how_to_buy=blocks,
    stock_only=st.none() | st.booleans(),
    lots=st.lists(lots, max_size=3).map(tuple),
    documents=st.lists(links, max_size=2).map(tuple),
    notices=st.lists(notices, max_size=2).map(tuple),
    replaces=several(lines),
    replaced_by=several(lines),
    url=st.just("") | addresses,
    published=st.none() | calendar_days,
    extra=st.dictionaries(lines.map(str.casefold), lines, max_size=2),
)


def test_the_records_made_here_have_a_value_for_every_field() -> None:
    """A field added to the record must be added to the file too, but for what says how notices hang together."""
    of_notices = {"part", "edition", "evidence_only", "released"}
    assert set(Record.model_fields) - of_notices <= set(records.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


def test_names_that_look_like_the_files_own_marks_come_back() -> None:
    number = Identifier(scheme="GB-COH", id="01, 2]")
    names = ("Acorn (left)", "Bark [GB-COH 1]", "Elm; Oak | Ash", "Yew (UK) Ltd", "C:\\Trees (sme, left)")
    places = tuple(SupplierPlace(name=name) for name in names) + (
        SupplierPlace(name="Fir [a b]", identifiers=(number,)),
    )
    record = Record(
        source_id="'=1",
        title="#1 | trees; hedges",
        owner="@Anytown",
        categories=("Trees | hedges", "a;b"),
        keywords=("oak, ash", "C:\\|"),
        lots=(
            Lot(title="1: Oaks"),
            Lot(number="Part One: A]", title="B: C"),
            Lot(number="2"),
            Lot(number="2", suppliers=places),
            Lot(),
            Lot(suppliers=(SupplierPlace(name="A: Ltd"), *places)),
        ),
        documents=(
            Link(title="Guide [new] <2>", url="https://www.example.org/a|b", kind="pdf]"),
            Link(title="https://x.org/y", url=""),
        ),
        notices=(
            NoticeReference(identifier="type: x"),
            NoticeReference(identifier="ocds-1"),
            NoticeReference(identifier="https://x.org"),
        ),
        start=Day(value=date(2024, 1, 1), basis=Basis.TEXT, raw="from {1} (a, b); on"),
    )
    assert _read_back(record) == record


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(records)
def test_every_field_comes_back(record: Record) -> None:
    assert _read_back(record) == record


def _read_back(record: Record) -> Record | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(framework_csv.write([record], SOURCE), encoding="utf-8")
        [row] = open_file(path).rows
    return row.record
