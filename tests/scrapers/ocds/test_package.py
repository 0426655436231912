"""A portal's page as a whole: whether it is sound, how many releases it lists, and what it says comes next."""

import gzip
import json
from typing import Any

import pytest

from scrapers.ocds.package import Package, Unsound, survey
from tests.scrapers.conftest import FileWriter
from tests.scrapers.ocds.releases import a_package, a_release


@pytest.fixture
def page(file: FileWriter) -> Any:
    def surveyed(content: str | bytes) -> Package:
        return survey(file(content, "page.json"))

    return surveyed


def test_the_next_page_is_found_wherever_it_stands(page: Any) -> None:
    links = {"next": "https://portal.example/2"}
    before, after = a_package(a_release(1), links=links), json.dumps({"releases": [a_release(1)], "links": links})
    assert page(before).next == page(after).next == links["next"]
    assert page(a_package(a_release(1))).next is None
    assert page('{"links": [], "releases": []}').next is None


def test_releases_are_counted_and_a_page_without_their_list_has_none(page: Any) -> None:
    assert page(a_package(a_release(1), a_release(2))).releases == 2
    assert page(' { "releases" : [ ] } ').releases == 0
    assert page('{"message": "busy", "status": 200}') == Package(None, page("{}").mark, None, ("message", "status"))


def test_the_same_releases_have_the_same_mark_whatever_is_around_them(page: Any) -> None:
    first, second = a_release(1), a_release(2)
    mark = page(a_package(first, second)).mark
    assert page(json.dumps({"releases": [first, second]}, indent=3)).mark == mark
    assert page(gzip.compress(a_package(first, second, publishedDate="later").encode())).mark == mark
    assert len({mark, page(a_package(second, first)).mark, page(a_package(first)).mark, page(a_package()).mark}) == 4


@pytest.mark.parametrize("at", range(1, 40))
def test_a_page_cut_off_anywhere_is_unsound(at: int, page: Any) -> None:
    whole = a_package(a_release(1), a_release(2), links={"next": "https://portal.example/2"})
    with pytest.raises(Unsound, match=r"\(character [\d,]+\)"):
        page(whole[: len(whole) * at // 40])


@pytest.mark.parametrize(
    "text",
    ["[]", "[{}]", "null", '"releases"', "<html>", '{"a": 1} {"b": 2}', '{"a" 1}', '{"a": 1,}', '{"releases": [{}, ]}',
     '{"releases": [{} {}]}', "{a: 1}", '{"a": [1}'],
)  # fmt: skip
def test_what_is_no_one_json_object_is_unsound(text: str, page: Any) -> None:
    with pytest.raises(Unsound):
        page(text)
