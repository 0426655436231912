"""The search while its index is missing, being built, damaged or held: it answers from the database and says so."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from hub import create_app
from hub.search import rebuild, sync
from hub.web import search
from indexer import Query
from tests.conftest import NOON
from tests.hub.test_search_pages import hints, titles, total
from tests.pages import check_page, words

Page = Callable[..., BeautifulSoup]

SAYS_SO = "results are found by title, reference and owner only"


@pytest.fixture
def on_disk(stocked: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The stocked catalogue with an index of its own on disk, which is not built yet."""
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def built(on_disk: Flask) -> Flask:
    rebuild(on_disk.extensions["hub.writers"], on_disk.extensions["hub.index"])
    return on_disk


@pytest.fixture
def page(on_disk: Flask) -> Page:
    client = on_disk.test_client()

    def page(address: str) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200, f"{address} answered {response.status_code}"
        return check_page(response)

    return page


def test_without_an_index_titles_are_searched_in_the_database(page: Page) -> None:
    found = page("/search?q=laptops&status=ended")

    assert SAYS_SO in hints(found)
    assert all("Laptops" in title for title in titles(found))
    assert total(found) > 0 and not found.select(".hub-facet")


@pytest.mark.parametrize("text", ["AB101", "ab 101", "ab-101"])
def test_without_an_index_a_reference_is_found_in_any_spelling(page: Page, text: str) -> None:
    assert titles(page(f"/search?q={text}&ended=1")) == ["Laptops 1"]


def test_without_an_index_frameworks_are_found_by_their_owner(page: Page) -> None:
    found = page("/search?q=fenland+laptops&ended=1")

    assert titles(found)
    assert all("Fenland Supplies" in words(card) for card in found.select(".hub-results__item"))


@pytest.mark.parametrize("text", ['"road surfacing"', "title:road", "surfac*", "road -laptops", "(road)", "ROAD"])
def test_without_an_index_the_signs_of_the_search_language_are_left_out(page: Page, text: str) -> None:
    assert "Road surfacing 2" in titles(page(f"/search?q={text}&ended=1"))


def test_a_sign_that_means_anything_to_the_database_means_itself(page: Page) -> None:
    assert total(page("/search?q=%25&ended=1")) == 0
    assert total(page("/search?q=_&ended=1")) == 0


def test_without_an_index_nothing_found_still_leads_on(page: Page) -> None:
    found = page("/search?q=xyzzyplugh")

    assert SAYS_SO in hints(found)
    assert found.select("form[method=post]"), "what was not found can be told"
    assert found.select_one("#results a[href='/categories']")


def _empty_the_folder(root: Path) -> None:
    for part in root.iterdir():
        if part.is_dir():
            shutil.rmtree(part)


def _put_a_file_there(root: Path) -> None:
    shutil.rmtree(root)
    root.write_text("not an index", encoding="utf-8")


def _each_file(root: Path, change: Callable[[bytes], bytes]) -> None:
    for file in root.rglob("*"):
        if file.is_file():
            file.write_bytes(change(file.read_bytes()))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": shutil.rmtree,
    "emptied": _empty_the_folder,
    "every file cut short": lambda root: _each_file(root, lambda data: data[: len(data) // 2]),
    "every file empty": lambda root: _each_file(root, lambda data: b""),
    "every file scrambled": lambda root: _each_file(root, lambda data: bytes(255 - byte for byte in data)),
    "a file in its place": _put_a_file_there,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("read_before", [False, True])
def test_every_page_bears_a_damaged_index(
    built: Flask, page: Page, tmp_path: Path, damage: str, read_before: bool
) -> None:
    if read_before:
        page("/search?q=laptops")
    DAMAGES[damage](tmp_path / "index")

    found = page("/search?q=laptops&ended=1")
    assert titles(found) and all("Laptops" in title for title in titles(found))
    assert built.test_client().get("/suggest?q=lap").status_code == 200
    framework = str(found.select(".hub-card__title a")[0]["href"])
    page(framework)
    page(f"/frameworks/{framework.split('/')[2]}/why?q=laptops")


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "a file in its place"])
def test_a_damaged_index_mends_itself_when_it_is_next_brought_up_to_date(
    built: Flask, page: Page, tmp_path: Path, damage: str
) -> None:
    DAMAGES[damage](tmp_path / "index")

    sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    found = page("/search?q=laptops")
    assert SAYS_SO not in hints(found)
    assert found.select(".hub-facet")


def test_a_search_is_answered_while_another_writes_the_index(built: Flask, page: Page) -> None:
    with built.extensions["hub.index"].writing():
        found = page("/search?q=laptops&ended=1")

    assert SAYS_SO not in hints(found)
    assert titles(found)


def test_a_search_is_answered_from_the_old_index_while_a_new_one_is_built(built: Flask, page: Page) -> None:
    index = built.extensions["hub.index"]
    before = total(page("/search?q=laptops"))
    seen: list[int] = []

    def documents() -> Iterator[object]:
        seen.append(total(page("/search?q=laptops")))
        yield from ()

    index.rebuild(documents())

    assert seen == [before] and before
    assert index.search(Query(text="laptops")).total == 0


def test_the_plain_words_of_a_search_are_what_the_database_can_look_for() -> None:
    assert search.plain_words('title:road "and bridge" surfac* -laptops OR (tar)') == "road and bridge surfac tar"
    assert search.plain_words("-laptops") == "-laptops", "something is always looked for"
