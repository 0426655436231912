"""The Department for Education's list: one answer, taken whole or not at all."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from scrapers.site import FetchFailed, PageChanged
from scrapers.sites.dfe import SITE
from scrapers.source import Outcome
from tests.scrapers.conftest import FIXTURES
from tests.scrapers.sites.answers import NOON, Answers, always, an_answer, visited


def an_item(title: str | None = "Picture books", **parts: Any) -> dict[str, Any]:
    return {
        "id": "a1", "ref": "picture-books", "title": title, "descr": "Books with pictures.", "expiry": "2028-03-31",
        "url": "https://www.espo.org/frameworks/books/picture-books-176e-20.html", "body": "", "links": [],
        "cat": {"title": "Books", "ref": "books"},
        "provider": {"initials": "ESPO", "title": "Eastern Shires Purchasing Organisation"},
    } | parts  # fmt: skip


@pytest.fixture
def fetch(tmp_path: Any) -> Any:
    return lambda portal: Answers(portal, tmp_path)


def visit(fetch: Any, answer: Any) -> Any:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    (page,) = visited(SITE, fetch(always(text)), NOON - timedelta(days=7), NOON)
    return page


def test_the_list_is_asked_for_once_and_is_of_the_day_it_was_fetched(fetch: Any) -> None:
    answers = fetch(always(json.dumps([an_item()])))
    (page,) = visited(SITE, answers, NOON - timedelta(days=7), NOON)
    assert answers.asked == ["https://get-help-buying-for-schools.education.gov.uk/bfys/solutions.json"]
    assert (page.finished, page.total, page.reading.as_of.value) == (NOON, 1, date(2026, 9, 3))


def test_an_item_of_the_service_is_a_framework_of_the_body_it_names(fetch: Any) -> None:
    (record,) = visit(fetch, [an_item()]).reading.records()
    assert (record.owner, record.reference) == ("Eastern Shires Purchasing Organisation", "176e_20")
    assert (record.categories, record.end.value) == (("Books",), date(2028, 3, 31))


def test_the_same_framework_has_the_same_id_in_the_older_list(fetch: Any) -> None:
    older = (FIXTURES / "dfe_list" / "frameworks.json").read_text(encoding="utf-8")
    now = {record.source_id for record in visit(fetch, [an_item()]).reading.records()}
    assert now <= {record.source_id for record in visit(fetch, older).reading.records()}


def test_one_bad_item_costs_only_itself(fetch: Any) -> None:
    items = [an_item(), an_item(title=None), an_item("Maps", provider=None), "x", an_item("Globes", expiry="soon")]
    found = visit(fetch, items).reading.rows
    assert [row.outcome for row in found] == [Outcome.RECORD, *[Outcome.REJECTED] * 3, Outcome.RECORD]
    assert [problem.field for problem in found[-1].problems if problem.field == "expiry"] == ["expiry"]


def test_a_provider_or_category_of_another_shape_is_told_of(fetch: Any) -> None:
    (row,) = visit(fetch, [an_item(cat=["Books"])]).reading.rows
    assert row.record.categories == ()
    assert ("category", "is a list where text belongs") in [(each.field, each.reason) for each in row.problems]


@pytest.mark.parametrize("answer", ["[]", "{}", '{"error": "gone"}', '[{"name": "x"}]', "nonsense", '[{"title": "x'])
def test_anything_but_the_list_fails_the_visit_in_words(answer: str, fetch: Any) -> None:
    with pytest.raises(PageChanged, match="^https://get-help-buying"):
        visit(fetch, answer)


def test_a_page_for_people_or_an_empty_answer_is_refused(fetch: Any) -> None:
    for answer in (an_answer(""), (200, {"Content-Type": "text/html"}, b"<html>Sign in</html>")):
        with pytest.raises(FetchFailed):
            visited(SITE, fetch(lambda path, query, answer=answer: answer), NOON - timedelta(days=7), NOON)


def test_case_28_a_list_that_shrinks_or_loses_its_fields_is_guarded_against() -> None:
    assert SITE.guards is not None
    assert SITE.guards.least >= 30
    assert {"title", "owner", "url"} <= SITE.guards.filled.keys()
