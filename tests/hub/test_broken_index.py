"""The search while its index is missing, being built, damaged or held: it answers from the database and says so."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from hub import create_app
from hub.search import rebuild, state, sync
from hub.web import search
from indexer import IndexUnavailable, Query, SearchIndex, open_index, whoosh_index
from tests.conftest import NOON
from tests.hub.test_search_pages import hints, titles, total
from tests.pages import check_page, words

Page = Callable[..., BeautifulSoup]
Damage = Callable[[Path], None]

SAYS_SO = "results are found by title, reference and owner only"


@pytest.fixture(scope="module")
def index_folder(stocked: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the stocked catalogue, to be copied."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    rebuild(stocked.extensions["hub.writers"], open_index(f"whoosh://{folder}"))
    return folder


@pytest.fixture
def on_disk(stocked: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The stocked catalogue with an index of its own on disk, which is not built yet."""
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def built(on_disk: Flask, index_folder: Path, tmp_path: Path) -> Flask:
    shutil.copytree(index_folder, tmp_path / "index")
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


def _each_file(pattern: str, change: Callable[[bytes], bytes]) -> Damage:
    def damage(root: Path) -> None:
        files = [file for file in root.rglob(pattern) if file.is_file()]
        assert files, f"an index has files like {pattern}"
        for file in files:
            file.write_bytes(change(file.read_bytes()))

    return damage


def _without(pattern: str) -> Damage:
    def damage(root: Path) -> None:
        files = [*root.rglob(pattern)]
        assert files, f"an index has files like {pattern}"
        for file in files:
            file.unlink()

    return damage


def _turn_a_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


DAMAGES: dict[str, Damage] = {
    "deleted": shutil.rmtree,
    "emptied": _empty_the_folder,
    "every file cut short": _each_file("*", lambda data: data[: len(data) // 2]),
    "every file empty": _each_file("*", lambda data: b""),
    "every file scrambled": _each_file("*", lambda data: bytes(255 - byte for byte in data)),
    "a file in its place": _put_a_file_there,
    "postings cut short": _each_file("*.pst", lambda data: data[: len(data) // 2]),
    "postings with a bit turned": _each_file("*.pst", _turn_a_bit),
    "postings gone": _without("*.pst"),
    "a lexicon with a bit turned": _each_file("*.trm", _turn_a_bit),
    "a lexicon of nothing": _each_file("*.trm", lambda data: bytes(len(data))),
    "columns cut short": _each_file("*.arrays", lambda data: data[:-9]),
    "columns with a bit turned": _each_file("*.arrays", _turn_a_bit),
    "columns gone": _without("*.arrays"),
    "a table of contents of garbage": _each_file("*.toc", lambda data: b"garbage" * 99),
    "a table of contents with more at its end": _each_file("*.toc", lambda data: data + b"more"),
    "no table of contents": _without("*.toc"),
    "a pointer of garbage": _each_file("CURRENT", lambda data: b"\xff../"),
    "a pointer to nothing": _each_file("CURRENT", lambda data: b"gen-999999"),
    "of another version": _each_file("schema.json", lambda data: b'{"schema": 0}'),
    "without its version": _without("schema.json"),
    "a seal of garbage": _each_file("SEAL", lambda data: b"[garbage"),
}
BEYOND_MENDING = ("a file in its place",)
"""Nobody but who put it there can know whether it may go."""


KINDS_OF_DAMAGE = ("deleted", "a file in its place", "postings with a bit turned", "of another version")
"""One of each kind: nothing there, beyond mending, quietly wrong, not to be read. The others take too long."""

LONG = (pytest.mark.thorough, pytest.mark.once)
THOROUGHLY = [pytest.param(name, marks=LONG) for name in DAMAGES if name not in KINDS_OF_DAMAGE]


@pytest.mark.alike
@pytest.mark.assurance("R4", "Every page is asked for over a damaged index, which is then mended")
@pytest.mark.parametrize("damage", [*KINDS_OF_DAMAGE, *THOROUGHLY])
@pytest.mark.parametrize("read_before", [pytest.param(False, marks=LONG), True])
def test_every_page_bears_a_damaged_index_which_is_mended(
    built: Flask, page: Page, tmp_path: Path, damage: str, read_before: bool
) -> None:
    before = everything_found(built.extensions["hub.index"])
    if not read_before:
        built.extensions["hub.index"] = open_index(built.config["INDEX_URL"])
    DAMAGES[damage](tmp_path / "index")

    every_page(built, page)
    if damage not in BEYOND_MENDING:
        sync(built.extensions["hub.writers"], built.extensions["hub.index"])
        assert_whole(built, page, before)


@pytest.mark.assurance(
    "R4",
    "A damaged index that nobody searched is mended when it is next brought up to date",
)
@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.parametrize("damage", [name for name in DAMAGES if name not in BEYOND_MENDING])
def test_a_damaged_index_that_nobody_has_searched_mends_itself_when_it_is_next_brought_up_to_date(
    built: Flask, page: Page, tmp_path: Path, damage: str
) -> None:
    before = everything_found(built.extensions["hub.index"])
    DAMAGES[damage](tmp_path / "index")

    sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    assert_whole(built, page, before)


def test_an_index_in_whose_place_a_file_was_is_built_once_that_is_gone(
    built: Flask, page: Page, tmp_path: Path
) -> None:
    before = everything_found(built.extensions["hub.index"])
    _put_a_file_there(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match="See to what is in its place"):
        sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    (tmp_path / "index").unlink()
    sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    assert_whole(built, page, before)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="folders are closed to users other than root only")
def test_every_page_bears_a_folder_that_may_not_be_read(built: Flask, page: Page, tmp_path: Path) -> None:
    before = everything_found(built.extensions["hub.index"])
    (tmp_path / "index").chmod(0)
    try:
        every_page(built, page)
    finally:
        (tmp_path / "index").chmod(0o700)

    assert_whole(built, page, before)


def test_damage_in_the_middle_of_searching_is_mended_by_the_next_pass(built: Flask, page: Page, tmp_path: Path) -> None:
    """A server under way holds much in memory and reads the rest from files that are no longer what they were."""
    index = built.extensions["hub.index"]
    before = everything_found(index)
    with (next((tmp_path / "index").rglob("*.pst"))).open("r+b") as postings:
        postings.truncate(1)

    for text in ("cleaning", '"road surfacing"', "cater*", "fenland", "advise"):
        page(f"/search?q={text}&ended=1")
    assert sync(built.extensions["hub.writers"], index)

    assert_whole(built, page, before)


def test_a_damaged_index_that_another_writer_holds_is_mended_once_it_is_let_go(
    built: Flask, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_index, "LOCK_WAIT_SECONDS", 0.0)
    before = everything_found(built.extensions["hub.index"])
    with open_index(built.config["INDEX_URL"]).writing():
        DAMAGES["columns gone"](tmp_path / "index")
        built.extensions["hub.index"] = open_index(built.config["INDEX_URL"])
        every_page(built, page)
        with pytest.raises(IndexUnavailable, match="is being written by another process"):
            sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    sync(built.extensions["hub.writers"], built.extensions["hub.index"])

    assert_whole(built, page, before)


def every_page(app: Flask, page: Page) -> None:
    """Whatever reads the index answers, and the search finds in the database what the index does not give."""
    found = page("/search?q=laptops&ended=1")
    assert titles(found) and any("Laptops" in title for title in titles(found))
    framework = str(found.select(".hub-card__title a")[0]["href"])
    key = framework.split("/")[2]
    why = f"/frameworks/{key}/why?q=laptops"
    for address in ("/", "/search", "/search?q=unheard-of", "/categories", framework, why):
        page(address)
    assert app.test_client().get("/suggest?q=lap").get_json()["groups"]


def everything_found(index: SearchIndex) -> tuple[Any, ...]:
    """The hits of a search and all its counts, which a page only reads when it is asked for them."""
    found = index.search(Query(text="laptops surfacing", per_page=100))
    return found, {name: dict(counts) for name, counts in found.facets.items()}, dict(found.ending)


def assert_whole(app: Flask, page: Page, before: object) -> None:
    index = app.extensions["hub.index"]
    with app.extensions["hub.readers"]() as session:
        assert state(session, index).in_step
    for each in (index, open_index(app.config["INDEX_URL"])):
        assert everything_found(each) == before
    found = page("/search?q=laptops")
    assert SAYS_SO not in hints(found) and found.select(".hub-facet")


def test_a_search_is_answered_while_another_writes_the_index(built: Flask, page: Page) -> None:
    with built.extensions["hub.index"].writing():
        found = page("/search?q=laptops&ended=1")

    assert SAYS_SO not in hints(found)
    assert titles(found)


@pytest.mark.assurance(
    "R3",
    "A search is answered from the old index while a new one is built",
    missing="kills in mid-rebuild, which only R1 makes",
)
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
