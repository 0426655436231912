"""NHS SBS's framework agreements, on both generations of its site."""

from datetime import date
from pathlib import Path

import pytest

from scrapers.record import Record
from scrapers.site import Gone, PageChanged
from scrapers.sites.nhs_sbs import CATEGORIES, SEARCH, SITE
from tests.scrapers.sites.pages import Web, recorded, rows, visited

AT = "https://www.sbs.nhs.uk"
GARDEN, HEDGE, FENCES = f"{AT}/fas-garden-therapy", f"{AT}/ica-hedge-advice?x=1", f"{AT}/fas-fences"
SECOND = f"{SEARCH}?page=2"
NEWER, OLDER = recorded("nhs_sbs/newer.html"), recorded("nhs_sbs/older.html")
LAST = '<main><h1>Search</h1><a class="card__link card__link--heading" href="/fas-fences">Fences</a></main>'


@pytest.fixture
def web(tmp_path: Path) -> Web:
    """The newer site, with a search of two pages."""
    search = {SEARCH: recorded("nhs_sbs/search.html"), SECOND: LAST}
    return Web(tmp_path, {**search, GARDEN: NEWER, HEDGE: NEWER, FENCES: OLDER})


@pytest.fixture
def older(tmp_path: Path) -> Web:
    """The older site, which had categories."""
    categories = {f"{AT}/proc-{name}": recorded("nhs_sbs/category.html") for name in ("estates", "health")}
    return Web(tmp_path, {CATEGORIES: recorded("nhs_sbs/categories.html"), **categories, FENCES: OLDER})


def lots(record: Record) -> list[tuple[str, str, list[str]]]:
    return [(lot.number, lot.title, [place.name for place in lot.suppliers]) for lot in record.lots]


def test_an_agreement_of_the_newer_site_is_read_from_its_prose(web: Web):
    record = rows(SITE, web)[GARDEN].record

    assert record is not None
    assert (record.title, record.reference) == ("Garden therapy", "SBS/21/GT/ABC/9901")
    assert record.start is not None and record.start.value == date(2021, 8, 2)
    assert record.end is not None and record.end.value == date(2026, 8, 1)
    assert record.extension == "with an option to extend to 1 August 2027"
    assert lots(record) == [
        ("1", "Beds and borders", []),
        ("2", "Ponds", []),
        ("", "", ["Acorn Gardens Ltd", "Birch & Sons"]),
    ]
    assert [link.url for link in record.documents] == [f"{AT}/media/9901/guide.pdf"]
    assert (record.summary, record.description, record.url) == ("", "", GARDEN)


def test_an_agreement_of_the_older_site_is_read_from_its_table(older: Web):
    record = rows(SITE, older)[FENCES].record

    assert record is not None
    assert record.reference == "SBS10142"
    assert record.start is not None and record.start.value == date(2024, 5, 1)
    assert lots(record) == [("1", "Wood", ["Acorn Gardens Ltd", "Birch & Sons"]), ("2", "Metal", ["Cedar Care"])]


def test_the_search_is_followed_page_by_page_and_every_agreement_asked_for_once(web: Web):
    visited(SITE, web)

    assert web.asked == [SEARCH, SECOND, FENCES, GARDEN, HEDGE]


def test_where_the_search_is_gone_the_categories_are_read(older: Web):
    visited(SITE, older)

    assert older.asked == [SEARCH, CATEGORIES, f"{AT}/proc-estates", f"{AT}/proc-health", FENCES]


def test_lots_marked_in_green_are_read_where_there_is_no_table(older: Web):
    green = '<p><span class="procgreentext">Lot 1: Oak</span><span class="procgreentext">Lot 2a - Ash</span></p>'
    older.answers[FENCES] = OLDER.split("<table")[0] + green

    record = rows(SITE, older)[FENCES].record

    assert record is not None and lots(record) == [("1", "Oak", []), ("2a", "Ash", [])]


def test_a_page_without_a_term_or_reference_keeps_its_title_and_says_what_is_missing(web: Web):
    web.answers[HEDGE] = '<main><h1 class="a-heading__title">Hedge advice</h1><p>Ask us.</p></main>'

    row = rows(SITE, web)[HEDGE]

    assert row.record is not None and (row.record.title, row.record.start) == ("Hedge advice", None)
    assert [(problem.field, problem.reason) for problem in row.problems] == [
        ("term", "is missing"),
        ("reference", "is missing"),
    ]


def test_a_table_with_other_columns_is_a_problem_and_no_lots(older: Web):
    older.answers[FENCES] = OLDER.replace("Lot 1", "One").replace("Lot 2", "Two")

    row = rows(SITE, older)[FENCES]

    assert row.record is not None and row.record.lots == ()
    assert [problem.reason for problem in row.problems] == ["stand in a table the hub cannot read"]


def test_a_month_is_kept_as_exact_as_it_is_published(web: Web):
    web.answers[GARDEN] = NEWER.replace("2 August 2021 to 1 August 2026", "August 2021 to July 2026")

    record = rows(SITE, web)[GARDEN].record

    assert record is not None and record.end is not None
    assert (record.end.value, record.end.precision) == (date(2026, 7, 31), "month")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({SEARCH: recorded("nhs_sbs/search.html").replace("card__link--heading", "tile")}, "lists nothing"),
        ({SECOND: recorded("nhs_sbs/search.html")}, "go round in circles: .*page=2"),
        ({SECOND: LAST.replace("</main>", f'<a class="paging__link--next" href="{SECOND}"></a></main>')}, "in circles"),
        ({GARDEN: NEWER.replace("a-heading__title", "title")}, "fas-garden-therapy has no “h1.a-heading__title”"),
        ({GARDEN: "<title>Just a moment</title><p>Checking</p>"}, "stands before the one asked for: “Just a moment”"),
    ],
)
def test_a_page_built_in_another_way_fails_the_visit(web: Web, answers: dict[str, str], said: str):
    web.answers |= answers

    with pytest.raises(PageChanged, match=f"(?s){said}"):
        visited(SITE, web)


@pytest.mark.parametrize(
    ("address", "old", "said"),
    [
        (CATEGORIES, "item__link", "has no link “#maincontent .a-panel--list a.item__link”"),
        (f"{AT}/proc-estates", "a_body__link", "categories that list no agreement"),
    ],
)
def test_categories_without_links_fail_the_visit(older: Web, address: str, old: str, said: str):
    for each in (address, f"{AT}/proc-health"):
        older.answers[each] = str(older.answers[each]).replace(old, "renamed")

    with pytest.raises(PageChanged, match=said):
        visited(SITE, older)


def test_a_site_without_either_list_fails_the_visit(older: Web):
    del older.answers[CATEGORIES]

    with pytest.raises(Gone):
        visited(SITE, older)
