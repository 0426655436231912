"""Every kind of file of an index damaged in every way, one after the other: answered throughout, mended each time."""

import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from hub.search import sync
from indexer import open_index
from tests.assurance import Figure
from tests.hub.notebook import parsed
from tests.hub.test_broken_index import (
    SAYS_SO,
    Page,
    assert_whole,
    built,
    everything_found,
    index_folder,
    on_disk,
    page,
)
from tests.hub.test_search_pages import titles

__all__ = ["built", "index_folder", "on_disk", "page"]

FILES = ("*.pst", "*.trm", "*.arrays", "*.toc", "CURRENT", "schema.json", "SEAL")
GARBAGE = random.Random(4).randbytes(300)  # noqa: S311 - hides nothing


def turn(at: int) -> Callable[[bytes], bytes]:
    """A bit turned in the byte of that place."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[at % len(data)] ^= 4
        return bytes(changed)

    return change


CHANGES: dict[str, Callable[[bytes], bytes] | None] = {
    "cut to half": lambda data: data[: len(data) // 2],
    "cut by a byte": lambda data: data[:-1],
    "empty": lambda data: b"",
    "of zeros": lambda data: bytes(len(data)),
    "of garbage": lambda data: GARBAGE,
    "with a bit turned at its beginning": turn(0),
    "with a bit turned at its end": turn(-1),
    "gone": None,
    "a folder": None,
}


def damage(root: Path, pattern: str, change: str) -> None:
    """Change the newest file of a pattern."""
    path = max(root.rglob(pattern), key=lambda each: each.stat().st_mtime_ns)
    data = path.read_bytes()
    path.unlink()
    if change == "a folder":
        path.mkdir()
    elif how := CHANGES[change]:
        path.write_bytes(how(data))


@pytest.mark.once
@pytest.mark.thorough
@pytest.mark.assurance(
    "R4",
    "Each kind of file is damaged in each way, before or after it was read",
    missing="a notice in the seconds until the next pass, where postings are quietly wrong",
)
def test_an_index_damaged_in_more_than_sixty_ways_answers_and_is_mended_each_time(
    built: Flask, page: Page, tmp_path: Path, figure: Figure
) -> None:
    before, right = everything_found(built.extensions["hub.index"]), titles(page("/search?q=laptops&ended=1"))
    ways, told, wrong = list(product(FILES, CHANGES)), 0, 0
    for number, (pattern, change) in enumerate(ways):
        if number % 2:
            built.extensions["hub.index"] = open_index(built.config["INDEX_URL"])
        damage(tmp_path / "index", pattern, change)

        answer = built.test_client().get(f"/search?q=laptops&ended=1&per_page={10 + number}")  # no page of it is kept
        assert answer.status_code == 200, (pattern, change)
        told += SAYS_SO in answer.text
        wrong += SAYS_SO not in answer.text and titles(parsed(answer)) != right
        sync(built.extensions["hub.writers"], built.extensions["hub.index"])
        assert everything_found(open_index(built.config["INDEX_URL"])) == before, (pattern, change)

    assert_whole(built, page, before)
    assert told
    figure(f"{len(ways)} ways, all mended at the next pass; until then a notice in {told}, a wrong answer in {wrong}")
