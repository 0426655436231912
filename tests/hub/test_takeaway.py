"""Taking away what a search finds, over HTTP, read back as the files they are."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.models import Framework
from hub.search import sync
from hub.web.takeaway import answers, selection
from scrapers.record import Day, Fee, Known, Lot, Money, Payer, Precision, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
from tests.formulas import PAYLOADS
from tests.hub.test_search_pages import titles
from tests.pages import words

Page = Callable[..., BeautifulSoup]
FORMS = ("csv", "xlsx", "json")


def rows_of(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The rows of a file by their headings, or names in JSON, whatever form it has."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    form = address.partition("?")[0].rpartition(".")[2]
    if form == "json":
        body = json.loads(answer.data)
        return list(body["suppliers"] if "suppliers" in body else body["frameworks"])
    if form == "csv":
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    names, *rows = [[cell.value for cell in row] for row in sheet.rows]
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def found_on_pages(stocked_page: Page, address: str) -> list[str]:
    return [title for page in (1, 2) for title in titles(stocked_page(f"{address}&page={page}"))]


@pytest.fixture
def stocked_client(stocked: Flask) -> FlaskClient:
    return stocked.test_client()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query", ["q=cleaning&ended=1", "ended=1", "q=laptops&owner=fenland-supplies", "ended=1&sort=ending"]
)
def test_a_file_has_all_results_in_their_order(
    stocked_client: FlaskClient, stocked_page: Page, form: str, query: str
) -> None:
    name = "title" if form == "json" else "Framework"
    found = [row[name] for row in rows_of(stocked_client, f"/search.{form}?{query}")]
    assert found == found_on_pages(stocked_page, f"/search?{query}")
    assert found


def test_pages_and_their_size_do_not_matter(stocked_client: FlaskClient) -> None:
    whole = rows_of(stocked_client, "/search.csv?ended=1")
    assert rows_of(stocked_client, "/search.csv?ended=1&page=2&per_page=5") == whole
    assert len(whole) == 30


def test_bad_filters_are_left_out_as_on_the_page(stocked_client: FlaskClient) -> None:
    whole = rows_of(stocked_client, "/search.csv?q=cleaning")
    assert rows_of(stocked_client, "/search.csv?q=cleaning&status=nonsense&ending=x&nonsense=1") == whole


@pytest.mark.alike
@pytest.mark.parametrize("form", FORMS)
def test_nothing_found_gives_a_file_with_headings_only(stocked_client: FlaskClient, form: str) -> None:
    answer = stocked_client.get(f"/search.{form}?q=zzzzqqqq&cpv=90910000&status=suspended")
    assert answer.status_code == 200
    if form == "csv":
        [line] = answer.data.decode("utf-8-sig").splitlines()
        assert line.startswith('"Framework","Reference"')
    if form == "json":
        assert json.loads(answer.data)["frameworks"] == []


def test_a_row_says_what_is_published_where_from_and_how_old(
    publish: Callable[..., str], client: FlaskClient, session: Any
) -> None:
    key = publish(
        title="Fuel",
        stage="live",
        start=a_day("2025-01-01"),
        end=Day(value=a_day("2028-03-31").value, precision=Precision.MONTH),
        fee=Fee(basis_points=50, payer=Payer.SUPPLIER, known=Known.YES),
        max_value=Money(net_pence=1_250_000_00),
        eligibility="Councils.",
    )
    [row] = rows_of(client, "/search.csv?q=fuel")
    assert row["Start"] == "2025-01-01" and row["End"] == "March 2028", "no more exactly than published"
    assert row["Fee"] == "0.5%, paid by the supplier"
    assert (row["Maximum value without VAT"], row["Maximum value with VAT"]) == ("1250000", "")
    assert row["Who may use it, as published"] == "Councils."
    assert row["Page in this hub"] == f"http://localhost/frameworks/{key}/fuel"
    assert row["Sources"] == "Anglian Buying Group list" and row["Licences of the sources"] == "OGL-UK-3.0"
    assert (row["Oldest source dated"], row["Checked on"]) == ("2026-02-26", "2026-11-21")
    assert row["Award routes"] == row["Suppliers named"] == row["Latest end if extended"] == ""


def test_formulas_of_publishers_stay_text_in_every_form(app: Flask, sessions: Any, client: FlaskClient) -> None:
    records = [
        a_record(source_id=f"S{n}", reference="", title=f"Item {n}", summary=f"{text} x")
        for n, text in enumerate(PAYLOADS)
    ]
    ingest(sessions, Opened("test.csv", "0" * 64, a_reading(*records)), OPERATOR, clock=lambda: NOON)
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)

    cells = [row["Summary"] for row in rows_of(client, "/search.csv")]
    assert len(cells) == len(PAYLOADS)
    assert sum(cell.startswith("'") for cell in cells) >= 100
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/search.xlsx").data)).worksheets[0]
    column = [cell.value for cell in sheet[1]].index("Summary")
    assert {row[column].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}


@pytest.mark.parametrize("form", FORMS)
def test_named_frameworks_come_in_the_order_they_are_named(
    stocked: Flask, stocked_client: FlaskClient, form: str
) -> None:
    with stocked.extensions["hub.readers"]() as session:
        keys = [
            session.query(Framework.key).filter(Framework.title == title).scalar()
            for title in ("Laptops 1", "Catering 8")
        ]
    name = "title" if form == "json" else "Framework"
    query = "&".join(f"f={key}" for key in (*keys, keys[0], "nosuchkey", "%00"))
    assert [row[name] for row in rows_of(stocked_client, f"/search.{form}?{query}")] == ["Laptops 1", "Catering 8"]


def test_a_framework_merged_into_another_is_taken_as_that(
    publish: Callable[..., str], sessions: Any, client: FlaskClient
) -> None:
    fuel, salt = publish(title="Fuel"), publish(title="Road salt", reference="AB2")
    with sessions.begin() as session:
        rows = {row.key: row for row in session.query(Framework)}
        rows[fuel].merged_into, rows[fuel].digest = rows[salt], ""
    assert [row["Framework"] for row in rows_of(client, f"/search.csv?f={fuel}&f={salt}")] == ["Road salt"]


def test_more_than_the_most_is_cut_with_a_sentence_that_says_so(
    stocked_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MOST", 12)
    lines = list(csv.reader(io.StringIO(stocked_client.get("/search.csv?ended=1").data.decode("utf-8-sig"))))
    said = "These are the first 12 of 30 frameworks. Narrow the search to take the rest."
    assert len(lines) == 1 + 12 + 1 and lines[-1] == [said]
    assert json.loads(stocked_client.get("/search.json?ended=1").data)["about"]["note"] == said


@pytest.mark.alike
@pytest.mark.parametrize("address", ["/search.csv", "/search.xlsx", "/search.json", "/search.ics", "/search.atom"])
def test_without_an_index_the_answer_says_so(stocked: Flask, tmp_path: Path, address: str) -> None:
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})
    answer = app.test_client().get(f"{address}?q=cleaning")
    app.extensions["hub.engine"].dispose()
    assert answer.status_code == 503
    assert "index cannot be read just now" in answer.get_data(as_text=True)


class TestHowItIsSent:
    @pytest.mark.alike
    @pytest.mark.parametrize(
        ("form", "kind"), [("csv", "text/csv"), ("json", "application/json"), ("xlsx", answers.MIMETYPES["xlsx"])]
    )
    def test_as_a_file_with_the_day_in_its_name(self, stocked_client: FlaskClient, form: str, kind: str) -> None:
        answer = stocked_client.get(f"/search.{form}?q=cleaning")
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"] == f'attachment; filename="frameworks-2026-11-21.{form}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Set-Cookie" not in answer.headers

    @pytest.mark.alike
    @pytest.mark.parametrize("form", (*FORMS, "ics", "atom"))
    def test_head_says_the_same_without_the_file(self, stocked_client: FlaskClient, form: str) -> None:
        got, asked = (ask(f"/search.{form}?q=cleaning") for ask in (stocked_client.get, stocked_client.head))
        assert asked.status_code == 200 and asked.data == b"" and got.data
        assert asked.headers.get("Content-Length") != "0"
        for name in ("Content-Type", "Content-Disposition", "Cache-Control", "ETag"):
            assert asked.headers.get(name) == got.headers.get(name)

    def test_only_so_many_at_once(self, stocked: Flask, stocked_client: FlaskClient) -> None:
        slots = stocked.extensions["hub.takeaways"]
        taken = [slots.acquire(blocking=False) for _ in range(answers.AT_ONCE)]
        assert all(taken)
        try:
            answer = stocked_client.get("/search.csv?q=cleaning")
            assert answer.status_code == 503 and "try again in a minute" in answer.get_data(as_text=True)
        finally:
            [slots.release() for _ in taken]

    @pytest.mark.alike
    @pytest.mark.parametrize("form", FORMS)
    def test_a_file_that_was_sent_makes_room_for_the_next(self, stocked_client: FlaskClient, form: str) -> None:
        codes = [stocked_client.get(f"/search.{form}?q=cleaning").status_code for _ in range(3 * answers.AT_ONCE)]
        assert set(codes) == {200}

    def test_it_is_no_search_that_is_counted(self, stocked: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        counted: list[Any] = []
        monkeypatch.setattr(stocked.extensions["hub.usage"], "searched", lambda *said: counted.append(said))
        stocked.test_client().get("/search.csv?q=cleaning")
        assert counted == []


class TestSuppliers:
    @pytest.fixture
    def fuel(self, publish: Callable[..., str]) -> str:
        left = SupplierPlace(name="Bark Ltd", status="left", end=a_day("2026-05-01"))
        lots = (Lot(number="1", title="Oaks", suppliers=(SupplierPlace(name="=Acorn Ltd"), left)), Lot(number="2"))
        return publish(title="Trees", lots=lots)

    @pytest.mark.alike
    @pytest.mark.parametrize("form", FORMS)
    def test_every_place_on_a_lot_is_a_row(self, client: FlaskClient, fuel: str, form: str) -> None:
        rows = rows_of(client, f"/frameworks/{fuel}/suppliers.{form}")
        name, lot = ("name_as_published", "lot_number") if form == "json" else ("Supplier, as published", "Lot")
        acorn = "'=Acorn Ltd" if form == "csv" else "=Acorn Ltd"
        assert [(row[name], row[lot]) for row in rows] == [(acorn, "1"), ("Bark Ltd", "1")]

    def test_who_has_left_is_marked(self, client: FlaskClient, fuel: str) -> None:
        listed, left = rows_of(client, f"/frameworks/{fuel}/suppliers.csv")
        assert listed["Standing"] == "Listed"
        assert (left["Standing"], left["On the lot until"]) == ("Left", "2026-05-01")
        assert left["Small or medium-sized"] == "", "not published is not no"

    def test_numbers_carry_their_register(self, stocked: Flask, stocked_client: FlaskClient) -> None:
        with stocked.extensions["hub.readers"]() as session:
            key = session.query(Framework.key).filter(Framework.title == "Cleaning 0").scalar()
        [row] = rows_of(stocked_client, f"/frameworks/{key}/suppliers.csv")
        assert (row["Supplier"], row["Registered numbers"]) == ("Sparkle Ltd", "GB-COH 01234567")

    def test_a_framework_that_is_not_there_has_none(self, client: FlaskClient) -> None:
        assert client.get("/frameworks/nosuchkey/suppliers.csv").status_code == 404


class TestLinks:
    def test_results_lead_to_their_files_with_the_same_filters(
        self, stocked_page: Page, stocked_client: FlaskClient
    ) -> None:
        page = stocked_page("/search?q=cleaning&status=live&page=1&per_page=5")
        links = [str(link["href"]) for link in page.select(".hub-takeaway a")]
        assert "/search.csv?q=cleaning&status=live" in links and "/search.ics?q=cleaning&status=live" in links
        assert all(stocked_client.get(link).status_code == 200 for link in links)
        assert page.select("link[rel=alternate]")[0]["href"] == "/search.atom?q=cleaning&status=live"

    def test_a_framework_leads_to_its_files(
        self, framework: Any, publish: Callable[..., str], client: FlaskClient
    ) -> None:
        lots = (Lot(number="1", suppliers=(SupplierPlace(name="Acorn Ltd"),)),)
        page = framework(publish(title="Trees", lots=lots))
        part = page.select_one("section[aria-labelledby=take-away]")
        links = [str(link["href"]) for link in part.select("a")]
        assert [link.rpartition("/")[2] for link in links] == [
            "framework.json", "ocds.json", "dates.ics", "suppliers.csv", "suppliers.xlsx", "suppliers.json",
        ]  # fmt: skip
        assert all(client.get(link).status_code == 200 for link in links)

    def test_where_nothing_is_found_there_is_nothing_to_take(self, stocked_page: Page) -> None:
        assert "Take away" not in words(stocked_page("/search?q=zzzzqqqq&cpv=90910000"))


def test_the_day_is_that_of_the_reader(app: Flask, publish: Callable[..., str], client: FlaskClient) -> None:
    publish(title="Fuel", stage="live", start=a_day("2025-01-01"), end=a_day("2026-11-21"))
    assert rows_of(client, "/search.csv?q=fuel")[0]["Status"] == "Live"
    app.config["CLOCK"] = lambda: NOON + timedelta(days=1)
    assert rows_of(client, "/search.csv?q=fuel")[0]["Status"] == "Ended"
