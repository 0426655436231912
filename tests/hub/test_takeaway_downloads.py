"""The whole catalogue as files: made by a command, listed and sent by the pages."""

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub.cli import main
from hub.cli.download import make_downloads, make_if_due
from hub.takeaway import downloads
from scrapers.files import open_file
from tests.pages import words

Page = Callable[..., BeautifulSoup]
DAY = date(2026, 11, 21)


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.config["DOWNLOADS"])


@pytest.fixture
def made(publish: Callable[..., str], session: Session, folder: Path) -> downloads.Downloads:
    publish(title="Fuel")
    publish(
        title="Road salt", reference="AB2", source={"name": "broads", "title": "Broads list", "licence": "On request"}
    )
    return downloads.make(session, folder, DAY, "https://hub.example.org")


def test_every_form_holds_every_framework(made: downloads.Downloads, folder: Path) -> None:
    table, body, lines = (folder / file.name for file in made.files)
    assert [record.title for record in open_file(table).records()] == ["Fuel", "Road salt"]
    assert [each["title"] for each in json.loads(body.read_text())["frameworks"]] == ["Fuel", "Road salt"]
    releases = [json.loads(line) for line in gzip.decompress(lines.read_bytes()).splitlines()]
    assert [release["tender"]["title"] for release in releases] == ["Fuel", "Road salt"]
    assert releases[0]["tender"]["documents"][0]["url"].startswith("https://hub.example.org/frameworks/")
    assert made.frameworks == 2


def test_the_page_says_of_each_file_its_size_day_and_sum(made: downloads.Downloads, page: Page, folder: Path) -> None:
    shown = words(page("/download").main)
    for file in made.files:
        assert file.name in shown and file.sha256 in shown
        assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256
    assert "Made on 21 November 2026, with 2 frameworks" in shown


def test_the_page_names_the_licence_of_each_source(made: downloads.Downloads, page: Page) -> None:
    shown = words(page("/download").main)
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in shown
    assert "Broads list" in shown and "On request" in shown
    assert "Dated 26 February 2026 Last read 21 November 2026" in shown


def test_a_file_is_sent_whole_and_known_by_its_sum(
    made: downloads.Downloads, client: FlaskClient, folder: Path
) -> None:
    for file in made.files:
        with client.get(f"/download/{file.name}") as answer:
            assert answer.data == (folder / file.name).read_bytes()
            assert answer.mimetype == file.mimetype
            assert answer.headers["Content-Disposition"] == f"attachment; filename={file.name}"
            assert answer.headers["ETag"] == f'"{file.sha256}"'
            assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Set-Cookie" not in answer.headers
        with client.get(f"/download/{file.name}", headers={"If-None-Match": f'"{file.sha256}"'}) as again:
            assert again.status_code == 304
        with client.head(f"/download/{file.name}") as head:
            assert (head.status_code, head.data) == (200, b"") and head.content_length == file.size


@pytest.mark.alike
@pytest.mark.parametrize("name", ["nothing.csv", "downloads.json", "..%2Fhub.sqlite", "..", "%00"])
def test_nothing_else_of_the_folder_is_sent(made: downloads.Downloads, client: FlaskClient, name: str) -> None:
    assert client.get(f"/download/{name}").status_code == 404


def test_before_anything_was_made_the_page_says_how(page: Page) -> None:
    assert "No files have been made yet" in words(page("/download").main)


def test_the_same_catalogue_on_the_same_day_has_the_same_sums(
    made: downloads.Downloads, session: Session, folder: Path
) -> None:
    assert downloads.make(session, folder, DAY, "https://hub.example.org") == made


def test_files_stay_for_a_week(made: downloads.Downloads, session: Session, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / "procurement-hub-9999-99-99.csv").write_text("not a day")
    downloads.make(session, folder, date(2026, 11, 27))
    assert (folder / "procurement-hub-2026-11-21.csv").exists()
    downloads.make(session, folder, date(2026, 11, 28))
    assert not (folder / "procurement-hub-2026-11-21.csv").exists()
    assert (folder / "notes.txt").exists() and (folder / "procurement-hub-9999-99-99.csv").exists()


def test_a_failure_leaves_what_was_there(
    made: downloads.Downloads, session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: Any) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("hub.exports.as_json", fail)
    with pytest.raises(OSError):
        downloads.make(session, folder, DAY)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name in before} == before
    assert not [path for path in folder.iterdir() if path.name.endswith(".part")]


def test_a_list_that_cannot_be_read_is_no_list(folder: Path, page: Page) -> None:
    folder.mkdir(parents=True)
    (folder / "downloads.json").write_text('{"made": 1')
    assert "No files have been made yet" in words(page("/download").main)


def test_the_command_says_what_it_made(
    app: Flask, publish: Callable[..., str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    publish(title="Fuel")
    for name in ("HOME", "DATABASE_URL", "INDEX_URL"):
        monkeypatch.setenv(f"HUB_{name}", str(app.config[name]))
    done = CliRunner().invoke(main, ["download", "make"])
    assert done.exit_code == 0, done.output
    assert f"1 framework in 3 files: {folder}." in done.output
    assert len(list(folder.iterdir())) == 4


def test_the_schedule_makes_them_once_a_day(app: Flask, publish: Callable[..., str], folder: Path) -> None:
    publish(title="Fuel")
    make_if_due(app)
    first = (folder / "downloads.json").stat().st_mtime_ns
    make_if_due(app)
    assert (folder / "downloads.json").stat().st_mtime_ns == first
    make_downloads(app)
    assert (folder / "downloads.json").stat().st_mtime_ns > first
