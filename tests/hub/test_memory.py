"""What pages are made of is read once, until anything in the catalogue changes."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, make_url, update

from hub.models import Framework, Organisation
from hub.web.memory import Memory
from tests.pages import words

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements the database is asked."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(app.extensions["hub.engine"], "before_cursor_execute", note)
    yield found
    event.remove(app.extensions["hub.engine"], "before_cursor_execute", note)


def test_a_framework_another_search_has_found_is_not_read_again(
    publish: Callable[..., str], page: Page, asked: list[str]
):
    publish(title="Laptops and tablets")
    page("/search?q=laptops")
    asked.clear()

    assert "1 framework found" in words(page("/search?q=tablets"))
    assert not [statement for statement in asked if "framework" in statement]


def test_what_is_kept_of_a_framework_and_its_owner_changes_with_them(
    publish: Callable[..., str], page: Page, sessions: Any
):
    publish(title="Laptops and tablets")
    page("/search?q=laptops")

    with sessions.begin() as session:
        session.execute(update(Framework).values(title="Notebooks"))
        session.execute(update(Organisation).values(name="Lantern Buying"))

    text = words(page("/search?q=tablets"))
    assert "Notebooks" in text
    assert text.count("Lantern Buying") > 1  # on the card and among the filters


@pytest.mark.sqlite
def test_a_database_put_in_the_place_of_the_old_one_is_noticed(
    app: Flask, publish: Callable[..., str], page: Page, tmp_path: Path
):
    publish(title="Laptops and tablets")
    page("/search?q=laptops")
    database, backup = Path(str(make_url(app.config["DATABASE_URL"]).database)), tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
        copy.execute("UPDATE framework SET title = 'Laptops of old'")
        copy.commit()
    for journal in database.parent.glob(f"{database.name}-*"):
        journal.unlink()

    shutil.move(backup, database)

    assert "Laptops of old" in words(page("/search?q=laptops"))


def test_where_nobody_knows_whether_the_catalogue_has_changed_nothing_is_kept(
    app: Flask, publish: Callable[..., str], page: Page, asked: list[str]
):
    publish(title="Laptops and tablets")
    app.extensions["hub.watch"].version = lambda: None
    page("/search?q=laptops")  # reads who asked not to be named, which is kept for a minute whatever changes
    asked.clear()
    page("/search?q=laptops")
    first = [*asked]
    asked.clear()

    page("/search?q=laptops")

    assert asked == first


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    memory: Memory[str] = Memory(2)
    memory.keep("a", "first")
    memory.keep("b", "second")
    memory.get("a")

    memory.keep("c", "third")

    assert [memory.get(key) for key in "abc"] == ["first", None, "third"]
