"""NHS Supply Chain's contract launch briefs: labels in one run, and suppliers only where they are as many as stated."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scrapers.record import Record
from scrapers.site import Gone, PageChanged
from scrapers.sites.nhs_supply_chain import BRIEFS, SITE
from scrapers.source import Row
from tests.scrapers.sites.pages import Web, recorded, rows, visited

BRIEF = "https://www.supplychain.nhs.uk/product-information/contract-launch-brief"
COLUMNS, TABLE = f"{BRIEF}/garden-dressings/", f"{BRIEF}/bandage-rollers/?ref=list"
SECOND = f"{BRIEFS}page/2/"


@pytest.fixture
def web(tmp_path: Path) -> Web:
    pages = {COLUMNS: recorded("nhs_supply_chain/columns.html"), TABLE: recorded("nhs_supply_chain/table.html")}
    return Web(tmp_path, {BRIEFS: recorded("nhs_supply_chain/list.html"), **pages})


@pytest.fixture
def row(web: Web) -> Callable[..., Row]:
    """The row of the brief with columns, whatever is changed on it."""

    def row(*changes: tuple[str, str]) -> Row:
        page = recorded("nhs_supply_chain/columns.html")
        for old, new in changes:
            assert old in page
            page = page.replace(old, new)
        web.answers[COLUMNS] = page
        return rows(SITE, web)[COLUMNS]

    return row


def names(record: Record | None) -> dict[str, list[str]]:
    assert record is not None
    return {lot.number: [place.name for place in lot.suppliers] for lot in record.lots}


def test_values_of_the_label_run_end_where_the_next_label_begins(row: Callable[..., Row]):
    record = row().record

    assert record is not None
    assert (record.title, record.reference) == ("Garden dressings", "2025/S 000-009901")
    assert record.owner == "NHS Supply Chain"
    assert record.categories == ("Ward Consumables",)
    assert record.extra == {"type": "New Contract", "supply route": "Stocked, eDirect"}
    assert record.start is not None and record.start.value == date(2025, 3, 3)
    assert record.end is not None and record.end.value == date(2029, 3, 2)
    assert record.url == COLUMNS
    assert (record.summary, record.description) == ("", "")


def test_suppliers_are_gathered_from_all_columns_and_not_from_summaries_downloads_or_the_footer(
    row: Callable[..., Row],
):
    expected = ["Acorn Dressings Ltd", "Birch & Sons", "Cedar Care", "Damson Health PLC", "Elder (UK) Limited"]

    assert names(row().record) == {"": expected}


def test_a_table_says_which_lots_a_supplier_is_on(web: Web):
    found = rows(SITE, web)[TABLE]

    assert names(found.record) == {"1": ["Acorn Dressings Ltd"], "2": ["Acorn Dressings Ltd", "Birch & Sons"]}
    assert found.problems == ()


def test_a_single_supplier_is_named_in_a_sentence(row: Callable[..., Row]):
    sentence = "There is one supplier on this framework: Acorn Dressings Ltd."
    found = row(("There are <strong>5</strong> suppliers on this framework. They are:", sentence))

    assert names(found.record) == {"": ["Acorn Dressings Ltd"]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<li>Cedar Care</li>", "", id="one fewer, for which no download makes up"),
        pytest.param("<li>Cedar Care</li>", "<li>Acorn Dressings Ltd</li>", id="one twice"),
        pytest.param("<strong>5</strong>", "<strong>56</strong>", id="many fewer"),
        pytest.param("<li>Cedar Care</li>", "<li>Cedar Care</li><li>Fir Ltd</li>", id="one more"),
    ],
)
def test_a_list_of_another_length_than_stated_is_refused_and_the_rest_kept(row: Callable[..., Row], old: str, new: str):
    found = row((old, new))

    assert found.record is not None and found.record.reference
    assert names(found.record) == {}
    assert [problem.done for problem in found.problems] == ["the list is left out"]


def test_a_list_that_does_not_say_its_length_is_left_out(row: Callable[..., Row]):
    found = row(("There are <strong>5</strong> suppliers", "The suppliers"))

    assert names(found.record) == {}
    assert found.problems[0].reason == "are listed without saying how many there are"


def test_a_brief_without_suppliers_keeps_its_facts(row: Callable[..., Row]):
    found = row(('id="suppliers"', 'id="support"'))

    assert found.record is not None and found.record.reference
    assert [(problem.field, problem.reason) for problem in found.problems] == [("suppliers", "are not listed")]


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("2025/S 000-009901", "to follow", "Reference", "to follow"),
        ("2 March 2029", "32 March 2029", "Expiry Date", "32 March 2029"),
    ],
)
def test_a_value_that_is_none_is_a_problem_and_left_unknown(
    row: Callable[..., Row], old: str, new: str, field: str, value: str
):
    found = row((old, new))

    assert found.record is not None
    assert [(problem.field, problem.value) for problem in found.problems] == [(field, value)]


def test_only_briefs_linked_from_the_main_part_of_the_list_on_its_own_site_are_asked_for(web: Web):
    visited(SITE, web)

    assert web.asked == [BRIEFS, SECOND, TABLE, COLUMNS]


def test_the_list_goes_on_until_a_page_is_gone(web: Web):
    third = f"{BRIEF}/cotton-spools/"
    web.answers[SECOND] = f'<main><h1>Briefs, page 2</h1><a href="{third}">Cotton spools</a></main>'
    web.answers[third] = recorded("nhs_supply_chain/table.html")

    assert third in rows(SITE, web)
    assert f"{BRIEFS}page/3/" in web.asked


def test_a_list_whose_second_page_is_its_first_again_fails_the_visit(web: Web):
    web.answers[SECOND] = recorded("nhs_supply_chain/list.html")

    with pytest.raises(PageChanged, match="go round in circles: .*/page/2/ lists nothing new"):
        visited(SITE, web)


WALL = "<title>Before you continue</title><main><h1>We use cookies</h1><p>Accept them.</p></main>"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({BRIEFS: "<main><h1>Contract launch briefs</h1><p>No briefs.</p></main>"}, "lists nothing"),
        ({BRIEFS: WALL}, "lists nothing.*stands before the one asked for"),
        ({BRIEFS: "<div><h1>Briefs</h1></div>"}, "has no “main”"),
        ({BRIEFS: " "}, "is empty"),
        ({COLUMNS: WALL}, "garden-dressings/ has no run of labels.*stands before the one asked for"),
        ({COLUMNS: recorded("nhs_supply_chain/columns.html").replace("<h1>", "<h2>")}, "garden-dressings/ has no “h1”"),
        ({COLUMNS: "<main><h1>Garden dressings</h1><p>Words.</p></main>"}, "has no run of labels"),
        ({COLUMNS: ""}, "garden-dressings/ is empty"),
    ],
)
def test_a_page_built_in_another_way_fails_the_visit(web: Web, answers: dict[str, str], said: str):
    web.answers |= answers

    with pytest.raises(PageChanged, match=f"(?s){said}"):
        visited(SITE, web)


def test_a_list_that_is_gone_fails_the_visit(web: Web):
    del web.answers[BRIEFS]

    with pytest.raises(Gone):
        visited(SITE, web)
